//! A pool whose certificate an administrator accepted by hand, since nobody vouches for it.

use serde_json::{Value, json};
use sim::{Config, Fault, RunningPool, Sim};
use tests::{ADMIN, Http, PASSWORD, Socket, TestServer, eventually};

use crate::consoles::Screen;

/// A pool of three hosts over TLS, of which one certificate was accepted.
struct Rig {
    sim: Sim,
    server: TestServer,
    id: String,
    admin: Http,
    rpc: Socket,
}

impl Rig {
    async fn new() -> Self {
        Self::with(Vec::new()).await
    }

    /// The same with faults from the start.
    async fn with(faults: Vec<Fault>) -> Self {
        let config = Config { hosts: 3, vms: 12, tls: true, faults, ..Config::test() };
        let sim = Sim::start(config).await.unwrap();
        let server = TestServer::start().await;
        let (admin, mut rpc) = (server.admin().await, server.rpc_as(ADMIN, PASSWORD).await);
        let add =
            json!({ "host": sim.url(), "username": "root", "password": "xenith", "autoConnect": false });
        let id = rpc.call("server.add", add).await.unwrap();
        let refused = rpc.call("server.enable", json!({ "id": id })).await.unwrap_err();
        assert!(refused["message"].as_str().unwrap().contains("vouches"), "{refused}");
        let id = id.as_str().unwrap().to_owned();
        let mut rig = Self { sim, server, id, admin, rpc };
        assert_eq!(rig.passwords(), 0);
        rig.accept(0).await;
        rig.connected(0).await;
        rig
    }

    fn pool(&self) -> &RunningPool {
        self.sim.first()
    }

    fn passwords(&self) -> usize {
        self.pool().door().passwords.len()
    }

    fn address(&self, host: usize) -> String {
        self.pool().addresses()[host].to_string()
    }

    async fn status(&self, what: &str, done: impl Fn(&Value) -> bool) -> Value {
        let path = format!("/rest/v0/servers/{}", self.id);
        eventually(what, async || Some(self.admin.get(&path).await.json()).filter(&done)).await
    }

    async fn connected(&self, host: usize) {
        let (address, print) = (self.address(host), self.pool().fingerprint(host).unwrap());
        let there = |it: &Value| it["status"] == "connected" && it["master"] == address;
        assert_eq!(self.status("the connection", there).await["fingerprint"], print);
    }

    /// Accepts what a host shows now; the page is told of the new attempt, not of the old failure.
    async fn accept(&mut self, host: usize) {
        let print = self.pool().fingerprint(host).unwrap();
        let shown = self.status("the offer", |it| it["offeredFingerprint"] == print).await;
        assert_eq!(shown["offeredBy"], self.address(host));
        let call = json!({ "id": self.id, "fingerprint": print });
        assert_eq!(self.rpc.call("server.acceptCertificate", call).await, Ok(json!(true)));
        let now = self.status("the server", |_| true).await;
        assert_eq!((now.get("error"), now.get("offeredFingerprint")), (None, None));
    }

    async fn console(&mut self, vm: &str) -> Result<(), Value> {
        let ticket = self.rpc.call("vm.console", json!({ "id": vm })).await?;
        Screen::open(&self.server, ticket["path"].as_str().unwrap(), None).await.unwrap().greet().await;
        Ok(())
    }
}

#[tokio::test]
async fn the_other_hosts_of_an_accepted_pool_are_met_on_its_word() {
    let mut rig = Rig::new().await;
    eventually("all pins", async || {
        Some(rig.server.app().store.pins(&rig.id).await.unwrap()).filter(|pins| pins.len() == 3)
    })
    .await;
    for vm in rig.pool().vms("Running") {
        rig.console(&vm).await.unwrap();
    }

    // what one of them showed stays what is trusted of it
    let trusted = rig.pool().fingerprint(1).unwrap();
    rig.pool().change_certificate(1).unwrap();
    let before = rig.passwords();
    rig.pool().kill_master().unwrap();
    let stopped = rig.status("the refusal", |it| it.get("offeredFingerprint").is_some()).await;
    assert_eq!((&stopped["status"], &stopped["fingerprint"]), (&json!("disconnected"), &json!(trusted)));
    assert_eq!(rig.passwords(), before, "no password was sent");
    rig.accept(1).await;
    rig.connected(1).await;
}

/// Pools of before the class `Certificate` tell no certificates: their word that a host is theirs has to do.
#[tokio::test]
async fn hosts_whose_certificate_the_pool_does_not_tell_are_trusted_by_the_first_they_show() {
    let call = "Certificate.get_all_records";
    let mut rig =
        Rig::with(vec![format!("fail={call}:*:MESSAGE_METHOD_UNKNOWN:{call}").parse().unwrap()]).await;
    let pins = async |rig: &Rig| rig.server.app().store.pins(&rig.id).await.unwrap().len();
    assert_eq!(pins(&rig).await, 1, "nobody told of the others");

    // so nothing is known that this one could contradict
    rig.pool().change_certificate(1).unwrap();
    rig.pool().kill_master().unwrap();
    rig.connected(1).await;
    let trusted = rig.pool().fingerprint(1).unwrap();
    assert_eq!(pins(&rig).await, 2);

    // the first that it showed is what is trusted of it from then on
    rig.pool().change_certificate(1).unwrap();
    let before = rig.passwords();
    rig.rpc.call("server.disable", json!({ "id": rig.id })).await.unwrap();
    assert!(rig.rpc.call("server.enable", json!({ "id": rig.id })).await.is_err());
    let stopped = rig.status("the refusal", |it| it.get("offeredFingerprint").is_some()).await;
    assert_eq!((&stopped["status"], &stopped["fingerprint"]), (&json!("disconnected"), &json!(trusted)));
    assert_eq!(rig.passwords(), before, "no password was sent");
    rig.accept(1).await;
    rig.connected(1).await;
}

#[tokio::test]
async fn an_accepted_pool_fails_over_to_hosts_that_were_never_met() {
    let mut rig = Rig::new().await;
    rig.pool().kill_master().unwrap();
    rig.connected(1).await;
    rig.server.stop().await;
    rig.pool().kill_master().unwrap();
    rig.server.restart().await;
    rig.admin = rig.server.admin().await;
    rig.connected(2).await;
}

#[tokio::test]
async fn a_changed_certificate_is_shown_beside_the_trusted_one_whenever_it_is_met() {
    let mut rig = Rig::new().await;
    let trusted = rig.pool().fingerprint(0).unwrap();
    rig.rpc.call("server.disable", json!({ "id": rig.id })).await.unwrap();
    let disabled = rig.status("the end", |it| it["status"] == "disconnected").await;
    assert_eq!(disabled["fingerprint"], trusted);
    rig.pool().change_certificate(0).unwrap();
    let before = rig.passwords();
    assert!(rig.rpc.call("server.enable", json!({ "id": rig.id })).await.is_err());
    rig.server.restart().await;
    let (admin, rpc) = (rig.server.admin().await, rig.server.rpc_as(ADMIN, PASSWORD).await);
    (rig.admin, rig.rpc) = (admin, rpc);
    let shown = rig.status("the offer", |it| it.get("offeredFingerprint").is_some()).await;
    assert_eq!((&shown["fingerprint"], rig.passwords()), (&json!(trusted), before));
    rig.accept(0).await;
    rig.connected(0).await;
}
