//! A text that becomes a field when pressed: Enter keeps, Escape gives up. What is refused stays in the field.

use leptos::{html, prelude::*};

use super::{Icon, IconButton};

/// A text edited in place. Where it may not be edited it is plain text.
#[component]
pub fn Editable(
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    /// Shown where the text is empty.
    #[prop(default = "")]
    empty: &'static str,
    #[prop(into)] may_edit: Signal<bool>,
    /// Whether an empty text may be kept.
    #[prop(default = false)]
    may_be_empty: bool,
    /// Takes the text, and tells what is wrong with it, if something is.
    on_keep: Callback<(String, Callback<Option<String>>)>,
) -> impl IntoView {
    let editing = RwSignal::new(false);
    let shown = move || {
        let text = value.get();
        if text.is_empty() {
            view! { <span class="faint clip">{empty}</span> }.into_any()
        } else {
            view! { <span class="clip">{text}</span> }.into_any()
        }
    };
    view! {
        <span class="editable">
            <Show when=move || editing.get() && may_edit.get() fallback=move || view! {
                <Show when=move || may_edit.get() fallback=shown>
                    <button type="button" class="shown" title=format!("{label}: press to change") on:click=move |_| editing.set(true)>
                        {shown}
                        {Icon::Pencil.draw()}
                        <span class="unseen">{format!("Change {}", label.to_lowercase())}</span>
                    </button>
                </Show>
            }>
                <EditField label value may_be_empty editing on_keep />
            </Show>
        </span>
    }
}

#[component]
fn EditField(
    label: &'static str,
    value: Signal<String>,
    may_be_empty: bool,
    editing: RwSignal<bool>,
    on_keep: Callback<(String, Callback<Option<String>>)>,
) -> impl IntoView {
    let wrong = RwSignal::new(None::<String>);
    let kept = Callback::new(move |answer: Option<String>| {
        // The field may have been left meanwhile.
        if answer.is_none() {
            let _gone = editing.try_set(false);
        }
        let _gone = wrong.try_set(answer);
    });
    let draft = RwSignal::new(value.get_untracked());
    let node = NodeRef::<html::Input>::new();
    node.on_load(move |input| {
        input.set_value(&draft.get_untracked());
        // It can only fail for an element that is not in the document.
        drop(input.focus());
        input.select();
    });
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = draft.get_untracked().trim().to_owned();
        if text.is_empty() && !may_be_empty {
            return;
        }
        if text == value.get_untracked() {
            return editing.set(false);
        }
        on_keep.run((text, kept));
    };
    view! {
        <form on:submit=keep on:keydown=move |event| {
            event.stop_propagation();
            if event.key() == "Escape" {
                editing.set(false);
            }
        }>
            <input node_ref=node class="input" aria-label=label autocomplete="off" bind:value=draft />
            <button type="submit" class="button square" aria-label="Keep" title="Keep (Enter)">{Icon::Check.draw()}</button>
            <IconButton icon=Icon::Close label="Give up (Esc)" on_press=move || editing.set(false) />
            <span role="alert">{move || wrong.get().map(|wrong| view! { <p class="wrong">{wrong}</p> })}</span>
        </form>
    }
}
