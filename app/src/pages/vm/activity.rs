//! What happened to a VM: its tasks, and what its pool noted.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Kind, Sort, View, Window};

use crate::{
    live::{Live, Rows},
    parts::{
        TaskLine,
        objects::{Message, Task},
    },
    ui::{BoneLines, Icon, format},
};

const LATEST: u32 = 100;

fn latest(kind: Kind, filter: String, by: &str) -> Option<View> {
    Some(View {
        kinds: vec![kind],
        filter: Some(filter),
        sort: Some(Sort { field: by.to_owned(), desc: true }),
        window: Some(Window { start: 0, len: LATEST }),
        ..View::default()
    })
}

#[component]
pub fn Activity(id: Memo<String>) -> impl IntoView {
    let live = Live::here();
    let tasks = live.watch::<Task>(move || latest(Kind::Task, format!("applies_to:{}", id.get()), "created"));
    let messages =
        live.watch::<Message>(move || latest(Kind::Message, format!("$object:{}", id.get()), "time"));
    view! {
        <div class="page">
            <section class="section">
                <header><h2>"Tasks"</h2></header>
                <Lines rows=tasks none="None. A pool forgets a task some time after its end; what it notes for longer is in the log." let:id>
                    {tasks.get(&id).map(|task| view! { <TaskLine task about=false /> })}
                </Lines>
            </section>
            <section class="section">
                <header><h2>"Log"</h2></header>
                <Lines rows=messages none="The pool has noted nothing about this VM." let:id>
                    {messages.get(&id).map(|message| view! { <MessageLine message=message.into() /> })}
                </Lines>
            </section>
        </div>
    }
}

/// A line per row, or what is said while there are none.
#[component]
fn Lines<T: crate::live::Shown, V: IntoView + 'static>(
    rows: Rows<T>,
    none: &'static str,
    children: impl Fn(Arc<str>) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <Show when=move || rows.is_known() fallback=|| view! { <BoneLines lines=3 /> }>
            <div>
                <For each=move || rows.span.with(|s| s.ids.to_vec()) key=Arc::clone children=children.clone() />
            </div>
            <Show when=move || rows.span.with(|s| s.ids.is_empty())>
                <p class="faint">{none}</p>
            </Show>
        </Show>
    }
}

#[component]
fn MessageLine(message: Signal<Arc<Message>>) -> impl IntoView {
    let live = Live::here();
    let time = move || message.with(|m| m.time);
    view! {
        <div class="note">
            {Icon::Info.draw()}
            <span>{move || message.with(|m| m.title())}</span>
            <time title=move || time().map(format::when)>{move || time().map(|at| format::ago(live.now() - at))}</time>
            {move || message.with(|m| m.text()).map(|text| view! { <p>{text}</p> })}
        </div>
    }
}
