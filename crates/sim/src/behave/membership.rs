//! Hosts that join another pool of this simulator, and hosts that leave theirs for a pool of their own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::behave::baggage::{self, Baggage};
use crate::behave::{certificate, ha, host, pool_record};
use crate::config::Config;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::machine::{self, Depth, Mood};
use crate::net::http::Door;
use crate::net::listen::Seat;
use crate::pool::{HostSeat, Pool, lock};
use crate::running::{Neighbourhood, RunningPool};
use crate::{task, world};

/// The pool whose host listens there: `IP`, or `IP:PORT` where several pools have that address.
fn found(cx: &Cx, address: &str) -> Result<(RunningPool, usize), Failure> {
    let Some(neighbourhood) = cx.pool.machines.neighbourhood() else {
        return Err(Failure::bare("JOINING_HOST_CONNECTION_FAILED"));
    };
    let mut hits = Vec::new();
    for running in neighbourhood.pools() {
        let pool = running.pool();
        for member in pool.members() {
            let at = pool.hosts[member].address;
            if at.to_string() == address || (at.ip().to_string() == address && !Arc::ptr_eq(pool, &cx.pool)) {
                hits.push((running.clone(), member));
            }
        }
    }
    match hits.len() {
        1 => Ok(hits.swap_remove(0)),
        _ => Err(Failure::bare("JOINING_HOST_CONNECTION_FAILED")),
    }
}

/// What the pool to join answers to the host that calls it.
fn assert_lets_in(
    cx: &Cx,
    pool: &Arc<Pool>,
    member: usize,
    user: &str,
    password: &str,
) -> Result<(), Failure> {
    if Arc::ptr_eq(pool, &cx.pool) {
        return Err(Failure::new("OPERATION_NOT_ALLOWED", ["Host cannot become slave of itself"]));
    }
    match pool.machines.mood(member) {
        Mood::Ready => {}
        Mood::Down => return Err(Failure::bare("JOINING_HOST_CONNECTION_FAILED")),
        _ => return Err(Failure::bare("JOINING_HOST_SERVICE_FAILED")),
    }
    pool.assert_master(member)?;
    lock(&pool.door).passwords.push(password.to_owned());
    if user != pool.config.user || password != pool.config.password {
        return Err(Failure::new("SESSION_AUTHENTICATION_FAILED", [user, "Authentication failure"]));
    }
    pool.read(ha::assert_disabled)
}

/// What a host that joins must not bring.
fn assert_may_join(db: &Db, host: &str, force: bool) -> Result<(), Failure> {
    ha::assert_disabled(db)?;
    if db.refs("host").len() > 1 {
        return Err(Failure::bare("JOINING_HOST_CANNOT_BE_MASTER_OF_OTHER_HOSTS"));
    }
    for vm in db.refs("VM") {
        if db.get("VM", &vm, "is_control_domain")?.as_bool() {
            continue;
        }
        if matches!(db.get("VM", &vm, "power_state")?.as_str(), "Running" | "Paused") {
            return Err(Failure::bare("JOINING_HOST_CANNOT_HAVE_RUNNING_VMS"));
        }
        if !db.get("VM", &vm, "current_operations")?.entries().is_empty() {
            return Err(Failure::bare("JOINING_HOST_CANNOT_HAVE_VMS_WITH_CURRENT_OPERATIONS"));
        }
    }
    for sr in db.refs("SR") {
        let shared = db.get("SR", &sr, "shared")?.as_bool() && !db.get("SR", &sr, "is_tools_sr")?.as_bool();
        if shared && !force {
            return Err(Failure::bare("JOINING_HOST_CANNOT_CONTAIN_SHARED_SRS"));
        }
    }
    if !db.refs("Bond").is_empty() {
        return Err(Failure::bare("POOL_JOINING_HOST_HAS_BONDS"));
    }
    if !db.refs("tunnel").is_empty() {
        return Err(Failure::bare("POOL_JOINING_HOST_HAS_TUNNELS"));
    }
    if !db.refs("network_sriov").is_empty() {
        return Err(Failure::bare("POOL_JOINING_HOST_HAS_NETWORK_SRIOVS"));
    }
    let mut physical = false;
    for pif in db.get("host", host, "PIFs")?.items().iter().map(Value::as_str) {
        let management = db.get("PIF", pif, "management")?.as_bool();
        if db.get("PIF", pif, "VLAN")?.as_int() >= 0 && !management {
            return Err(Failure::bare("POOL_JOINING_HOST_HAS_NON_MANAGEMENT_VLANS"));
        }
        physical |= management && db.get("PIF", pif, "physical")?.as_bool();
    }
    if physical { Ok(()) } else { Err(Failure::bare("POOL_JOINING_HOST_MUST_HAVE_PHYSICAL_MANAGEMENT_NIC")) }
}

