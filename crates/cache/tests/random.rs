//! Random changes by several writers, checked against a plain model; readers that start anywhere and fall
//! behind end up with what the store holds.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use cache::{Change, Object, Row, Store, Subscription, Told, Writer};
use model::Kind;
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

const KINDS: [Kind; 3] = [Kind::Vm, Kind::VmTemplate, Kind::Host];

/// What sources said, oldest claim first for each id, and which sources are lost since when.
#[derive(Default)]
struct Model(BTreeMap<String, Vec<(usize, Kind, String)>>, [Option<f64>; NAMES.len()]);

impl Model {
    fn put(&mut self, source: usize, id: &str, kind: Kind, json: String) {
        let claims = self.0.entry(id.to_owned()).or_default();
        match claims.iter_mut().find(|c| c.0 == source) {
            Some(claim) => *claim = (source, kind, json),
            None => claims.push((source, kind, json)),
        }
    }

    fn remove(&mut self, source: usize, id: &str) {
        if let Some(claims) = self.0.get_mut(id) {
            claims.retain(|c| c.0 != source);
            if claims.is_empty() {
                self.0.remove(id);
            }
        }
    }

    fn check(&self, store: &Store) {
        let mut shown: Vec<_> = store.all();
        shown.sort_by(|a, b| a.id().cmp(b.id()));
        let last_seen = |o: &Object| o.get("lastSeen").map(|at| at.parse().unwrap());
        let told: Vec<_> =
            shown.iter().map(|o| (o.id(), o.source(), o.kind(), json(o.row()), last_seen(o))).collect();
        let wanted: Vec<_> = self
            .0
            .iter()
            .map(|(id, claims)| {
                let (source, kind, row) = &claims[0];
                (id.as_str(), NAMES[*source], *kind, row.clone(), self.1[*source])
            })
            .collect();
        assert_eq!(told, wanted);
        for kind in KINDS {
            let of_kind = store.of_kind(kind);
            assert!(of_kind.iter().all(|o| o.kind() == kind));
            assert_eq!(of_kind.len(), store.count(kind));
            assert_eq!(of_kind.len(), shown.iter().filter(|o| o.kind() == kind).count());
        }
    }
}

const NAMES: [&str; 3] = ["a", "b", "c"];

fn json(row: &Row) -> String {
    let mut out = Vec::new();
    row.write_json(&mut out);
    String::from_utf8(out).unwrap()
}

/// Holds copies of the objects it was told of.
struct Reader {
    held: HashMap<String, Arc<Object>>,
    seq: u64,
    subscription: Subscription,
}

impl Reader {
    fn new(store: &Store) -> Self {
        let (now, seq, subscription) = store.listen(&KINDS);
        let held = now.into_iter().map(|o| (o.id().to_owned(), o)).collect();
        Self { held, seq, subscription }
    }

    /// Hears everything there is to hear; says how often it had to look for itself.
    fn catch_up(&mut self, store: &Store) -> usize {
        let mut lagged = 0;
        while let Some(told) = self.subscription.try_next() {
            match told {
                Told::Batch(batch) if batch.seq <= self.seq => {}
                Told::Batch(batch) => {
                    assert!(
                        batch.seq >= self.seq + batch.deltas.len() as u64,
                        "a sequence number is missing"
                    );
                    self.seq = batch.seq;
                    for delta in &batch.deltas {
                        if let Some(old) = &delta.old {
                            assert!(Arc::ptr_eq(&self.held.remove(old.id()).unwrap(), old));
                        }
                        if let Some(new) = &delta.new {
                            assert!(self.held.insert(new.id().to_owned(), new.clone()).is_none());
                        }
                    }
                }
                Told::Lagged => {
                    lagged += 1;
                    let (now, seq, subscription) = store.listen(&KINDS);
                    self.held.retain(|id, _| store.get(id).is_some());
                    for newer in now.iter().filter(|o| o.seq() > self.seq) {
                        self.held.insert(newer.id().to_owned(), newer.clone());
                    }
                    (self.seq, self.subscription) = (seq, subscription);
                }
            }
        }
        lagged
    }

