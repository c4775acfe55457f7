//! Every URL of the page, in one place.

/// The list of VMs.
pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/signin";
pub const TASKS: &str = "/tasks";
pub const POOLS: &str = "/pools";
pub const USERS: &str = "/users";
pub const ACCOUNT: &str = "/account";

/// A VM's page; the tab is `""` (general), `"console"` or `"activity"`.
pub fn vm(id: &str, tab: &str) -> String {
    if tab.is_empty() { format!("/vm/{id}") } else { format!("/vm/{id}/{tab}") }
}
