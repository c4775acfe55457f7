//! The task of a pool against a simulated one, over real sockets.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use api::ApiError;
use cache::Told;
use model::{
    Kind,
    objects::{Server, ServerStatus, Vm},
};
use sim::{Config, Sim};
use tokio::{sync::mpsc, time::timeout};
use tokio_util::sync::CancellationToken;
use xapi::{Connector, params};

use super::*;
use crate::{
    clock::Clock,
    translate::{CLASSES, Class, Key, Mirror},
};

fn admin() -> Caller {
    Caller { admin: true, ..Caller::visitor() }
}

struct Rig {
    sim: Sim,
    pools: Pools,
    cache: Arc<cache::Store>,
    learned: mpsc::UnboundedReceiver<Learned>,
    stopping: CancellationToken,
}

impl Rig {
    async fn new(config: Config) -> Self {
        Self::over(config, Connector::tcp()).await
    }

    async fn over(config: Config, connector: Connector) -> Self {
        let cache = cache::Store::new("test");
        let (sender, learned) = mpsc::unbounded_channel();
        let stopping = CancellationToken::new();
        let pools = Pools::new(cache.clone(), Clock::system(), connector, sender, stopping.clone());
        Self { sim: Sim::start(config).await.unwrap(), pools, cache, learned, stopping }
    }

    /// A pool that is connected.
    async fn connected(config: Config) -> Self {
        let rig = Self::new(config).await;
        rig.pools.set(rig.spec("s"));
        rig.pools.outcome("s").await.unwrap();
        rig
    }

    fn spec(&self, id: &str) -> ServerSpec {
        ServerSpec {
            id: id.into(),
            host: self.sim.url(),
            label: None,
            username: "root".into(),
            password: "xenith".into(),
            allow_unauthorized: true,
            enabled: true,
            read_only: false,
            pool_id: None,
            pins: Vec::new(),
            members: Vec::new(),
        }
    }

    /// The first host goes away and comes back.
    async fn restart_host(&self) {
        self.sim.first().stop(0);
        while self.sim.first().restart(0).await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn server(&self, id: &str) -> Server {
        self.cache.get(id).unwrap().read().unwrap()
    }

    fn vm(&self, name: &str) -> Option<Vm> {
        let all = self.cache.of_kind(Kind::Vm).into_iter();
        all.map(|vm| vm.read::<Vm>().unwrap()).find(|vm| vm.name_label == name)
    }

    /// What the objects of the pool say of when they were last seen: all the same.
    fn seen(&self) -> Option<f64> {
        let objects = self.cache.all().into_iter().filter(|object| object.source() == "s");
        let mut said: Vec<_> = objects.map(|it| it.get("lastSeen").map(str::to_owned)).collect();
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), 1, "{said:?}");
        said[0].as_ref().map(|at| at.parse().unwrap())
    }

    async fn until(&self, what: &str, done: impl Fn(&Self) -> bool) {
        let wait = async {
            while !done(self) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(Duration::from_secs(20), wait).await.unwrap_or_else(|_| panic!("{what} in time"));
    }

    async fn until_status(&self, status: ServerStatus, error: &str) {
        let what = format!("{status:?} {error:?}");
        self.until(&what, |rig| {
            let server = rig.server("s");
            server.status == status && server.error.as_deref().unwrap_or_default().contains(error)
        })
        .await;
    }

    fn handle(&self) -> PoolHandle {
        let any = self.cache.of_kind(Kind::Vm).into_iter().next().unwrap();
        self.pools.of(&any, &admin()).unwrap()
    }

    /// The invariant: the cache is what a fresh listing of every class translates to.
    async fn assert_equal_to_pool(&self) {
        let client = self.handle().client().clone();
        let info = client.pool().unwrap();
        let mut mirror = Mirror::new(self.cache.interner().clone(), &info.uuid, &info.reference);
        for class in CLASSES.iter().filter(|class| class.name != "task") {
            let method = format!("{}.get_all_records", class.name);
            let records = client.call_bytes(&method, params![]).await.unwrap();
            for (reference, record) in xapi::Records::parse(records).unwrap().iter() {
                mirror.put(class, reference, record, &mut Default::default()).unwrap();
            }
        }
        let expected: BTreeMap<String, Row> = mirror
            .shown()
            .into_iter()
            .map(|key| mirror.translate(key).unwrap().unwrap())
            .map(|object| (object.id().to_string(), Row::of(self.cache.interner(), &object).unwrap()))
            .collect();
        let held: BTreeMap<String, Row> = (self.cache.all().into_iter())
            .filter(|object| object.source() == "s" && object.kind() != Kind::Task)
            .map(|object| (object.id().to_owned(), object.row().clone()))
            .collect();
        for (id, row) in &expected {
            let held = held.get(id).unwrap_or_else(|| panic!("{id} is missing: {row:?}"));
            let mut different = Vec::new();
            held.changes(row, |name, text| {
                different.push(format!("{name}: {text:?}, not {:?}", row.get(name)))
            });
            assert!(different.is_empty(), "{id}: {different:?}");
        }
        assert_eq!(held.len(), expected.len());
    }
}

