//! Buttons. One that cannot act stays focusable, is marked as disabled and says why.

use leptos::prelude::*;

use super::Icon;

/// A button with a text and maybe an icon before it.
#[component]
pub fn Button(
    /// `main`, `danger`, `plain`, `wide`: see the style guide.
    #[prop(default = "")]
    look: &'static str,
    #[prop(optional)] icon: Option<Icon>,
    /// Why it cannot act at the moment.
    #[prop(into, optional)]
    why_not: Signal<Option<String>>,
    #[prop(into, optional)] busy: Signal<bool>,
    on_press: impl Fn() + 'static,
    children: Children,
) -> impl IntoView {
    button(look, icon, why_not, busy, Box::new(on_press), children)
}

/// The same for all uses: compiled once.
fn button(
    look: &'static str,
    icon: Option<Icon>,
    why_not: Signal<Option<String>>,
    busy: Signal<bool>,
    on_press: Box<dyn Fn()>,
    children: Children,
) -> AnyView {
    let blocked = move || busy.get() || why_not.with(Option::is_some);
    view! {
        <button
            type="button"
            class=format!("button {look}")
            aria-disabled=move || blocked().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            title=move || why_not.get()
            on:click=move |_| {
                if !untrack(blocked) {
                    on_press();
                }
            }
        >
            {icon.map(Icon::draw)}
            {children()}
        </button>
    }
    .into_any()
}

/// A square button whose label is only spoken and shown on hover.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: Signal<String>,
    #[prop(default = "plain")] look: &'static str,
    #[prop(into, optional)] why_not: Signal<Option<String>>,
    /// `-1` where a key does the same.
    #[prop(optional)]
    tabindex: Option<&'static str>,
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    icon_button(icon, label, look, why_not, tabindex, Box::new(on_press))
}

fn icon_button(
    icon: Icon,
    label: Signal<String>,
    look: &'static str,
    why_not: Signal<Option<String>>,
    tabindex: Option<&'static str>,
    on_press: Box<dyn Fn()>,
) -> AnyView {
    view! {
        <button
            type="button"
            tabindex=tabindex
            class=format!("button square {look}")
            aria-label=label
            aria-disabled=move || why_not.with(|w| w.is_some().then_some("true"))
            title=move || why_not.get().unwrap_or_else(|| label.get())
            on:click=move |event| {
                event.stop_propagation();
                if why_not.with_untracked(Option::is_none) {
                    on_press();
                }
            }
        >
            {icon.draw()}
        </button>
    }
    .into_any()
}