    fn check(&self, store: &Store) {
        let all = store.all();
        assert_eq!(self.held.len(), all.len());
        assert_eq!(self.seq, store.seq());
        for object in all {
            assert!(Arc::ptr_eq(&self.held[object.id()], &object));
        }
    }
}

fn some_row(rng: &mut ChaCha8Rng, store: &Store) -> (Row, String) {
    let mut fields = vec![format!("\"name\":\"{}\"", rng.random_range(0..3))];
    if rng.random_bool(0.5) {
        fields.push(format!("\"n\":{}", rng.random_range(0..3)));
    }
    let text = format!("{{{}}}", fields.join(","));
    (Row::from_json(store.interner(), &text).unwrap(), text)
}

fn step(rng: &mut ChaCha8Rng, store: &Arc<Store>, writers: &mut [Writer], model: &mut Model) {
    let source = rng.random_range(0..writers.len());
    let id = |rng: &mut ChaCha8Rng| rng.random_range(0..40).to_string();
    let put = |rng: &mut ChaCha8Rng, model: &mut Model| {
        let (id, kind) = (id(rng), *KINDS.choose(rng).unwrap());
        let (row, text) = some_row(rng, store);
        model.put(source, &id, kind, text);
        (kind, Arc::<str>::from(id), row)
    };
    if rng.random_bool(0.02) {
        let since = f64::from(rng.random_range(0..3));
        model.1[source] = Some(since);
        writers[source].lost(since);
        return;
    }
    model.1[source] = None;
    if rng.random_bool(0.02) {
        // one that takes over knows nothing of what is lost
        writers[source] = store.writer(NAMES[source]);
    }
    if rng.random_bool(0.02) {
        for id in model.0.keys().cloned().collect::<Vec<_>>() {
            model.remove(source, &id);
        }
        // the model removes first and puts then, so only ids that nobody else has may be put again
        writers[source].clear();
        let count = rng.random_range(0..20);
        let all: BTreeMap<_, _> =
            (0..count).map(|_| put(rng, model)).map(|(kind, id, row)| (id, (kind, row))).collect();
        writers[source].replace_all(all.into_iter().map(|(id, (kind, row))| (kind, id, row)));
        return;
    }
    let mut changes = Vec::new();
    for _ in 0..rng.random_range(1..4) {
        if rng.random_bool(0.3) {
            let id = rng.random_range(0..40).to_string();
            model.remove(source, &id);
            changes.push(Change::Remove(id.into()));
        } else {
            let (kind, id, row) = put(rng, model);
            changes.push(Change::Put { kind, id, row });
        }
    }
    writers[source].apply(changes);
}

/// How many seeds are tried: a few, or as many as `make soak` asks for.
fn seeds(few: u64) -> u64 {
    std::env::var("XENITH_SEEDS").map_or(few, |n| n.parse().unwrap())
}

#[test]
fn readers_from_any_point_hold_what_the_store_holds() {
    let mut lagged = 0;
    for seed in 0..seeds(4) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let store = Store::new("epoch");
        let mut writers: Vec<_> = NAMES.iter().map(|n| store.writer(n)).collect();
        let mut model = Model::default();
        let mut readers = vec![Reader::new(&store)];
        for n in 0..6_000 {
            step(&mut rng, &store, &mut writers, &mut model);
            if n % 997 == 0 {
                model.check(&store);
                readers.push(Reader::new(&store));
            }
            // the first reader hears all, the second now and then, the others only at the end
            if n % 2_000 == 0 {
                readers.iter_mut().take(2).for_each(|r| lagged += r.catch_up(&store));
            }
            readers[0].catch_up(&store);
            readers[0].check(&store);
        }
        model.check(&store);
        for reader in &mut readers {
            lagged += reader.catch_up(&store);
            reader.check(&store);
        }
    }
    assert!(lagged > 4, "nobody fell behind");
}

