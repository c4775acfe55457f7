//! One task: what it does, with what, how far it is.

use std::sync::Arc;

use leptos::prelude::*;
use model::Privilege;

use super::objects::Task;
use crate::{
    live::Live,
    ui::{Icon, IconButton, Progress, format},
};

/// A line with a progress bar while it runs, and the reason if it failed.
#[component]
pub fn TaskLine(#[prop(into)] task: Signal<Arc<Task>>) -> impl IntoView {
    let live = Live::here();
    let pending = Memo::new(move |_| task.with(|t| t.is_pending()));
    let title = move || task.with(|t| t.title());
    let about = move || task.with(|t| t.name_description.clone());
    let right = move || {
        task.with(|t| match t.is_pending() {
            true => format!("{} %", (t.progress * 100.0).round()),
            false => t.finished.map(|at| format::ago(live.now() - at)).unwrap_or_default(),
        })
    };
    let can_cancel = move || {
        task.with(|t| t.is_pending() && t.may.has(Privilege::Administer) && t.allowed.iter().any(|o| o == "cancel"))
    };
    let cancel = move || {
        let id = task.with_untracked(|t| t.id.as_str().into());
        live.act("Cancel the task", api::task::Cancel { id });
    };
    let failure = move || task.with(|t| t.failed().then(|| t.failure()));
    view! {
        <div class="task">
            <span class="clip"><b>{title}</b>" "<span class="quiet">{about}</span></span>
            <span class="buttons quiet">
                {right}
                <Show when=can_cancel>
                    <IconButton icon=Icon::Close label="Cancel this task" on_press=cancel />
                </Show>
            </span>
            <Show when=move || pending.get()>
                <Progress value=Signal::derive(move || Some(task.with(|t| t.progress))) label=task.with_untracked(|t| t.title()) />
            </Show>
            {move || failure().map(|why| view! { <p class="wrong">{why}</p> })}
        </div>
    }
}
