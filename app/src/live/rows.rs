//! The rows of one open view. A patch to one object wakes only what shows that object.

use std::{collections::HashMap, sync::Arc};

use api::ApiError;
use client::Update;
use leptos::prelude::*;
use model::{Diff, Reset, Row};
use serde_json::Value;

use super::Fields;

/// What the page keeps of an object: the fields it asked for, read once per change.
pub trait Shown: Default + PartialEq + Send + Sync + 'static {
    fn of(fields: Fields<'_>) -> Self;
}

struct Cell<T: 'static> {
    raw: Row,
    value: ArcRwSignal<Arc<T>>,
    at: ArcRwSignal<u32>,
}

/// The part of the ordered list that is at hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    pub start: u32,
    pub ids: Arc<[Arc<str>]>,
}

/// A view's rows as signals. Copies are the same rows.
pub struct Rows<T: 'static> {
    /// How many objects match; `None` until the server has answered.
    pub total: RwSignal<Option<u32>>,
    pub span: RwSignal<Span>,
    pub error: RwSignal<Option<ApiError>>,
    cells: StoredValue<HashMap<Arc<str>, Cell<T>>>,
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Rows<T> {}

impl<T: Shown> Rows<T> {
    pub fn new() -> Self {
        Self {
            total: RwSignal::new(None),
            span: RwSignal::new(Span::default()),
            error: RwSignal::new(None),
            cells: StoredValue::new(HashMap::new()),
        }
    }

    /// The row of an object, if it is at hand.
    pub fn get(self, id: &str) -> Option<ArcReadSignal<Arc<T>>> {
        self.cells.try_with_value(|cells| cells.get(id).map(|cell| cell.value.read_only())).flatten()
    }

    /// Where it stands in the list.
    pub fn at(self, id: &str) -> Option<ArcReadSignal<u32>> {
        self.cells.try_with_value(|cells| cells.get(id).map(|cell| cell.at.read_only())).flatten()
    }

    /// All rows at hand, in order; wakes when any of them changes.
    pub fn list(self) -> Vec<Arc<T>> {
        self.span.with(|span| span.ids.iter().filter_map(|id| self.get(id)).map(|row| row.get()).collect())
    }

    /// The only row, of a view of one object.
    pub fn only(self) -> Option<Arc<T>> {
        self.span.with(|span| span.ids.first().and_then(|id| self.get(id))).map(|row| row.get())
    }

    /// Whether the server has answered.
    pub fn is_known(self) -> bool {
        self.total.with(Option::is_some)
    }

    fn reset(self, reset: Reset) {
        let ids: Arc<[Arc<str>]> = reset.rows.iter().filter_map(id_of).collect();
        self.cells.try_update_value(|cells| {
            cells.retain(|id, _| ids.contains(id));
            for row in reset.rows {
                put(cells, row, true);
            }
        });
        self.place(Some(reset.total), Some(Span { start: reset.start, ids }));
    }

    fn apply(self, diff: Diff) {
        let order = diff
            .order
            .map(|order| Span { start: order.start, ids: order.ids.into_iter().map(Arc::from).collect() });
        self.cells.try_update_value(|cells| {
            for row in diff.set {
                put(cells, row, false);
            }
            if let Some(span) = &order {
                let kept: std::collections::HashSet<&str> = span.ids.iter().map(|id| &**id).collect();
                cells.retain(|id, _| kept.contains(&**id));
            }
        });
        self.place(diff.total, order);
    }

    fn place(self, total: Option<u32>, span: Option<Span>) {
        if let Some(span) = span {
            self.cells.try_with_value(|cells| {
                for (i, id) in span.ids.iter().enumerate() {
                    let at = span.start + i as u32;
                    if let Some(cell) = cells.get(id).filter(|cell| cell.at.get_untracked() != at) {
                        cell.at.set(at);
                    }
                }
            });
            if self.span.try_with_untracked(|old| *old != span) == Some(true) {
                self.span.set(span);
            }
        }
        if total.is_some() && self.total.try_get_untracked() != Some(total) {
            // A view that was closed in the meantime has no signals left.
            let _gone = self.total.try_set(total);
        }
        if self.error.try_with_untracked(Option::is_some) == Some(true) {
            self.error.set(None);
        }
    }
}

