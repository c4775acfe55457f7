//! The pages, a folder or a file each.

mod account;
mod home;
mod not_found;
mod pools;
mod second_step;
mod sign_in;
mod tasks;
mod users;
mod vm;

use leptos::prelude::*;

use crate::{
    live::Live,
    ui::{Notice, Phase},
};
pub use account::AccountPage;
pub use home::{HomePage, first_view};
pub use not_found::NotFound;
pub use pools::PoolsPage;
pub use sign_in::SignInPage;
pub use tasks::TasksPage;
pub use users::UsersPage;
pub use vm::VmPage;

/// A page that only administrators have, or what others find there.
fn for_admins(page: fn() -> AnyView) -> impl IntoView {
    let live = Live::here();
    let fallback = || {
        view! {
            <Notice title="For administrators" text="Only an administrator sees this page." phase=Phase::Crossed whole_page=true />
        }
    };
    view! { <Show when=move || live.is_admin() fallback>{page()}</Show> }
}
