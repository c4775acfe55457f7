//! Where a VM is, what it is called, how it is, and what can be done with its power.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    live::Live,
    parts::{EditableDescription, EditableName, PowerBar, VmState, vm::Vm},
    paths,
    ui::Icon,
};

#[component]
pub fn Head(vm: Signal<Arc<Vm>>) -> impl IntoView {
    let live = Live::here();
    let pool = move || vm.with(|vm| live.pool_name(&vm.pool));
    let host = move || vm.with(|vm| live.host_name(&vm.container));
    view! {
        <header class="vmhead">
            <nav class="crumbs" aria-label="Where it is">
                <a href=paths::HOME>"VMs"</a>
                {move || Some(pool()).filter(|p| !p.is_empty()).map(|p| view! { {Icon::Next.draw()} <span>{p}</span> })}
                {move || Some(host()).filter(|h| !h.is_empty()).map(|h| view! { {Icon::Next.draw()} <span>{h}</span> })}
            </nav>
            <h1><EditableName vm /> <VmState vm /></h1>
            <p class="about"><EditableDescription vm /></p>
            <PowerBar vm />
        </header>
    }
}