/// What a host and the pool's master are compared by.
#[derive(PartialEq)]
struct Kind {
    product: Option<Value>,
    tls: Value,
    directory: (Value, Value),
    vendor: Option<Value>,
}

impl Kind {
    fn of(db: &Db, host: &str) -> Result<Kind, Failure> {
        let pool = pool_record::only(db)?;
        Ok(Kind {
            product: db.get("host", host, "software_version")?.key("product_version").cloned(),
            tls: db.get("pool", &pool, "tls_verification_enabled")?,
            directory: (
                db.get("host", host, "external_auth_type")?,
                db.get("host", host, "external_auth_service_name")?,
            ),
            vendor: db.get("host", host, "cpu_info")?.key("vendor").cloned(),
        })
    }

    fn assert_fits(&self, pool: &Kind, force: bool) -> Result<(), Failure> {
        if self.product != pool.product {
            return Err(Failure::bare("POOL_JOINING_HOST_MUST_HAVE_SAME_PRODUCT_VERSION"));
        }
        if self.tls != pool.tls {
            return Err(Failure::bare("POOL_JOINING_HOST_TLS_VERIFICATION_MISMATCH"));
        }
        if self.directory != pool.directory && !self.directory.0.as_str().is_empty() {
            return Err(Failure::bare("POOL_JOINING_EXTERNAL_AUTH_MISMATCH"));
        }
        if self.vendor != pool.vendor && !force {
            return Err(Failure::new("HOSTS_NOT_HOMOGENEOUS", ["CPUs differ"]));
        }
        Ok(())
    }
}

/// `pool.join` and `pool.join_force`: called on the host that joins, which is alone in its pool. Its records go over to
/// the other pool; then its own ends.
pub async fn join(cx: &Cx, address: &str, user: &str, password: &str, force: bool) -> Result<Value, Failure> {
    let (running, member) = found(cx, address)?;
    let to = running.pool().clone();
    let host = cx.pool.hosts[cx.host].reference.clone();
    assert_lets_in(cx, &to, member, user, password)?;
    let mine = cx.pool.read(|db| {
        assert_may_join(db, &host, force)?;
        Kind::of(db, &host)
    })?;
    mine.assert_fits(
        &to.read(|db| Kind::of(db, &db.get_str("pool", &pool_record::only(db)?, "master")?))?,
        force,
    )?;
    let before = cx.pool.hosts[cx.host].address;
    let after = free_address(&to, before).await?;
    cx.work(1.0).await?;
    cx.progress(0.5);

    let baggage = cx.pool.read(|db| {
        assert_may_join(db, &host, force)?;
        Baggage::pack(db, &host)
    })?;
    let seat =
        HostSeat { reference: host.clone(), uuid: cx.pool.hosts[cx.host].uuid.clone(), address: after };
    let number = to.hosts.add(seat);
    to.machines.set_mood(number, Mood::Down);
    to.write(|db| {
        baggage.unpack(db)?;
        baggage::settle_in(db, &to, &host, before, after)
    })?;
    let old = cx.pool.machines.seat(cx.host).ok_or_else(|| Failure::new("HOST_OFFLINE", [&*host]))?;
    let new = Arc::new(Seat::new(Door { pool: to.clone(), host: number }, after, old.identity()));
    running.add_seat(new);

    let (from, left, pause) = (cx.pool.clone(), cx.host, machine::grace(&cx.pool));
    cx.pool.clock.spawn(async move {
        crate::time::sleep(pause).await;
        machine::go_down(&from, left, Depth::Toolstack);
        old.ended().await;
        from.write(baggage::clear_out);
        from.wake();
        machine::begin(&to, number, Depth::Toolstack);
    });
    Ok(Value::Void)
}

