//! Give a user a new password.

use std::sync::Arc;

use leptos::prelude::*;

use super::Sending;
use crate::{
    live::Live,
    parts::objects::Person,
    ui::{Button, Dialog, Field, FormError, Submit, Toasts},
};

/// Open while it holds a user.
#[component]
pub fn ResetPassword(who: RwSignal<Option<Arc<Person>>>) -> impl IntoView {
    let close = Callback::new(move |()| who.set(None));
    let title =
        move || who.with(|w| w.as_ref().map(|w| format!("New password for {}", w.email)).unwrap_or_default());
    view! {
        <Dialog open=Signal::derive(move || who.with(Option::is_some)) close title=Signal::derive(title)>
            {move || who.get().map(|who| view! { <Body who close /> })}
        </Dialog>
    }
}

#[component]
fn Body(who: Arc<Person>, close: Callback<()>) -> impl IntoView {
    let (live, toasts, sending) = (Live::here(), Toasts::here(), Sending::new());
    let password = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let call = api::user::Set {
            id: who.id.as_str().into(),
            email: None,
            password: Some(password.get_untracked()),
            permission: None,
            preferences: None,
        };
        let done = format!("{} has a new password.", who.email);
        sending.send(live, call, move |()| {
            close.run(());
            toasts.say(done);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="body">
                <Field id="reset-password" label="New password" kind="password" value=password wrong=sending.wrong("password") autocomplete="new-password" hint="Ends all their sessions." autofocus=true />
                <FormError error=sending.error />
            </div>
            <footer>
                <Button on_press=move || close.run(())>"Cancel"</Button>
                <Submit label="Set the password" busy=sending.busy />
            </footer>
        </form>
    }
}
