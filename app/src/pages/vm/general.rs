//! The facts of a VM, its disks and its networks.

use std::sync::Arc;

use leptos::prelude::*;

use super::devices::{Disks, Networks};
use crate::{
    live::Live,
    parts::vm::{Power, Vm},
    ui::format,
};

#[component]
pub fn General(id: Memo<String>, vm: Signal<Arc<Vm>>) -> impl IntoView {
    view! {
        <div class="vmbody">
            <div class="stack">
                <section class="section">
                    <header><h2>"Facts"</h2></header>
                    <Facts vm />
                </section>
            </div>
            <div class="stack">
                <Disks id />
                <Networks id />
            </div>
        </div>
    }
}

#[component]
fn Fact(label: &'static str, children: Children) -> impl IntoView {
    view! { <div><dt>{label}</dt><dd>{children()}</dd></div> }
}

#[component]
fn Facts(vm: Signal<Arc<Vm>>) -> impl IntoView {
    let live = Live::here();
    let text = move |of: fn(&Vm) -> String| move || or_dash(vm.with(|vm| of(vm)));
    // Last what gets more lines by itself, so that nothing moves under the reader.
    view! {
        <dl class="facts">
            <Fact label="vCPUs">{text(cpus)}</Fact>
            <Fact label="Memory">{text(memory)}</Fact>
            <Fact label="System">{text(system)}</Fact>
            <Fact label="Guest tools">{text(tools)}</Fact>
            <Fact label="Virtualisation">{text(|vm| vm.mode.to_uppercase())}</Fact>
            <Fact label="Started">{move || or_dash(vm.with(|vm| started(vm, live.now())))}</Fact>
            <Fact label="Host">{move || or_dash(vm.with(|vm| live.host_name(&vm.container)))}</Fact>
            <Fact label="Pool">{move || or_dash(vm.with(|vm| live.pool_name(&vm.pool)))}</Fact>
            <Fact label="Tags">{move || tags(&vm.get())}</Fact>
            <Fact label="UUID"><code>{text(|vm| vm.id.clone())}</code></Fact>
            <Fact label="Addresses">{move || addresses(&vm.get())}</Fact>
        </dl>
    }
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "–".to_owned() } else { text }
}

fn cpus(vm: &Vm) -> String {
    if vm.cpus.max > vm.cpus.number {
        format!("{} of {}", vm.cpus.number, vm.cpus.max)
    } else {
        vm.cpus.number.to_string()
    }
}

fn memory(vm: &Vm) -> String {
    match vm.memory.usage.filter(|_| vm.power_state == Power::Running) {
        Some(used) => format!("{}, {} used", format::bytes(vm.memory.size), format::bytes(used)),
        None => format::bytes(vm.memory.size),
    }
}

fn addresses(vm: &Vm) -> impl IntoView + use<> {
    let all: Vec<String> = vm.addresses().cloned().collect();
    if all.is_empty() {
        return view! { "–" }.into_any();
    }
    view! { <ul>{all.into_iter().map(|address| view! { <li>{address}</li> }).collect_view()}</ul> }.into_any()
}

fn system(vm: &Vm) -> String {
    vm.os_version
        .as_ref()
        .and_then(|os| os.get("name").or_else(|| os.get("distro")))
        .cloned()
        .unwrap_or_default()
}

fn tools(vm: &Vm) -> String {
    match (vm.power_state, vm.tools, &vm.tools_version) {
        (Power::Running, Some(true), Some(version)) if !version.is_empty() => format!("Running, {version}"),
        (Power::Running, Some(true), _) => "Running".into(),
        (Power::Running, _, _) => "Not detected".into(),
        _ => String::new(),
    }
}

fn started(vm: &Vm, now: f64) -> String {
    let at = vm.start_time.filter(|at| *at > 0.0 && vm.power_state == Power::Running);
    at.map(|at| format!("{} ({})", format::ago(now - at), format::when(at))).unwrap_or_default()
}

fn tags(vm: &Vm) -> impl IntoView + use<> {
    if vm.tags.is_empty() {
        return view! { "–" }.into_any();
    }
    let badge = |tag: &String| view! { <li class="badge">{tag.clone()}</li> };
    view! { <ul class="tags">{vm.tags.iter().map(badge).collect_view()}</ul> }.into_any()
}
