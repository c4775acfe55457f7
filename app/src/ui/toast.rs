//! Short messages in the corner, spoken to screen readers. Good news leaves by itself; bad news stays.

use std::time::Duration;

use leptos::prelude::*;

use super::{Icon, IconButton};

const STAY: Duration = Duration::from_secs(5);
const MOST: usize = 5;

#[derive(Clone, PartialEq)]
struct Toast {
    id: u32,
    title: String,
    text: String,
    bad: bool,
}

/// Where messages are left.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Makes it available to everything below.
    pub fn provide() -> Self {
        let toasts = Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    pub fn here() -> Self {
        expect_context()
    }

    /// Something went well.
    pub fn say(self, title: impl Into<String>) {
        let id = self.push(title.into(), String::new(), false);
        set_timeout(move || self.close(id), STAY);
    }

    /// Something was refused or failed: what, and why.
    pub fn fail(self, title: impl Into<String>, text: impl Into<String>) {
        self.push(title.into(), text.into(), true);
    }

    fn push(self, title: String, text: String, bad: bool) -> u32 {
        let id = self.next.try_update_value(|n| std::mem::replace(n, n.wrapping_add(1))).unwrap_or_default();
        self.list.update(|list| {
            list.retain(|t| t.title != title || t.text != text);
            if list.len() >= MOST {
                list.remove(0);
            }
            list.push(Toast { id, title, text, bad });
        });
        id
    }

    fn close(self, id: u32) {
        self.list.update(|list| list.retain(|t| t.id != id));
    }
}

/// Where the messages appear; once per page.
#[component]
pub fn ToastArea(toasts: Toasts) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.list.get() key=|t| t.id let(toast)>
                <div class="toast" class:bad=toast.bad>
                    {if toast.bad { Icon::Alert } else { Icon::Check }.draw()}
                    <div>
                        <strong>{toast.title}</strong>
                        {(!toast.text.is_empty()).then(|| view! { <p class="quiet">{toast.text}</p> })}
                    </div>
                    <IconButton icon=Icon::Close label="Dismiss" on_press=move || toasts.close(toast.id) />
                </div>
            </For>
        </div>
    }
}