/// Rows of any kind, for whoever brings them.
pub trait Hear {
    /// After a reset, objects that were known already keep their signals.
    fn hear(&self, update: Update);
    /// As if nothing had been asked.
    fn forget(&self);
}

impl<T: Shown> Hear for Rows<T> {
    fn hear(&self, update: Update) {
        match update {
            Update::Reset(reset) => self.reset(reset),
            Update::Diff(diff) => self.apply(diff),
            // A view that was closed in the meantime has no signals left.
            Update::Refused(error) => drop(self.error.try_set(Some(error))),
        }
    }

    fn forget(&self) {
        self.cells.try_update_value(HashMap::clear);
        // As above.
        let _gone = (self.span.try_set(Span::default()), self.total.try_set(None));
    }
}

fn id_of(row: &Row) -> Option<Arc<str>> {
    row.get("id").and_then(Value::as_str).map(Arc::from)
}

fn put<T: Shown>(cells: &mut HashMap<Arc<str>, Cell<T>>, row: Row, whole: bool) {
    let Some(id) = id_of(&row) else { return };
    let Some(cell) = cells.get_mut(&id) else {
        let value = ArcRwSignal::new(Arc::new(T::of(Fields(&row))));
        cells.insert(id, Cell { raw: row, value, at: ArcRwSignal::new(0) });
        return;
    };
    merge(&mut cell.raw, row, whole);
    let value = T::of(Fields(&cell.raw));
    if cell.value.with_untracked(|old| **old != value) {
        cell.value.set(Arc::new(value));
    }
}

/// Puts what came over what is there; `null` is a field that went away.
fn merge(fields: &mut Row, row: Row, whole: bool) {
    if whole {
        fields.clear();
    }
    for (name, value) in row {
        if value.is_null() {
            fields.remove(&name);
        } else {
            fields.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Default, PartialEq)]
    struct Thing {
        name: String,
        note: Option<String>,
    }

    impl Shown for Thing {
        fn of(fields: Fields<'_>) -> Self {
            Self { name: fields.get("name"), note: fields.get("note") }
        }
    }

    fn row(value: Value) -> Row {
        value.as_object().cloned().unwrap_or_default()
    }

    fn names(rows: Rows<Thing>) -> Vec<String> {
        rows.list().iter().map(|t| t.name.clone()).collect()
    }

    #[test]
    fn a_diff_patches_one_row_and_keeps_the_signals_of_others() {
        let owner = Owner::new();
        owner.set();
        let rows = Rows::<Thing>::new();
        assert!(!rows.is_known());
        rows.reset(Reset {
            total: 5,
            start: 2,
            rows: vec![
                row(json!({ "id": "a", "name": "A", "note": "x" })),
                row(json!({ "id": "b", "name": "B" })),
            ],
        });
        assert_eq!((rows.total.get_untracked(), names(rows)), (Some(5), vec!["A".into(), "B".into()]));
        assert_eq!(rows.at("b").unwrap().get_untracked(), 3);
        let a = rows.get("a").unwrap();

        rows.apply(Diff {
            total: None,
            order: Some(model::Order { start: 2, ids: vec!["c".into(), "a".into()] }),
            set: vec![
                row(json!({ "id": "a", "name": "A2", "note": null })),
                row(json!({ "id": "c", "name": "C" })),
            ],
        });
        assert_eq!(names(rows), ["C", "A2"]);
        assert_eq!((a.get_untracked().name.as_str(), a.get_untracked().note.clone()), ("A2", None));
        assert_eq!(rows.at("a").unwrap().get_untracked(), 3);
        assert!(rows.get("b").is_none());
        assert_eq!(rows.total.get_untracked(), Some(5));
    }
}
