//! The shape of what is about to come, so that nothing jumps when it does.

use leptos::prelude::*;

/// A bar where a text will stand. The width comes from its class: `w1` (short) to `w4` (long).
#[component]
pub fn Bone(#[prop(default = "w2")] width: &'static str) -> impl IntoView {
    view! { <span class=format!("bone {width}") aria-hidden="true"></span> }
}

/// Several lines of it.
#[component]
pub fn BoneLines(#[prop(default = 4)] lines: usize) -> impl IntoView {
    const WIDTHS: [&str; 4] = ["w3", "w2", "w4", "w1"];
    view! {
        <div class="bones" role="status">
            <span class="unseen">"Loading"</span>
            {(0..lines).map(|i| view! { <Bone width=WIDTHS[i % WIDTHS.len()] /> }).collect_view()}
        </div>
    }
}
