//! A VM's page: its head, and a tab below.

mod activity;
mod console;
mod devices;
mod general;
mod head;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::{Kind, View};

use crate::{
    live::Live,
    parts::vm::Vm,
    paths,
    title::use_title,
    ui::{Bone, BoneLines, Notice, Phase, Tab, Tabs},
};
use activity::Activity;
use console::ConsoleTab;
use general::General;
use head::Head;

#[component]
pub fn VmPage() -> impl IntoView {
    let live = Live::here();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|p| p.get("id")).unwrap_or_default());
    let tab = Memo::new(move |_| params.with(|p| p.get("tab")).unwrap_or_default());
    let rows = live.watch::<Vm>(move || {
        Some(View { kinds: vec![Kind::Vm], ids: Some(vec![id.get()]), ..View::default() })
    });
    let known = Memo::new(move |_| {
        let found = rows.is_known().then(|| rows.total.get() != Some(0));
        found.filter(|found| *found || live.servers.is_known())
    });
    let vm = Signal::derive(move || rows.only().unwrap_or_default());
    use_title(move || vm.with(|vm| vm.name_label.clone()));
    move || match known.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(false) => view! { <Gone /> }.into_any(),
        Some(true) => view! { <Body id vm tab /> }.into_any(),
    }
}

#[component]
fn Body(id: Memo<String>, vm: Signal<Arc<Vm>>, tab: Memo<String>) -> impl IntoView {
    let tabs = move || {
        [("General", ""), ("Console", "console"), ("Activity", "activity")]
            .map(|(label, key)| Tab { label, href: paths::vm(&id.get(), key), current: tab.get() == key })
            .to_vec()
    };
    view! {
        <div class="vmpage">
            <Head vm />
            <Tabs label="VM" tabs=Signal::derive(tabs) />
            {move || match tab.get().as_str() {
                "" => view! { <General id vm /> }.into_any(),
                "console" => view! { <ConsoleTab id vm /> }.into_any(),
                "activity" => view! { <Activity id /> }.into_any(),
                _ => view! { <super::NotFound /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="vmpage">
            <div class="vmhead"><p class="crumbs"><Bone width="w3" /></p><h1><span class="unseen">"Loading the VM"</span><Bone width="w4" /></h1><p class="about"><Bone width="w3" /></p></div>
            <div class="vmbody"><BoneLines lines=8 /></div>
        </div>
    }
}

#[component]
fn Gone() -> impl IntoView {
    let live = Live::here();
    move || {
        let (title, text) = match live.unreached() {
            Some(why) => ("Not known yet", why),
            None => ("No such VM", "It was deleted, or you may not see it.".to_owned()),
        };
        view! {
            <Notice title text phase=Phase::Broken whole_page=true>
                <a class="button main" href=paths::HOME>"To the VMs"</a>
            </Notice>
        }
    }
}
