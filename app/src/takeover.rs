//! From the document that the server rendered to the page that lives: in one go, before anything is painted.
//!
//! The page is drawn anew instead of being matched to the elements that are there. Both look the same, and what
//! somebody has typed meanwhile, and where they have scrolled to, is carried over; the code that matches would make the module half as large again.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement};

use crate::{
    App, Boot,
    later::{self, needs_later},
};

/// Replaces what the server drew, once all that draws it anew is there. Called once, by the browser's entry.
pub fn take_over() {
    wasm_bindgen_futures::spawn_local(async {
        let boot = Boot::of_document();
        let path = window().location().pathname().unwrap_or_default();
        if boot.user.is_some() && needs_later(&path) {
            later::load().await;
        }
        draw_anew(boot);
    });
}

fn draw_anew(boot: Boot) {
    let Some(body) = document().body() else { return };
    let typed = typed(&body);
    let scrolled = list().map(|list| list.scroll_top()).unwrap_or_default();
    let focused = document().active_element().map(|e| e.id()).filter(|id| !id.is_empty());
    body.set_inner_html("");
    leptos::mount::mount_to_body(move || {
        provide_context(boot);
        App()
    });
    for (id, text) in typed {
        put(&id, &text);
    }
    if let Some(list) = list().filter(|_| scrolled > 0) {
        list.set_scroll_top(scrolled);
    }
    if let Some(field) = focused.and_then(|id| document().get_element_by_id(&id)) {
        // It can only fail for an element that is not in the document.
        drop(field.unchecked_into::<HtmlElement>().focus());
    }
    // What tests wait for.
    let _marked = document().document_element().map(|root| root.set_attribute("data-page", "ready"));
}

/// What scrolls while the page itself stands still.
fn list() -> Option<Element> {
    document().query_selector(".grid").ok().flatten()
}

/// What stands in fields that have an id.
fn typed(body: &Element) -> Vec<(String, String)> {
    let fields = body.get_elements_by_tag_name("input");
    (0..fields.length())
        .filter_map(|i| fields.item(i)?.dyn_into::<HtmlInputElement>().ok())
        .filter(|field| !field.id().is_empty() && !field.value().is_empty())
        .map(|field| (field.id(), field.value()))
        .collect()
}

/// As if it were typed again, so that whoever listens hears of it.
fn put(id: &str, text: &str) {
    let Some(field) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlInputElement>().ok())
    else {
        return;
    };
    field.set_value(text);
    let how = EventInit::new();
    how.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &how) {
        // Nobody prevents it, and it would not matter.
        drop(field.dispatch_event(&event));
    }
}
