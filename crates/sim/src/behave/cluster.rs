//! Clusters for storage that hosts lock among themselves: one for a pool, and a member for each host.

use crate::behave::pif_checks::expect_local;
use crate::behave::{host, pool_record};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// The only stack there is, and its version.
const STACK: (&str, i64) = ("corosync", 3);
/// The least timeout of a token and the least coefficient, in seconds.
const LEAST: (f64, f64) = (1.0, 0.65);

/// How a cluster is to be.
pub struct Wish<'a> {
    pub stack: &'a str,
    pub auto_join: bool,
    pub timeout: f64,
    pub coefficient: f64,
}

impl Wish<'_> {
    fn check(&self, db: &Db) -> Result<(), Failure> {
        if self.stack != STACK.0 {
            return Err(Failure::new("INVALID_CLUSTER_STACK", [self.stack]));
        }
        for (name, value, least) in [
            ("token_timeout", self.timeout, LEAST.0),
            ("token_timeout_coefficient", self.coefficient, LEAST.1),
        ] {
            if !value.is_finite() || value < least {
                return Err(Failure::new("INVALID_VALUE", [name.to_owned(), value.to_string()]));
            }
        }
        if db.refs("Cluster").is_empty() { Ok(()) } else { Err(Failure::bare("CLUSTER_ALREADY_EXISTS")) }
    }
}

/// Refuses an interface that clusters cannot rely on.
fn assert_pif(db: &Db, pif: &str) -> Result<(), Failure> {
    let get = |field| db.get("PIF", pif, field);
    if !get("currently_attached")?.as_bool() || get("IP")?.as_str().is_empty() {
        return Err(Failure::new("REQUIRED_PIF_IS_UNPLUGGED", [pif]));
    }
    if !get("disallow_unplug")?.as_bool() && !get("management")?.as_bool() {
        return Err(Failure::new("PIF_ALLOWS_UNPLUG", [pif]));
    }
    Ok(())
}

/// Refuses while an SR lives on the cluster.
fn assert_unused(db: &Db, host: Option<&str>) -> Result<(), Failure> {
    for pbd in db.refs("PBD") {
        let sr = db.get_str("PBD", &pbd, "SR")?;
        let here = host.is_none_or(|host| db.get_str("PBD", &pbd, "host").is_ok_and(|of| &*of == host));
        let clustered = db.get("SR", &sr, "type").is_ok_and(|kind| kind.as_str() == "gfs2");
        if here && clustered && db.get("PBD", &pbd, "currently_attached")?.as_bool() {
            return Err(Failure::new("CLUSTER_STACK_IN_USE", [STACK.0]));
        }
    }
    Ok(())
}

fn add_cluster(db: &mut Db, pool: &Pool, wish: &Wish<'_>) -> Result<Str, Failure> {
    let token = format!("{}{}", pool.fresh_uuid(), pool.fresh_uuid()).replace('-', "");
    let fields = [
        ("cluster_token", Value::from(token)),
        ("cluster_stack", Value::from(STACK.0)),
        ("cluster_stack_version", Value::Int(STACK.1)),
        ("pool_auto_join", Value::Bool(wish.auto_join)),
        ("token_timeout", Value::Float(wish.timeout)),
        ("token_timeout_coefficient", Value::Float(wish.coefficient)),
    ];
    let cluster = pool.insert(db, "Cluster", fields)?;
    let record = pool_record::only(db)?;
    db.set("pool", &record, "ha_cluster_stack", STACK.0)?;
    Ok(cluster)
}

/// A host's member.
fn member_of(db: &Db, host: &str) -> Option<Str> {
    let own = |m: &Str| db.get_str("Cluster_host", m, "host").is_ok_and(|h| &*h == host);
    db.refs("Cluster_host").into_iter().find(own)
}

