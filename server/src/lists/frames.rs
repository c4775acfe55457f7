//! The part of a list that somebody sees, as frames that tell it or what changed in it.

use std::{collections::HashMap, io::Write, sync::Arc};

use cache::Object;
use model::{Privileges, Window};

use super::{Item, List, State};

/// What a reader of a list has been told.
#[derive(Default)]
pub struct Held {
    /// Which evaluation; 0 is none.
    version: u64,
    total: usize,
    start: usize,
    rows: Vec<Arc<Object>>,
    /// The same for all of them, as a rule: told apart only when it changes.
    may: Vec<Privileges>,
    window: Option<Window>,
}

impl Held {
    /// Told nothing yet, and looking at that part of the list.
    pub fn new(window: Option<Window>) -> Self {
        Self { window, ..Self::default() }
    }

    /// Looks at another part from now on.
    pub fn set_window(&mut self, window: Window) {
        self.window = Some(window);
    }

    fn cut<'a>(&self, items: &'a [Item]) -> (usize, &'a [Item]) {
        let Some(window) = self.window else { return (0, items) };
        let start = (window.start as usize).min(items.len());
        let end = start.saturating_add(window.len as usize).min(items.len());
        (start, &items[start..end])
    }

    fn is(&mut self, state: &State, start: usize, items: &[Item]) {
        self.version = state.version;
        self.total = state.items.len();
        self.start = start;
        self.rows.clear();
        self.rows.extend(items.iter().map(|i| i.object.clone()));
        self.may.clear();
        self.may.extend(items.iter().map(|i| i.may));
        // a window that once was large must not keep its memory
        self.rows.shrink_to(2 * self.rows.len());
        self.may.shrink_to(2 * self.may.len());
    }
}

impl List {
    /// Whether there is something to tell since `held`.
    pub fn is_newer(&self, held: &Held) -> bool {
        let version = self.read().version;
        version > 0 && version != held.version
    }

    /// Whether it has been evaluated at all.
    pub fn is_ready(&self) -> bool {
        self.read().version > 0
    }

    /// Everything: `{"watch":N,"seq":…,"reset":{…}}`.
    pub fn write_reset(&self, watch: u32, held: &mut Held, out: &mut Vec<u8>) {
        let state = self.read();
        let (start, items) = held.cut(&state.items);
        head(watch, state.seq, out);
        out.extend_from_slice(b"\"reset\":");
        self.write_all(state.items.len(), start, items, out);
        out.push(b'}');
        held.is(&state, start, items);
    }

    /// Its rows in that window, as a [`model::Reset`]; for who does not watch.
    pub fn rows(&self, window: Option<Window>) -> Vec<u8> {
        let state = self.read();
        let (start, items) = Held::new(window).cut(&state.items);
        let mut out = Vec::new();
        self.write_all(state.items.len(), start, items, &mut out);
        out
    }

