//! Readers of shared lists, fast and slow, over random changes: what they hold is what the cache holds.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use cache::{Change, Object, Row, Store, Writer};
use client::{Rows, Update};
use model::{Diff, Filter, Kind, Privileges, Reset, Sort, View, Window};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use xenith_server::{
    Caller,
    lists::{Held, List, Lists},
};

fn admin() -> Caller {
    Caller {
        user_id: "u".into(),
        name: "u".into(),
        admin: true,
        grants: Default::default(),
        session_id: "s".into(),
        scope: None,
    }
}

fn view(kinds: &[Kind]) -> View {
    View { kinds: kinds.to_vec(), ..View::default() }
}

fn window(start: u32, len: u32) -> Option<Window> {
    Some(Window { start, len })
}

/// How many seeds are tried: a few, or as many as `make soak` asks for.
fn seeds(few: u64) -> u64 {
    std::env::var("XENITH_SEEDS").map_or(few, |n| n.parse().unwrap())
}

/// A reader as the feed has them, and the client at its other end.
struct Reader {
    list: Arc<List>,
    held: Held,
    view: View,
    rows: Rows,
    seq: u64,
}

impl Reader {
    fn new(lists: &Lists, view: View) -> Self {
        let list = lists.open(&view, &admin(), &Arc::default()).unwrap();
        let held = Held::new(view.window);
        Self { list, held, view, rows: Rows::default(), seq: 0 }
    }

    fn take(&mut self, frame: &[u8]) {
        let frame: Value = serde_json::from_slice(frame).unwrap();
        let seq = frame["seq"].as_u64().unwrap();
        assert!(seq >= self.seq, "{seq} after {}", self.seq);
        self.seq = seq;
        let update = match (frame.get("reset"), frame.get("diff")) {
            (Some(reset), None) => Update::Reset(serde_json::from_value::<Reset>(reset.clone()).unwrap()),
            (None, Some(diff)) => Update::Diff(serde_json::from_value::<Diff>(diff.clone()).unwrap()),
            _ => panic!("{frame}"),
        };
        self.rows.apply(update);
    }

    fn reset(&mut self) {
        let mut out = Vec::new();
        self.list.write_reset(7, &mut self.held, &mut out);
        self.take(&out);
    }

    fn read(&mut self, always: bool) {
        let mut out = Vec::new();
        if (always || self.list.is_newer(&self.held))
            && self.list.write_diff(7, &mut self.held, always, &mut out)
        {
            self.take(&out);
        } else {
            assert!(out.is_empty());
        }
    }

    fn slide(&mut self, to: Window) {
        self.view.window = Some(to);
        self.held.set_window(to);
        self.read(true);
    }

    /// As a client that held these rows on another connection.
    fn resume(&mut self, lists: &Lists) {
        self.list = lists.open(&self.view, &admin(), &Arc::default()).unwrap();
        self.held = Held::new(self.view.window);
    }

    fn resumed(&mut self) {
        let known: Vec<String> = self.rows.ids().to_vec();
        let mut out = Vec::new();
        self.list.write_resumed(7, self.seq, &mut self.held, &mut out);
        let frame: Value = serde_json::from_slice(&out).unwrap();
        let sent = frame["diff"]["set"].as_array().cloned().unwrap_or_default();
        let order = frame["diff"]["order"]["ids"].as_array().unwrap();
        let has = |id: &Value| known.iter().any(|k| id == k) || sent.iter().any(|row| row["id"] == *id);
        if order.iter().all(has) {
            self.take(&out);
        } else {
            assert!(self.view.window.is_some(), "only what moved into a window may be missing");
            self.reset();
        }
    }

    fn check(&self, store: &Store) {
        let (total, start, wanted) = naive(store, &self.view);
        assert_eq!((self.rows.total as usize, self.rows.start as usize), (total, start), "{:?}", self.view);
        let held: Vec<Value> = self.rows.iter().map(|r| Value::Object(r.clone())).collect();
        assert_eq!(held, wanted, "{:?}", self.view);
    }
}