#[tokio::test]
async fn a_pool_is_listed_followed_and_left() {
    let mut rig = Rig::connected(Config { vms: 12, hosts: 2, ..Config::test() }).await;
    assert_eq!(rig.cache.count(Kind::Vm), 12);
    rig.assert_equal_to_pool().await;
    let server = rig.server("s");
    assert_eq!(server.status, ServerStatus::Connected);
    let pool = rig.cache.of_kind(Kind::Pool).pop().unwrap();
    assert_eq!(server.pool_id.unwrap().as_str(), pool.id());
    let learned = [rig.learned.recv().await.unwrap(), rig.learned.recv().await.unwrap()];
    let members = vec!["127.0.0.1".into(), "127.0.0.2".into()];
    assert!(learned.contains(&Learned::Members { server: "s".into(), members }), "{learned:?}");
    assert!(learned.contains(&Learned::Pool { server: "s".into(), pool: pool.id().into() }), "{learned:?}");

    let running = rig.sim.first().vms("Running").pop().unwrap();
    rig.sim.first().rename(&running, "renamed").unwrap();
    rig.until("the new name", |rig| rig.vm("renamed").is_some()).await;
    rig.pools
        .of(&pool, &admin())
        .unwrap()
        .start::<()>("VM.hard_shutdown", params![xapi_ref(&rig, &running)], "")
        .await
        .unwrap()
        .done
        .await
        .unwrap();
    rig.until("the stop", |rig| rig.vm("renamed").unwrap().power_state == model::objects::PowerState::Halted)
        .await;
    rig.until("quiet", |rig| rig.vm("renamed").unwrap().current_operations.is_empty()).await;
    rig.assert_equal_to_pool().await;
    assert!(rig.sim.first().sessions() <= 2);

    rig.pools.set(ServerSpec { enabled: false, ..rig.spec("s") });
    rig.until("all objects to leave", |rig| rig.cache.all().len() == 1).await;
    assert_eq!(rig.server("s").status, ServerStatus::Disconnected);
    assert!(matches!(rig.pools.of(&pool, &admin()), Err(ApiError::PoolUnavailable { .. })));
    rig.until("the logout", |rig| rig.sim.first().sessions() == 0).await;
    rig.pools.remove("s");
    assert!(rig.cache.all().is_empty());
}

fn xapi_ref(rig: &Rig, uuid: &str) -> String {
    rig.cache.get(uuid).unwrap().read::<Vm>().unwrap().xapi_ref.to_string()
}

