//! One task: what it does, with what, how far it is.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Kind, Privilege, View};

use super::objects::{Named, Task};
use crate::{
    live::Live,
    paths,
    ui::{Icon, IconButton, Phase, PhaseMark, Progress, format},
};

/// A line with a progress bar while it runs, and the reason if it failed. `about` says with what it does it.
#[component]
pub fn TaskLine(#[prop(into)] task: Signal<Arc<Task>>, #[prop(default = true)] about: bool) -> impl IntoView {
    let live = Live::here();
    let pending = Memo::new(move |_| task.with(|t| t.is_pending()));
    let right = move || {
        task.with(|t| match t.is_pending() {
            true => format!("{} %", (t.progress * 100.0).round()),
            false => t.finished.map(|at| format::ago(live.now() - at)).unwrap_or_default(),
        })
    };
    let can_cancel = move || {
        task.with(|t| {
            t.is_pending() && t.may.has(Privilege::Administer) && t.allowed.iter().any(|o| o == "cancel")
        })
    };
    let cancel = move || {
        let id = task.with_untracked(|t| t.id.as_str().into());
        live.act("Cancel the task", api::task::Cancel { id });
    };
    let failure = move || task.with(|t| t.failed().then(|| t.failure()));
    view! {
        <div class="task">
            <Mark task />
            <span class="what"><b>{move || task.with(|t| t.title())}</b>{about.then(|| view! { <About task /> })}</span>
            <span class="right">
                {right}
                <Show when=can_cancel>
                    <IconButton icon=Icon::Close label="Cancel this task" on_press=cancel />
                </Show>
            </span>
            <Show when=move || pending.get()>
                <Progress value=Signal::derive(move || Some(task.with(|t| t.progress))) label=task.with_untracked(|t| t.title()) />
            </Show>
            {move || failure().map(|why| view! { <p>{why}</p> })}
        </div>
    }
}

#[component]
fn Mark(task: Signal<Arc<Task>>) -> impl IntoView {
    let status = Memo::new(move |_| task.with(|t| t.status.clone()));
    let state = move || match status.get().as_str() {
        "pending" | "cancelling" => (Phase::Turning, "state busy", "running"),
        "success" => (Phase::Full, "state running", "done"),
        "failure" => (Phase::Crossed, "state bad", "failed"),
        "cancelled" => (Phase::Empty, "state", "cancelled"),
        _ => (Phase::Broken, "state", "unknown"),
    };
    view! {
        <span class=move || state().1 title=move || state().2>
            <PhaseMark phase=Signal::derive(move || state().0) />
            <span class="unseen">{move || state().2}</span>
        </span>
    }
}

/// The VM it is about, by name, or what the task says of itself.
#[component]
fn About(task: Signal<Arc<Task>>) -> impl IntoView {
    let live = Live::here();
    let vms = live.watch::<Named>(move || {
        let id = task.with(|t| t.applies_to.clone())?;
        let fields = Some(vec!["name_label".to_owned()]);
        Some(View { kinds: vec![Kind::Vm], ids: Some(vec![id]), fields, ..View::default() })
    });
    move || match vms.only() {
        Some(vm) => view! { " " <a href=paths::vm(&vm.id, "")>{vm.name_label.clone()}</a> }.into_any(),
        None => {
            view! { " " <span class="quiet">{task.with(|t| t.name_description.clone())}</span> }.into_any()
        }
    }
}
