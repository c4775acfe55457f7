//! Change a pool connection. The password is only sent if a new one is typed.

use std::sync::Arc;

use leptos::prelude::*;

use super::Sending;
use crate::{
    live::Live,
    parts::objects::Connection,
    ui::{Button, Check, Dialog, Field, FormError, Submit},
};

/// Open while it holds a connection.
#[component]
pub fn EditServer(server: RwSignal<Option<Signal<Arc<Connection>>>>) -> impl IntoView {
    let open = Signal::derive(move || server.with(Option::is_some));
    let close = Callback::new(move |()| server.set(None));
    view! {
        <Dialog open close title="Edit the connection">
            {move || server.get().map(|server| view! { <Body server=server.get_untracked() close /> })}
        </Dialog>
    }
}

#[component]
fn Body(server: Arc<Connection>, close: Callback<()>) -> impl IntoView {
    let (live, sending) = (Live::here(), Sending::new());
    let text = |start: &str| RwSignal::new(start.to_owned());
    let (host, username, password) = (text(&server.host), text(&server.username), text(""));
    let label = text(server.label.as_deref().unwrap_or_default());
    let (trust, read_only) = (RwSignal::new(server.allow_unauthorized), RwSignal::new(server.read_only));
    let id = server.id.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let call = api::server::Set {
            id: id.as_str().into(),
            host: Some(host.get_untracked().trim().to_owned()),
            username: Some(username.get_untracked().trim().to_owned()),
            password: Some(password.get_untracked()).filter(|p| !p.is_empty()),
            label: Some(label.get_untracked().trim().to_owned()),
            allow_unauthorized: Some(trust.get_untracked()),
            read_only: Some(read_only.get_untracked()),
        };
        sending.send(live, call, move |()| close.run(()));
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="body">
                <Field id="edit-host" label="Address" value=host wrong=sending.wrong("host") hint="Of any host of the pool." />
                <div class="pair">
                    <Field id="edit-username" label="Account" value=username wrong=sending.wrong("username") />
                    <Field id="edit-password" label="Password" kind="password" value=password required=false placeholder="unchanged" autocomplete="new-password" />
                </div>
                <Field id="edit-label" label="Label" value=label required=false />
                <Check id="edit-trust" label="Trust the certificate it shows at the first connection" checked=trust />
                <Check id="edit-read-only" label="Read-only" checked=read_only hint="Refuse everything that would change the pool." />
                <FormError error=sending.error />
            </div>
            <footer>
                <Button on_press=move || close.run(())>"Cancel"</Button>
                <Submit label="Save" busy=sending.busy />
            </footer>
        </form>
    }
}
