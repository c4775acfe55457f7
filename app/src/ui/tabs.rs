//! Tabs that are links: each has its own URL.

use leptos::prelude::*;

/// One tab.
#[derive(Clone, PartialEq)]
pub struct Tab {
    pub label: &'static str,
    pub href: String,
    pub current: bool,
}

/// A row of tabs.
#[component]
pub fn Tabs(label: &'static str, #[prop(into)] tabs: Signal<Vec<Tab>>) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            {move || {
                tabs.get()
                    .into_iter()
                    .map(|tab| view! { <a href=tab.href aria-current=tab.current.then_some("page")>{tab.label}</a> })
                    .collect_view()
            }}
        </nav>
    }
}
