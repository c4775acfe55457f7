//! A text that becomes a field when pressed: Enter keeps, Escape gives up.

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
    on_keep: impl Fn(String) + Clone + Send + Sync + 'static,
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
    let field = move || {
        let on_keep = on_keep.clone();
        view! { <EditField label value may_be_empty editing on_keep /> }
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
                {field.clone()()}
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
    on_keep: impl Fn(String) + 'static,
) -> impl IntoView {
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
        editing.set(false);
        if text != value.get_untracked() {
            on_keep(text);
        }
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
        </form>
    }
}
