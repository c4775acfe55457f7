//! A progress bar.

use leptos::prelude::*;

/// From 0 to 1; `None` when nobody knows.
#[component]
pub fn Progress(#[prop(into)] value: Signal<Option<f64>>, #[prop(into)] label: String) -> impl IntoView {
    let percent = move || value.get().map(|v| (v.clamp(0.0, 1.0) * 100.0).round());
    view! {
        <span
            class="progress"
            class:unknown=move || percent().is_none()
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent().map(|p| p.to_string())
        >
            <span style:transform=move || percent().map(|p| format!("scaleX({})", p / 100.0))></span>
        </span>
    }
}
