//! How something fares: a mark with a shape of its own, and the word for it.

use std::sync::Arc;

use leptos::prelude::*;

use super::{objects::Connection, vm::Vm};
use crate::{
    live::Live,
    ui::{Phase, PhaseMark, format},
};

/// A VM's power state, or what is being done with it, or when its pool was last seen.
#[component]
pub fn VmState(#[prop(into)] vm: Signal<Arc<Vm>>) -> impl IntoView {
    let live = Live::here();
    let lost = Memo::new(move |_| vm.with(|vm| live.lost(&vm.pool)));
    let busy = Memo::new(move |_| vm.with(|vm| vm.busy()));
    let power = Memo::new(move |_| vm.with(|vm| vm.power_state));
    let phase = Signal::derive(move || {
        if busy.get().is_some() && lost.with(Option::is_none) { Phase::Turning } else { power.get().phase() }
    });
    let look = move || match busy.get() {
        _ if lost.with(Option::is_some) => "state lost",
        Some(_) => "state busy",
        None => match power.get().look() {
            "running" => "state running",
            "paused" => "state paused",
            "suspended" => "state suspended",
            _ => "state",
        },
    };
    let word = move || match (lost.get(), busy.get()) {
        (Some(lost), _) => format!("{} · seen {}", power.get().word(), lost.seen(live.now())),
        (None, Some(busy)) => busy.to_owned(),
        (None, None) => power.get().word().to_owned(),
    };
    let title = move || match lost.get() {
        Some(lost) => format!("{}, last seen {}", power.get().word(), lost.seen(live.now())),
        None => word(),
    };
    view! {
        <span class=look>
            <PhaseMark phase />
            <span class="clip" title=title>{word}</span>
        </span>
    }
}

/// How a pool connection fares.
#[component]
pub fn ConnectionState(#[prop(into)] connection: Signal<Arc<Connection>>) -> impl IntoView {
    let live = Live::here();
    let condition = Memo::new(move |_| connection.with(|c| c.condition()));
    let seen = move || {
        connection.with(|c| c.last_seen).map(|at| format!(" · last seen {}", format::ago(live.now() - at)))
    };
    view! {
        <span class=move || format!("state {}", condition.get().1)>
            <PhaseMark phase=Signal::derive(move || condition.get().2) />
            <span>{move || condition.get().0}{seen}</span>
        </span>
    }
}
