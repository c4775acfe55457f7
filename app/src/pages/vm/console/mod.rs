//! The console tab: the guest's screen, and what to do with it.

mod screen;
mod session;
mod type_dialog;

use std::sync::Arc;

use leptos::{html, prelude::*};
use model::Privilege;

use crate::{
    live::Live,
    parts::vm::{Action, Power, Vm},
    ui::{Button, Confirm, Icon, IconButton, Phase, PhaseMark},
};
use session::{Session, Stage};
use type_dialog::TypeDialog;

#[component]
pub fn ConsoleTab(id: Memo<String>, vm: Signal<Arc<Vm>>) -> impl IntoView {
    let live = Live::here();
    let frame = NodeRef::<html::Div>::new();
    let node = NodeRef::<html::Div>::new();
    let session = Session::new(live, node);
    // Only these three decide whether there is a screen; a rename must not disturb it.
    let has_screen = Memo::new(move |_| {
        vm.with(|vm| {
            matches!(vm.power_state, Power::Running | Power::Paused) && vm.may.has(Privilege::Console)
        }) && live.is_up()
    });
    Effect::new(move || {
        let id = id.get();
        if has_screen.get() && node.get().is_some() {
            session.open(id, true);
        } else {
            session.close(Stage::Off);
        }
    });
    let label = move || vm.with(|vm| format!("Screen of {}", vm.name_label));
    view! {
        <div class="console" node_ref=frame>
            <Bar session frame vm />
            <div class="stage">
                <div class="screen" node_ref=node role="application" aria-label=label></div>
                <Cover session vm id />
            </div>
        </div>
    }
}

#[component]
fn Bar(session: Session, frame: NodeRef<html::Div>, vm: Signal<Arc<Vm>>) -> impl IntoView {
    let live = Live::here();
    let typing = RwSignal::new(false);
    // A pool that stands still closes no connection: the picture stays, and nothing that is typed arrives.
    let lost = Memo::new(move |_| vm.with(|vm| live.lost(&vm.pool)).map(|lost| lost.reason()));
    let off = Signal::derive(move || match session.stage.get() {
        Stage::On => lost.get(),
        _ => Some("There is no screen at the moment.".to_owned()),
    });
    let silent = move || lost.with(Option::is_some);
    let (phase, look) = (
        Signal::derive(move || match session.stage.get() {
            Stage::On if silent() => Phase::Broken,
            Stage::On => Phase::Full,
            Stage::Off => Phase::Empty,
            Stage::Refused(_) => Phase::Crossed,
            Stage::Connecting | Stage::Lost => Phase::Turning,
        }),
        move || match session.stage.get() {
            Stage::On if silent() => "state lost",
            Stage::On => "state running",
            Stage::Off => "state",
            Stage::Refused(_) => "state bad",
            Stage::Connecting | Stage::Lost => "state busy",
        },
    );
    let word = move || match (session.stage.get(), lost.get()) {
        (Stage::On, Some(why)) => format!("Not answering. {why}"),
        (Stage::On, None) => "Connected".into(),
        (Stage::Off, _) => "No screen".into(),
        (Stage::Refused(_), _) => "Refused".into(),
        (Stage::Connecting, _) => "Connecting".into(),
        (Stage::Lost, _) => "Reconnecting".into(),
    };
    let toggle_fit = move || {
        let fit = !session.fit.get_untracked();
        session.fit.set(fit);
        session.with(|screen| screen.fit(fit));
    };
    // A browser that refuses full screen leaves things as they are.
    let full = move || drop(frame.get_untracked().map(|frame| frame.request_fullscreen()));
    view! {
        <div class="bar" role="toolbar" aria-label="Console">
            <span class=look role="status"><PhaseMark phase /> {word}</span>
            <Button icon=Icon::Keyboard why_not=off on_press=move || session.with(|s| s.send_ctrl_alt_del())>"Ctrl+Alt+Del"</Button>
            <Button icon=Icon::Copy why_not=off on_press=move || typing.set(true)>"Type text"</Button>
            <Button on_press=toggle_fit>{move || if session.fit.get() { "Actual size" } else { "Fit" }}</Button>
            <IconButton icon=Icon::Expand look="" label="Full screen" on_press=full />
        </div>
        <TypeDialog open=typing on_type=Callback::new(move |text| session.with(|s| s.type_text(text))) />
    }
}

/// What lies over the screen while there is none.
#[component]
fn Cover(session: Session, vm: Signal<Arc<Vm>>, id: Memo<String>) -> impl IntoView {
    let (live, confirm) = (Live::here(), Confirm::here());
    let may = move || vm.with(|vm| vm.may.has(Privilege::Console));
    let power = Memo::new(move |_| vm.with(|vm| vm.power_state));
    let action =
        Memo::new(move |_| if power.get() == Power::Suspended { Action::Resume } else { Action::Start });
    let start =
        move || crate::parts::ask_and_do(live, confirm, action.get_untracked(), vec![vm.get_untracked()]);
    let why_not =
        Signal::derive(move || vm.with(|vm| action.get().why_not(vm, live.why_not(&vm.pool).as_deref())));
    let covered = move |title: String, text: &'static str| {
        view! { <div class="cover"><h2>{title}</h2><p>{text}</p></div> }.into_any()
    };
    move || {
        match session.stage.get() {
        Stage::On => ().into_any(),
        Stage::Off if !may() => covered("No console".into(), "You may not use the console of this VM."),
        Stage::Off if !live.is_up() => covered("Waiting".into(), "The screen comes back when Xenith does."),
        Stage::Off => view! {
            <div class="cover">
                <h2>{format!("The VM is {}", power.get().word().to_lowercase())}</h2>
                <p>"Its screen appears here as soon as it runs."</p>
                <Button look="main" icon=Icon::Play why_not on_press=start>{move || action.get().label()}</Button>
            </div>
        }
        .into_any(),
        Stage::Connecting => covered("Connecting".into(), "Asking the pool for the screen."),
        Stage::Lost => covered("Reconnecting".into(), "The connection to the screen was lost, as when a VM reboots. It is tried again by itself."),
        Stage::Refused(why) => view! {
            <div class="cover">
                <h2>"The console was refused"</h2>
                <p>{why}</p>
                <Button on_press=move || session.open(id.get_untracked(), true)>"Try again"</Button>
            </div>
        }
        .into_any(),
    }
    }
}
