//! Fields of forms: a label, a control, a hint, and what is wrong.

use leptos::prelude::*;

use super::Icon;

/// A labelled text field bound to a signal.
#[component]
pub fn Field(
    /// Unique on the page; ties the label to the field.
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "")] placeholder: &'static str,
    #[prop(default = "")] hint: &'static str,
    #[prop(default = false)] autofocus: bool,
    #[prop(default = true)] required: bool,
    /// What is wrong with its text, as the end of a sentence that begins with the label.
    #[prop(into, optional)]
    wrong: Signal<Option<String>>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let wrong_id = format!("{id}-wrong");
    let told = {
        let (hint, wrong_id) = ((!hint.is_empty()).then(|| hint_id.clone()), wrong_id.clone());
        move || if wrong.with(Option::is_some) { Some(wrong_id.clone()) } else { hint.clone() }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                name=id
                class="input"
                type=kind
                autocomplete=autocomplete
                placeholder=placeholder
                autofocus=autofocus
                required=required
                spellcheck="false"
                autocapitalize="none"
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=told
                bind:value=value
            />
            {move || wrong.get().map(|wrong| view! {
                <p class="wrong" role="alert" id=wrong_id.clone()>{format!("{label} {wrong}.")}</p>
            })}
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// A labelled check box bound to a signal.
#[component]
pub fn Check(
    id: &'static str,
    label: &'static str,
    checked: RwSignal<bool>,
    #[prop(default = "")] hint: &'static str,
) -> impl IntoView {
    view! {
        <div class="check">
            <input id=id type="checkbox" bind:checked=checked />
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
        </div>
    }
}

/// What went wrong with a form, as a sentence, spoken when it appears.
#[component]
pub fn FormError(#[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div role="alert">
            {move || error.get().map(|text| view! {
                <div class="warning bad">{Icon::Alert.draw()} <p>{text}</p></div>
            })}
        </div>
    }
}

/// The button that sends a form.
#[component]
pub fn Submit(
    label: &'static str,
    #[prop(into)] busy: Signal<bool>,
    #[prop(default = "main")] look: &'static str,
) -> impl IntoView {
    view! {
        <button type="submit" class=format!("button {look}") disabled=busy aria-busy=move || busy.get().then_some("true")>
            {label}
        </button>
    }
}
