//! A VM's name and description, changed in place.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use model::Privilege;

use super::vm::Vm;
use crate::{
    live::{Live, said},
    ui::Editable,
};

fn may_edit(live: Live, vm: Signal<Arc<Vm>>) -> Signal<bool> {
    Signal::derive(move || vm.with(|vm| vm.may.has(Privilege::Edit) && live.lost(&vm.pool).is_none()))
}

/// Sets the name or the description.
fn set(
    live: Live,
    vm: Signal<Arc<Vm>>,
    (name_label, name_description): (Option<String>, Option<String>),
    kept: Callback<Option<String>>,
) {
    let id = vm.with_untracked(|vm| vm.id.as_str().into());
    spawn_local(async move {
        let answer = live.call(api::vm::Set { id, name_label, name_description }).await;
        // Nobody waits for it once the page is left.
        kept.try_run(answer.err().map(|error| said(&error)));
    });
}

#[component]
pub fn EditableName(vm: Signal<Arc<Vm>>) -> impl IntoView {
    let live = Live::here();
    let on_keep = Callback::new(move |(name, kept)| set(live, vm, (Some(name), None), kept));
    view! {
        <Editable
            label="Name"
            value=Signal::derive(move || vm.with(|vm| vm.name_label.clone()))
            never_empty="A VM needs a name."
            may_edit=may_edit(live, vm)
            on_keep
        />
    }
}

#[component]
pub fn EditableDescription(vm: Signal<Arc<Vm>>) -> impl IntoView {
    let live = Live::here();
    let on_keep = Callback::new(move |(text, kept)| set(live, vm, (None, Some(text)), kept));
    view! {
        <Editable
            label="Description"
            value=Signal::derive(move || vm.with(|vm| vm.name_description.clone()))
            empty="No description"
            lines=true
            may_edit=may_edit(live, vm)
            on_keep
        />
    }
}
