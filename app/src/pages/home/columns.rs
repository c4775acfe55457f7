//! The columns of the list: header cells that sort, and the cells of a VM.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{Query, bulk::choose_all_matching, selection::Selection};
use crate::{
    live::Live,
    parts::{
        VmState, ask_and_do,
        vm::{Action, Power, Vm},
    },
    paths,
    ui::{Confirm, Icon, IconButton, format},
};

/// Key in the URL, field that the server sorts by, heading, class.
type Column = (&'static str, &'static str, &'static str, &'static str);

pub const COLUMNS: &[Column] = &[
    ("", "name_label", "Name", "name"),
    ("state", "power_state", "State", "statecell"),
    ("cpus", "CPUs.number", "vCPUs", "cpus num"),
    ("memory", "memory.size", "Memory", "memory num"),
    ("address", "mainIpAddress", "Address", "address"),
    ("host", "$container", "Host", "host"),
    ("pool", "$pool", "Pool", "pool"),
];

/// The field behind a key of the URL.
pub fn sort_field(key: &str) -> &'static str {
    COLUMNS.iter().find(|(k, ..)| *k == key).map_or("name_label", |(_, field, ..)| field)
}

/// Links sort by id, which tells nobody anything.
fn sorts(field: &str) -> bool {
    !field.starts_with('$')
}

#[component]
pub fn Header(query: Query, selection: Selection) -> impl IntoView {
    let live = Live::here();
    let any = move || selection.len() > 0;
    let all = move || any() && selection.rows.total.get() == Some(selection.len() as u32);
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if untrack(any) { selection.clear() } else { choose_all_matching(live, query, selection) }
    };
    view! {
        <div role="columnheader" class="tick">
            <input
                type="checkbox"
                tabindex="-1"
                aria-label=move || if any() { "Clear the selection" } else { "Select all that match" }
                prop:checked=all
                prop:indeterminate=move || any() && !all()
                on:click=press
            />
        </div>
        {COLUMNS.iter().map(|column| view! { <Heading column=*column query /> }).collect_view()}
        <div role="columnheader" class="acts"><span class="unseen">"Actions"</span></div>
    }
}

#[component]
fn Heading(column: Column, query: Query) -> impl IntoView {
    let (key, field, label, look) = column;
    if !sorts(field) {
        return view! { <div role="columnheader" class=look>{label}</div> }.into_any();
    }
    let sorted = move || {
        query.state.with(|s| (s.sort == key).then_some(if s.desc { "descending" } else { "ascending" }))
    };
    let press = move |_| {
        query.change(|s| {
            s.desc = s.sort == key && !s.desc;
            s.sort = key.to_owned();
        });
    };
    view! {
        <div role="columnheader" class=look aria-sort=sorted>
            <button type="button" tabindex="-1" on:click=press>{label} {Icon::Caret.draw()}</button>
        </div>
    }
    .into_any()
}

/// The cells of one VM.
#[component]
pub fn Cells(id: Arc<str>, selection: Selection) -> impl IntoView {
    let live = Live::here();
    let row = selection.rows.get(&id);
    let vm = Signal::derive(move || row.as_ref().map(|row| row.get()).unwrap_or_default());
    let text = move |of: fn(&Vm) -> String| move || vm.with(|vm| of(vm));
    let (ticked, tick_id) = (id.clone(), id.clone());
    let href = paths::vm(&id, "");
    view! {
        <div role="gridcell" class="tick" on:click=move |event| { event.stop_propagation(); tick(selection, &tick_id, &event); }>
            <input
                type="checkbox"
                tabindex="-1"
                aria-label=move || vm.with(|vm| format!("Select {}", vm.name_label))
                prop:checked=move || selection.has(&ticked)
            />
        </div>
        <div role="gridcell" class="name">
            <a href=href tabindex="-1" title=text(|vm| vm.name_label.clone()) on:click=|event| event.stop_propagation()>{text(|vm| vm.name_label.clone())}</a>
            <small title=text(|vm| vm.name_description.clone())>{text(|vm| vm.name_description.clone())}</small>
        </div>
        <div role="gridcell" class="statecell"><VmState vm /></div>
        <div role="gridcell" class="cpus num">{text(|vm| vm.cpus.number.to_string())}</div>
        <div role="gridcell" class="memory num">{text(|vm| format::bytes(vm.memory.size))}</div>
        <div role="gridcell" class="address clip">{text(|vm| vm.address().cloned().unwrap_or_default())}</div>
        <div role="gridcell" class="host clip quiet">{move || vm.with(|vm| live.host_name(&vm.container))}</div>
        <div role="gridcell" class="pool clip quiet">{move || vm.with(|vm| live.pool_name(&vm.pool))}</div>
        <div role="gridcell" class="acts"><QuickActions id vm /></div>
    }
}

/// A press on a box: with Shift everything from the last choice to here.
fn tick(selection: Selection, id: &Arc<str>, event: &leptos::ev::MouseEvent) {
    if !event.shift_key() {
        return selection.toggle(id);
    }
    selection.extend(id);
    // The browser has turned the box round; what was chosen before stays so.
    if let Some(tick) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
        tick.set_checked(true);
    }
}

/// The likeliest thing to do in a power state.
pub fn likeliest(power: Power) -> Action {
    match power {
        Power::Running => Action::Shutdown,
        Power::Suspended => Action::Resume,
        Power::Paused => Action::Unpause,
        Power::Halted | Power::Unknown => Action::Start,
    }
}

/// The likeliest thing to do, and the console. The keys `s` and `c` lead there too.
#[component]
fn QuickActions(id: Arc<str>, vm: Signal<Arc<Vm>>) -> impl IntoView {
    let (live, confirm) = (Live::here(), Confirm::here());
    let state = Memo::new(move |_| vm.with(|vm| vm.power_state));
    let console = paths::vm(&id, "console");
    view! {
        {move || {
            let action = likeliest(state.get());
            let why_not = Signal::derive(move || vm.with(|vm| action.why_not(vm, live.why_not(&vm.pool).as_deref())));
            let label = Signal::derive(move || format!("{} {}", action.label(), vm.with(|vm| vm.name_label.clone())));
            view! { <IconButton icon=action.icon() label why_not tabindex="-1" on_press=move || ask_and_do(live, confirm, action, vec![vm.get_untracked()]) /> }
        }}
        <a class="button plain square" href=console tabindex="-1" title="Console" aria-label=move || vm.with(|vm| format!("Console of {}", vm.name_label)) on:click=|event| event.stop_propagation()>
            {Icon::Console.draw()}
        </a>
    }
}
