//! Sign-in. It stands at its own URL, and in place of any other page while nobody is signed in.

use gloo_net::http::Request;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use serde_json::json;

use crate::{
    live::Live,
    paths,
    title::use_title,
    ui::{Field, FormError, Sign, Submit},
};

#[component]
pub fn SignInPage() -> impl IntoView {
    use_title(|| "Sign in".to_owned());
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (error, busy) = (RwSignal::new(None), RwSignal::new(false));
    let location = use_location();
    let ended = Live::here().ended;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let at_home = location.pathname.get_untracked() == paths::SIGN_IN;
        spawn_local(async move {
            match sign_in(email.get_untracked(), password.get_untracked()).await {
                Ok(()) => enter(at_home),
                Err(why) => {
                    error.set(Some(why));
                    busy.set(false);
                }
            }
        });
    };
    view! {
        <main class="signin">
            <Sky />
            <form method="post" action=paths::SIGN_IN on:submit=submit>
                <h1 class="brand"><Sign size=34 /> <span>"Xenith"</span></h1>
                <Show when=move || ended.get()>
                    <p class="small quiet" role="status">"Your session has ended. Sign in to go on where you were."</p>
                </Show>
                <Field id="email" label="User name" value=email autocomplete="username" autofocus=true />
                <Field id="password" label="Password" kind="password" value=password autocomplete="current-password" />
                <FormError error />
                <Submit label="Sign in" busy look="main wide" />
            </form>
        </main>
    }
}

async fn sign_in(email: String, password: String) -> Result<(), String> {
    let body = json!({ "email": email, "password": password });
    let unreachable = |_| "The server cannot be reached. Is it running?".to_owned();
    let response =
        Request::post(paths::SIGN_IN).json(&body).map_err(unreachable)?.send().await.map_err(unreachable)?;
    if response.ok() {
        return Ok(());
    }
    let wait = response.headers().get("retry-after").and_then(|s| s.parse::<u64>().ok());
    Err(match (response.status(), wait) {
        (429, Some(seconds)) => format!("Too many attempts. Try again in {seconds} s."),
        (429, None) => "Too many attempts. Try again in a moment.".into(),
        (401 | 403, _) => "The user name or the password is wrong.".into(),
        (status, _) => format!("The server could not sign you in (status {status})."),
    })
}

/// The cookie is set; the document is asked for anew, so that server and page agree on who is here.
fn enter(at_sign_in: bool) {
    let location = window().location();
    let done = if at_sign_in { location.set_href(paths::HOME) } else { location.reload() };
    // It cannot be refused for a URL of our own.
    drop(done);
}

/// The sky over the horizon, with the disc near its zenith.
#[component]
fn Sky() -> impl IntoView {
    let rings = (0..5).map(|i| {
        let r = 220 + i * 130;
        view! { <circle cx="800" cy="760" r=r /> }
    });
    view! {
        <svg class="sky" viewBox="0 0 1600 620" preserveAspectRatio="xMidYMax slice" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
            {rings.collect_view()}
            <path d="M0 619h1600" />
            <circle class="disc" cx="1167" cy="273" r="7" />
        </svg>
    }
}
