//! The page's shortcuts: where they lead, and the list of them.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;

use super::palette::PaletteState;
use crate::{paths, ui::Dialog};

/// Whether the list of shortcuts is open.
#[derive(Clone, Copy)]
pub struct KeyHelp(RwSignal<bool>);

impl KeyHelp {
    pub fn provide() -> Self {
        let help = Self(RwSignal::new(false));
        provide_context(help);
        help
    }
    pub fn here() -> Self {
        expect_context()
    }
    pub fn open(self) {
        self.0.set(true);
    }
}

const KEYS: &[(&[&str], &str)] = &[
    (&["Ctrl", "K"], "Find something, or do something"),
    (&["/"], "Go to the filter"),
    (&["j", "k"], "Next, previous row (arrow keys too)"),
    (&["x"], "Select the row (space too)"),
    (&["Shift", "j"], "Extend the selection"),
    (&["Ctrl", "A"], "Select everything that matches"),
    (&["Enter"], "Open"),
    (&["c"], "Open the console"),
    (&["s"], "Start, resume or shut down"),
    (&["Esc"], "Clear the selection, leave a field"),
    (&["g", "v"], "Go to the VMs"),
    (&["g", "p"], "Go to the pools"),
    (&["g", "t"], "Go to the tasks"),
    (&["?"], "This list"),
];

/// The list of shortcuts.
#[component]
pub fn Help(help: KeyHelp) -> impl IntoView {
    view! {
        <Dialog open=help.0 close=Callback::new(move |()| help.0.set(false)) title="Keyboard shortcuts">
            <div class="body">
                <dl class="keys">
                    {KEYS.iter().map(|(keys, text)| view! {
                        <dt>{keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view()}</dt>
                        <dd>{*text}</dd>
                    }).collect_view()}
                </dl>
            </div>
        </Dialog>
    }
}

/// Listens to the whole window. Keys typed into fields, dialogs and consoles are left alone.
pub fn listen(help: KeyHelp, palette: PaletteState) {
    let navigate = use_navigate();
    let after_g = StoredValue::new(false);
    let hear = move |event: ev::KeyboardEvent| {
        if (event.ctrl_key() || event.meta_key()) && event.key() == "k" && !in_console(&event) {
            event.prevent_default();
            return palette.open();
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() || typing(&event) {
            return;
        }
        let go = |to: &str| navigate(to, NavigateOptions::default());
        let was_g = after_g.get_value();
        after_g.set_value(!was_g && event.key() == "g");
        match (was_g, event.key().as_str()) {
            (true, "v") => go(paths::HOME),
            (true, "p") => go(paths::POOLS),
            (true, "t") => go(paths::TASKS),
            (_, "?") => help.open(),
            (_, "/") => {
                let Some(field) = document().get_element_by_id(paths::FILTER_FIELD) else { return };
                event.prevent_default();
                drop(field.unchecked_into::<web_sys::HtmlElement>().focus());
            }
            _ => {}
        }
    };
    // There is no window where the shell is rendered.
    Effect::new(move || {
        let handle = window_event_listener(ev::keydown, hear.clone());
        on_cleanup(move || handle.remove());
    });
}

fn target(event: &ev::KeyboardEvent) -> Option<web_sys::Element> {
    event.target().and_then(|t| t.dyn_into().ok())
}

fn in_console(event: &ev::KeyboardEvent) -> bool {
    target(event).is_some_and(|t| t.closest(".screen").ok().flatten().is_some())
}

/// Whether a key is meant for a field, a dialog or a console.
pub fn typing(event: &ev::KeyboardEvent) -> bool {
    target(event).is_some_and(|t| {
        t.closest("input:not([type=checkbox]), textarea, select, dialog, .screen").ok().flatten().is_some()
    })
}
