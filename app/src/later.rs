//! The part of the page that a first visit does without: a module of its own, loaded when it is first wanted.

use leptos::prelude::*;
use leptos_router::ChooseView;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::{
    pages::{AccountPage, PoolsPage, TasksPage, UsersPage, VmPage},
    paths,
    ui::{Button, Notice, Phase},
};

/// What is drawn by code of that module; as a route's view it is loaded first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    Account,
    Pools,
    Tasks,
    Users,
    Vm,
}

/// Whether a path leads to a page that is drawn by that module, if somebody is signed in.
pub fn needs_later(path: &str) -> bool {
    !matches!(path, paths::HOME | paths::SIGN_IN)
}

/// Loads that module. Where it cannot be loaded, whoever draws with it says so.
pub async fn load() {
    drop(load_later().await);
}

impl ChooseView for Later {
    async fn choose(self) -> AnyView {
        draw(self).await.unwrap_or_else(|_| view! { <NotLoaded /> }.into_any())
    }

    async fn preload(&self) {
        load().await;
    }
}

/// Everything in here and what only this needs becomes the module `later`.
#[wasm_split(later, fallible, preload(load_later))]
fn draw(what: Later) -> Result<AnyView, SplitLoaderError> {
    Ok(match what {
        Later::Account => view! { <AccountPage /> }.into_any(),
        Later::Pools => view! { <PoolsPage /> }.into_any(),
        Later::Tasks => view! { <TasksPage /> }.into_any(),
        Later::Users => view! { <UsersPage /> }.into_any(),
        Later::Vm => view! { <VmPage /> }.into_any(),
    })
}

#[component]
fn NotLoaded() -> impl IntoView {
    // It can only fail where there is no document to load anew.
    let again = || drop(window().location().reload());
    view! {
        <Notice title="This page could not be loaded" text="The server cannot be reached, or was updated meanwhile." phase=Phase::Broken whole_page=true>
            <Button look="main" on_press=again>"Load again"</Button>
        </Notice>
    }
}
