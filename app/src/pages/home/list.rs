//! The list itself: what the keys and the pointer do in it.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    Query,
    bulk::choose_all_matching,
    columns::{COLUMNS, Cells, Header},
    empty::Instead,
    selection::Selection,
};
use crate::{
    live::Live,
    paths,
    ui::{Extent, Grid, RowKit, reveal},
};

#[component]
pub fn VmList(query: Query, selection: Selection, seen: RwSignal<Extent>) -> impl IntoView {
    let live = Live::here();
    let rows = selection.rows;
    let node = NodeRef::<html::Div>::new();
    let navigate = use_navigate();
    let open = Callback::new(move |id: Arc<str>| navigate(&paths::vm(&id, ""), NavigateOptions::default()));
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
    let on_key = Callback::new(move |event: ev::KeyboardEvent| {
        if key(live, query, selection, seen.get_untracked(), node, open, &event) {
            event.prevent_default();
            event.stop_propagation();
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
            on_key
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

/// Whether the key meant something here.
fn key(
    live: Live,
    query: Query,
    selection: Selection,
    seen: Extent,
    node: NodeRef<html::Div>,
    open: Callback<Arc<str>>,
    event: &ev::KeyboardEvent,
) -> bool {
    let page = seen.len.saturating_sub(4) as i32;
    let control = event.ctrl_key() || event.meta_key();
    let by = match event.key().as_str() {
        "j" | "J" | "ArrowDown" if !control => 1,
        "k" | "K" | "ArrowUp" if !control => -1,
        "PageDown" => page,
        "PageUp" => -page,
        "a" if control => {
            choose_all_matching(live, query, selection);
            return true;
        }
        "x" | " " if !control => {
            let id = selection.cursor.get_untracked().or_else(|| selection.step(0, seen.first));
            id.inspect(|id| selection.toggle(id));
            return true;
        }
        "Enter" => {
            selection.cursor.get_untracked().inspect(|id| open.run(id.clone()));
            return true;
        }
        "Escape" => {
            selection.clear();
            return true;
        }
        _ => return false,
    };
    let before = selection.cursor.get_untracked();
    if let Some(id) = selection.step(by, seen.first) {
        if event.shift_key() {
            before
                .filter(|before| selection.len() == 0 && !selection.has(before))
                .inspect(|b| selection.choose(b));
            selection.extend(&id);
        }
        if let Some(at) = selection.rows.at(&id) {
            reveal(node, seen, at.get_untracked());
        }
    }
    true
}
