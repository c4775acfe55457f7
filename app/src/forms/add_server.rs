//! Add a pool by the address of any of its hosts.

use leptos::prelude::*;

use super::{Sending, given};
use crate::{
    live::Live,
    ui::{Button, Check, Dialog, Field, FormError, Submit, Toasts},
};

#[component]
pub fn AddServer(open: RwSignal<bool>) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    view! { <Dialog open close title="Add a server"><Body close /></Dialog> }
}

#[component]
fn Body(close: Callback<()>) -> impl IntoView {
    let (live, toasts, sending) = (Live::here(), Toasts::here(), Sending::new());
    let text = |start: &str| RwSignal::new(start.to_owned());
    let (host, username, password, label) = (text(""), text("root"), text(""), text(""));
    let (trust, read_only) = (RwSignal::new(false), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let call = api::server::Add {
            host: host.get_untracked().trim().to_owned(),
            username: username.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            label: given(label),
            allow_unauthorized: trust.get_untracked(),
            auto_connect: None,
            read_only: read_only.get_untracked(),
        };
        let name = given(label).unwrap_or_else(|| call.host.clone());
        sending.send(live, call, move |_| {
            close.run(());
            toasts.say(format!("{name} is added; connecting."));
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="body">
                <Field id="host" label="Address" value=host wrong=sending.wrong("host") placeholder="pool1.example.org" hint="Of any host of the pool: a name or an address, with a port if it is not 443." autofocus=true />
                <div class="pair">
                    <Field id="username" label="Account" value=username wrong=sending.wrong("username") />
                    <Field id="server-password" label="Password" kind="password" value=password wrong=sending.wrong("password") autocomplete="new-password" />
                </div>
                <Field id="label" label="Label" value=label required=false hint="What to call it here; the pool's own name if empty." />
                <Check id="trust" label="Trust the certificate it shows now" checked=trust hint="It is pinned: any other one later stops the connection until you accept it. Without this a certificate from a known authority is needed." />
                <Check id="read-only" label="Read-only" checked=read_only hint="Refuse everything that would change the pool." />
                <FormError error=sending.error />
            </div>
            <footer>
                <Button on_press=move || close.run(())>"Cancel"</Button>
                <Submit label="Add" busy=sending.busy />
            </footer>
        </form>
    }
}
