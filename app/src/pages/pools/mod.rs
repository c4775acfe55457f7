//! Pools: every connection with how it fares. For administrators.

mod card;

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    forms::{AddServer, EditServer, TrustCertificate},
    live::Live,
    parts::objects::Connection,
    title::use_title,
    ui::{BoneLines, Button, Icon, Notice},
};
use card::Card;

/// Which of the page's dialogs is open, and for which connection.
#[derive(Clone, Copy)]
pub struct Dialogs {
    pub adding: RwSignal<bool>,
    pub editing: RwSignal<Option<Signal<Arc<Connection>>>>,
    pub trusting: RwSignal<Option<Signal<Arc<Connection>>>>,
}

#[component]
pub fn PoolsPage() -> impl IntoView {
    use_title(|| "Pools".to_owned());
    super::for_admins(|| view! { <Pools /> }.into_any())
}

#[component]
fn Pools() -> impl IntoView {
    let live = Live::here();
    let servers = live.servers;
    let dialogs =
        Dialogs { adding: RwSignal::new(false), editing: RwSignal::new(None), trusting: RwSignal::new(None) };
    let ids = move || -> Vec<Arc<str>> { servers.span.with(|span| span.ids.to_vec()) };
    view! {
        <div class="head">
            <h1>"Pools" <small>{move || servers.total.get()}</small></h1>
            <span class="spread"></span>
            <Button look="main" icon=Icon::Plus on_press=move || dialogs.adding.set(true)>"Add a server"</Button>
        </div>
        <div class="page">
            <Show when=move || servers.is_known() fallback=|| view! { <BoneLines /> }>
                <div class="cards">
                    <For each=ids key=Arc::clone let(id)>
                        {servers.get(&id).map(|server| view! { <Card server=server.into() dialogs /> })}
                    </For>
                </div>
                <Show when=move || servers.total.get() == Some(0)>
                    <Notice title="No pool yet" text="Give the address of any host of a pool and an account on it. One server brings the whole pool.">
                        <Button look="main" icon=Icon::Plus on_press=move || dialogs.adding.set(true)>"Add a server"</Button>
                    </Notice>
                </Show>
            </Show>
        </div>
        <AddServer open=dialogs.adding />
        <EditServer server=dialogs.editing />
        <TrustCertificate server=dialogs.trusting />
    }
}
