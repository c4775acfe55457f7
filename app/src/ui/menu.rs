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
    let is_menu = role == "menu";
    // Drawn as it opens, so that it is there once it is shown, and kept until it is closed, so that the browser finds
    // the focus inside and gives it back to the button.
    let opening = move |event: web_sys::Event| {
        if let (true, Some(button), Some(body)) =
            (opens(&event), button.get_untracked(), body.get_untracked())
        {
            open.set(true);
            place_beside(&button, &body);
        }
    };
    let settled = move |event: web_sys::Event| match (opens(&event), body.get_untracked()) {
        (true, Some(body)) if is_menu => enter(&body),
        (true, _) => {}
        (false, _) => open.set(false),
    };
    let down = move |event: ev::KeyboardEvent| {
        if let ("ArrowDown", true, Some(body)) = (event.key().as_str(), is_menu, body.get_untracked()) {
            event.prevent_default();
            event.stop_propagation();
            if open.get_untracked() { enter(&body) } else { drop(body.show_popover()) }
        }
    };
    view! {
        <button
            node_ref=button
            type="button"
            class=look
            aria-label=(!named_by_face).then_some(label)
            title=label
            aria-haspopup=if is_menu { "menu" } else { "dialog" }
            aria-expanded=move || if open.get() { "true" } else { "false" }
            popovertarget=id
            on:keydown=down
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
            on:beforetoggle=opening
            on:toggle=settled
            on:keydown=move |event| {
                event.stop_propagation();
                if let (true, Some(body)) = (is_menu, body.get_untracked()) {
                    walk(&event, &body);
                }
            }
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

/// Whether a popover's event tells that it opens.
fn opens(event: &web_sys::Event) -> bool {
    event.dyn_ref::<web_sys::ToggleEvent>().is_some_and(|event| event.new_state() == "open")
}

/// The items, those that cannot act too: what they say why is reached by keys as well.
fn items(body: &HtmlElement) -> Vec<HtmlElement> {
    let children = body.children();
    (0..children.length())
        .filter_map(|i| children.item(i))
        .filter(|child| child.get_attribute("role").is_some_and(|role| role == "menuitem"))
        .map(JsCast::unchecked_into)
        .collect()
}

/// Focuses the first item that can act, or the first.
fn enter(body: &HtmlElement) {
    let items = items(body);
    if let Some(item) = items.iter().find(|item| !item.has_attribute("aria-disabled")).or(items.first()) {
        drop(item.focus());
    }
}

/// Moves the focus by arrows, to the ends, and to the next item that begins with a letter; Tab leaves.
fn walk(event: &ev::KeyboardEvent, body: &HtmlElement) {
    let key = event.key();
    if key == "Tab" {
        // The focus goes back to the button, and from there on.
        return drop(body.hide_popover());
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let (items, focused) = (items(body), document().active_element());
    let count = items.len();
    let at = items.iter().position(|item| focused.as_ref() == Some(item));
    let letter = key.to_lowercase();
    let begins =
        |item: &HtmlElement| item.text_content().is_some_and(|text| text.to_lowercase().starts_with(&letter));
    let next = at.map_or(0, |at| at + 1);
    let to = match key.as_str() {
        "ArrowDown" => Some(next % count.max(1)),
        "ArrowUp" => Some((at.unwrap_or_default() + count).saturating_sub(1) % count.max(1)),
        "Home" => Some(0),
        "End" => count.checked_sub(1),
        letter if letter != " " && letter.chars().count() == 1 => {
            (next..next + count).map(|i| i % count).find(|i| begins(&items[*i]))
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(item) = to.and_then(|to| items.get(to)) {
        drop(item.focus());
    }
}
