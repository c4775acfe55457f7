//! A text that becomes a field when pressed: Enter keeps, Escape gives up. What is refused stays in the field.

use leptos::{ev, html, prelude::*};

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
    /// What is said of an empty text; without it an empty text may be kept.
    #[prop(optional)]
    never_empty: Option<&'static str>,
    /// Whether it may have several lines. Shift and Enter make one, and no blank is taken from it.
    #[prop(default = false)]
    lines: bool,
    /// Takes the text, and tells what is wrong with it, if something is.
    on_keep: Callback<(String, Callback<Option<String>>)>,
) -> impl IntoView {
    let editing = RwSignal::new(false);
    let shown = move || {
        let text = value.get();
        if text.is_empty() {
            view! { <span class="faint clip">{empty}</span> }.into_any()
        } else {
            view! { <span class=if lines { "lines" } else { "clip" }>{text}</span> }.into_any()
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
                <EditField label value never_empty lines editing on_keep />
            </Show>
        </span>
    }
}

#[component]
fn EditField(
    label: &'static str,
    value: Signal<String>,
    never_empty: Option<&'static str>,
    lines: bool,
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
    let keep = move || {
        let (typed, old) = (draft.get_untracked(), value.get_untracked());
        let text = if lines { typed.clone() } else { typed.trim().to_owned() };
        if typed == old || text == old {
            return editing.set(false);
        }
        match never_empty.filter(|_| text.is_empty()) {
            Some(why) => wrong.set(Some(why.to_owned())),
            None => on_keep.run((text, kept)),
        }
    };
    let press = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        if event.key() == "Escape" {
            editing.set(false);
        }
    };
    let wrong_id = format!("{}-wrong", label.to_lowercase());
    view! {
        <form on:keydown=press on:submit=move |event| { event.prevent_default(); keep(); }>
            {control(label, draft, lines.then(|| Callback::new(move |()| keep())), wrong, wrong_id.clone())}
            <button type="submit" class="button square" aria-label="Keep" title="Keep (Enter)">{Icon::Check.draw()}</button>
            <IconButton icon=Icon::Close label="Give up (Esc)" on_press=move || editing.set(false) />
            <span role="alert" id=wrong_id>{move || wrong.get().map(|wrong| view! { <p class="wrong">{wrong}</p> })}</span>
        </form>
    }
}

/// The field itself, with the focus: one line is chosen whole, of several the end. One of several lines needs to be told
/// what Enter does.
fn control(
    label: &'static str,
    draft: RwSignal<String>,
    lines: Option<Callback<()>>,
    wrong: RwSignal<Option<String>>,
    wrong_id: String,
) -> AnyView {
    let invalid = move || wrong.with(Option::is_some).then_some("true");
    let rows = move || draft.with(|text| text.split('\n').count());
    // Focusing can only fail for an element that is not in the document.
    if let Some(keep) = lines {
        let node = NodeRef::<html::Textarea>::new();
        node.on_load(move |area| {
            area.set_value(&draft.get_untracked());
            drop(area.focus());
        });
        let press = move |event: ev::KeyboardEvent| {
            if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                event.prevent_default();
                keep.run(());
            }
        };
        view! {
            <textarea node_ref=node class="input" on:keydown=press rows=rows aria-label=label aria-invalid=invalid aria-describedby=wrong_id title="Shift+Enter: a new line" autocomplete="off" bind:value=draft></textarea>
        }
        .into_any()
    } else {
        let node = NodeRef::<html::Input>::new();
        node.on_load(move |input| {
            input.set_value(&draft.get_untracked());
            drop(input.focus());
            input.select();
        });
        view! {
            <input node_ref=node class="input" aria-label=label aria-invalid=invalid aria-describedby=wrong_id autocomplete="off" bind:value=draft />
        }
        .into_any()
    }
}
