//! The second step of signing in: the code that a device shows. A plain form, which needs no script.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    paths,
    title::use_title,
    ui::{Field, FormError, Sign, Submit},
};

#[component]
pub fn SecondStep() -> impl IntoView {
    use_title(|| "Sign in".to_owned());
    let query = use_query_map().get_untracked();
    let next = query.get("next").filter(|next| paths::is_own(next)).unwrap_or_else(|| paths::HOME.into());
    let refused = query.get("refused").map(|status| match (status.as_str(), query.get("wait")) {
        ("429", Some(seconds)) => format!("Too many attempts. Try again in {seconds} s."),
        _ => "The code is wrong, or was used already.".to_owned(),
    });
    let (code, error) = (RwSignal::new(String::new()), RwSignal::new(refused));
    view! {
        <form method="post" action=paths::SECOND_STEP>
            <h1 class="brand"><Sign size=34 /> <span>"Xenith"</span></h1>
            <Field id="otp" label="One-time code" value=code autocomplete="one-time-code" autofocus=true hint="The code that your device shows now, or one of your recovery codes." />
            <input type="hidden" name="next" value=next />
            <FormError error />
            <Submit label="Sign in" busy=RwSignal::new(false) look="main wide" />
            <a class="small" href=paths::SIGN_IN rel="external">"Sign in as somebody else"</a>
        </form>
    }
}