/// The window of a view, evaluated in the plainest way.
fn naive(store: &Store, view: &View) -> (usize, usize, Vec<Value>) {
    let filter = Filter::parse(view.filter.as_deref().unwrap_or_default()).unwrap();
    let mut all: Vec<_> = store
        .all()
        .into_iter()
        .filter(|o| view.kinds.contains(&o.kind()) && filter.matches(&**o))
        .filter(|o| view.ids.as_ref().is_none_or(|ids| ids.iter().any(|id| id == o.id())))
        .collect();
    let field = view.sort.as_ref().map_or("id", |s| s.field.as_str());
    let value = |o: &Object| o.get(field).map(|raw| serde_json::from_str::<Value>(raw).unwrap());
    let desc = view.sort.as_ref().is_some_and(|s| s.desc);
    all.sort_by(|a, b| {
        let by_value = match (value(a), value(b)) {
            (Some(Value::String(x)), Some(Value::String(y))) if desc => y.cmp(&x),
            (Some(Value::String(x)), Some(Value::String(y))) => x.cmp(&y),
            (x, y) => x.is_none().cmp(&y.is_none()),
        };
        by_value.then_with(|| a.id().cmp(b.id()))
    });
    let total = all.len();
    let window = view.window.unwrap_or(Window { start: 0, len: u32::MAX });
    let start = (window.start as usize).min(total);
    let rows = all.iter().skip(start).take(window.len as usize).map(|o| {
        let mut out = Vec::new();
        o.write_json(&mut out);
        let mut row: Value = serde_json::from_slice(&out).unwrap();
        if let Some(fields) = &view.fields {
            let keep = |name: &String| fields.contains(name) || ["id", "type"].contains(&name.as_str());
            row.as_object_mut().unwrap().retain(|name, _| keep(name));
        }
        row["may"] = json!(Privileges::ALL.bits());
        row
    });
    (total, start, rows.collect())
}

fn change(rng: &mut ChaCha8Rng, writer: &mut Writer) {
    let store = writer.store().clone();
    let some = |rng: &mut ChaCha8Rng| {
        let id: Arc<str> = format!("{:02}", rng.random_range(0..60)).into();
        if rng.random_bool(0.2) {
            return Change::Remove(id);
        }
        let name = ["alpha", "beta", "gamma", "delta"].choose(rng).unwrap();
        let mut row = json!({ "id": &*id, "name_label": name });
        if rng.random_bool(0.5) {
            row["power_state"] = json!(["Running", "Halted"].choose(rng).unwrap());
        }
        row["memory"] = json!(rng.random_range(0..3));
        let kind = *[Kind::Vm, Kind::Vm, Kind::Vm, Kind::VmTemplate, Kind::Host].choose(rng).unwrap();
        Change::Put { kind, id, row: Row::from_json(store.interner(), &row.to_string()).unwrap() }
    };
    // now and then so many that they are sorted in
    let count = if rng.random_bool(0.03) { 600 } else { rng.random_range(1..4) };
    let changes: Vec<_> = (0..count).map(|_| some(rng)).collect();
    writer.apply(changes);
}

/// Until every list has heard everything.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

fn views() -> Vec<View> {
    let by = |field: &str, desc| Some(Sort { field: field.into(), desc });
    vec![
        view(&[Kind::Vm]),
        View { window: window(0, 10), ..view(&[Kind::Vm]) },
        View { window: window(5, 7), sort: by("name_label", false), ..view(&[Kind::Vm, Kind::VmTemplate]) },
        View { window: window(0, 5), sort: by("power_state", true), ..view(&[Kind::Vm]) },
        View { filter: Some("a power_state:run".into()), ..view(&[Kind::Vm, Kind::Host]) },
        View { fields: Some(vec!["name_label".into()]), window: window(30, 30), ..view(&[Kind::Vm]) },
        View {
            ids: Some(vec!["01".into(), "02".into(), "77".into()]),
            ..view(&[Kind::Vm, Kind::VmTemplate])
        },
    ]
}

#[tokio::test]
async fn readers_hold_what_the_cache_holds_whatever_their_pace() {
    for seed in 0..seeds(2) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let store = Store::new("e");
        let mut writer = store.writer("w");
        let lists = Lists::new(store.clone());
        let mut readers: Vec<Reader> =
            views().into_iter().chain(views()).map(|v| Reader::new(&lists, v)).collect();
        assert_eq!(lists.count(), 6, "equal views but for the window are one list");
        settle().await;
        readers.iter_mut().for_each(Reader::reset);
        for n in 0..400 {
            change(&mut rng, &mut writer);
            if rng.random_bool(0.7) {
                settle().await;
            }
            for (i, reader) in readers.iter_mut().enumerate() {
                // the second half of the readers is slow
                if i < 7 || rng.random_bool(0.05) {
                    settle().await;
                    match rng.random_range(0..40) {
                        0 if reader.view.window.is_some() => {
                            let (start, len) = (rng.random_range(0..50), rng.random_range(0..30));
                            reader.slide(Window { start, len });
                        }
                        1 => {
                            reader.resume(&lists);
                            settle().await;
                            reader.resumed();
                        }
                        _ => reader.read(false),
                    }
                    reader.check(&store);
                }
            }
            if n % 100 == 0 {
                assert!(readers[0].seq <= store.seq());
            }
        }
    }
}
