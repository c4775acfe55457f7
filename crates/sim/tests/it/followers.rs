//! Random operations over many classes, and followers that must end with exactly what reading everything gives, whatever
//! token they began from; where deletions were lost, the counts must tell.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use sim::Config;
use xapi::schema::CLASSES;

use crate::common::{Client, NULL, runs, start, vbd, vif};

/// Operations per run.
const STEPS: usize = 160;
/// A token is kept every so many operations.
const KEEP: usize = 20;

/// What a follower knows: records by class and reference.
type Cache = HashMap<(String, String), Value>;

/// A follower: what it knows, and up to when.
#[derive(Clone, Default)]
struct Follower {
    cache: Cache,
    token: String,
    /// Classes whose counts said that something was missed.
    suspect: BTreeSet<String>,
}

impl Follower {
    async fn poll(&mut self, client: &Client, timeout: f64) {
        let batch = client.ok("event.from", json!([["*"], self.token, timeout])).await;
        let token = batch["token"].as_str().unwrap();
        assert!(token >= self.token.as_str(), "tokens never go back");
        self.token = token.to_owned();
        let mut last = 0;
        let mut seen = BTreeSet::new();
        for event in batch["events"].as_array().unwrap() {
            let text = |name: &str| event[name].as_str().unwrap().to_owned();
            let key = (text("class"), text("ref"));
            assert!(seen.insert(key.clone()), "{key:?} came twice in one batch");
            let stage = match (key.0.as_str(), text("operation").as_str()) {
                ("message", "add") => 0,
                (_, "add") => 1,
                (_, "mod") => 2,
                _ => 3,
            };
            assert!(stage >= last, "messages, then what was added, changed and removed");
            last = stage;
            let known = self.cache.contains_key(&key);
            match stage {
                0 | 1 => assert!(!known, "{key:?} was added before"),
                2 => assert!(known, "{key:?} was changed before it was added"),
                _ => assert!(known, "{key:?} was told before it was removed"),
            }
            if stage == 3 {
                self.cache.remove(&key);
            } else {
                self.cache.insert(key, event["snapshot"].clone());
            }
        }
        self.suspect.clear();
        for class in CLASSES.iter().filter(|c| c.events && c.in_database) {
            let known = self.cache.keys().filter(|(c, _)| c == class.event_class).count();
            if batch["valid_ref_counts"][class.event_class] != known {
                self.suspect.insert(class.event_class.to_owned());
            }
        }
    }

    /// Compares with what reading everything gives; tells how many records were the same.
    fn compare(&self, all: &BTreeMap<String, Value>) -> usize {
        let mut same = 0;
        for (class, records) in all.iter().filter(|(class, _)| !self.suspect.contains(*class)) {
            let records = records.as_object().unwrap();
            let known = self.cache.keys().filter(|(c, _)| c == class);
            assert_eq!(known.count(), records.len(), "{class}");
            for (reference, record) in records {
                let key = (class.clone(), reference.clone());
                assert_eq!(self.cache.get(&key), Some(record), "{class} {reference}");
                same += 1;
            }
        }
        same
    }
}

/// Everything there is, by class as events name it.
async fn read_all(client: &Client) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for class in CLASSES.iter().filter(|c| c.events) {
        if let Ok(records) = client.call(&format!("{}.get_all_records", class.name), json!([])).await {
            all.insert(class.event_class.to_owned(), records);
        }
    }
    assert!(all.len() > 50, "{}", all.len());
    all
}

/// Objects that operations are about, by kind.
struct Things {
    vms: Vec<String>,
    sr: String,
    made: Vec<(&'static str, String)>,
}

impl Things {
    async fn list(client: &Client) -> Things {
        let mut vms = client.vms("Halted").await;
        vms.extend(client.vms("Running").await);
        let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await;
        Things { vms, sr: sr[0].as_str().unwrap().to_owned(), made: Vec::new() }
    }

    fn some(&self, rng: &mut StdRng, class: &str) -> String {
        let of_class: Vec<_> = self.made.iter().filter(|(c, _)| *c == class).collect();
        of_class.choose(rng).map_or(NULL.to_owned(), |(_, r)| r.clone())
    }

