//! Your account: password, and where you are signed in.

mod sessions;

use leptos::prelude::*;

use crate::{
    forms::ChangePassword,
    live::Live,
    title::use_title,
    ui::{Button, Icon, ThemeSwitch},
};
use sessions::Sessions;

#[component]
pub fn AccountPage() -> impl IntoView {
    use_title(|| "Your account".to_owned());
    let live = Live::here();
    let who = move || live.user.with(|u| u.as_ref().map(|u| u.email.clone()).unwrap_or_default());
    let rights = move || if live.is_admin() { "Administrator" } else { "As granted" };
    // Ending other sessions is part of a new password; the list is asked for again.
    let changed = RwSignal::new(0u32);
    view! {
        <div class="head">
            <h1>{who} <small>{rights}</small></h1>
            <span class="spread"></span>
            <ThemeSwitch id="theme-here" look="button" />
            <Button icon=Icon::SignOut on_press=move || live.sign_out()>"Sign out"</Button>
        </div>
        <div class="page">
            <section class="section narrow">
                <header><h2>"Password"</h2></header>
                <ChangePassword changed />
            </section>
            <section class="section">
                <header><h2>"Where you are signed in"</h2></header>
                <Sessions changed />
            </section>
        </div>
    }
}
