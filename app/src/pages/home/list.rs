//! The list itself: what the keys and the pointer do in it.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    Query,
    bulk::{choose_all_matching, refusal},
    columns::{COLUMNS, Cells, Header, likeliest},
    empty::Instead,
    selection::Selection,
};
use crate::{
    live::Live,
    parts::{ask_and_do, typing, vm::Vm},
    paths,
    ui::{Confirm, Extent, Grid, RowKit, Toasts, focus, reveal},
};

#[component]
pub fn VmList(query: Query, selection: Selection, seen: RwSignal<Extent>) -> impl IntoView {
    let live = Live::here();
    let rows = selection.rows;
    let node = NodeRef::<html::Div>::new();
    let navigate = use_navigate();
    let go = Callback::new(move |path: String| navigate(&path, NavigateOptions::default()));
    let open = Callback::new(move |id: Arc<str>| go.run(paths::vm(&id, "")));
    let at = move |id: Arc<str>| {
        let at = rows.at(&id);
        Signal::derive(move || at.as_ref().map(|at| at.get()).unwrap_or_default())
    };
    let kit = RowKit {
        at: Callback::new(at),
        selected: Callback::new(move |id: Arc<str>| Signal::derive(move || selection.has(&id))),
        cells: Callback::new(move |id| view! { <Cells id selection /> }.into_any()),
        press: Callback::new(move |(id, event)| press(selection, open, &id, &event)),
        open,
    };
    let (confirm, toasts) = (Confirm::here(), Toasts::here());
    let keys = Keys { live, confirm, toasts, query, selection, seen, node, go };
    Effect::new(move || {
        let handle = window_event_listener(ev::keydown, move |event| keys.enter(&event));
        on_cleanup(move || handle.remove());
        // Whoever comes back from another page goes on where the focus was lost; the first page leaves it alone.
        if untrack(|| live.is_up()) {
            request_animation_frame(move || {
                if document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
                    focus(node);
                }
            });
        }
    });
    view! {
        <Grid
            label="VMs"
            look="vms"
            total=Signal::derive(move || rows.total.get().unwrap_or_default())
            keys=Signal::derive(move || rows.span.with(|span| span.ids.to_vec()))
            cursor=selection.cursor.into()
            seen
            node
            kit
            on_key=Callback::new(move |event| keys.press(&event))
            header=move || view! { <Header query selection /> }
            columns=COLUMNS.len() as u32 + 2
            instead=move || view! { <Instead query rows /> }
        />
    }
}

/// A plain press chooses one, Ctrl adds, Shift extends; on a phone a press opens.
fn press(selection: Selection, open: Callback<Arc<str>>, id: &Arc<str>, event: &ev::MouseEvent) {
    let narrow = window().match_media("(max-width: 719px)").ok().flatten().is_some_and(|m| m.matches());
    match (event.shift_key(), event.ctrl_key() || event.meta_key()) {
        (true, _) => selection.extend(id),
        (_, true) => selection.toggle(id),
        _ if narrow => open.run(id.clone()),
        _ => selection.choose(id),
    }
}

/// The keyboard's hold of the list.
#[derive(Clone, Copy)]
struct Keys {
    live: Live,
    confirm: Confirm,
    toasts: Toasts,
    query: Query,
    selection: Selection,
    seen: RwSignal<Extent>,
    node: NodeRef<html::Div>,
    go: Callback<String>,
}

impl Keys {
    fn press(self, event: &ev::KeyboardEvent) {
        if self.takes(event) {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    /// From anywhere on the page: the first step into the list.
    fn enter(self, event: &ev::KeyboardEvent) {
        let other = event.ctrl_key() || event.meta_key() || event.alt_key();
        if matches!(event.key().as_str(), "j" | "k") && !other && !typing(event) {
            focus(self.node);
            self.press(event);
        }
    }

    /// Whether the key meant something here.
    fn takes(self, event: &ev::KeyboardEvent) -> bool {
        let (selection, seen) = (self.selection, self.seen.get_untracked());
        let page = seen.len.saturating_sub(4) as i32;
        let control = event.ctrl_key() || event.meta_key();
        let by = match event.key().as_str() {
            "j" | "J" | "ArrowDown" if !control => 1,
            "k" | "K" | "ArrowUp" if !control => -1,
            "PageDown" => page,
            "PageUp" => -page,
            "a" if control => {
                choose_all_matching(self.live, self.query, selection);
                return true;
            }
            "x" | " " if !control => {
                let id = selection.cursor.get_untracked().or_else(|| selection.step(0, seen.first));
                id.inspect(|id| selection.toggle(id));
                return true;
            }
            "s" if !control => return self.with_row(|vm| self.act(vm)),
            "c" if !control => return self.with_row(|vm| self.go.run(paths::vm(&vm.id, "console"))),
            "Enter" => return self.with_row(|vm| self.go.run(paths::vm(&vm.id, ""))),
            "Escape" => {
                selection.clear();
                return true;
            }
            _ => return false,
        };
        self.step(by, event.shift_key());
        true
    }

    fn step(self, by: i32, extend: bool) {
        let (selection, seen) = (self.selection, self.seen.get_untracked());
        let before = selection.cursor.get_untracked();
        let Some(id) = selection.step(by, seen.first) else { return };
        if extend {
            before
                .filter(|before| selection.len() == 0 && !selection.has(before))
                .inspect(|b| selection.choose(b));
            selection.extend(&id);
        }
        if let Some(at) = selection.rows.at(&id) {
            reveal(self.node, seen, at.get_untracked());
        }
    }

    /// Does something with the row that the cursor is on.
    fn with_row(self, act: impl FnOnce(Arc<Vm>)) -> bool {
        let row = self.selection.cursor.get_untracked().and_then(|id| self.selection.rows.get(&id));
        row.map(|row| act(row.get_untracked())).is_some()
    }

    /// What the row's own button does.
    fn act(self, vm: Arc<Vm>) {
        let action = likeliest(vm.power_state);
        match untrack(|| refusal(self.live, action, &vm)) {
            Some(why) => self.toasts.fail(format!("{} {}", action.label(), vm.name_label), why),
            None => ask_and_do(self.live, self.confirm, action, vec![vm]),
        }
    }
}
