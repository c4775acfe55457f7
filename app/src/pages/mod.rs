//! The pages, a folder or a file each.

mod account;
mod home;
mod not_found;
mod pools;
mod sign_in;
mod tasks;
mod users;
mod vm;

pub use account::AccountPage;
pub use home::HomePage;
pub use not_found::NotFound;
pub use pools::PoolsPage;
pub use sign_in::SignInPage;
pub use tasks::TasksPage;
pub use users::UsersPage;
pub use vm::VmPage;
