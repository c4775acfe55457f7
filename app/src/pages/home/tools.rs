//! Above the list: the filter and the counts, or, once something is chosen, what can be done with it.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{Query, bulk::Bulk, facets::Facets, selection::Selection};
use crate::{
    paths,
    ui::{Icon, format},
};

/// Long enough to type the next letter, too short to be noticed.
const SETTLE: Duration = Duration::from_millis(120);

#[component]
pub fn Tools(query: Query, selection: Selection) -> impl IntoView {
    view! {
        <div class="tools">
            <FilterBox query />
            <Show when=move || selection.len() != 0 fallback=move || view! { <Facets query /> }>
                <Bulk query selection />
            </Show>
        </div>
    }
}

#[component]
fn FilterBox(query: Query) -> impl IntoView {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |text: String| {
        let go = move || query.change(|s| s.filter = text);
        let next = set_timeout_with_handle(go, SETTLE).ok();
        if let Some(old) = waiting.try_update_value(|w| std::mem::replace(w, next)).flatten() {
            old.clear();
        }
    };
    view! {
        <div class="search" role="search">
            {Icon::Search.draw()}
            <input
                id=paths::FILTER_FIELD
                class="input"
                type="search"
                aria-label="Filter the VMs"
                placeholder="Filter by name, tag, address"
                title="Words that must all match; property:text looks in one property"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || query.state.with(|s| s.filter.clone())
                on:input:target=move |event| typed(event.target().value())
                on:keydown:target=move |event| {
                    if event.key() == "Escape" {
                        query.change(|s| s.filter.clear());
                        drop(event.target().blur());
                    }
                }
            />
            <kbd>"/"</kbd>
            {move || query.filter.with(|(_, wrong)| wrong.as_deref().map(format::sentence)).map(|wrong| view! { <p class="hint" role="status">{wrong}</p> })}
        </div>
    }
}
