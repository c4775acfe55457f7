//! A pool that is lost stays in sight, and every object of it says so on every door until the pool is back.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};
use sim::{Config, Sim};
use tests::{ADMIN, Http, PASSWORD, Socket, TestServer, eventually};

/// Readers at all doors of a server with one pool.
struct Doors {
    server: TestServer,
    id: String,
    http: Http,
    feed: Socket,
    rpc: Socket,
    /// All VMs as they are told, by id.
    vms: BTreeMap<String, Value>,
}

impl Doors {
    async fn new(server: TestServer, sim: &Sim) -> Self {
        let id = server.add_pool(sim).await;
        let secret = server.visitor().post("/signin", &json!({ "email": ADMIN, "password": PASSWORD })).await;
        let cookie = format!("token={}", secret.cookie().unwrap());
        let mut feed = Socket::open(server.address(), "/feed", &[("cookie", &cookie)]).await.unwrap();
        feed.next().await.unwrap();
        feed.send(r#"{"watch":1,"view":{"type":["VM"]}}"#).await;
        let reset = feed.next().await.unwrap();
        let rows = reset["reset"]["rows"].as_array().unwrap().iter();
        let vms = rows.map(|row| (row["id"].as_str().unwrap().to_owned(), row.clone())).collect();
        let http = server.visitor().with("cookie", &cookie);
        let rpc = server.rpc_as(ADMIN, PASSWORD).await;
        Self { server, id, http, feed, rpc, vms }
    }

    async fn status(&self, what: &str, done: impl Fn(&Value) -> bool) -> Value {
        let path = format!("/rest/v0/servers/{}", self.id);
        eventually(what, async || Some(self.http.get(&path).await.json()).filter(&done)).await
    }

    /// The next frame of the watched VMs: partial rows by id, without it.
    async fn told(&mut self) -> BTreeMap<String, Value> {
        let mut frame = self.feed.next().await.unwrap();
        let rows = frame["diff"]["set"].take();
        assert_eq!(frame["diff"], json!({ "set": null }), "nothing else is told");
        let rows = rows.as_array().unwrap().iter().map(|row| {
            let mut row = row.clone();
            let id = row.as_object_mut().unwrap().remove("id").unwrap();
            (id.as_str().unwrap().to_owned(), row)
        });
        rows.collect()
    }

    /// Every door says of every VM that it was last seen then; the number.
    async fn lost(&mut self) -> Value {
        let told = self.told().await;
        assert!(told.keys().eq(self.vms.keys()));
        let server = self.status("the loss", |server| server.get("lastSeen").is_some()).await;
        let seen = &server["lastSeen"];
        assert!(seen.is_f64());
        assert!(told.values().all(|row| *row == json!({ "lastSeen": seen })), "{told:?}, not {seen}");

        let one = self.vms.keys().next().unwrap();
        let url = format!("/rest/v0/vms/{one}");
        assert_eq!(self.http.get(&url).await.json()["lastSeen"], *seen);
        let list = async |query: &str| self.http.get(&format!("/rest/v0/vms?{query}")).await.json();
        let fields = list("fields=id,lastSeen&filter=lastSeen:&sort=-lastSeen").await;
        let expected: Vec<_> = (self.vms.keys())
            .map(|id| json!({ "id": id, "lastSeen": seen, "href": format!("/rest/v0/vms/{id}") }))
            .collect();
        assert_eq!(fields, json!(expected));
        let filter = json!({ "filter": { "type": "VM", "lastSeen": seen } });
        let all = self.rpc.call("xo.getAllObjects", filter).await.unwrap();
        assert_eq!(all.as_object().unwrap().len(), self.vms.len());
        let of_vm = |params: &Value| params["items"][one]["lastSeen"] == *seen;
        let entered = self.rpc.notification(of_vm).await;
        assert_eq!(entered["type"], "enter");
        seen.clone()
    }

    /// The pool is back: each VM says so, and this one with its new name; nothing else is told.
    async fn found(&mut self, renamed: &str, name: &str) {
        let told = self.told().await;
        assert!(told.keys().eq(self.vms.keys()));
        for (id, row) in told {
            match id == renamed {
                true => assert_eq!(row, json!({ "lastSeen": null, "name_label": name })),
                false => assert_eq!(row, json!({ "lastSeen": null }), "{id}"),
            }
        }
        self.status("the connection", |server| server["status"] == "connected").await;
        let vm = self.http.get(&format!("/rest/v0/vms/{renamed}")).await.json();
        assert_eq!((vm.get("lastSeen"), &vm["name_label"]), (None, &json!(name)));
        assert_eq!(self.http.get("/rest/v0/vms?filter=lastSeen:").await.json(), json!([]));
        let back = |params: &Value| {
            params["items"]
                .get(renamed)
                .is_some_and(|vm| vm["name_label"] == name && vm.get("lastSeen").is_none())
        };
        self.rpc.notification(back).await;
        self.feed.send(r#"{"id":1,"method":"system.getVersion"}"#).await;
        assert_eq!(self.feed.next().await.unwrap()["id"], 1, "nothing came before the answer");
    }
}

#[tokio::test]
async fn a_pool_that_is_cut_off_or_silent_says_so_of_every_object() {
    let sim = Sim::start(Config::test()).await.unwrap();
    let pool = sim.first();
    let mut doors = Doors::new(TestServer::start().await, &sim).await;
    let vm = pool.vms("Running").pop().unwrap();

    pool.stop_all();
    let seen = doors.lost().await;
    // as many attempts as there may be: nothing is new
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(doors.status("the server", |_| true).await["lastSeen"], seen);
    pool.rename(&vm, "while cut off").unwrap();
    while pool.restart(0).await.is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    doors.found(&vm, "while cut off").await;

    pool.add_fault("delay=60000".parse().unwrap());
    doors.lost().await;
    pool.rename(&vm, "while silent").unwrap();
    pool.clear_faults();
    doors.found(&vm, "while silent").await;

    // what is disconnected on purpose leaves, whether or not it is lost
    pool.stop_all();
    doors.lost().await;
    let id = doors.id.clone();
    doors.rpc.call("server.disable", json!({ "id": id })).await.unwrap();
    let left = doors.feed.next().await.unwrap();
    assert_eq!(left["diff"], json!({ "total": 0, "order": { "start": 0, "ids": [] } }));
    assert_eq!(doors.status("the server", |_| true).await.get("lastSeen"), None);
}

#[tokio::test]
async fn a_pool_that_lost_its_master_is_found_after_a_restart() {
    let sim = Sim::start(Config { hosts: 3, ..Config::test() }).await.unwrap();
    let mut server = TestServer::start().await;
    let id = server.add_pool(&sim).await;
    let pool = sim.first();
    let connected = async |server: &TestServer| {
        let admin = server.admin().await;
        let path = format!("/rest/v0/servers/{id}");
        let master = pool.addresses()[pool.master()].to_string();
        let there = |server: &Value| server["status"] == "connected" && server["master"] == master;
        eventually("the connection", async || Some(admin.get(&path).await.json()).filter(&there)).await
    };
    let typed = connected(&server).await["host"].clone();

    // it dies while the server is away, and again while it is there
    server.stop().await;
    pool.kill_master().unwrap();
    server.restart().await;
    connected(&server).await;
    pool.kill_master().unwrap();
    connected(&server).await;
    server.restart().await;
    assert_eq!(connected(&server).await["host"], typed);

    // another address is another pool, of which nothing is known
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    rpc.call("server.set", json!({ "id": id, "host": "http://127.0.0.9:1" })).await.unwrap();
    assert!(server.app().store.members(&id).await.unwrap().is_empty());
    assert!(rpc.call("server.enable", json!({ "id": id })).await.is_err());
}

#[tokio::test]
async fn a_pool_that_comes_back_as_another_program_is_told_in_one_go() {
    let server = TestServer::start().await;
    let state = Some(server.data().join("pool"));
    let sim = Sim::start(Config { state: state.clone(), ..Config::test() }).await.unwrap();
    let mut doors = Doors::new(server, &sim).await;
    let vm = sim.first().vms("Running").pop().unwrap();
    let listen = sim.address();
    sim.first().stop_all();
    sim.first().rename(&vm, "meanwhile").unwrap();
    sim.shutdown().await;
    doors.lost().await;
    let _sim = Sim::start(Config { state, listen, ..Config::test() }).await.unwrap();
    doors.found(&vm, "meanwhile").await;
    assert_eq!(doors.server.app().pools.panics(), 0);
}
