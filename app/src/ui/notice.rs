//! What a place says when it has nothing to list.

use leptos::prelude::*;

use super::{Phase, PhaseMark};

/// A calm full-width message with an optional way out.
#[component]
pub fn Notice(
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(default = Phase::Empty)] phase: Phase,
    /// Whether it is all that the page has: then its title is the page's.
    #[prop(default = false)]
    whole_page: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="notice">
            <span class="art"><PhaseMark phase /></span>
            {if whole_page { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() }}
            <p>{text}</p>
            {children.map(|c| c())}
        </div>
    }
}
