//! A user to grant things to, and what then follows, worked out independently of the server.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use sim::{Config, Sim};
use tests::{ADMIN, Http, PASSWORD, Socket, TestServer};

/// A server with a pool, somebody without rights, and an administrator's connection.
pub struct Rig {
    pub server: TestServer,
    _sim: Sim,
    pub admin: Socket,
    pub bob: String,
}

impl Rig {
    pub async fn new() -> Self {
        let config = Config { hosts: 2, vms: 12, ..Config::test() };
        let (server, sim) = (TestServer::start().await, Sim::start(config).await.unwrap());
        server.add_pool(&sim).await;
        let bob = server.user("bob", "b").await;
        let admin = server.rpc_as(ADMIN, PASSWORD).await;
        Self { server, _sim: sim, admin, bob }
    }

    pub async fn all(&mut self) -> BTreeMap<String, Value> {
        let all = self.admin.call("xo.getAllObjects", json!({})).await.unwrap();
        all.as_object().unwrap().clone().into_iter().collect()
    }

    pub async fn a_vm(&mut self, state: &str) -> Value {
        let all = self.all().await;
        all.into_values().find(|o| o["type"] == "VM" && o["power_state"] == state).unwrap()
    }

    pub async fn grant(&mut self, object: &Value, action: &str) {
        let asked = json!({ "subject": self.bob, "object": object, "action": action });
        self.admin.call("acl.add", asked).await.unwrap();
    }

    pub async fn revoke(&mut self, object: &Value, action: &str) {
        let asked = json!({ "subject": self.bob, "object": object, "action": action });
        self.admin.call("acl.remove", asked).await.unwrap();
    }

    pub async fn http(&self) -> Http {
        self.server.signed_in("bob", "b").await
    }

    pub async fn feed(&self) -> Socket {
        let signed_in =
            self.server.visitor().post("/signin", &json!({ "email": "bob", "password": "b" })).await;
        let cookie = format!("token={}", signed_in.cookie().unwrap());
        let mut feed = Socket::open(self.server.address(), "/feed", &[("cookie", &cookie)]).await.unwrap();
        assert_eq!(feed.next().await.unwrap()["hello"]["user"]["email"], "bob");
        feed
    }
}

pub async fn watched(feed: &mut Socket, kinds: &[&str]) -> BTreeSet<String> {
    feed.send(json!({ "watch": 1, "view": { "type": kinds, "fields": ["uuid"] } }).to_string()).await;
    let reset = feed.next().await.unwrap();
    ids(reset["reset"]["rows"].as_array().unwrap().iter())
}

pub fn ids<'a>(objects: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    objects.map(|o| o["id"].as_str().unwrap().to_owned()).collect()
}

/// What follows from grants on `granted`, worked out from the objects as an administrator gets them: whatever names
/// one of those as what it is under, and so on downwards.
pub fn under(all: &BTreeMap<String, Value>, granted: &BTreeSet<String>) -> BTreeSet<String> {
    let ups: &[(&str, &[&str])] = &[
        ("VM", &["$container"]),
        ("VM-controller", &["$container"]),
        ("VM-template", &["$pool"]),
        ("VM-snapshot", &["$snapshot_of"]),
        ("host", &["$pool"]),
        ("network", &["$pool"]),
        ("SM", &["$pool"]),
        ("SR", &["$container"]),
        ("VDI", &["$SR"]),
        ("VDI-unmanaged", &["$SR"]),
        ("VDI-snapshot", &["$snapshot_of"]),
        ("VBD", &["VM", "VDI"]),
        ("VIF", &["$VM", "$network"]),
        ("PIF", &["$host"]),
        ("PBD", &["host", "SR"]),
        ("message", &["$object"]),
        ("task", &["applies_to", "$host"]),
    ];
    let mut seen: BTreeSet<String> = granted.iter().filter(|id| all.contains_key(*id)).cloned().collect();
    loop {
        let before = seen.len();
        for (id, object) in all {
            let fields = ups.iter().find(|(kind, _)| object["type"] == *kind).map_or(&[][..], |(_, up)| up);
            let named = |field: &&str| object[*field].as_str().is_some_and(|up| seen.contains(up));
            if fields.iter().any(named) {
                seen.insert(id.clone());
            }
            // a disk is under the VMs that it is plugged into
            if matches!(object["type"].as_str(), Some("VDI" | "VDI-unmanaged")) {
                let drives = object["$VBDs"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let mut vms = drives.filter_map(|drive| all.get(drive)?["VM"].as_str());
                if vms.any(|vm| seen.contains(vm)) {
                    seen.insert(id.clone());
                }
            }
        }
        if seen.len() == before {
            return seen;
        }
    }
}

/// What follows from several grants: the bits of the privileges on every object, from the target of each grant as
/// `acl.add` takes it, and the bits that it gives.
pub fn rights(all: &BTreeMap<String, Value>, grants: &[(Value, u64)]) -> BTreeMap<String, u64> {
    let mut rights = BTreeMap::new();
    for (target, bits) in grants {
        let found: BTreeSet<String> =
            all.iter().filter(|(id, object)| finds(target, id, object)).map(|(id, _)| id.clone()).collect();
        let reached = if target["only"] == true { found } else { under(all, &found) };
        for id in reached {
            *rights.entry(id).or_default() |= bits;
        }
    }
    rights
}

/// Whether an object is one that a grant is on. Of filters it knows those alone that look for texts in properties.
pub fn finds(target: &Value, id: &str, object: &Value) -> bool {
    if let Some(tag) = target.get("tag") {
        return object["tags"].as_array().is_some_and(|tags| tags.contains(tag));
    }
    let Some(filter) = target["filter"].as_str() else { return target["object"] == id };
    filter.split(' ').all(|term| {
        let (name, text) = term.split_once(':').unwrap();
        let has =
            |value: &Value| value.as_str().is_some_and(|v| v.to_lowercase().contains(&text.to_lowercase()));
        has(&object[name]) || object[name].as_array().is_some_and(|all| all.iter().any(has))
    })
}

/// The bits of privileges by name.
pub fn bits<'a>(privileges: impl IntoIterator<Item = &'a str>) -> u64 {
    const ALL: [&str; 10] =
        ["see", "console", "power", "snapshot", "edit", "create", "migrate", "delete", "patch", "administer"];
    let bit = |name: &str| 1 << ALL.iter().position(|known| *known == name).unwrap();
    privileges.into_iter().map(bit).sum()
}

/// What the feed tells somebody that they may do, by object, in answer to a watch with that number.
pub async fn told(feed: &mut Socket, watch: u32, kinds: &[&str]) -> BTreeMap<String, u64> {
    feed.send(json!({ "watch": watch, "view": { "type": kinds, "fields": ["uuid"] } }).to_string()).await;
    let reset = loop {
        let frame = feed.next().await.unwrap();
        if frame["watch"] == watch && frame["reset"].is_object() {
            break frame;
        }
    };
    let rows = reset["reset"]["rows"].as_array().unwrap().iter();
    rows.map(|row| (row["id"].as_str().unwrap().to_owned(), row["may"].as_u64().unwrap())).collect()
}