#[test]
fn an_equal_object_is_silence_and_a_relist_tells_only_differences() {
    let store = Store::new("epoch");
    let mut writer = store.writer("pool");
    let row = |n: u32| Row::from_json(store.interner(), &format!("{{\"n\":{n}}}")).unwrap();
    let put = |id: &str, n| Change::Put { kind: Kind::Vm, id: id.into(), row: row(n) };
    assert_eq!(writer.apply([put("a", 1), put("b", 1), put("b", 1)]), 2);
    let (_, seq, mut reader) = store.listen(&[Kind::Vm]);
    assert_eq!(seq, 2);
    assert_eq!(writer.apply([put("a", 1)]), 0);
    assert!(reader.try_next().is_none());
    let all = [(Kind::Vm, "a".into(), row(1)), (Kind::Vm, "c".into(), row(1))];
    assert_eq!(writer.replace_all(all), 2);
    let Some(Told::Batch(batch)) = reader.try_next() else { panic!("nothing was told") };
    assert_eq!(batch.seq, 4);
    let told: Vec<_> = batch
        .deltas
        .iter()
        .map(|d| (d.old.as_ref().map(|o| o.id()), d.new.as_ref().map(|o| o.id())))
        .collect();
    assert_eq!(told, [(None, Some("c")), (Some("b"), None)]);
    assert_eq!(store.get("a").unwrap().seq(), 1);
}

#[test]
fn a_source_that_is_lost_says_so_of_each_object_until_it_is_heard_again() {
    let store = Store::new("epoch");
    let (mut writer, mut other) = (store.writer("pool"), store.writer("other"));
    let row = |n: u32| Row::from_json(store.interner(), &format!("{{\"n\":{n}}}")).unwrap();
    let put = |id: &str, n| Change::Put { kind: Kind::Vm, id: id.into(), row: row(n) };
    writer.apply([put("a", 1), put("b", 1), put("c", 1)]);
    other.apply([put("b", 2), put("o", 1)]);
    let told = |reader: &mut Subscription| {
        let Some(Told::Batch(batch)) = reader.try_next() else { panic!("nothing was told") };
        assert!(reader.try_next().is_none(), "all at once");
        let told = batch.deltas.iter().map(|delta| {
            let (old, new) = (delta.old.as_ref().unwrap(), delta.new.as_ref().unwrap());
            assert!(new.seq() > old.seq());
            let mut out = b"{".to_vec();
            assert!(new.write_changes(old, &mut out, None));
            String::from_utf8(out).unwrap() + "}"
        });
        let mut told: Vec<_> = told.collect();
        told.sort();
        told
    };
    let mut reader = store.subscribe();
    assert_eq!(writer.lost(12.5), 3);
    let marked = |id| format!("{{\"id\":\"{id}\",\"lastSeen\":12.5}}");
    assert_eq!(told(&mut reader), ["a", "b", "c"].map(marked));
    assert_eq!(writer.lost(12.5), 0, "the same again is silence");
    assert!(reader.try_next().is_none());

    assert_eq!(writer.apply([put("a", 2)]), 3);
    let fresh = |id| format!("{{\"id\":\"{id}\",\"lastSeen\":null}}");
    let changed = "{\"id\":\"a\",\"n\":2,\"lastSeen\":null}".to_owned();
    assert_eq!(told(&mut reader), [changed, fresh("b"), fresh("c")]);

    writer.lost(13.0);
    told(&mut reader);
    assert_eq!(writer.replace_all(["a", "b", "c"].map(|id| (Kind::Vm, id.into(), row(2)))), 3);
    let all = |id| format!("{{\"id\":\"{id}\",\"n\":2,\"lastSeen\":null}}");
    assert_eq!(told(&mut reader), [fresh("a"), all("b"), all("c")]);

    // what was in the shadow of another source is as lost as its own
    other.lost(14.0);
    writer.clear();
    assert_eq!(store.get("b").unwrap().get("lastSeen"), Some("14.0"));
    store.writer("other").apply([]);
    assert_eq!(store.get("b").unwrap().get("lastSeen"), None, "whoever takes over is heard of");
}

#[tokio::test]
async fn a_subscription_ends_with_its_store() {
    let store = Store::new("epoch");
    let mut reader = store.subscribe();
    drop(store);
    assert!(reader.next().await.is_none());
}
