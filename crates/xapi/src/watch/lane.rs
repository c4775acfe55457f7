//! One chain of `event.from` calls: its token, and which objects it knows to exist.
//!
//! Servers forget deletions silently, so the references of every class are kept (as hashes) and their number compared
//! with the server's after each batch.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Event, Op, Records};
use crate::params;
use crate::rpc::Params;
use crate::schema;

/// The answer of `event.from`.
#[derive(Deserialize)]
pub(super) struct Reply {
    #[serde(default)]
    events: Vec<RawEvent>,
    #[serde(default)]
    valid_ref_counts: HashMap<String, i64>,
    pub token: String,
}

#[derive(Deserialize)]
struct RawEvent {
    class: String,
    operation: String,
    #[serde(rename = "ref")]
    reference: Box<str>,
    #[serde(default)]
    snapshot: Option<Box<RawValue>>,
}

/// What a reply means for the mirror.
#[derive(Debug)]
pub(super) struct Applied {
    pub events: Vec<Event>,
    /// The classes of which objects are missing or left over.
    pub differing: Vec<&'static str>,
    /// The server is at an earlier time than it was: nothing that is known can be trusted.
    pub backwards: bool,
}

pub(super) struct Lane {
    pub classes: Vec<&'static schema::Class>,
    token: String,
    known: HashMap<&'static str, HashSet<u64>>,
    /// Classes of which the server gave a number at least once.
    counted: HashSet<&'static str>,
    /// Differences that fresh listings did not mend: not objects we miss, but how the server counts.
    tolerated: HashMap<&'static str, i64>,
    /// Differences that the last listing left, of which the next decides.
    suspected: HashMap<&'static str, i64>,
    /// Classes listed since the last reply, and whether the listing told anything new.
    fresh: HashMap<&'static str, bool>,
    /// Classes to list before the lane goes on.
    pub resync: BTreeSet<&'static str>,
    /// Whether a reply came since the connection was made.
    pub verified: bool,
}

impl Lane {
    pub fn new(classes: Vec<&'static schema::Class>) -> Self {
        Lane {
            classes,
            token: String::new(),
            known: HashMap::new(),
            counted: HashSet::new(),
            tolerated: HashMap::new(),
            suspected: HashMap::new(),
            fresh: HashMap::new(),
            resync: BTreeSet::new(),
            verified: false,
        }
    }

    /// Begins again at a token.
    pub fn reset(&mut self, token: &str) {
        *self = Lane { token: token.to_owned(), ..Lane::new(std::mem::take(&mut self.classes)) };
    }

    /// Goes on after a break. Deletions in classes that nobody counts may have been missed, and another server may
    /// count in another way.
    pub fn resume(&mut self) {
        self.verified = false;
        self.tolerated.clear();
        self.suspected.clear();
        self.resync
            .extend(self.classes.iter().map(|class| class.name).filter(|name| !self.counted.contains(name)));
    }

    /// The parameters of the next `event.from`.
    pub fn poll(&self, seconds: f64) -> Params {
        let classes: Vec<&str> = self.classes.iter().map(|class| class.event_class).collect();
        params![classes, self.token, seconds]
    }

    /// Takes in a listing of one of its classes.
    pub fn listed(&mut self, class: &'static str, records: &Records) {
        let listed: HashSet<u64> = records.iter().map(|(reference, _)| key(reference)).collect();
        let news = self.known.get(class) != Some(&listed);
        self.known.insert(class, listed);
        self.fresh.insert(class, news);
        self.resync.remove(class);
    }

    /// Takes in a reply.
    pub fn apply(&mut self, reply: Reply) -> Applied {
        let backwards = is_before(&reply.token, &self.token);
        let mut events = Vec::with_capacity(reply.events.len());
        for raw in reply.events {
            let lower: Cow<'_, str> = if raw.class.bytes().any(|b| b.is_ascii_uppercase()) {
                raw.class.to_ascii_lowercase().into()
            } else {
                raw.class.as_str().into()
            };
            let Some(class) = self.classes.iter().find(|class| class.event_class == lower) else { continue };
            let known = self.known.entry(class.name).or_default();
            let op = match (raw.operation.to_ascii_lowercase().as_str(), &raw.snapshot) {
                ("del", _) => {
                    known.remove(&key(&raw.reference));
                    Op::Del
                }
                (_, None) => continue,
                (operation, Some(_)) => {
                    known.insert(key(&raw.reference));
                    if operation == "add" { Op::Add } else { Op::Mod }
                }
            };
            let snapshot = raw.snapshot.filter(|_| op != Op::Del);
            events.push(Event { class: class.name, op, reference: raw.reference, snapshot });
        }
        self.token = reply.token;
        self.verified = true;
        let differing = self.compare(&reply.valid_ref_counts);
        self.fresh.clear();
        Applied { events, differing, backwards }
    }

    fn compare(&mut self, counts: &HashMap<String, i64>) -> Vec<&'static str> {
        let mut differing = Vec::new();
        for class in &self.classes {
            let Some(theirs) = counts.get(class.event_class) else { continue };
            self.counted.insert(class.name);
            let ours = self.known.get(class.name).map_or(0, HashSet::len);
            let difference = theirs - i64::try_from(ours).unwrap_or(i64::MAX);
            if difference == 0 {
                self.tolerated.remove(class.name);
                self.suspected.remove(class.name);
            } else if let Some(news) = self.fresh.get(class.name) {
                // A deletion between the listing and this reply may be lost as well, so one listing proves nothing
                // unless it told nothing new.
                if *news && self.suspected.insert(class.name, difference) != Some(difference) {
                    differing.push(class.name);
                    continue;
                }
                self.tolerated.insert(class.name, difference);
                tracing::debug!(
                    class = class.name,
                    difference,
                    "the server counts objects that it does not list"
                );
            } else if self.tolerated.get(class.name) != Some(&difference) {
                differing.push(class.name);
            }
        }
        differing
    }
}

