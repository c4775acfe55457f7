//! The page: one application that the server renders as a shell and the browser takes over.
#![recursion_limit = "256"]

mod boot;
mod paths;
mod shell;

use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

pub use boot::Boot;
pub use shell::{Head, shell};

/// The whole page inside `<body>`. On the server a [`Boot`] must be in the context, see [`shell`].
#[component]
pub fn App() -> impl IntoView {
    let boot = use_context::<Boot>().unwrap_or_else(Boot::of_document);
    let signed_in = boot.user.is_some();
    view! {
        <Router>
            <main>
                <h1>{if signed_in { "Xenith" } else { "Sign in" }}</h1>
                <FlatRoutes fallback=|| "There is nothing here.">
                    <Route path=path!("/") view=|| "" />
                </FlatRoutes>
            </main>
        </Router>
    }
}
