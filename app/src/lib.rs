//! The page: one application that the server renders as a shell and the browser takes over.
#![recursion_limit = "256"]

mod boot;
mod forms;
mod live;
mod pages;
mod parts;
mod paths;
mod shell;
mod takeover;
mod title;
mod ui;

use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

pub use boot::Boot;
pub use shell::{Head, shell};
pub use takeover::take_over;

use live::Live;
use pages::{AccountPage, HomePage, NotFound, PoolsPage, SignInPage, TasksPage, UsersPage, VmPage};
use parts::Frame;
use ui::{Confirm, ConfirmDialog, ToastArea, Toasts};

/// The whole page inside `<body>`. On the server a [`Boot`] must be in the context, see [`shell`].
#[component]
pub fn App() -> impl IntoView {
    let boot = use_context::<Boot>().unwrap_or_else(Boot::of_document);
    let toasts = Toasts::provide();
    let confirm = Confirm::provide();
    let live = Live::provide(boot.user, toasts);
    let signed_in = Memo::new(move |_| live.user.with(Option::is_some));
    view! {
        <Router>
            <Show when=move || signed_in.get() fallback=|| view! { <SignInPage /> }>
                <Frame>
                    <FlatRoutes fallback=|| view! { <NotFound /> }>
                        <Route path=path!("/") view=HomePage />
                        <Route path=path!("/vm/:id/:tab?") view=VmPage />
                        <Route path=path!("/tasks") view=TasksPage />
                        <Route path=path!("/pools") view=PoolsPage />
                        <Route path=path!("/users") view=UsersPage />
                        <Route path=path!("/account") view=AccountPage />
                        <Route path=path!("/signin") view=HomePage />
                    </FlatRoutes>
                </Frame>
            </Show>
        </Router>
        <ConfirmDialog confirm />
        <ToastArea toasts />
    }
}
