//! A VM's name and description, changed in place.

use std::sync::Arc;

use leptos::prelude::*;
use model::Privilege;

use super::vm::Vm;
use crate::{live::Live, ui::Editable};

fn may_edit(live: Live, vm: Signal<Arc<Vm>>) -> Signal<bool> {
    Signal::derive(move || vm.with(|vm| vm.may.has(Privilege::Edit) && live.lost(&vm.pool).is_none()))
}

#[component]
pub fn EditableName(vm: Signal<Arc<Vm>>) -> impl IntoView {
    let live = Live::here();
    let keep = move |name: String| {
        let id = vm.with_untracked(|vm| vm.id.as_str().into());
        live.act("Rename", api::vm::Set { id, name_label: Some(name), name_description: None });
    };
    view! { <Editable label="Name" value=Signal::derive(move || vm.with(|vm| vm.name_label.clone())) may_edit=may_edit(live, vm) on_keep=keep /> }
}

#[component]
pub fn EditableDescription(vm: Signal<Arc<Vm>>) -> impl IntoView {
    let live = Live::here();
    let keep = move |text: String| {
        let id = vm.with_untracked(|vm| vm.id.as_str().into());
        live.act(
            "Change the description",
            api::vm::Set { id, name_label: None, name_description: Some(text) },
        );
    };
    view! {
        <Editable
            label="Description"
            value=Signal::derive(move || vm.with(|vm| vm.name_description.clone()))
            empty="No description"
            may_be_empty=true
            may_edit=may_edit(live, vm)
            on_keep=keep
        />
    }
}
