//! What a place says when it has nothing to list.

use leptos::prelude::*;

use super::{Phase, PhaseMark};

/// A calm full-width message with an optional way out.
#[component]
pub fn Notice(
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(default = Phase::Empty)] phase: Phase,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="notice">
            <span class="art"><PhaseMark phase /></span>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|c| c())}
        </div>
    }
}