#[tokio::test]
async fn a_lost_pool_stays_in_sight_and_only_differences_are_told_when_it_is_back() {
    let rig = Rig::connected(Config { vms: 8, ..Config::test() }).await;
    let (objects, pool) = (rig.cache.all().len(), rig.sim.first());
    let vm = pool.vms("Running").pop().unwrap();
    pool.stop_all();
    rig.until_status(ServerStatus::Connecting, "reached").await;
    let seen = rig.server("s").last_seen.unwrap();
    let now = Clock::system().now() as f64 / 1000.0;
    assert!((now - 10.0..=now).contains(&seen), "{seen} of {now}");
    assert_eq!((rig.cache.all().len(), rig.seen()), (objects, Some(seen)));
    let mut silence = rig.cache.subscribe();
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(silence.try_next().is_none(), "attempts in vain are nothing new");
    let any = rig.cache.get(&vm).unwrap();
    assert!(matches!(rig.pools.of(&any, &admin()), Err(ApiError::PoolUnavailable { .. })));

    pool.rename(&vm, "while away").unwrap();
    let mut changes = rig.cache.subscribe();
    rig.restart_host().await;
    rig.until_status(ServerStatus::Connected, "").await;
    let mut told = 0;
    while let Some(Told::Batch(batch)) = changes.try_next() {
        let both = |delta: &cache::Delta| Some((delta.old.clone()?, delta.new.clone()?));
        for (old, new) in batch.deltas.iter().map(|it| both(it).expect("nothing comes or goes")) {
            if new.kind() == Kind::Server {
                assert!(told > 0, "the objects first");
                continue;
            }
            told += 1;
            assert_eq!((old.get("lastSeen").is_some(), new.get("lastSeen")), (true, None));
            assert_eq!(old.row() != new.row(), new.id() == vm, "only what changed, and with it");
        }
    }
    assert_eq!(told, objects - 1, "each once");
    assert!(rig.vm("while away").is_some());
    let server = rig.server("s");
    assert_eq!((server.last_seen, server.error), (None, None));
    rig.assert_equal_to_pool().await;
}

#[tokio::test]
async fn another_master_is_followed() {
    let rig = Rig::connected(Config { vms: 8, hosts: 3, ..Config::test() }).await;
    let before = rig.server("s").master.unwrap();
    rig.sim.first().kill_master().unwrap();
    rig.until("the new master", |rig| {
        let server = rig.server("s");
        server.status == ServerStatus::Connected && server.master.as_ref() != Some(&before)
    })
    .await;
    rig.assert_equal_to_pool().await;
}

#[tokio::test]
async fn a_changed_certificate_stops_everything_until_it_is_accepted() {
    let mut rig = Rig::new(Config { vms: 2, tls: true, ..Config::test() }).await;
    let first = rig.sim.first().fingerprint(0).unwrap();
    rig.pools.set(ServerSpec { allow_unauthorized: false, ..rig.spec("s") });
    let refused = rig.pools.outcome("s").await.unwrap_err();
    assert!(refused.to_string().contains("vouches"), "{refused}");
    assert_eq!(rig.server("s").offered_fingerprint.as_ref(), Some(&first));
    assert_eq!(rig.sim.first().door().logins, 0);
    assert!(rig.pools.accept_certificate("s", &first.replace('A', "B")).is_err());
    rig.pools.accept_certificate("s", &first).unwrap();
    rig.pools.outcome("s").await.unwrap();
    let address = rig.sim.address().to_string();
    let fingerprint = first.parse().unwrap();
    assert_eq!(rig.learned.recv().await, Some(Learned::Pin { server: "s".into(), address, fingerprint }));
    assert_eq!(rig.server("s").fingerprint, Some(first));

    let second = rig.sim.first().change_certificate(0).unwrap();
    let before = rig.sim.first().door();
    rig.restart_host().await;
    rig.until_status(ServerStatus::Disconnected, "another certificate").await;
    assert_eq!(rig.server("s").offered_fingerprint.as_ref(), Some(&second));
    let after = rig.sim.first().door();
    assert_eq!((after.logins, &after.passwords), (before.logins, &before.passwords), "no password was sent");
    assert_eq!(rig.cache.count(Kind::Vm), 2, "nothing vanishes");
    rig.pools.accept_certificate("s", &second).unwrap();
    rig.pools.outcome("s").await.unwrap();
    assert_eq!(rig.server("s").fingerprint, Some(second));
}

