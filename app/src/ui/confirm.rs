//! One question before something that cannot be taken back, asked from anywhere on the page.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Button, Dialog};

/// What is asked.
#[derive(Clone)]
pub struct Question {
    pub title: String,
    pub text: String,
    /// What it is about, listed by name.
    pub names: Vec<String>,
    /// The label of the button that does it.
    pub verb: String,
    /// Whether something is lost by it.
    pub danger: bool,
    /// A name to be typed first, for what would hurt.
    pub type_name: Option<String>,
}

/// Asks, and does when told to.
#[derive(Clone, Copy)]
pub struct Confirm {
    open: RwSignal<bool>,
    question: RwSignal<Option<Asked>>,
}

/// A question, and what is done when the answer is yes.
type Asked = (Question, Arc<dyn Fn() + Send + Sync>);

impl Confirm {
    /// Makes it available to everything below.
    pub fn provide() -> Self {
        let confirm = Self { open: RwSignal::new(false), question: RwSignal::new(None) };
        provide_context(confirm);
        confirm
    }

    pub fn here() -> Self {
        expect_context()
    }

    /// Shows the question; `yes` runs if it is answered so.
    pub fn ask(self, question: Question, yes: impl Fn() + Send + Sync + 'static) {
        self.question.set(Some((question, Arc::new(yes))));
        self.open.set(true);
    }
}

/// Where the question appears; once per page.
#[component]
pub fn ConfirmDialog(confirm: Confirm) -> impl IntoView {
    let title =
        move || confirm.question.with(|q| q.as_ref().map(|(q, _)| q.title.clone()).unwrap_or_default());
    view! {
        <Dialog open=confirm.open close=Callback::new(move |()| confirm.open.set(false)) title=Signal::derive(title)>
            {move || confirm.question.get().map(|(question, yes)| view! { <Body question yes open=confirm.open /> })}
        </Dialog>
    }
}

#[component]
fn Body(question: Question, yes: Arc<dyn Fn() + Send + Sync>, open: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let wanted = question.type_name.clone();
    let missing = {
        let wanted = wanted.clone();
        Signal::derive(move || {
            let name = wanted.as_ref()?;
            typed.with(|t| t.trim() != name.trim()).then(|| format!("Type {name} first."))
        })
    };
    let act = move || {
        if missing.with_untracked(Option::is_none) {
            open.set(false);
            yes();
        }
    };
    let on_enter = act.clone();
    view! {
        <form novalidate on:submit=move |event| { event.prevent_default(); on_enter(); }>
            <div class="body">
                <p>{question.text}</p>
                {(question.names.len() > 1).then(|| view! {
                    <ul class="names" tabindex="0" aria-label="Names">
                        {question.names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}
                    </ul>
                })}
                {wanted.map(|name| view! {
                    <div class="field">
                        <label for="confirm-name">"Type " <strong>{name}</strong> " to confirm"</label>
                        <input id="confirm-name" class="input" autocomplete="off" autofocus spellcheck="false" bind:value=typed />
                    </div>
                })}
            </div>
            <footer>
                <Button on_press=move || open.set(false)>"Cancel"</Button>
                <Button look=if question.danger { "main danger" } else { "main" } why_not=missing on_press=act>{question.verb}</Button>
            </footer>
        </form>
    }
}