/// A reference in few bytes.
fn key(reference: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    reference.hash(&mut hasher);
    hasher.finish()
}

/// Whether a token is of an earlier time than another: `%020d,%020d`, the generations of database and messages.
fn is_before(token: &str, than: &str) -> bool {
    let parse = |text: &str| -> Option<(u64, u64)> {
        let (database, messages) = text.split_once(',')?;
        Some((database.trim().parse().ok()?, messages.trim().parse().ok()?))
    };
    match (parse(token), parse(than)) {
        (Some((database, messages)), Some((before_database, before_messages))) => {
            database < before_database || messages < before_messages
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn lane() -> Lane {
        let mut lane = Lane::new(vec![schema::class("VM").unwrap(), schema::class("message").unwrap()]);
        lane.reset("00000000000000000005,00000000000000000000");
        lane.listed("VM", &listing(r#"{"a":{},"b":{}}"#));
        lane
    }

    fn reply(events: &str, vms: i64, generation: u64) -> Reply {
        let text = format!(
            r#"{{"events":[{events}],"valid_ref_counts":{{"vm":{vms}}},"token":"{generation:020},{:020}"}}"#,
            0
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn counts_follow_the_events() {
        let mut lane = lane();
        let events = r#"{"class":"VM","operation":"ADD","ref":"c","snapshot":{}},{"class":"vm","operation":"del","ref":"a"},
            {"class":"vm","operation":"mod","ref":"b","snapshot":{"x":1}},{"class":"host","operation":"del","ref":"h"}"#;
        let applied = lane.apply(reply(events, 2, 6));
        let seen: Vec<_> = applied.events.iter().map(|it| (it.class, it.op, &*it.reference)).collect();
        assert_eq!(seen, [("VM", Op::Add, "c"), ("VM", Op::Del, "a"), ("VM", Op::Mod, "b")]);
        assert!(applied.differing.is_empty() && !applied.backwards);
        assert_eq!(lane.apply(reply("", 1, 7)).differing, ["VM"]);
    }

    fn listing(text: &'static str) -> Records {
        Records::parse(Bytes::from_static(text.as_bytes())).unwrap()
    }

    #[test]
    fn what_fresh_listings_do_not_mend_is_tolerated() {
        let mut lane = lane();
        assert_eq!(lane.apply(reply("", 3, 6)).differing, ["VM"], "the first listing is news");
        lane.listed("VM", &listing(r#"{"a":{},"b":{}}"#));
        assert!(lane.apply(reply("", 3, 7)).differing.is_empty());
        assert!(lane.apply(reply("", 3, 8)).differing.is_empty());
        assert_eq!(lane.apply(reply("", 4, 9)).differing, ["VM"]);
    }

    #[test]
    fn a_deletion_lost_right_after_a_listing_is_found() {
        let mut lane = lane();
        assert!(lane.apply(reply("", 2, 6)).differing.is_empty());
        assert_eq!(lane.apply(reply("", 1, 7)).differing, ["VM"], "one was lost");
        lane.listed("VM", &listing(r#"{"a":{},"c":{}}"#));
        assert_eq!(lane.apply(reply("", 1, 8)).differing, ["VM"], "and another since the listing");
        lane.listed("VM", &listing(r#"{"a":{}}"#));
        assert!(lane.apply(reply("", 1, 9)).differing.is_empty());
    }

    #[test]
    fn after_a_break_nothing_is_tolerated() {
        let mut lane = lane();
        lane.apply(reply("", 3, 6));
        lane.listed("VM", &listing(r#"{"a":{},"b":{}}"#));
        assert!(lane.apply(reply("", 3, 7)).differing.is_empty());
        lane.resume();
        assert_eq!(lane.apply(reply("", 3, 8)).differing, ["VM"]);
        lane.listed("VM", &listing(r#"{"a":{},"c":{}}"#));
        assert_eq!(
            lane.apply(reply("", 3, 9)).differing,
            ["VM"],
            "one listing proves nothing, as before the break"
        );
    }

    #[test]
    fn time_that_goes_backwards_is_noticed() {
        let mut lane = lane();
        assert!(lane.apply(reply("", 2, 4)).backwards);
        assert!(!lane.apply(reply("", 2, 4)).backwards);
        assert!(is_before("1,1", "1,2") && !is_before("2,2", "1,2") && !is_before("x", "1,2"));
    }

    #[test]
    fn uncounted_classes_are_listed_after_a_break() {
        let mut lane = lane();
        lane.apply(reply("", 2, 6));
        lane.resume();
        assert_eq!(lane.resync.iter().copied().collect::<Vec<_>>(), ["message"]);
    }
}