fn add_member(db: &mut Db, pool: &Pool, cluster: &str, host: &str, pif: &str) -> Result<Str, Failure> {
    if db.get("PIF", pif, "host")?.as_str() != host {
        return Err(Failure::new("PIF_NOT_ATTACHED_TO_HOST", [pif, host]));
    }
    assert_pif(db, pif)?;
    if member_of(db, host).is_some() {
        return Err(Failure::internal("Cluster host cannot be created because it already exists"));
    }
    let fields = [
        ("cluster", Value::from(cluster)),
        ("host", Value::from(host)),
        ("PIF", Value::from(pif)),
        ("enabled", Value::Bool(true)),
        ("joined", Value::Bool(true)),
        ("live", Value::Bool(true)),
        ("last_update_live", Value::Time(crate::time::now())),
    ];
    let member = pool.insert(db, "Cluster_host", fields)?;
    count(db, cluster)?;
    Ok(member)
}

/// Counts who is there, and whether that is enough.
fn count(db: &mut Db, cluster: &str) -> Result<(), Failure> {
    let (mut expected, mut live) = (0, 0);
    for member in db.get("Cluster", cluster, "cluster_hosts")?.items().iter().map(Value::as_str) {
        let enabled = db.get("Cluster_host", member, "enabled")?.as_bool();
        expected += i64::from(enabled);
        live += i64::from(enabled && db.get("Cluster_host", member, "live")?.as_bool());
        let allowed = if enabled { ["disable", "destroy"] } else { ["enable", "destroy"] };
        db.set("Cluster_host", member, "allowed_operations", Value::set(allowed))?;
    }
    let quorum = expected / 2 + 1;
    db.set("Cluster", cluster, "expected_hosts", expected)?;
    db.set("Cluster", cluster, "live_hosts", live)?;
    db.set("Cluster", cluster, "quorum", quorum)?;
    db.set("Cluster", cluster, "is_quorate", live >= quorum)?;
    let allowed = ["add", "remove", "enable", "disable", "destroy"];
    db.set("Cluster", cluster, "allowed_operations", Value::set(allowed))?;
    Ok(())
}

/// The host's member lives and dies with it.
pub fn follow(db: &mut Db, host: &str, live: bool) -> Result<(), Failure> {
    let Some(member) = member_of(db, host) else { return Ok(()) };
    if db.set("Cluster_host", &member, "live", live)? {
        db.set("Cluster_host", &member, "last_update_live", Value::Time(crate::time::now()))?;
    }
    let cluster = db.get_str("Cluster_host", &member, "cluster")?;
    count(db, &cluster)
}

/// The network all members talk on.
fn network_of(db: &Db, cluster: &str) -> Result<Str, Failure> {
    let members = db.get("Cluster", cluster, "cluster_hosts")?;
    let Some(first) = members.items().first() else { return Ok(NULL.into()) };
    let pif = db.get_str("Cluster_host", first.as_str(), "PIF")?;
    db.get_str("PIF", &pif, "network")
}

/// A host that joins a pool whose cluster wants all hosts is a member at once.
pub fn auto_join(db: &mut Db, pool: &Pool, host: &str) -> Result<(), Failure> {
    for cluster in db.refs("Cluster") {
        if db.get("Cluster", &cluster, "pool_auto_join")?.as_bool() {
            let network = network_of(db, &cluster)?;
            let pif = expect_local(db, &network, host)?;
            add_member(db, pool, &cluster, host, &pif)?;
        }
    }
    Ok(())
}

/// `Cluster.create`: with the interface's host as the only member.
pub fn create(cx: &Cx, pif: &str, wish: &Wish<'_>) -> Result<Value, Failure> {
    let cluster = cx.pool.write(|db| {
        wish.check(db)?;
        assert_pif(db, pif)?;
        let host = db.get_str("PIF", pif, "host")?;
        let cluster = add_cluster(db, &cx.pool, wish)?;
        add_member(db, &cx.pool, &cluster, &host, pif)?;
        Ok::<_, Failure>(cluster)
    })?;
    Ok(Value::from(cluster))
}

/// `Cluster.pool_create`: all hosts are members, by their interfaces on a network.
pub fn pool_create(cx: &Cx, network: &str, wish: &Wish<'_>) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    let cluster = cx.pool.write(|db| {
        wish.check(db)?;
        let mut pifs = Vec::new();
        for host in db.refs("host") {
            let pif = expect_local(db, network, &host)?;
            assert_pif(db, &pif)?;
            pifs.push((host, pif));
        }
        let cluster = add_cluster(db, &cx.pool, wish)?;
        for (host, pif) in pifs {
            add_member(db, &cx.pool, &cluster, &host, &pif)?;
        }
        Ok::<_, Failure>(cluster)
    })?;
    Ok(Value::from(cluster))
}

