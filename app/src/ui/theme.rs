//! Day, night, or as the system has it. Kept in the browser; applied by the shell before the first paint.

use leptos::prelude::*;

use super::{Icon, Menu, MenuItem};

const KEY: &str = "theme";
const CHOICES: [(Option<&str>, &str, Icon); 3] = [
    (None, "As the system", Icon::SunMoon),
    (Some("light"), "Light", Icon::Sun),
    (Some("dark"), "Dark", Icon::Moon),
];

/// A menu with the three choices.
#[component]
pub fn ThemeSwitch(
    /// Unique on the page.
    id: &'static str,
    look: &'static str,
) -> impl IntoView {
    view! {
        <Menu id label="Theme" icon=Icon::SunMoon look face=|| view! { <span class="word">"Theme"</span> }>
            {CHOICES.into_iter().map(|(theme, label, icon)| view! { <MenuItem icon label on_press=move || choose(theme) /> }).collect_view()}
        </Menu>
    }
}

fn choose(theme: Option<&str>) {
    let storage = window().local_storage().ok().flatten();
    let root = document().document_element();
    // A browser that keeps nothing still changes the page that is open.
    match theme {
        Some(theme) => {
            storage.map(|s| s.set_item(KEY, theme));
            root.map(|r| r.set_attribute("data-theme", theme));
        }
        None => {
            storage.map(|s| s.remove_item(KEY));
            root.map(|r| r.remove_attribute("data-theme"));
        }
    }
}
