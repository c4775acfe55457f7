//! One pool connection: state, address, what is wrong, and what can be done about it.

use std::sync::Arc;

use leptos::prelude::*;

use super::Dialogs;
use crate::{
    live::Live,
    parts::{ConnectionState, objects::Connection},
    ui::{Button, Confirm, Icon, IconButton, Question},
};

#[component]
pub fn Card(server: Signal<Arc<Connection>>, dialogs: Dialogs) -> impl IntoView {
    let text = move |of: fn(&Connection) -> String| move || server.with(|s| of(s));
    let waits = move || server.with(|s| s.offered_fingerprint.is_some());
    view! {
        <article class="card">
            <header>
                <h2>{text(|s| s.name().to_owned())}</h2>
                <ConnectionState connection=server />
                {move || server.with(|s| s.read_only).then(|| view! { <span class="badge">"read-only"</span> })}
                <span class="spread"></span>
                <Actions server dialogs />
            </header>
            <div class="line">
                <span>"Address " <b>{text(|s| s.host.clone())}</b></span>
                <span>"Account " <b>{text(|s| s.username.clone())}</b></span>
                {move || server.with(|s| s.master.clone()).map(|m| view! { <span>"Master " <b>{m}</b></span> })}
                {move || server.with(|s| s.pool_name_label.clone().filter(|p| p != s.name())).map(|p| view! { <span>"Pool " <b>{p}</b></span> })}
            </div>
            {move || server.with(|s| s.error.clone()).map(|why| view! { <div class="warning bad">{Icon::Alert.draw()} <p>{why}</p></div> })}
            <Show when=waits>
                <div class="buttons">
                    <Button look="main" icon=Icon::Certificate on_press=move || dialogs.trusting.set(Some(server))>"Look at the certificate"</Button>
                </div>
            </Show>
        </article>
    }
}

#[component]
fn Actions(server: Signal<Arc<Connection>>, dialogs: Dialogs) -> impl IntoView {
    let (live, confirm) = (Live::here(), Confirm::here());
    let enabled = Memo::new(move |_| server.with(|s| s.enabled));
    let id = move || server.with_untracked(|s| s.id.as_str().into());
    let switch = move || match enabled.get_untracked() {
        true => live.act("Disconnect", api::server::Disable { id: id() }),
        false => live.act("Connect", api::server::Enable { id: id() }),
    };
    let remove = move || {
        let server = server.get_untracked();
        let question = Question {
            title: format!("Remove {}?", server.name()),
            text: "Xenith forgets the address, the account and the trusted certificate. The pool itself is not touched.".into(),
            names: Vec::new(),
            danger: true,
            verb: "Remove".into(),
            type_name: Some(server.name().to_owned()),
        };
        confirm.ask(question, move || {
            live.act("Remove the server", api::server::Remove { id: server.id.as_str().into() })
        });
    };
    view! {
        <div class="buttons">
            <Button icon=Icon::Plug on_press=switch>{move || if enabled.get() { "Disconnect" } else { "Connect" }}</Button>
            <IconButton icon=Icon::Pencil look="" label=Signal::derive(move || format!("Edit {}", server.with(|s| s.name().to_owned()))) on_press=move || dialogs.editing.set(Some(server)) />
            <IconButton icon=Icon::Trash look="" label=Signal::derive(move || format!("Remove {}", server.with(|s| s.name().to_owned()))) on_press=remove />
        </div>
    }
}
