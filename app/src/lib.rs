//! The page: one application that the server renders as a shell and the browser takes over.
#![recursion_limit = "256"]

mod boot;
mod forms;
mod later;
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

pub use boot::{Boot, First};
pub use later::needs_later;
pub use pages::first_view;
pub use paths::{SECOND_STEP, SIGN_IN, is_own};
pub use shell::{Head, shell};
pub use takeover::take_over;

use later::Later;
use live::Live;
use pages::{HomePage, NotFound, SignInPage};
use parts::Frame;
use ui::{Confirm, ConfirmDialog, ToastArea, Toasts};

/// The whole page inside `<body>`. A [`Boot`] must be in the context.
#[component]
pub fn App() -> impl IntoView {
    let boot = expect_context::<Boot>();
    let toasts = Toasts::provide();
    let confirm = Confirm::provide();
    let live = Live::provide(boot, toasts);
    let signed_in = Memo::new(move |_| live.user.with(Option::is_some));
    view! {
        <Router>
            <Show when=move || signed_in.get() fallback=|| view! { <SignInPage /> }>
                <Frame>
                    <FlatRoutes fallback=|| view! { <NotFound /> }>
                        <Route path=path!("/") view=HomePage />
                        <Route path=path!("/vm/:id/:tab?") view=Later::Vm />
                        <Route path=path!("/tasks") view=Later::Tasks />
                        <Route path=path!("/pools") view=Later::Pools />
                        <Route path=path!("/users") view=Later::Users />
                        <Route path=path!("/account") view=Later::Account />
                        <Route path=path!("/signin") view=HomePage />
                        <Route path=path!("/signin-otp") view=HomePage />
                    </FlatRoutes>
                </Frame>
            </Show>
        </Router>
        <ConfirmDialog confirm />
        <ToastArea toasts />
    }
}