    fn write_all(&self, total: usize, start: usize, items: &[Item], out: &mut Vec<u8>) {
        put(out, format_args!("{{\"total\":{total},\"start\":{start},\"rows\":["));
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            self.write_row(item, out);
        }
        out.extend_from_slice(b"]}");
    }

    /// To somebody who holds the rows of this window as they were at `seq`: those that are newer, and the order.
    pub fn write_resumed(&self, watch: u32, seq: u64, held: &mut Held, out: &mut Vec<u8>) {
        let state = self.read();
        let (start, items) = held.cut(&state.items);
        head(watch, state.seq, out);
        put(out, format_args!("\"diff\":{{\"total\":{},", state.items.len()));
        write_order(start, items, out);
        let mut set = Set::new(out);
        for item in items.iter().filter(|i| i.object.seq() > seq) {
            set.put(|out| self.write_row(item, out));
        }
        set.end();
        held.is(&state, start, items);
    }

    /// What changed since `held`: `{"watch":N,"seq":…,"diff":{…}}`. Writes nothing and says so when nothing
    /// did that the view shows, unless `always`.
    pub fn write_diff(&self, watch: u32, held: &mut Held, always: bool, out: &mut Vec<u8>) -> bool {
        let state = self.read();
        let from = out.len();
        let (start, items) = held.cut(&state.items);
        if !always && held.version + 1 == state.version && !state.last.order {
            let told = self.write_patches(watch, &state, held, out);
            held.version = state.version;
            if !told {
                out.truncate(from);
            }
            return told;
        }
        let same_ids = held.start == start
            && held.rows.len() == items.len()
            && held.rows.iter().zip(items).all(|(h, i)| Arc::ptr_eq(h, &i.object) || h.id() == i.object.id());
        let total = (held.total != state.items.len()).then_some(state.items.len());
        head(watch, state.seq, out);
        out.extend_from_slice(b"\"diff\":{");
        if let Some(total) = total {
            put(out, format_args!("\"total\":{total},"));
        }
        let order = !same_ids || always;
        if order {
            write_order(start, items, out);
        }
        let known: HashMap<&str, usize> = if same_ids {
            HashMap::new()
        } else {
            held.rows.iter().enumerate().map(|(at, o)| (o.id(), at)).collect()
        };
        let mut set = Set::new(out);
        for (at, item) in items.iter().enumerate() {
            let before = if same_ids { Some(at) } else { known.get(item.object.id()).copied() };
            match before.map(|at| (&held.rows[at], held.may[at])) {
                None => set.put(|out| self.write_row(item, out)),
                Some((old, may)) if may != item.may || old.kind() != item.object.kind() => {
                    set.put(|out| self.write_row(item, out));
                }
                Some((old, _)) if Arc::ptr_eq(old, &item.object) => {}
                Some((old, _)) => set.put_text(&self.find_patch(&state, old, &item.object)),
            }
        }
        let told = set.any || order || total.is_some();
        set.end();
        if !told {
            out.truncate(from);
        }
        held.is(&state, start, items);
        told
    }

    /// Nothing moved since `held`: only what changed has to be looked at.
    fn write_patches(&self, watch: u32, state: &State, held: &mut Held, out: &mut Vec<u8>) -> bool {
        head(watch, state.seq, out);
        out.extend_from_slice(b"\"diff\":{");
        let mut set = Set::new(out);
        for patch in &state.last.patches {
            let Some(at) = patch.at.checked_sub(held.start).filter(|at| *at < held.rows.len()) else {
                continue;
            };
            let item = &state.items[patch.at];
            let old = &held.rows[at];
            if Arc::ptr_eq(old, &item.object) {
                continue;
            }
            if held.may[at] != item.may || old.kind() != item.object.kind() {
                set.put(|out| self.write_row(item, out));
            } else if Arc::ptr_eq(old, &patch.old) && Arc::ptr_eq(&item.object, &patch.new) {
                set.put_text(&patch.json);
            } else {
                set.put_text(&self.patch(old, &item.object));
            }
            held.may[at] = item.may;
            held.rows[at] = item.object.clone();
        }
        let any = set.any;
        set.end();
        any
    }

    /// The partial row that leads from one state of an object to another; empty when the view shows none of it.
    pub(super) fn patch(&self, old: &Object, new: &Object) -> Box<[u8]> {
        let mut out = vec![b'{'];
        if !new.write_changes(old, &mut out, self.fields()) {
            return Box::default();
        }
        out.push(b'}');
        out.into()
    }

    fn find_patch(&self, state: &State, old: &Arc<Object>, new: &Arc<Object>) -> Box<[u8]> {
        let known = |p: &&super::Patch| Arc::ptr_eq(&p.old, old) && Arc::ptr_eq(&p.new, new);
        match state.last.patches.iter().find(known) {
            Some(patch) => patch.json.clone(),
            None => self.patch(old, new),
        }
    }

    fn write_row(&self, item: &Item, out: &mut Vec<u8>) {
        out.push(b'{');
        item.object.write_members(out, self.fields());
        put(out, format_args!(",\"may\":{}}}", item.may.bits()));
    }
}

/// The rows of a diff, if any; also its end.
struct Set<'a> {
    out: &'a mut Vec<u8>,
    any: bool,
}

impl<'a> Set<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, any: false }
    }

    fn put(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.out.extend_from_slice(if self.any { b"," } else { b"\"set\":[" });
        self.any = true;
        write(self.out);
    }

    fn put_text(&mut self, row: &[u8]) {
        if !row.is_empty() {
            self.put(|out| out.extend_from_slice(row));
        }
    }

    fn end(self) {
        if self.any {
            self.out.push(b']');
        } else if self.out.last() == Some(&b',') {
            self.out.pop();
        }
        self.out.extend_from_slice(b"}}");
    }
}

fn head(watch: u32, seq: u64, out: &mut Vec<u8>) {
    put(out, format_args!("{{\"watch\":{watch},\"seq\":{seq},"));
}

/// With a comma after it.
fn write_order(start: usize, items: &[Item], out: &mut Vec<u8>) {
    put(out, format_args!("\"order\":{{\"start\":{start},\"ids\":["));
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        // ids are quoted as JSON there
        match item.object.row().get("id") {
            Some(quoted) => out.extend_from_slice(quoted.as_bytes()),
            None => put(out, format_args!("{}", serde_json::Value::from(item.object.id()))),
        }
    }
    out.extend_from_slice(b"]},");
}

/// Writing to memory cannot fail.
fn put(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}
