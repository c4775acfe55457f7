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
    let lost_pools = Memo::new(move |_| live.lost_pools());
    let server = move || match live.link.get() {
        Link::Lost { since, retry_at } => Some((since, retry_at)),
        _ => None,
    };
    view! {
        <div class="banners" role="status" aria-live="polite">
            {move || server().map(|(since, retry_at)| view! { <ServerLost since retry_at /> })}
            <Show when=move || server().is_none() && !lost_pools.with(Vec::is_empty)>
                <div class="banner">
                    {Icon::Plug.draw()}
                    <p>{move || lost_pools.with(|pools| pools_sentence(pools))}</p>
                    <Show when=move || live.is_admin()><a href=paths::POOLS>"Pools"</a></Show>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn ServerLost(since: f64, retry_at: f64) -> impl IntoView {
    let live = Live::here();
    let text = move || {
        let wait = (retry_at - live.now()).ceil().max(0.0);
        let ago = format::ago(live.now() - since);
        if wait > 0.0 {
            format!(
                "No connection to Xenith (lost {ago}). What you see is from then. Trying again in {wait} s."
            )
        } else {
            format!("No connection to Xenith (lost {ago}). What you see is from then. Trying now.")
        }
    };
    view! {
        <div class="banner bad">
            {Icon::Alert.draw()}
            <p>{text}</p>
            <Button on_press=move || live.retry_now()>"Try now"</Button>
        </div>
    }
}

fn pools_sentence(pools: &[String]) -> String {
    match pools {
        [one] => format!("The pool {one} is not connected. Its VMs are shown as they were last seen."),
        many => format!(
            "{} pools are not connected: {}. Their VMs are shown as they were last seen.",
            many.len(),
            many.join(", ")
        ),
    }
}
