//! What stands in the list's place while it has no rows: loading, nothing there yet, nothing that matches.

use leptos::prelude::*;

use super::Query;
use crate::{
    live::{Live, Rows, said},
    parts::vm::Vm,
    paths::{self, HomeState},
    ui::{Bone, Button, Notice, Phase},
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Loading,
    Failed,
    NoMatch,
    NoPool,
    NotReached,
    NoVm,
}

#[component]
pub fn Instead(query: Query, rows: Rows<Vm>) -> impl IntoView {
    let live = Live::here();
    let why = Memo::new(move |_| {
        let narrowed = query.state.with(|s| !s.filter.is_empty() || !s.power.is_empty());
        match (rows.is_known(), rows.error.with(Option::is_some)) {
            (_, true) => Why::Failed,
            (false, _) => Why::Loading,
            (true, _) if !live.servers.is_known() => Why::Loading,
            (true, _) if live.vm_count.total.get() == Some(0) && live.unreached().is_some() => {
                Why::NotReached
            }
            (true, _) if narrowed => Why::NoMatch,
            (true, _) if live.is_admin() && live.servers.total.get() == Some(0) => Why::NoPool,
            (true, _) => Why::NoVm,
        }
    });
    move || {
        match why.get() {
        Why::Loading => view! { <Ghosts /> }.into_any(),
        Why::Failed => {
            let text = rows.error.with(|e| e.as_ref().map(said).unwrap_or_default());
            view! { <Notice title="The list cannot be shown" text phase=Phase::Crossed /> }.into_any()
        }
        Why::NoMatch => view! {
            <Notice title="No VM matches" text="Nothing has all of these words in its name, description, tags or addresses.">
                <Button on_press=move || query.change(|s| *s = HomeState { sort: s.sort.clone(), desc: s.desc, ..HomeState::default() })>
                    "Show all VMs"
                </Button>
            </Notice>
        }
        .into_any(),
        Why::NoPool => view! {
            <Notice title="No pool yet" text="Add the address of any host of a pool, and its VMs appear here.">
                <a class="button main" href=paths::POOLS>"Add a server"</a>
            </Notice>
        }
        .into_any(),
        Why::NotReached => {
            view! { <Notice title="No VMs known yet" text=live.unreached().unwrap_or_default() /> }.into_any()
        }
        Why::NoVm => {
            let text = if live.is_admin() {
                "The pools that are connected have no VMs."
            } else {
                "You have no rights on any VM yet. An administrator can give you some."
            };
            view! { <Notice title="No VMs" text /> }.into_any()
        }
    }
    }
}

/// Rows that are about to come.
#[component]
fn Ghosts() -> impl IntoView {
    const WIDTHS: [&str; 4] = ["w3", "w4", "w2", "w3"];
    view! {
        <div class="vms" role="status">
            <span class="unseen">"Loading the VMs"</span>
            {(0..14).map(|i| view! {
                <div class="row still" aria-hidden="true">
                    <div class="tick"></div>
                    <div class="name"><Bone width=WIDTHS[i % 4] /></div>
                    <div class="statecell"><Bone width="w2" /></div>
                    <div class="cpus num"></div>
                    <div class="memory num"><Bone width="w1" /></div>
                    <div class="address"><Bone width="w2" /></div>
                    <div class="host"><Bone width="w2" /></div>
                    <div class="pool"><Bone width="w2" /></div>
                    <div class="acts"></div>
                </div>
            }).collect_view()}
        </div>
    }
}
