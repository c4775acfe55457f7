//! Paste into a guest: the text is typed, since guests rarely share a clipboard.

use leptos::prelude::*;

use crate::ui::{Button, Dialog};

#[component]
pub fn TypeDialog(open: RwSignal<bool>, on_type: Callback<String>) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    view! { <Dialog open close title="Type text into the console"><Body close on_type /></Dialog> }
}

#[component]
fn Body(close: Callback<()>, on_type: Callback<String>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        close.run(());
        on_type.run(text.get_untracked());
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="body">
                <div class="field">
                    <label for="type-text">"Text"</label>
                    <textarea id="type-text" class="input mono" rows="6" autofocus spellcheck="false" bind:value=text></textarea>
                    <p class="hint">"Paste here. It is sent key by key, as on a US keyboard, and to the guest's clipboard if it has one."</p>
                </div>
            </div>
            <footer>
                <Button on_press=move || close.run(())>"Cancel"</Button>
                <button type="submit" class="button main">"Type it"</button>
            </footer>
        </form>
    }
}
