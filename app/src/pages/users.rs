//! Users: who may sign in. For administrators.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Kind, Sort, View};

use crate::{
    forms::{CreateUser, ResetPassword},
    live::Live,
    parts::objects::Person,
    title::use_title,
    ui::{BoneLines, Button, Confirm, Icon, IconButton, Question},
};

#[component]
pub fn UsersPage() -> impl IntoView {
    use_title(|| "Users".to_owned());
    super::for_admins(|| view! { <Users /> }.into_any())
}

#[component]
fn Users() -> impl IntoView {
    let live = Live::here();
    let users = live.watch::<Person>(|| {
        Some(View {
            kinds: vec![Kind::User],
            sort: Some(Sort { field: "email".into(), desc: false }),
            ..View::default()
        })
    });
    let creating = RwSignal::new(false);
    let resetting = RwSignal::new(None::<Arc<Person>>);
    view! {
        <div class="head">
            <h1>"Users" <small>{move || users.total.get()}</small></h1>
            <span class="spread"></span>
            <Button look="main" icon=Icon::Plus on_press=move || creating.set(true)>"Create a user"</Button>
        </div>
        <div class="page">
            <Show when=move || users.is_known() fallback=|| view! { <BoneLines /> }>
                <div class="scroll" tabindex="0" role="region" aria-label="Users">
                    <table class="list">
                        <thead><tr><th scope="col">"Name"</th><th scope="col">"Rights"</th><th scope="col"><span class="unseen">"Actions"</span></th></tr></thead>
                        <tbody>
                            <For each=move || users.list() key=|user| user.id.clone() let(user)>
                                <UserRow user=users.get(&user.id).map(Signal::from).unwrap_or_default() resetting />
                            </For>
                        </tbody>
                    </table>
                </div>
            </Show>
        </div>
        <CreateUser open=creating />
        <ResetPassword who=resetting />
    }
}

#[component]
fn UserRow(user: Signal<Arc<Person>>, resetting: RwSignal<Option<Arc<Person>>>) -> impl IntoView {
    let (live, confirm) = (Live::here(), Confirm::here());
    let email = move || user.with(|u| u.email.clone());
    let own =
        move || live.user.with(|me| me.as_ref().is_some_and(|me| user.with(|u| me.id.as_str() == u.id)));
    let rights = move || if user.with(|u| u.permission == "admin") { "Administrator" } else { "As granted" };
    let delete = move || {
        let user = user.get_untracked();
        let question = Question {
            title: format!("Delete the user {}?", user.email),
            text: "They are signed out everywhere at once. This cannot be undone.".into(),
            names: Vec::new(),
            danger: true,
            verb: "Delete".into(),
            type_name: Some(user.email.clone()),
        };
        confirm.ask(question, move || {
            live.act("Delete the user", api::user::Delete { id: user.id.as_str().into() });
        });
    };
    let not_yourself = Signal::derive(move || own().then(|| "You cannot delete yourself.".to_owned()));
    view! {
        <tr>
            <td>{email} {move || own().then(|| view! { " " <span class="badge accent">"you"</span> })}</td>
            <td class="quiet">{rights}</td>
            <td class="num">
                <div class="joined">
                    <IconButton icon=Icon::Key label=Signal::derive(move || format!("New password for {}", email())) on_press=move || resetting.set(Some(user.get_untracked())) />
                    <IconButton icon=Icon::Trash label=Signal::derive(move || format!("Delete {}", email())) why_not=not_yourself on_press=delete />
                </div>
            </td>
        </tr>
    }
}
