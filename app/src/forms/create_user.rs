//! Create a user.

use leptos::prelude::*;

use super::Sending;
use crate::{
    live::Live,
    ui::{Button, Check, Dialog, Field, FormError, Submit},
};

#[component]
pub fn CreateUser(open: RwSignal<bool>) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    view! { <Dialog open close title="Create a user"><Body close /></Dialog> }
}

#[component]
fn Body(close: Callback<()>) -> impl IntoView {
    let (live, sending) = (Live::here(), Sending::new());
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let admin = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let call = api::user::Create {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            permission: Some(if admin.get_untracked() { "admin" } else { "none" }.to_owned()),
        };
        sending.send(live, call, move |_| close.run(()));
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="body">
                <Field id="new-email" label="Name to sign in with" value=email wrong=sending.wrong("email") hint="An e-mail address by convention." autofocus=true />
                <Field id="new-password" label="Password" kind="password" value=password wrong=sending.wrong("password") autocomplete="new-password" />
                <Check id="new-admin" label="Administrator" checked=admin hint="Sees and may do everything. Without this a user sees nothing until given rights." />
                <FormError error=sending.error />
            </div>
            <footer>
                <Button on_press=move || close.run(())>"Cancel"</Button>
                <Submit label="Create" busy=sending.busy />
            </footer>
        </form>
    }
}
