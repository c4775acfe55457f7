//! What is plugged into a VM: disks, drives, network cards.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Kind, Sort, View};

use crate::{
    live::{Live, Rows},
    parts::objects::{Named, Vbd, Vdi, Vif},
    ui::{BoneLines, format},
};

/// Objects of a kind whose `property` is the VM.
fn of_vm(kind: Kind, property: &str, vm: &str, sort: &str) -> View {
    View {
        kinds: vec![kind],
        filter: Some(format!("{property}:{vm}")),
        sort: Some(Sort { field: sort.to_owned(), desc: false }),
        ..View::default()
    }
}

/// These objects, or nothing to ask for.
fn by_id(kinds: &[Kind], ids: impl Iterator<Item = String>) -> Option<View> {
    let mut ids: Vec<String> = ids.filter(|id| !id.is_empty()).collect();
    ids.sort_unstable();
    ids.dedup();
    (!ids.is_empty()).then(|| View { kinds: kinds.to_vec(), ids: Some(ids), ..View::default() })
}

fn named(rows: Rows<Named>, id: &str) -> String {
    rows.span.track();
    rows.get(id).map(|row| row.with(|named| named.name_label.clone())).unwrap_or_default()
}

#[component]
pub fn Disks(id: Memo<String>) -> impl IntoView {
    let live = Live::here();
    let vbds = live.watch::<Vbd>(move || Some(of_vm(Kind::Vbd, "VM", &id.get(), "position")));
    let vdis = live.watch::<Vdi>(move || {
        by_id(
            &[Kind::Vdi, Kind::VdiSnapshot, Kind::VdiUnmanaged],
            vbds.list().iter().filter_map(|vbd| vbd.vdi.clone()),
        )
    });
    let srs = live.watch::<Named>(move || by_id(&[Kind::Sr], vdis.list().iter().map(|vdi| vdi.sr.clone())));
    let row = move |vbd: Arc<Vbd>| {
        vdis.span.track();
        let vdi = vbd.vdi.as_deref().and_then(|id| vdis.get(id)).map(|row| row.get()).unwrap_or_default();
        let what = match (vbd.is_cd_drive, vdi.name_label.is_empty()) {
            (true, true) => "Empty drive".to_owned(),
            (false, true) => "Disk".to_owned(),
            _ => vdi.name_label.clone(),
        };
        let size = if vdi.size > 0.0 { format::bytes(vdi.size) } else { String::new() };
        view! {
            <tr>
                <td class="mono">{vbd.device.clone().filter(|d| !d.is_empty()).unwrap_or_else(|| vbd.position.clone())}</td>
                <td>{what} {vbd.is_cd_drive.then(|| view! { " " <span class="badge">"DVD"</span> })} {vbd.read_only.then(|| view! { " " <span class="badge">"read-only"</span> })}</td>
                <td class="num">{size}</td>
                <td class="quiet">{named(srs, &vdi.sr)}</td>
                <td class="quiet">{if vbd.attached { "Attached" } else { "Detached" }}</td>
            </tr>
        }
    };
    view! {
        <section class="section">
            <header><h2>"Disks"</h2></header>
            <Devices known=Signal::derive(move || vbds.is_known()) some=Signal::derive(move || vbds.total.get() > Some(0)) none="No disks." label="Disks">
                <thead><tr><th scope="col">"Device"</th><th scope="col">"Name"</th><th scope="col" class="num">"Size"</th><th scope="col">"Storage"</th><th scope="col">"State"</th></tr></thead>
                <tbody>{move || vbds.list().into_iter().map(row).collect_view()}</tbody>
            </Devices>
        </section>
    }
}

#[component]
pub fn Networks(id: Memo<String>) -> impl IntoView {
    let live = Live::here();
    let vifs = live.watch::<Vif>(move || Some(of_vm(Kind::Vif, "$VM", &id.get(), "device")));
    let networks = live
        .watch::<Named>(move || by_id(&[Kind::Network], vifs.list().iter().map(|vif| vif.network.clone())));
    let row = move |vif: Arc<Vif>| {
        view! {
            <tr>
                <td class="mono">{vif.device.clone()}</td>
                <td>{named(networks, &vif.network)}</td>
                <td class="mono">{vif.mac.clone()}</td>
                <td class="num">{vif.mtu}</td>
                <td class="quiet">{if vif.attached { "Attached" } else { "Detached" }}</td>
            </tr>
        }
    };
    view! {
        <section class="section">
            <header><h2>"Networks"</h2></header>
            <Devices known=Signal::derive(move || vifs.is_known()) some=Signal::derive(move || vifs.total.get() > Some(0)) none="No network cards." label="Networks">
                <thead><tr><th scope="col">"Device"</th><th scope="col">"Network"</th><th scope="col">"MAC"</th><th scope="col" class="num">"MTU"</th><th scope="col">"State"</th></tr></thead>
                <tbody>{move || vifs.list().into_iter().map(row).collect_view()}</tbody>
            </Devices>
        </section>
    }
}

#[component]
fn Devices(
    known: Signal<bool>,
    some: Signal<bool>,
    none: &'static str,
    label: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Show when=move || known.get() fallback=|| view! { <BoneLines lines=3 /> }>
            <Show when=move || some.get() fallback=move || view! { <p class="faint">{none}</p> }>
                <div class="scroll" tabindex="0" role="region" aria-label=label>
                    <table class="list">{children.with_value(|c| c())}</table>
                </div>
            </Show>
        </Show>
    }
}
