//! A long list of which only the visible rows exist. Rows have one height (`--row`), so nothing is measured
//! but that; keys, not positions, identify rows, so a row that moves keeps its elements.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement};

/// Where things stand is told in style attributes, which the policy allows to scripts alone: what the server draws
/// stands in the order of the document, which looks the same for the first rows of a list.
const PLACED: bool = cfg!(target_arch = "wasm32");

/// The positions that can be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    pub first: u32,
    pub len: u32,
}

/// How a grid learns about its rows.
#[derive(Clone, Copy)]
pub struct RowKit {
    /// The position of a row.
    pub at: Callback<Arc<str>, Signal<u32>>,
    pub selected: Callback<Arc<str>, Signal<bool>>,
    /// Its cells.
    pub cells: Callback<Arc<str>, AnyView>,
    pub press: Callback<(Arc<str>, ev::MouseEvent)>,
    pub open: Callback<Arc<str>>,
}

/// The list. `seen` is written as the user scrolls; everything else is read.
#[component]
pub fn Grid(
    label: &'static str,
    look: &'static str,
    total: Signal<u32>,
    /// The keys of the rows that are at hand, in order.
    #[prop(into)]
    keys: Signal<Vec<Arc<str>>>,
    cursor: Signal<Option<Arc<str>>>,
    seen: RwSignal<Extent>,
    node: NodeRef<html::Div>,
    kit: RowKit,
    on_key: Callback<ev::KeyboardEvent>,
    /// The header's cells.
    #[prop(into)]
    header: ViewFn,
    columns: u32,
    /// Shown below the header instead of rows while there are none.
    #[prop(into)]
    instead: ViewFn,
) -> impl IntoView {
    let ruler = NodeRef::<html::Div>::new();
    let look_again = move || {
        if let (Some(node), Some(ruler)) = (node.get_untracked(), ruler.get_untracked()) {
            let now = extent(&node, &ruler);
            if seen.get_untracked() != now {
                seen.set(now);
            }
        }
    };
    watch_size(node, look_again);
    let some = Memo::new(move |_| total.get() > 0);
    view! {
        <div node_ref=node class="grid" on:scroll=move |_| look_again()>
            <div node_ref=ruler class="ruler"></div>
            <div
                class=look
                role="grid"
                aria-label=label
                aria-multiselectable="true"
                aria-rowcount=move || total.get() + 1
                aria-colcount=columns
                aria-activedescendant=move || cursor.get().filter(|at| keys.with(|keys| keys.contains(at))).map(|key| row_id(&key))
                tabindex="0"
                on:keydown=move |event| {
                    if !presses(&event) {
                        on_key.run(event);
                    }
                }
            >
                <div role="rowgroup" class="header-group">
                    <div role="row" class="header" aria-rowindex="1">{header.run()}</div>
                </div>
                <Show when=move || some.get()>
                    <div role="rowgroup" class="canvas ghosts" style:height=move || place(total.get())>
                        <For each=move || keys.get() key=Arc::clone let(key)>
                            <Row key kit cursor />
                        </For>
                    </div>
                </Show>
            </div>
            <Show when=move || !some.get()>{instead.run()}</Show>
        </div>
    }
}

#[component]
fn Row(key: Arc<str>, kit: RowKit, cursor: Signal<Option<Arc<str>>>) -> impl IntoView {
    let at = kit.at.run(key.clone());
    let selected = kit.selected.run(key.clone());
    let (here, pressed, opened, id) = (key.clone(), key.clone(), key.clone(), row_id(&key));
    view! {
        <div
            role="row"
            class="row"
            class:still=!PLACED
            class:cursor=move || cursor.with(|c| c.as_ref() == Some(&here))
            id=id
            aria-rowindex=move || at.get() + 2
            aria-selected=move || if selected.get() { "true" } else { "false" }
            style:top=move || place(at.get())
            on:mousedown=|event| {
                // Extending the selection of rows is not selecting text.
                if event.shift_key() {
                    event.prevent_default();
                }
            }
            on:click=move |event| kit.press.run((pressed.clone(), event))
            on:dblclick=move |_| kit.open.run(opened.clone())
        >
            {kit.cells.run(key)}
        </div>
    }
}

/// Whether a key presses the button or link that has the focus.
fn presses(event: &ev::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    matches!(event.key().as_str(), "Enter" | " ")
        && target.is_some_and(|target| target.closest("button, a").ok().flatten().is_some())
}

/// Gives the keys to the list.
pub fn focus(node: NodeRef<html::Div>) {
    let list =
        node.try_get_untracked().flatten().and_then(|node| node.query_selector("[role=grid]").ok().flatten());
    if let Some(list) = list {
        // It can only fail for an element that is not in the document.
        drop(list.unchecked_into::<HtmlElement>().focus());
    }
}

fn place(at: u32) -> Option<String> {
    PLACED.then(|| format!("calc(var(--row) * {at})"))
}

fn row_id(key: &str) -> String {
    format!("row-{key}")
}

fn extent(node: &HtmlElement, ruler: &HtmlElement) -> Extent {
    let row = f64::from(ruler.offset_height()).max(1.0);
    let first = (f64::from(node.scroll_top()) / row).floor();
    let len = (f64::from(node.client_height()) / row).ceil() + 1.0;
    Extent { first: first as u32, len: len as u32 }
}

/// Calls back once the element is in the document and whenever its size changes.
fn watch_size(node: NodeRef<html::Div>, changed: impl Fn() + Clone + 'static) {
    Effect::new(move || {
        let Some(element) = node.get() else { return };
        let changed = changed.clone();
        let closure = Closure::<dyn FnMut()>::new(changed);
        let Ok(observer) = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        let held = StoredValue::new_local(Some((observer, closure)));
        on_cleanup(move || {
            if let Some(Some((observer, _))) = held.try_update_value(Option::take) {
                observer.disconnect();
            }
        });
    });
}

/// Scrolls so that a position is in view, clear of the header.
pub fn reveal(node: NodeRef<html::Div>, seen: Extent, at: u32) {
    let Some(node) = node.get_untracked() else { return };
    let full = seen.len.saturating_sub(3).max(1);
    let row = f64::from(node.scroll_height()).max(1.0);
    let unit = node.query_selector(".ruler").ok().flatten().map_or(row, |r| f64::from(r.client_height()));
    let top = f64::from(node.scroll_top());
    let first = (top / unit).ceil() as u32;
    if at < first {
        node.set_scroll_top((f64::from(at) * unit) as i32);
    } else if at >= first + full {
        node.set_scroll_top((f64::from(at + 1 - full) * unit) as i32);
    }
}
