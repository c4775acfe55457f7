//! What can be done with the chosen VMs at once.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Query, selection::Selection};
use crate::{
    live::Live,
    parts::{
        ask_and_do,
        vm::{Action, LIST_FIELDS, Vm},
    },
    ui::{Button, Confirm, Icon, Menu, MenuItem, format},
};

const FIRST: [Action; 3] = [Action::Start, Action::Shutdown, Action::Reboot];
const MORE: [Action; 6] = [
    Action::Suspend,
    Action::Resume,
    Action::Pause,
    Action::Unpause,
    Action::HardShutdown,
    Action::HardReboot,
];

#[component]
pub fn Bulk(query: Query, selection: Selection) -> impl IntoView {
    let (live, confirm) = (Live::here(), Confirm::here());
    let vms = Memo::new(move |_| selection.vms());
    let able = move |action: Action| -> Vec<Arc<Vm>> {
        vms.with(|vms| vms.iter().filter(|vm| refusal(live, action, vm).is_none()).cloned().collect())
    };
    let why_not = move |action: Action| {
        Signal::derive(move || {
            let first = vms.with(|vms| vms.first().and_then(|vm| refusal(live, action, vm)));
            able(action).is_empty().then(|| match vms.with(Vec::len) {
                1 => first.unwrap_or_default(),
                _ => "None of the selected VMs is in a state for that.".into(),
            })
        })
    };
    let press = move |action: Action| ask_and_do(live, confirm, action, untrack(|| able(action)));
    let all = move || selection.rows.total.get().unwrap_or_default() as usize;
    view! {
        <div class="bulk" role="toolbar" aria-label="Selected VMs">
            <strong>{move || format!("{} selected", format::count(selection.len(), "VM"))}</strong>
            {FIRST.into_iter().map(|action| view! {
                <Button icon=action.icon() why_not=why_not(action) on_press=move || press(action)>{action.label()}</Button>
            }).collect_view()}
            <Menu id="bulk-menu" label="More actions" look="button" face=|| view! { "More" {Icon::Caret.draw()} }>
                {MORE.into_iter().map(|action| view! {
                    <MenuItem icon=action.icon() label=action.label() look=if action.is_hard() { "danger" } else { "" } why_not=why_not(action) on_press=move || press(action) />
                }).collect_view()}
            </Menu>
            <span class="spread"></span>
            <Show when=move || selection.len() < all()>
                <Button look="plain" on_press=move || choose_all_matching(live, query, selection)>
                    {move || format!("Select all {}", format::thousands(all()))}
                </Button>
            </Show>
            <Button look="plain" on_press=move || selection.clear()>"Clear"</Button>
        </div>
    }
}

/// Why it cannot be done with this VM now.
pub fn refusal(live: Live, action: Action, vm: &Vm) -> Option<String> {
    action.why_not(vm, live.why_not(&vm.pool).as_deref())
}

/// Chooses everything that matches, in view or not: asks for it once, without a window.
pub fn choose_all_matching(live: Live, query: Query, selection: Selection) {
    let view = untrack(|| query.view(LIST_FIELDS));
    live.once::<Vm>(view, move |vms| selection.replace(vms));
}
