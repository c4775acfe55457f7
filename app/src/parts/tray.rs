//! What is running, within reach from every page.

use std::sync::Arc;

use leptos::prelude::*;

use super::{TaskLine, objects::Task};
use crate::{
    live::{Live, Rows},
    paths,
    ui::{Icon, Menu},
};

const AT_MOST: usize = 8;

/// A button in the navigation that counts the running tasks and drops a list of them.
#[component]
pub fn Tray(tasks: Rows<Task>) -> impl IntoView {
    let count = move || tasks.total.get().unwrap_or_default();
    let label = Signal::derive(move || match count() {
        0 => "Running tasks: none".to_owned(),
        n => format!("Running tasks: {n}"),
    });
    let face = move || {
        view! {
            <span class="word">"In progress"</span>
            <Show when=move || count() != 0>
                <span class="count alert">{count}</span>
            </Show>
        }
    };
    view! {
        <Menu id="task-tray" label icon=Icon::Tasks look="go" face named_by_face=true role="dialog" body_look="tray">
            <TrayBody tasks />
        </Menu>
    }
}

#[component]
fn TrayBody(tasks: Rows<Task>) -> impl IntoView {
    let live = Live::here();
    let ids =
        move || -> Vec<Arc<str>> { tasks.span.with(|span| span.ids.iter().take(AT_MOST).cloned().collect()) };
    let none = move || tasks.span.with(|span| span.ids.is_empty());
    view! {
        <header>
            <h2>"Running tasks"</h2>
            <a href=paths::TASKS on:click=|event| crate::ui::close_menu(&event)>"All tasks"</a>
        </header>
        <For each=ids key=Arc::clone let(id)>
            {tasks.get(&id).map(|task| view! { <TaskLine task /> })}
        </For>
        <Show when=none>
            <p class="says">{move || if live.is_up() { "Nothing is running." } else { "Waiting for the server." }}</p>
        </Show>
    }
}
