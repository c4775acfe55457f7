//! A menu that drops from a button: the browser's popover, placed beside its button, walked with arrow keys.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Icon;

/// A button and its menu.
#[component]
pub fn Menu(
    /// Unique on the page.
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(default = "button")] look: &'static str,
    /// Whether what the button shows names it, and not `label`: for faces that change.
    #[prop(default = false)]
    named_by_face: bool,
    /// What the button shows besides its icon.
    #[prop(into)]
    face: ViewFn,
    /// `menu` unless it holds other things than items.
    #[prop(default = "menu")]
    role: &'static str,
    #[prop(default = "")] body_look: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    let body = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let place = move |event: web_sys::Event| {
        let shown = event.dyn_ref::<web_sys::ToggleEvent>().is_some_and(|e| e.new_state() == "open");
        open.set(shown);
        if let (true, Some(button), Some(body)) = (shown, button.get_untracked(), body.get_untracked()) {
            place_beside(&button, &body);
            if role == "menu" {
                step(&body, None, true);
            }
        }
    };
    view! {
        <button
            node_ref=button
            type="button"
            class=look
            aria-label=(!named_by_face).then_some(label)
            title=label
            aria-haspopup=if role == "menu" { "menu" } else { "dialog" }
            aria-expanded=move || if open.get() { "true" } else { "false" }
            popovertarget=id
        >
            {icon.map(Icon::draw)}
            {face.run()}
        </button>
        <div
            node_ref=body
            id=id
            class=format!("menu {body_look}")
            role=role
            aria-label=label
            popover="auto"
            on:toggle=place
            on:keydown=move |event| walk(event, body)
        >
            <Show when=move || open.get()>{children()}</Show>
        </div>
    }
    .into_any()
}

/// One entry. One that cannot act says why in a second line.
#[component]
pub fn MenuItem(
    #[prop(optional)] icon: Option<Icon>,
    #[prop(into)] label: String,
    #[prop(default = "")] look: &'static str,
    #[prop(into, optional)] why_not: Signal<Option<String>>,
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    item(icon, label, look, why_not, Box::new(on_press))
}

/// The same for all uses: compiled once.
fn item(
    icon: Option<Icon>,
    label: String,
    look: &'static str,
    why_not: Signal<Option<String>>,
    on_press: Box<dyn Fn()>,
) -> AnyView {
    view! {
        <button
            type="button"
            role="menuitem"
            tabindex="-1"
            class=look
            aria-disabled=move || why_not.with(|w| w.is_some().then_some("true"))
            on:click=move |event| {
                if why_not.with_untracked(Option::is_none) {
                    close_menu(&event);
                    on_press();
                }
            }
        >
            {icon.map(Icon::draw)}
            <span>{label}</span>
            {move || why_not.get().map(|why| view! { <span class="why">{why}</span> })}
        </button>
    }
    .into_any()
}

/// Closes the menu that an event happened in.
pub fn close_menu(event: &ev::MouseEvent) {
    let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    if let Some(menu) = target.and_then(|t| t.closest("[popover]").ok().flatten()) {
        // It fails only when it is closed already.
        drop(menu.unchecked_into::<HtmlElement>().hide_popover());
    }
}

/// As wide as a menu gets, in pixels.
const WIDEST: f64 = 352.0;

/// Below the button, or above it in the lower half of the window. What it holds is not there yet, so it is
/// held by the edge that it grows away from.
fn place_beside(button: &HtmlElement, body: &HtmlElement) {
    let at = button.get_bounding_client_rect();
    let inner = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let (width, height) = (inner(window().inner_width()), inner(window().inner_height()));
    let widest = WIDEST.min(width - 16.0);
    let (left, right) = if at.left() + widest > width - 8.0 {
        (None, Some((width - at.right()).min(width - 8.0 - widest).max(8.0)))
    } else {
        (Some(at.left()), None)
    };
    let (top, bottom) = if at.top() > height / 2.0 {
        (None, Some(height - at.top() + 4.0))
    } else {
        (Some(at.bottom() + 4.0), None)
    };
    let style = web_sys::HtmlElement::style(body);
    for (name, value) in [("left", left), ("right", right), ("top", top), ("bottom", bottom)] {
        let value = value.map_or_else(|| "auto".to_owned(), |value| format!("{value}px"));
        drop(style.set_property(name, &value));
    }
}

fn walk(event: ev::KeyboardEvent, body: NodeRef<html::Div>) {
    event.stop_propagation();
    let Some(body) = body.get_untracked() else { return };
    let current = document().active_element();
    match event.key().as_str() {
        "ArrowDown" => step(&body, current, true),
        "ArrowUp" => step(&body, current, false),
        "Home" => step(&body, None, true),
        "End" => step(&body, None, false),
        _ => return,
    }
    event.prevent_default();
}

/// Focuses the next item, round the end; from nothing, the first or the last.
fn step(body: &HtmlElement, from: Option<web_sys::Element>, forward: bool) {
    let first = || if forward { body.first_element_child() } else { body.last_element_child() };
    let next =
        |e: &web_sys::Element| if forward { e.next_element_sibling() } else { e.previous_element_sibling() };
    let inside = from.filter(|e| e.parent_element().as_ref() == Some(body.unchecked_ref()));
    let mut at = inside.as_ref().and_then(next).or_else(first);
    while let Some(element) = at {
        if element.get_attribute("role").is_some_and(|r| r.starts_with("menuitem")) {
            drop(element.unchecked_into::<HtmlElement>().focus());
            return;
        }
        at = next(&element);
    }
}
