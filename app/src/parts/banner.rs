//! One line at the page's foot, where it moves nothing, when something is out of reach: the server, or a pool.

use leptos::prelude::*;

use crate::{
    live::{Link, Live},
    paths,
    ui::{Button, Icon, format},
};

#[component]
pub fn Banner() -> impl IntoView {
    let live = Live::here();
    let pools = Memo::new(move |_| {
        let sentences: Vec<String> = live.outdated().into_iter().chain(live.unreached()).collect();
        sentences.join(" ")
    });
    let server = move || match live.link.get() {
        Link::Lost { since, retry_at } => Some((since, retry_at)),
        _ => None,
    };
    view! {
        <div class="banners" role="status" aria-live="polite">
            {move || server().map(|(since, retry_at)| view! { <ServerLost since retry_at /> })}
            <Show when=move || server().is_none() && !pools.with(String::is_empty)>
                <div class="banner">
                    {Icon::Plug.draw()}
                    <p>{pools}</p>
                    <Show when=move || live.is_admin()><a href=paths::POOLS>"Pools"</a></Show>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn ServerLost(since: Option<f64>, retry_at: f64) -> impl IntoView {
    let live = Live::here();
    let text = move || {
        let wait = (retry_at - live.now()).ceil().max(0.0);
        let what = since.map_or_else(
            || "Xenith does not answer.".to_owned(),
            |since| {
                let ago = format::ago(live.now() - since);
                format!("No connection to Xenith (lost {ago}). What you see is from then.")
            },
        );
        if wait > 0.0 { format!("{what} Trying again in {wait} s.") } else { format!("{what} Trying now.") }
    };
    view! {
        <div class="banner bad">
            {Icon::Alert.draw()}
            <p>{text}</p>
            <Button on_press=move || live.retry_now()>"Try now"</Button>
        </div>
    }
}
