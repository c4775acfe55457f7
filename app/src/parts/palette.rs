//! Find or do: one field over everything, opened with Ctrl K.

use std::sync::Arc;

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{Kind, View, Window};

use super::vm::Vm;
use crate::{
    live::Live,
    paths,
    ui::{Dialog, Icon, PhaseMark},
};

const AT_MOST: u32 = 12;

/// Whether it is open, and what is typed.
#[derive(Clone, Copy)]
pub struct PaletteState {
    open: RwSignal<bool>,
}

impl PaletteState {
    pub fn provide() -> Self {
        let state = Self { open: RwSignal::new(false) };
        provide_context(state);
        state
    }
    pub fn here() -> Self {
        expect_context()
    }
    pub fn open(self) {
        self.open.set(true);
    }
}

/// Something that can be chosen.
#[derive(Clone, PartialEq)]
enum Choice {
    Page(&'static str, &'static str, Icon),
    Vm(Arc<Vm>),
}

const PAGES: &[(&str, &str, Icon, bool)] = &[
    ("VMs", paths::HOME, Icon::Console, false),
    ("Tasks", paths::TASKS, Icon::List, false),
    ("Pools", paths::POOLS, Icon::Pool, true),
    ("Users", paths::USERS, Icon::Users, true),
    ("Your account", paths::ACCOUNT, Icon::Account, false),
];

/// The dialog; once per page.
#[component]
pub fn Palette(palette: PaletteState) -> impl IntoView {
    view! {
        <Dialog open=palette.open close=Callback::new(move |()| palette.open.set(false)) title="Find or do" look="palette" bare=true>
            <PaletteBody open=palette.open />
        </Dialog>
    }
}

#[component]
fn PaletteBody(open: RwSignal<bool>) -> impl IntoView {
    let live = Live::here();
    let text = RwSignal::new(String::new());
    let vms = live.watch::<Vm>(move || {
        let filter = text.get();
        (!filter.trim().is_empty()).then(|| View {
            kinds: vec![Kind::Vm],
            filter: Some(filter),
            fields: Some(["name_label", "name_description", "power_state"].map(String::from).to_vec()),
            sort: Some(model::Sort { field: "name_label".into(), desc: false }),
            window: Some(Window { start: 0, len: AT_MOST }),
            ..View::default()
        })
    });
    let choices = Memo::new(move |_| choices(&text.get(), live.is_admin(), vms.list()));
    let picked = RwSignal::new(0usize);
    let at = Memo::new(move |_| picked.get().min(choices.with(Vec::len).saturating_sub(1)));
    let navigate = use_navigate();
    let take = Callback::new(move |index: usize| {
        let Some(choice) = choices.with_untracked(|c| c.get(index).cloned()) else { return };
        open.set(false);
        match choice {
            Choice::Page(_, href, _) => navigate(href, NavigateOptions::default()),
            Choice::Vm(vm) => navigate(&paths::vm(&vm.id, ""), NavigateOptions::default()),
        }
    });
    let on_key = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => picked.set(at.get_untracked() + 1),
            "ArrowUp" => picked.set(at.get_untracked().saturating_sub(1)),
            "Enter" => take.run(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <input
            class="input"
            type="text"
            autofocus
            role="combobox"
            aria-label="Find a VM or a page"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant=move || format!("palette-{}", at.get())
            placeholder="Find a VM by name, address or tag, or go to a page"
            autocomplete="off"
            spellcheck="false"
            prop:value=text
            on:input:target=move |event| { text.set(event.target().value()); picked.set(0); }
            on:keydown=on_key
        />
        <ul id="palette-list" role="listbox" aria-label="Results">
            {move || {
                choices.get().into_iter().enumerate().map(|(i, choice)| view! { <Line choice index=i at take /> }).collect_view()
            }}
        </ul>
        <Show when=move || choices.with(Vec::is_empty)>
            <div class="body"><p class="quiet">"Nothing has that in its name, address or tags."</p></div>
        </Show>
    }
}

fn choices(text: &str, admin: bool, vms: Vec<Arc<Vm>>) -> Vec<Choice> {
    let wanted = text.trim().to_lowercase();
    let pages = PAGES
        .iter()
        .filter(|(name, _, _, for_admin)| (admin || !for_admin) && name.to_lowercase().contains(&wanted))
        .map(|(name, href, icon, _)| Choice::Page(name, href, *icon));
    let found = vms.into_iter().filter(|_| !wanted.is_empty()).map(Choice::Vm);
    found.chain(pages).collect()
}

#[component]
fn Line(choice: Choice, index: usize, at: Memo<usize>, take: Callback<usize>) -> impl IntoView {
    let (mark, name, more) = match choice {
        Choice::Page(name, _, icon) => (icon.draw(), name.to_owned(), "Page".to_owned()),
        Choice::Vm(vm) => {
            let mark = view! { <span class=format!("state {}", vm.power_state.look())><PhaseMark phase=vm.power_state.phase() /></span> };
            (mark.into_any(), vm.name_label.clone(), vm.power_state.word().to_owned())
        }
    };
    view! {
        <li
            role="option"
            id=format!("palette-{index}")
            aria-selected=move || if at.get() == index { "true" } else { "false" }
            on:click=move |_| take.run(index)
        >
            {mark}
            <span class="clip">{name}</span>
            <small>{more}</small>
        </li>
    }
}
