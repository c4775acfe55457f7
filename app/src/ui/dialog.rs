//! A modal dialog: the browser's own, which keeps focus inside and gives it back.

use leptos::{html, prelude::*};

use super::{Icon, IconButton};

/// A dialog that is shown while `open`. Its content is made anew each time it opens.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    /// Runs when it is dismissed: `open` must become false.
    close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    #[prop(default = "")] look: &'static str,
    /// The command palette has its own field in place of a title.
    #[prop(default = false)]
    bare: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // It fails only for a dialog that has left the document, which is closed anyway.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog
            node_ref=node
            class=format!("dialog {look}")
            aria-label=title
            on:close=move |_| {
                if open.get_untracked() {
                    close.run(());
                }
            }
            on:keydown=|event| event.stop_propagation()
        >
            <Show when=move || open.get()>
                <Show when=move || !bare>
                    <header>
                        <h2>{title}</h2>
                        <IconButton icon=Icon::Close label="Close" on_press=move || close.run(()) />
                    </header>
                </Show>
                {children.with_value(|c| c())}
            </Show>
        </dialog>
    }
    .into_any()
}
