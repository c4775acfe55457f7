//! Sign-in. It stands at its own URL, and in place of any other page while nobody is signed in. The form works
//! before the module is there, and without it: the server then sends the visitor on, or back with a reason.

use gloo_net::http::Request;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};
use serde_json::json;

use super::second_step::SecondStep;
use crate::{
    live::Live,
    paths,
    title::use_title,
    ui::{Field, FormError, Sign, Submit},
};

#[component]
pub fn SignInPage() -> impl IntoView {
    let second = use_location().pathname.with_untracked(|here| here == paths::SECOND_STEP);
    view! {
        <main class="signin">
            <Sky />
            {if second { view! { <SecondStep /> }.into_any() } else { view! { <FirstStep /> }.into_any() }}
        </main>
    }
}

#[component]
fn FirstStep() -> impl IntoView {
    use_title(|| "Sign in".to_owned());
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let query = use_query_map().get_untracked();
    let refused = query.get("refused").map(|status| refusal(&status, query.get("wait").as_deref()));
    let (error, busy, tried) = (RwSignal::new(refused), RwSignal::new(false), RwSignal::new(false));
    let missing = move |text: RwSignal<String>| {
        Signal::derive(move || {
            (tried.get() && text.with(String::is_empty)).then(|| "must not be empty".to_owned())
        })
    };
    let next = match use_location().pathname.get_untracked() {
        here if here == paths::SIGN_IN => {
            query.get("next").filter(|next| paths::is_own(next)).unwrap_or_else(|| paths::HOME.into())
        }
        here => here + &query.to_query_string(),
    };
    let on = StoredValue::new(next.clone());
    let ended = Live::here().ended;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let empty = [email, password].iter().any(|text| text.with_untracked(String::is_empty));
        if busy.get_untracked() || empty {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match sign_in(email.get_untracked(), password.get_untracked()).await {
                Ok(Step::Code) => {
                    let query: ParamsMap = [("next".to_owned(), on.get_value())].into_iter().collect();
                    drop(window().location().set_href(&format!(
                        "{}{}",
                        paths::SECOND_STEP,
                        query.to_query_string()
                    )));
                }
                // The cookie is set; the document is asked for anew, so that server and page agree on who is here.
                // That cannot be refused for a URL of our own.
                Ok(Step::Done) => drop(window().location().set_href(&on.get_value())),
                Err(why) => {
                    error.set(Some(why));
                    busy.set(false);
                }
            }
        });
    };
    view! {
            // The browser looks for what is missing until this can say so in its place.
            <form method="post" action=paths::SIGN_IN prop:noValidate=true on:submit=submit>
                <h1 class="brand"><Sign size=34 /> <span>"Xenith"</span></h1>
                <Show when=move || ended.get()>
                    <p class="small quiet" role="status">"Your session has ended. Sign in to go on where you were."</p>
                </Show>
                <Field id="email" label="User name" value=email wrong=missing(email) autocomplete="username" autofocus=true />
                <Field id="password" label="Password" kind="password" value=password wrong=missing(password) autocomplete="current-password" />
                <input type="hidden" name="next" value=next />
                <FormError error />
                <Submit label="Sign in" busy look="main wide" />
            </form>
    }
}

/// What comes after a name and a password that are right.
enum Step {
    Done,
    Code,
}

async fn sign_in(email: String, password: String) -> Result<Step, String> {
    let body = json!({ "email": email, "password": password });
    let unreachable = |_| "The server cannot be reached. Is it running?".to_owned();
    let response =
        Request::post(paths::SIGN_IN).json(&body).map_err(unreachable)?.send().await.map_err(unreachable)?;
    if response.ok() {
        return Ok(Step::Done);
    }
    let told = response.json::<serde_json::Value>().await.unwrap_or_default();
    if told["code"] == "otp_required" {
        return Ok(Step::Code);
    }
    Err(refusal(&response.status().to_string(), response.headers().get("retry-after").as_deref()))
}

/// Why somebody was not signed in, by the status and the seconds to wait that the server gave.
fn refusal(status: &str, wait: Option<&str>) -> String {
    match (status, wait.and_then(|seconds| seconds.parse::<u64>().ok())) {
        ("429", Some(seconds)) => format!("Too many attempts. Try again in {seconds} s."),
        ("429", None) => "Too many attempts. Try again in a moment.".into(),
        ("403", _) => "That took too long. Sign in again.".into(),
        ("401", _) => "The user name or the password is wrong.".into(),
        _ => "The server could not sign you in.".into(),
    }
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