/// Where a host listens that joins: where it did, if none of its new pool does and the port is theirs; else at the next
/// loopback address.
async fn free_address(pool: &Pool, now: SocketAddr) -> Result<SocketAddr, Failure> {
    let port = pool.hosts[pool.master()].address.port();
    let taken: Vec<IpAddr> = pool.members().into_iter().map(|m| pool.hosts[m].address.ip()).collect();
    if now.port() == port && !taken.contains(&now.ip()) {
        return Ok(now);
    }
    for last in 1..=254 {
        let address = SocketAddr::from((Ipv4Addr::new(127, 0, 0, last), port));
        if !taken.contains(&address.ip()) && TcpListener::bind(address).await.is_ok() {
            return Ok(address);
        }
    }
    Err(Failure::internal("no loopback address is free"))
}

/// `pool.eject`: the host leaves with what is a part of it, loses what its own storage held, and comes back as a pool
/// of its own, as if freshly installed.
pub async fn eject(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    let number = cx.pool.member(reference)?;
    cx.pool.read(|db| {
        ha::assert_disabled(db)?;
        host::assert_live(db, reference)?;
        if number == cx.host {
            return Err(Failure::internal("Xapi_pool.Cannot_eject_master"));
        }
        if !host::guests(db, reference)?.is_empty() {
            return Err(Failure::new("OPERATION_NOT_ALLOWED", ["VM resident on host"]));
        }
        Ok(())
    })?;
    let old = cx.pool.machines.seat(number).ok_or_else(|| Failure::new("HOST_OFFLINE", [reference]))?;
    let neighbourhood = cx.pool.machines.neighbourhood().ok_or_else(|| Failure::bare("HOST_OFFLINE"))?;
    let operation = pool_record::begin(cx, "eject")?;
    cx.work(0.8).await?;
    let name = cx.pool.write(|db| {
        let name = db.get_str("host", reference, "name_label")?;
        baggage::lose_own_storage(db, reference)?;
        host::remove(db, reference)?;
        Ok::<_, Failure>(name)
    })?;
    drop(operation);
    let (pool, weak, pause) = (cx.pool.clone(), Arc::downgrade(&neighbourhood), machine::grace(&cx.pool));
    cx.pool.clock.spawn(async move {
        crate::time::sleep(pause).await;
        machine::go_down(&pool, number, Depth::Machine);
        old.ended().await;
        let Some(neighbourhood) = weak.upgrade() else { return };
        if let Err(failure) = found_pool(&neighbourhood, &pool, number, &name, &old) {
            tracing::warn!(%failure, "an ejected host has no pool");
        }
    });
    Ok(Value::Void)
}

/// The pool of a host that is alone.
fn found_pool(
    neighbourhood: &Arc<Neighbourhood>,
    left: &Arc<Pool>,
    number: usize,
    name: &Str,
    old: &Seat,
) -> Result<(), Failure> {
    let was = &left.hosts[number];
    let index = neighbourhood.pools().len();
    let config = Arc::new(Config {
        hosts: 1,
        vms: 0,
        churn: 0.0,
        life: false,
        state: None,
        ..Config::clone(&left.config)
    });
    let mut seats = world::seats(&config, index, &[was.address]);
    for seat in &mut seats {
        seat.uuid = was.uuid.clone();
    }
    let db = world::build(&config, index, &seats, left.clock.now())?;
    let pool = Pool::new(index, config, seats, db, left.clock.sibling());
    pool.write(|db| baggage::look_new(db, name))?;
    certificate::settle(&pool, 0, &old.identity())?;
    pool.machines.set_mood(0, Mood::Down);
    let seat = Arc::new(Seat::new(Door { pool: pool.clone(), host: 0 }, was.address, old.identity()));
    let running = RunningPool::new(pool.clone(), vec![seat]);
    neighbourhood.add(running, pool.clock.track(task::collect(pool.clone())));
    machine::begin(&pool, 0, Depth::Machine);
    Ok(())
}