fn remove_cluster(db: &mut Db, cluster: &str) -> Result<(), Failure> {
    for member in db.get("Cluster", cluster, "cluster_hosts")?.items() {
        db.delete("Cluster_host", member.as_str())?;
    }
    db.delete("Cluster", cluster)
}

/// `Cluster.destroy`: of one with at most one member.
pub fn destroy(cx: &Cx, cluster: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let members = db.get("Cluster", cluster, "cluster_hosts")?.items().len();
        if members > 1 {
            return Err(Failure::new("CLUSTER_DOES_NOT_HAVE_ONE_NODE", [members.to_string()]));
        }
        assert_unused(db, None)?;
        remove_cluster(db, cluster)
    })?;
    Ok(Value::Void)
}

/// `Cluster.pool_destroy` and, with a dead member too, `Cluster.pool_force_destroy`.
pub fn pool_destroy(cx: &Cx, cluster: &str, force: bool) -> Result<Value, Failure> {
    if !force {
        host::assert_all_reachable(&cx.pool)?;
    }
    cx.pool.write(|db| {
        db.get("Cluster", cluster, "uuid")?;
        assert_unused(db, None)?;
        remove_cluster(db, cluster)
    })?;
    Ok(Value::Void)
}

/// `Cluster.pool_resync`: hosts that are no members become such, disabled members are enabled.
pub fn pool_resync(cx: &Cx, cluster: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let network = network_of(db, cluster)?;
        let mut missing = db.refs("host");
        for member in db.get("Cluster", cluster, "cluster_hosts")?.items().iter().map(Value::as_str) {
            let host = db.get_str("Cluster_host", member, "host")?;
            missing.retain(|other| *other != host);
            if host::is_live(db, &host)? {
                db.set("Cluster_host", member, "enabled", true)?;
            }
        }
        for host in missing {
            let pif = expect_local(db, &network, &host)?;
            add_member(db, &cx.pool, cluster, &host, &pif)?;
        }
        count(db, cluster)
    })?;
    Ok(Value::Void)
}

/// `Cluster.get_network`.
pub fn network(cx: &Cx, cluster: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| network_of(db, cluster)).map(Value::from)
}

/// `Cluster_host.create`.
pub fn create_member(cx: &Cx, cluster: &str, host: &str, pif: &str) -> Result<Value, Failure> {
    let member = cx.pool.write(|db| {
        db.get("Cluster", cluster, "uuid")?;
        host::assert_live(db, host)?;
        add_member(db, &cx.pool, cluster, host, pif)
    })?;
    Ok(Value::from(member))
}

/// `Cluster_host.destroy` and `Cluster_host.force_destroy`, which minds neither the last member nor a disabled one.
pub fn destroy_member(cx: &Cx, member: &str, force: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let cluster = db.get_str("Cluster_host", member, "cluster")?;
        let host = db.get_str("Cluster_host", member, "host")?;
        assert_unused(db, Some(&host))?;
        let last = db.get("Cluster", &cluster, "cluster_hosts")?.items().len() == 1;
        if last && !force {
            return Err(Failure::new("CLUSTER_HOST_IS_LAST", [member]));
        }
        if !force && !db.get("Cluster_host", member, "enabled")?.as_bool() {
            return Err(Failure::new("CLUSTERING_DISABLED", [member]));
        }
        db.delete("Cluster_host", member)?;
        if last { db.delete("Cluster", &cluster) } else { count(db, &cluster) }
    })?;
    Ok(Value::Void)
}

/// `Cluster_host.enable` and `Cluster_host.disable`.
pub fn set_enabled(cx: &Cx, member: &str, enabled: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let get = |field| db.get_str("Cluster_host", member, field);
        let (cluster, host, pif) = (get("cluster")?, get("host")?, get("PIF")?);
        host::assert_live(db, &host)?;
        if enabled {
            assert_pif(db, &pif)?;
        } else {
            assert_unused(db, Some(&host))?;
        }
        db.set("Cluster_host", member, "enabled", enabled)?;
        count(db, &cluster)
    })?;
    Ok(Value::Void)
}
