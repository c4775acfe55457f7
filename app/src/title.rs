//! The title in the browser's tab.

use leptos::prelude::*;

/// Keeps the document's title at `title`.
pub fn use_title(title: impl Fn() -> String + 'static) {
    Effect::new(move || document().set_title(&format!("{} · Xenith", title())));
}
