//! Counts by power state; pressing one narrows the list to it.

use leptos::prelude::*;
use model::{Kind, View, Window};

use super::{Query, filter};
use crate::{
    live::Live,
    parts::vm::{Power, Vm},
    ui::{PhaseMark, format},
};

#[component]
pub fn Facets(query: Query) -> impl IntoView {
    view! {
        <div class="facets" role="group" aria-label="Power state">
            {Power::ALL.into_iter().map(|power| view! { <Facet power query /> }).collect_view()}
        </div>
    }
}

#[component]
fn Facet(power: Power, query: Query) -> impl IntoView {
    let live = Live::here();
    // Nothing of the rows is needed, only how many there are.
    let count = live.watch::<Vm>(move || {
        Some(View {
            kinds: vec![Kind::Vm],
            filter: query.filter.with(|(text, _)| filter(text, power.look())),
            fields: Some(Vec::new()),
            window: Some(Window { start: 0, len: 0 }),
            ..View::default()
        })
    });
    let pressed = move || query.state.with(|s| s.power == power.look());
    let press = move |_| {
        query.change(|s| {
            s.power = if s.power == power.look() { String::new() } else { power.look().to_owned() }
        });
    };
    view! {
        <button type="button" aria-pressed=move || if pressed() { "true" } else { "false" } on:click=press>
            <span class=format!("state {}", power.look())><PhaseMark phase=power.phase() /></span>
            <span>{power.word()}</span>
            <b>{move || count.total.get().map_or_else(|| "–".to_owned(), |n| format::thousands(n as usize))}</b>
        </button>
    }
}