    /// Makes something; the records it takes.
    fn recipe(&self, rng: &mut StdRng, n: usize) -> (&'static str, Value) {
        let name = format!("made {n}");
        match rng.random_range(0..8) {
            0 => (
                "VDI",
                json!({"name_label": name, "SR": self.sr, "virtual_size": 1 << 30, "type": "user",
                                "sharable": false, "read_only": false, "other_config": {}}),
            ),
            1 => ("VBD", vbd(self.vms.choose(rng).unwrap(), &self.some(rng, "VDI"), json!({}))),
            2 => (
                "VIF",
                vif(
                    self.vms.choose(rng).unwrap(),
                    &json!(self.some(rng, "network")),
                    &rng.random_range(0..7).to_string(),
                    "",
                ),
            ),
            3 => ("network", json!({"name_label": name, "other_config": {}})),
            4 => ("secret", json!({"value": name, "other_config": {}})),
            5 => ("VM_appliance", json!({"name_label": name, "name_description": ""})),
            6 => ("subject", json!({"subject_identifier": name, "other_config": {}})),
            _ => ("VM_group", json!({"name_label": name, "name_description": "", "placement": "normal"})),
        }
    }
}

/// Does something; refusals are part of life.
async fn step(client: &Client, rng: &mut StdRng, things: &mut Things, n: usize) {
    let vm = things.vms.choose(rng).unwrap().clone();
    let (kind, some) = things.made.choose(rng).cloned().unwrap_or(("VM", vm.clone()));
    let label = format!("n{}", rng.random_range(0..3));
    let result = match rng.random_range(0..26) {
        0 => client.call("VM.start", json!([vm, false, false])).await,
        1 => client.call("VM.start", json!([vm, true, false])).await,
        2 => client.call("VM.hard_shutdown", json!([vm])).await,
        3 => client.call("VM.clean_shutdown", json!([vm])).await,
        4 => client.call("VM.hard_reboot", json!([vm])).await,
        5 => client.call("VM.suspend", json!([vm])).await,
        6 => client.call("VM.resume", json!([vm, false, false])).await,
        7 => client.call("VM.pause", json!([vm])).await,
        8 => client.call("VM.unpause", json!([vm])).await,
        9 => client.call("VM.snapshot", json!([vm, "s"])).await,
        10 => client.call("VM.set_name_label", json!([vm, label])).await,
        11 => client.call("VM.add_tags", json!([vm, label])).await,
        12 => client.call("VM.remove_tags", json!([vm, label])).await,
        13 => match client.call("VM.clone", json!([vm, "c"])).await {
            Ok(copy) => {
                things.vms.push(copy.as_str().unwrap().to_owned());
                Ok(copy)
            }
            refused => refused,
        },
        14 => {
            let result = client.call("VM.destroy", json!([vm])).await;
            if result.is_ok() {
                things.vms.retain(|v| *v != vm);
            }
            result
        }
        15..19 => {
            let (class, record) = things.recipe(rng, n);
            let made = client.call(&format!("{class}.create"), json!([record])).await;
            if let Ok(reference) = &made {
                things.made.push((class, reference.as_str().unwrap().to_owned()));
            }
            made
        }
        19 | 20 => {
            let result = client.call(&format!("{kind}.destroy"), json!([some])).await;
            things.made.retain(|(_, r)| *r != some || result.is_err());
            result
        }
        21 => client.call(&format!("{kind}.add_to_other_config"), json!([some, label, "x"])).await,
        22 => client.call(&format!("{kind}.remove_from_other_config"), json!([some, label])).await,
        23 => client.call("task.create", json!([label, ""])).await,
        24 => {
            let uuid = client.call("VM.get_uuid", json!([vm])).await.unwrap_or_default();
            client.call("message.create", json!([label, 3, "VM", uuid, ""])).await
        }
        _ => {
            let all = client.ok("message.get_all", json!([])).await;
            let first = all[0].clone();
            client.call("message.destroy", json!([first])).await
        }
    };
    if let Err(error) = result {
        assert!(!matches!(error[0].as_str(), "INTERNAL_ERROR" | "NOT_IMPLEMENTED"), "{error:?}");
    }
}

/// Follows all events until told to stop, pausing as it likes.
async fn follow(client: Client, seed: u64, stop: tokio::sync::watch::Receiver<bool>) -> Follower {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut follower = Follower::default();
    loop {
        let last = *stop.borrow();
        follower.poll(&client, 0.1).await;
        assert!(follower.suspect.is_empty(), "who keeps up loses nothing: {:?}", follower.suspect);
        if last {
            return follower;
        }
        tokio::time::sleep(Duration::from_millis(rng.random_range(0..150))).await;
    }
}

async fn run(seed: u64) {
    let config = Config { seed, vms: 24, hosts: 2, speed: 300.0, ..Config::test() };
    let (sim, client) = start(config).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut running = Vec::new();
    for n in 0..2 {
        let client = Client::login(sim.address()).await;
        running.push(tokio::spawn(follow(client, seed * 10 + n, stopped.clone())));
    }
    let mut rng = StdRng::seed_from_u64(seed);
    let mut things = Things::list(&client).await;
    // Followers that stop at some moment and go on at the end only.
    let mut stopped_at = Vec::new();
    for n in 0..STEPS {
        if n % KEEP == 0 {
            let mut follower = stopped_at.last().cloned().unwrap_or(Follower::default());
            follower.poll(&client, 0.0).await;
            stopped_at.push(follower);
        }
        step(&client, &mut rng, &mut things, n).await;
    }
    stop.send_replace(true);
    let mut followers = stopped_at;
    for follower in running {
        followers.push(follower.await.unwrap());
    }
    settle(&client).await;
    let all = read_all(&client).await;
    for follower in &mut followers {
        follower.poll(&client, 0.0).await;
        let same = follower.compare(&all);
        assert!(same > 400, "{same}");
        // Tasks come and go with every call; of the others no table lost that much.
        assert!(follower.suspect.iter().all(|class| class == "task"), "{:?}", follower.suspect);
    }
}

/// Waits until nothing happens any more.
async fn settle(client: &Client) {
    let mut before = json!(null);
    for _ in 0..200 {
        let now = client.ok("event.get_current_id", json!([])).await;
        if now == before {
            return;
        }
        before = now;
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

#[tokio::test]
async fn followers_from_any_token_end_with_what_reading_gives() {
    for seed in 1..=runs(3) {
        run(seed).await;
    }
}

/// Under the fault that loses all deletions, exactly the classes that lost some are suspected.
#[tokio::test]
async fn lost_deletions_are_noticed_by_the_counts() {
    for seed in 1..=runs(3) {
        let (sim, client) = start(Config { seed, vms: 6, ..Config::test() }).await;
        let mut rng = StdRng::seed_from_u64(seed);
        let classes = ["network", "VM_appliance", "subject", "VM_group", "SR", "VDI", "task"];
        let made: Vec<(&str, String)> = (0..60)
            .map(|_| {
                let class = *classes.choose(&mut rng).unwrap();
                (class, sim.first().add(class, &json!({})).unwrap())
            })
            .collect();
        let mut follower = Follower::default();
        follower.poll(&client, 0.0).await;
        assert!(follower.suspect.is_empty());
        sim.first().add_fault("lose-deletions".parse().unwrap());
        let mut lost = BTreeSet::new();
        for (class, reference) in made {
            if rng.random_bool(0.05) {
                sim.first().remove(class, &reference).unwrap();
                lost.insert(class.to_lowercase());
            }
        }
        follower.poll(&client, 0.0).await;
        assert_eq!(follower.suspect, lost);
        follower.compare(&read_all(&client).await);
        // Reading those classes again repairs it.
        for class in &lost {
            follower.cache.retain(|(c, _), _| c != class);
        }
        let all = read_all(&client).await;
        for class in &lost {
            for (reference, record) in all[class].as_object().unwrap() {
                follower.cache.insert((class.clone(), reference.clone()), record.clone());
            }
        }
        sim.first().clear_faults();
        follower.poll(&client, 0.0).await;
        assert!(follower.suspect.is_empty());
        follower.compare(&all);
    }
}

/// Deletions beyond what the log of a table holds are lost, and noticed the same way.
#[tokio::test]
async fn deletions_beyond_the_log_are_noticed_by_the_counts() {
    for seed in 1..=runs(2) {
        let (sim, client) = start(Config { seed, vms: 6, ..Config::test() }).await;
        let mut rng = StdRng::seed_from_u64(seed);
        let number = rng.random_range(400..700);
        let add = |class: &'static str| -> Vec<String> {
            (0..number).map(|_| sim.first().add(class, &json!({})).unwrap()).collect()
        };
        let (networks, subjects) = (add("network"), add("subject"));
        let mut follower = Follower::default();
        follower.poll(&client, 0.0).await;
        networks.iter().for_each(|n| sim.first().remove("network", n).unwrap());
        let few = rng.random_range(1..256);
        subjects[..few].iter().for_each(|s| sim.first().remove("subject", s).unwrap());
        follower.poll(&client, 0.0).await;
        let lost = number > 512;
        assert_eq!(follower.suspect.contains("network"), lost, "{number} removed");
        assert!(!follower.suspect.contains("subject"), "{few} removed");
        follower.compare(&read_all(&client).await);
    }
}
