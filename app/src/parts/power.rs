//! Power: the buttons of a VM, the menu of everything that can be done, and the questions asked before.

use std::sync::Arc;

use leptos::prelude::*;

use super::vm::{Action, Power, Vm};
use crate::{
    live::Live,
    ui::{Button, Confirm, Icon, Menu, MenuItem, Question},
};

impl Action {
    pub fn icon(self) -> Icon {
        match self {
            Self::Start | Self::Resume | Self::Unpause => Icon::Play,
            Self::Shutdown => Icon::Stop,
            Self::Reboot => Icon::Reboot,
            Self::Suspend => Icon::Suspend,
            Self::Pause => Icon::Pause,
            Self::HardShutdown | Self::HardReboot => Icon::Zap,
        }
    }

    /// Sends it to the server, which answers with a task.
    fn send(self, live: Live, id: &str, name: &str) {
        let what = format!("{} {name}", self.label());
        match self {
            Self::Start => live.begin(
                what,
                api::vm::Start { id: id.into(), force: false, host: None, bypass_mac_addresses_check: false },
            ),
            Self::Shutdown | Self::HardShutdown => live.begin(
                what,
                api::vm::Stop {
                    id: id.into(),
                    force: self.is_hard(),
                    force_shutdown_delay: 0,
                    bypass_blocked_operation: false,
                },
            ),
            Self::Reboot | Self::HardReboot => live.begin(
                what,
                api::vm::Restart { id: id.into(), force: self.is_hard(), bypass_blocked_operation: false },
            ),
            Self::Suspend => live.begin(what, api::vm::Suspend { id: id.into() }),
            Self::Resume => live.begin(what, api::vm::Resume { id: id.into() }),
            Self::Pause => live.begin(what, api::vm::Pause { id: id.into() }),
            Self::Unpause => live.begin(what, api::vm::Unpause { id: id.into() }),
        }
    }
}

/// Does it with these VMs, after a question if it interrupts them or stills several: by name where the plug is
/// pulled.
pub fn ask_and_do(live: Live, confirm: Confirm, action: Action, vms: Vec<Arc<Vm>>) {
    let send_all = {
        let vms = vms.clone();
        move || vms.iter().for_each(|vm| action.send(live, &vm.id, &vm.name_label))
    };
    let stills_many = vms.len() > 1 && matches!(action, Action::Suspend | Action::Pause);
    if !action.interrupts() && !stills_many {
        return send_all();
    }
    let whom = match vms.as_slice() {
        [vm] => vm.name_label.clone(),
        many => format!("{} VMs", many.len()),
    };
    let text = match (action.is_hard(), action) {
        (true, _) => "This is like pulling the plug: what the guest has not written to disk is lost.",
        (false, Action::Suspend | Action::Pause) => {
            "They stand still until they go on again. What they offer to others stops."
        }
        (false, Action::Reboot) => "The guest is asked to restart. It is away until it is up again.",
        _ => "The guest is asked to shut down. What it offers to others stops.",
    };
    let mut names: Vec<String> = vms.iter().map(|vm| vm.name_label.clone()).collect();
    names.sort_unstable();
    let question = Question {
        title: format!("{} {whom}?", action.label()),
        text: text.into(),
        verb: format!("{} {whom}", action.label()),
        type_name: action.is_hard().then_some(whom),
        danger: action.is_hard(),
        names,
    };
    confirm.ask(question, send_all);
}

/// What makes sense now as buttons, and everything in a menu where what cannot be done says why.
#[component]
pub fn PowerBar(vm: Signal<Arc<Vm>>) -> impl IntoView {
    let (live, confirm) = (Live::here(), Confirm::here());
    let lost = Memo::new(move |_| vm.with(|vm| live.why_not(&vm.pool)));
    let state = Memo::new(move |_| vm.with(|vm| vm.power_state));
    let press = move |action: Action| ask_and_do(live, confirm, action, vec![vm.get_untracked()]);
    let why_not = move |action: Action| {
        Signal::derive(move || lost.with(|lost| vm.with(|vm| action.why_not(vm, lost.as_deref()))))
    };
    let buttons = move || {
        let fitting: &[Action] = match state.get() {
            Power::Running => &[Action::Shutdown, Action::Reboot],
            Power::Halted => &[Action::Start],
            Power::Suspended => &[Action::Resume],
            Power::Paused => &[Action::Unpause],
            Power::Unknown => &[],
        };
        fitting
            .iter()
            .map(|&action| {
                let look = if action.interrupts() { "" } else { "main" };
                view! {
                    <Button look icon=action.icon() why_not=why_not(action) on_press=move || press(action)>
                        {action.label()}
                    </Button>
                }
            })
            .collect_view()
    };
    view! {
        <div class="buttons">
            {buttons}
            <Menu id="power-menu" label="All power actions" look="button" face=|| view! { "Power" {Icon::Caret.draw()} }>
                // Each entry would say the same; it is only heard there, and read here.
                {move || lost.get().map(|why| view! { <p class="says" aria-hidden="true">{why}</p> })}
                {Action::ALL.into_iter().map(|action| view! {
                    {(action == Action::HardShutdown).then(|| view! { <hr /> })}
                    <MenuItem
                        icon=action.icon()
                        label=action.label()
                        look=if action.is_hard() { "danger" } else { "" }
                        why_not=why_not(action)
                        on_press=move || press(action)
                    />
                }).collect_view()}
            </Menu>
        </div>
    }
}
