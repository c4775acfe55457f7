//! Every URL of the page, in one place.

use leptos_router::params::ParamsMap;

/// The list of VMs.
pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/signin";
/// The second step, for whoever has switched one-time codes on.
pub const SECOND_STEP: &str = "/signin-otp";
pub const SIGN_OUT: &str = "/signout";
pub const TASKS: &str = "/tasks";
pub const POOLS: &str = "/pools";
pub const USERS: &str = "/users";
pub const ACCOUNT: &str = "/account";
/// The live feed.
pub const FEED: &str = "/feed";
/// The id of the field that `/` goes to.
pub const FILTER_FIELD: &str = "filter";

/// A VM's page; the tab is `""` (general), `"console"` or `"activity"`.
pub fn vm(id: &str, tab: &str) -> String {
    if tab.is_empty() { format!("/vm/{id}") } else { format!("/vm/{id}/{tab}") }
}

/// The entry of the navigation that a path belongs to.
pub fn section(path: &str) -> &str {
    if path.starts_with("/vm/") { HOME } else { path }
}

/// Whether somebody who signs in may be sent on there: to a path of this page, and to no other site.
pub fn is_own(path: &str) -> bool {
    let mut chars = path.chars();
    // Browsers read `\\` as `/`, and leave out tabs and line ends.
    chars.next() == Some('/') && !matches!(chars.next(), Some('/' | '\\')) && !path.contains(char::is_control)
}

/// The list of VMs with its state: filter, power state, order.
pub fn home(state: &HomeState) -> String {
    let mut query = ParamsMap::new();
    for (key, value) in [("q", &state.filter), ("state", &state.power), ("sort", &state.sort)] {
        if !value.is_empty() {
            query.insert(key.to_owned(), value.clone());
        }
    }
    if state.desc {
        query.insert("desc", "1".to_owned());
    }
    format!("{HOME}{}", query.to_query_string())
}

/// What the URL of the list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomeState {
    pub filter: String,
    /// In lower case; empty for all.
    pub power: String,
    /// A field; empty for the name.
    pub sort: String,
    pub desc: bool,
}

impl HomeState {
    pub fn of(query: &ParamsMap) -> Self {
        let text = |key: &str| query.get(key).unwrap_or_default();
        Self {
            filter: text("q"),
            power: text("state"),
            sort: text("sort"),
            desc: query.get("desc").is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_page_are_its_own() {
        assert!(["/", "/vm/1/console?x=//y"].into_iter().all(is_own));
        for other in
            ["", "vm", "//x.example", "/\\x.example", "/\t/x.example", "https://x.example", "javascript:x"]
        {
            assert!(!is_own(other), "{other}");
        }
    }

    #[test]
    fn the_lists_state_survives_its_url() {
        let state = HomeState {
            filter: "web & db:\"a b\"".into(),
            power: "running".into(),
            sort: "memory".into(),
            desc: true,
        };
        let url = home(&state);
        let query = url.split_once('?').unwrap().1;
        let map = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (k.to_owned(), leptos_router::location::Url::unescape(v)))
            .collect();
        assert_eq!(HomeState::of(&map), state);
        assert_eq!(home(&HomeState::default()), "/");
        assert_eq!(section(&vm("1", "console")), HOME);
    }
}
