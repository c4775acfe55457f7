//! Tasks: what runs now, and what ran lately.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Kind, Sort, View, Window};

use crate::{
    live::{Live, Rows},
    parts::{TaskLine, objects::Task},
    title::use_title,
    ui::BoneLines,
};

const LATEST: u32 = 100;

#[component]
pub fn TasksPage() -> impl IntoView {
    use_title(|| "Tasks".to_owned());
    let live = Live::here();
    let all = live.watch::<Task>(|| {
        Some(View {
            kinds: vec![Kind::Task],
            sort: Some(Sort { field: "created".into(), desc: true }),
            window: Some(Window { start: 0, len: LATEST }),
            ..View::default()
        })
    });
    view! {
        <div class="head"><h1>"Tasks"</h1></div>
        <div class="page">
            <Show when=move || all.is_known() fallback=|| view! { <BoneLines lines=6 /> }>
                <Section title="Running" none="Nothing is running." tasks=all pending=true />
                <Section title="Finished" none="None. A pool forgets a task some time after its end." tasks=all pending=false />
            </Show>
        </div>
    }
}

#[component]
fn Section(title: &'static str, none: &'static str, tasks: Rows<Task>, pending: bool) -> impl IntoView {
    let ids = Memo::new(move |_| -> Vec<Arc<str>> {
        tasks.list().iter().filter(|t| t.is_pending() == pending).map(|t| Arc::from(t.id.as_str())).collect()
    });
    view! {
        <section class="section">
            <header><h2>{title}</h2></header>
            <div>
                <For each=move || ids.get() key=Arc::clone let(id)>
                    {tasks.get(&id).map(|task| view! { <TaskLine task /> })}
                </For>
            </div>
            <Show when=move || ids.with(Vec::is_empty)>
                <p class="faint">{none}</p>
            </Show>
        </section>
    }
}
