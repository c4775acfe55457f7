//! Change your own password.

use leptos::prelude::*;

use super::Sending;
use crate::{
    live::Live,
    ui::{Field, FormError, Submit, Toasts},
};

#[component]
pub fn ChangePassword(changed: RwSignal<u32>) -> impl IntoView {
    let (live, toasts, sending) = (Live::here(), Toasts::here(), Sending::new());
    let text = || RwSignal::new(String::new());
    let (old, new, again) = (text(), text(), text());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if new.get_untracked() != again.get_untracked() {
            return sending.error.set(Some("The two new passwords are not the same.".into()));
        }
        let call = api::user::ChangePassword {
            old_password: old.get_untracked(),
            new_password: new.get_untracked(),
        };
        sending.send(live, call, move |()| {
            [old, new, again].into_iter().for_each(|field| field.set(String::new()));
            changed.update(|n| *n += 1);
            toasts.say("Your password is changed; your other sessions have ended.");
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <Field id="old-password" label="Present password" kind="password" value=old wrong=sending.wrong("oldPassword") autocomplete="current-password" />
            <Field id="new-own-password" label="New password" kind="password" value=new wrong=sending.wrong("newPassword") autocomplete="new-password" />
            <Field id="new-again" label="New password again" kind="password" value=again autocomplete="new-password" hint="Your other sessions end." />
            <FormError error=sending.error />
            <div class="buttons"><Submit label="Change the password" busy=sending.busy look="" /></div>
        </form>
    }
}