#[tokio::test]
async fn a_lost_pool_offers_the_certificate_of_another_host_and_keeps_trying() {
    let rig = Rig::new(Config { vms: 2, hosts: 2, tls: true, ..Config::test() }).await;
    let spec = ServerSpec { allow_unauthorized: false, ..rig.spec("s") };
    rig.sim.first().kill_master().unwrap();
    rig.pools.set(ServerSpec { members: vec!["127.0.0.2".into()], ..spec });
    let error = rig.pools.outcome("s").await.unwrap_err().to_string();
    assert!(error.contains("refused"), "{error}");
    let (server, shown) = (rig.server("s"), rig.sim.first().fingerprint(1).unwrap());
    assert_eq!((server.status, server.fingerprint), (ServerStatus::Connecting, None));
    let said = server.error.unwrap();
    assert!(said.contains("vouches") && said.ends_with("Xenith keeps trying."), "{said}");
    assert_eq!(server.offered_fingerprint.as_ref(), Some(&shown));
    assert_eq!(server.offered_by, Some(rig.sim.first().addresses()[1].to_string()));
    assert_eq!(rig.sim.first().door().passwords.len(), 0);
    rig.pools.accept_certificate("s", &shown).unwrap();
    assert_eq!((rig.server("s").error, rig.server("s").offered_by), (None, None));
    rig.until_status(ServerStatus::Connected, "").await;
}

#[tokio::test]
async fn a_pool_is_connected_once() {
    let rig = Rig::connected(Config { vms: 3, ..Config::test() }).await;
    rig.pools.set(rig.spec("again"));
    let error = rig.pools.outcome("again").await.unwrap_err();
    assert!(error.to_string().contains("this pool is already connected"), "{error}");
    assert_eq!(rig.server("again").status, ServerStatus::Disconnected);
    rig.until("one session", |rig| rig.sim.first().sessions() == 1).await;
    rig.pools.remove("s");
    rig.until("the objects to leave", |rig| rig.cache.count(Kind::Vm) == 0).await;
    rig.pools.retry("again");
    rig.pools.outcome("again").await.unwrap();
    assert_eq!(rig.cache.count(Kind::Vm), 3);
}

#[tokio::test]
async fn what_cannot_be_connected_says_why() {
    let rig = Rig::new(Config { vms: 1, ..Config::test() }).await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    drop(silent);
    for (host, password, expected) in [
        (rig.sim.url(), "wrong", "The pool refused the user name or password."),
        (format!("http://127.0.0.1:{port}"), "x", "connection refused"),
        ("not an address".into(), "x", "character"),
    ] {
        rig.pools.set(ServerSpec { host: host.clone(), password: password.into(), ..rig.spec("s") });
        let error = rig.pools.outcome("s").await.unwrap_err().to_string();
        assert!(error.contains(expected), "{host}: {error}");
        let server = rig.server("s");
        let said = server.error.unwrap();
        let tries = said.ends_with("Xenith keeps trying.");
        assert!(said.contains(expected) && tries == (server.status == ServerStatus::Connecting), "{said}");
    }
    rig.pools.set(rig.spec("s"));
    rig.pools.outcome("s").await.unwrap();
}

#[tokio::test]
async fn what_is_shown_is_of_the_past_once_another_connection_is_wanted() {
    let rig = Rig::connected(Config { vms: 3, ..Config::test() }).await;
    assert_eq!(rig.seen(), None);
    rig.pools.set(ServerSpec { password: "wrong".into(), ..rig.spec("s") });
    rig.until_status(ServerStatus::Disconnected, "password").await;
    let seen = rig.seen();
    assert!(seen.is_some() && rig.server("s").last_seen == seen);
    rig.pools.set(rig.spec("s"));
    rig.until_status(ServerStatus::Connected, "").await;
    assert_eq!((rig.seen(), rig.server("s").last_seen), (None, None));
}

