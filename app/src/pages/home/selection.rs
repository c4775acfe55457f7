//! Which VMs are chosen, and where the cursor stands.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;

use crate::{live::Rows, parts::vm::Vm};

/// The chosen VMs by id, each as it was when last seen, so that one that scrolled away is still known by name.
#[derive(Clone, Copy)]
pub struct Selection {
    pub rows: Rows<Vm>,
    pub cursor: RwSignal<Option<Arc<str>>>,
    anchor: RwSignal<Option<Arc<str>>>,
    chosen: RwSignal<BTreeMap<Arc<str>, Arc<Vm>>>,
}

impl Selection {
    pub fn new(rows: Rows<Vm>) -> Self {
        Self {
            rows,
            cursor: RwSignal::new(None),
            anchor: RwSignal::new(None),
            chosen: RwSignal::new(BTreeMap::new()),
        }
    }

    pub fn len(self) -> usize {
        self.chosen.with(BTreeMap::len)
    }

    pub fn has(self, id: &str) -> bool {
        self.chosen.with(|chosen| chosen.contains_key(id))
    }

    /// The chosen VMs as they are now, as far as that is known.
    pub fn vms(self) -> Vec<Arc<Vm>> {
        self.chosen.with(|chosen| {
            let now = |(id, then): (&Arc<str>, &Arc<Vm>)| {
                self.rows.get(id).map_or_else(|| then.clone(), |row| row.get())
            };
            chosen.iter().map(now).collect()
        })
    }

    pub fn clear(self) {
        self.chosen.update(BTreeMap::clear);
        self.anchor.set(None);
    }

    pub fn replace(self, vms: impl IntoIterator<Item = Arc<Vm>>) {
        self.chosen.update(|chosen| {
            chosen.clear();
            chosen.extend(vms.into_iter().map(|vm| (Arc::from(vm.id.as_str()), vm)));
        });
    }

    pub fn toggle(self, id: &Arc<str>) {
        self.put_cursor(id);
        self.chosen.update(|chosen| {
            if chosen.remove(id).is_none()
                && let Some(vm) = self.known(id)
            {
                chosen.insert(id.clone(), vm);
            }
        });
    }

    /// Only this one.
    pub fn choose(self, id: &Arc<str>) {
        self.put_cursor(id);
        self.replace(self.known(id));
    }

    /// Everything from the last choice to here.
    pub fn extend(self, id: &Arc<str>) {
        let anchor = self.anchor.get_untracked().unwrap_or_else(|| id.clone());
        self.cursor.set(Some(id.clone()));
        let span = self.rows.span.get_untracked();
        let place = |id: &Arc<str>| span.ids.iter().position(|other| other == id);
        let (Some(a), Some(b)) = (place(&anchor), place(id)) else { return self.choose(id) };
        self.replace(span.ids[a.min(b)..=a.max(b)].iter().filter_map(|id| self.known(id)));
        self.anchor.set(Some(anchor));
    }

    /// Moves the cursor by some rows; the id it came to. Without a cursor it starts at the first row in view.
    pub fn step(self, by: i32, first_seen: u32) -> Option<Arc<str>> {
        let span = self.rows.span.get_untracked();
        let now = self.cursor.get_untracked().and_then(|id| span.ids.iter().position(|other| *other == id));
        let next = match now {
            Some(now) => (now as i32 + by).clamp(0, span.ids.len().saturating_sub(1) as i32) as usize,
            None => first_seen.saturating_sub(span.start) as usize,
        };
        let id = span.ids.get(next).or_else(|| span.ids.first())?.clone();
        self.cursor.set(Some(id.clone()));
        Some(id)
    }

    fn put_cursor(self, id: &Arc<str>) {
        self.cursor.set(Some(id.clone()));
        self.anchor.set(Some(id.clone()));
    }

    fn known(self, id: &str) -> Option<Arc<Vm>> {
        self.rows.get(id).map(|row| row.get_untracked())
    }
}