#[tokio::test]
async fn what_panics_is_counted_and_started_again() {
    let panics = Arc::new(AtomicBool::new(true));
    let again = panics.clone();
    let connector = Connector::new(move |host, port| {
        assert!(!panics.swap(false, Ordering::Relaxed), "as asked by the test");
        Box::pin(async move {
            #[expect(clippy::disallowed_methods, reason = "this test is the connector")]
            let stream = tokio::net::TcpStream::connect((host.as_str(), port)).await?;
            Ok(Box::new(stream) as xapi::BoxIo)
        })
    });
    let rig = Rig::over(Config { vms: 2, ..Config::test() }, connector).await;
    rig.pools.set(rig.spec("s"));
    assert_eq!(rig.pools.outcome("s").await, Err(ApiError::Internal));
    rig.until_status(ServerStatus::Connected, "").await;
    assert_eq!((rig.pools.panics(), rig.cache.count(Kind::Vm), rig.seen()), (1, 2, None));

    again.store(true, Ordering::Relaxed);
    rig.restart_host().await;
    rig.until("the second panic", |rig| rig.pools.panics() == 2).await;
    rig.until_status(ServerStatus::Connecting, "starts over").await;
    assert!(rig.seen().is_some() && rig.server("s").last_seen == rig.seen());
    rig.until_status(ServerStatus::Connected, "").await;
    assert_eq!((rig.cache.count(Kind::Vm), rig.seen()), (2, None));
}

#[tokio::test]
async fn a_read_only_pool_is_not_changed() {
    let rig = Rig::connected(Config { vms: 3, ..Config::test() }).await;
    rig.pools.set(ServerSpec { read_only: true, ..rig.spec("s") });
    let (handle, vm) = (rig.handle(), rig.sim.first().vms("Running").pop().unwrap());
    let calls = rig.sim.first().door().logins;
    let refused = handle.change::<()>("VM.set_name_label", params![xapi_ref(&rig, &vm), "x"]).await;
    assert!(matches!(refused, Err(ApiError::IncorrectState { .. })));
    assert!(handle.start::<()>("VM.pause", params![xapi_ref(&rig, &vm)], "").await.is_err());
    assert_eq!(handle.ask::<String>("VM.get_uuid", params![xapi_ref(&rig, &vm)]).await.unwrap(), vm);
    assert_eq!(rig.sim.first().door().logins, calls, "it was not connected anew for that");
}

#[tokio::test]
async fn refusals_name_objects() {
    let rig = Rig::connected(Config { vms: 6, ..Config::test() }).await;
    let vm = rig.sim.first().vms("Running").pop().unwrap();
    rig.sim.first().rename(&vm, "alpha").unwrap();
    rig.until("the name", |rig| rig.vm("alpha").is_some()).await;
    let started = rig.handle().start::<()>("VM.start", params![xapi_ref(&rig, &vm), false, false], "").await;
    let error = match started {
        Ok(started) => started.done.await.unwrap_err(),
        Err(error) => error,
    };
    let ApiError::Xapi { code, params } = error else { panic!("{error:?}") };
    assert_eq!((code.as_str(), params[0].as_str()), ("VM_BAD_POWER_STATE", "alpha"));
}

#[tokio::test]
async fn stopping_says_goodbye_and_leaves_the_objects() {
    let rig = Rig::connected(Config { vms: 3, ..Config::test() }).await;
    rig.stopping.cancel();
    rig.pools.stopped().await;
    assert_eq!(rig.sim.first().sessions(), 0);
    assert_eq!(rig.cache.count(Kind::Vm), 3);
}

#[test]
fn every_class_of_the_watch_is_mirrored() {
    assert_eq!(picture::Picture::classes().count(), CLASSES.len());
    assert!(Class::of("VM").is_some_and(|class| class.translate.is_some()));
    assert_ne!(Key::of("OpaqueRef:a"), Key::of("OpaqueRef:b"));
}
