//! Provisioning services: sites with their servers, caches and the proxies of VIFs.

use crate::behave::pif_checks::assert_ipv4;
use crate::behave::vm_devices::constructor;
use crate::behave::{Args, pbd};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// The proxies of a VIF, whose record does not name them.
pub fn proxies_of(db: &Db, vif: &str) -> Vec<Str> {
    let mut proxies = db.refs("PVS_proxy");
    proxies.retain(|p| db.get_str("PVS_proxy", p, "VIF").is_ok_and(|v| &*v == vif));
    proxies
}

/// The proxies of a site that run.
fn running(db: &Db, site: &str) -> Result<Vec<Str>, Failure> {
    let mut proxies = db.get_refs("PVS_site", site, "proxies")?;
    proxies.retain(|p| db.get("PVS_proxy", p, "currently_attached").is_ok_and(|a| a.as_bool()));
    Ok(proxies)
}

fn assert_idle(db: &Db, site: &str) -> Result<(), Failure> {
    let running = running(db, site)?;
    if running.is_empty() {
        return Ok(());
    }
    Err(Failure::new("PVS_SITE_CONTAINS_RUNNING_PROXIES", running.iter().map(|p| &**p)))
}

/// `PVS_site.forget`: its caches go with it.
pub fn forget_site(cx: &Cx, site: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        assert_idle(db, site)?;
        let servers = db.get_refs("PVS_site", site, "servers")?;
        if !servers.is_empty() {
            return Err(Failure::new("PVS_SITE_CONTAINS_SERVERS", servers.iter().map(|s| &**s)));
        }
        for cache in db.get_refs("PVS_site", site, "cache_storage")? {
            db.delete("PVS_cache_storage", &cache)?;
        }
        db.delete("PVS_site", site)
    })?;
    Ok(Value::Void)
}

/// `PVS_site.set_PVS_uuid`.
pub fn set_uuid(cx: &Cx, site: &str, uuid: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        assert_idle(db, site)?;
        db.set("PVS_site", site, "PVS_uuid", uuid)
    })?;
    Ok(Value::Void)
}

/// `PVS_server.introduce`.
pub fn introduce_server(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (addresses, first, last, site) = (a.value(0), a.int(1), a.int(2), a.str(3));
    let server = cx.pool.write(|db| {
        let mut unique = Value::no_items();
        for address in addresses.items() {
            assert_ipv4("addresses", address.as_str())?;
            unique = unique.with_item(address).unwrap_or(unique);
        }
        let taken = |address: &&Value| {
            db.refs("PVS_server").iter().any(|other| {
                db.get("PVS_server", other, "addresses").is_ok_and(|all| all.items().contains(address))
            })
        };
        let in_use: Vec<&str> = unique.items().iter().filter(taken).map(Value::as_str).collect();
        if !in_use.is_empty() {
            return Err(Failure::new("PVS_SERVER_ADDRESS_IN_USE", in_use));
        }
        for (name, port) in [("first_port", first), ("last_port", last)] {
            assert_port(name, port)?;
        }
        if last < first {
            let why = "last_port must be greater than or equal to first_port";
            return Err(Failure::new("VALUE_NOT_SUPPORTED", ["last_port", &last.to_string(), why]));
        }
        db.get("PVS_site", site, "uuid")?;
        let fields = [
            ("addresses", unique),
            ("first_port", Value::Int(first)),
            ("last_port", Value::Int(last)),
            ("site", Value::from(site)),
        ];
        cx.pool.insert(db, "PVS_server", fields)
    })?;
    Ok(Value::from(server))
}

/// A number that TCP and UDP know as a port.
pub fn assert_port(name: &str, port: i64) -> Result<(), Failure> {
    if (1..=65_535).contains(&port) {
        return Ok(());
    }
    let why = "Port out of range";
    Err(Failure::new("VALUE_NOT_SUPPORTED", [name, &port.to_string(), why]))
}

/// `PVS_proxy.create`: for the first VIF of a VM.
pub fn create_proxy(cx: &Cx, site: &str, vif: &str) -> Result<Value, Failure> {
    let proxy = cx.pool.write(|db| {
        let others = proxies_of(db, vif);
        if !others.is_empty() {
            return Err(Failure::new("PVS_PROXY_ALREADY_PRESENT", others.iter().map(|p| &**p)));
        }
        db.get("PVS_site", site, "uuid")?;
        let number = |vif: &str| -> Result<u32, Failure> {
            Ok(db.get_str("VIF", vif, "device")?.parse().unwrap_or(u32::MAX))
        };
        let own = number(vif)?;
        for other in db.get_refs("VM", &db.get_str("VIF", vif, "VM")?, "VIFs")? {
            if number(&other)? < own {
                return Err(Failure::bare("PVS_VIF_MUST_BE_FIRST_DEVICE"));
            }
        }
        let ends = [("site", Value::from(site)), ("VIF", Value::from(vif))];
        let proxy = cx.pool.insert(db, "PVS_proxy", ends)?;
        follow(db, vif)?;
        Ok(proxy)
    })?;
    Ok(Value::from(proxy))
}

/// The proxies of a VIF run while it is attached, on hosts where their site has a cache.
pub fn follow(db: &mut Db, vif: &str) -> Result<(), Failure> {
    for proxy in proxies_of(db, vif) {
        let site = db.get_str("PVS_proxy", &proxy, "site")?;
        let vm = db.get_str("VIF", vif, "VM")?;
        let host =
            [db.get_str("VM", &vm, "resident_on")?, db.get_str("VM", &vm, "scheduled_to_be_resident_on")?]
                .into_iter()
                .find(|h| &**h != NULL);
        let cached = match &host {
            Some(host) => cache_on(db, &site, host)?.is_some(),
            None => false,
        };
        let runs = cached && db.get("VIF", vif, "currently_attached")?.as_bool();
        db.set("PVS_proxy", &proxy, "currently_attached", runs)?;
        db.set("PVS_proxy", &proxy, "status", if runs { "initialised" } else { "stopped" })?;
    }
    Ok(())
}

fn cache_on(db: &Db, site: &str, host: &str) -> Result<Option<Str>, Failure> {
    let caches = db.get_refs("PVS_site", site, "cache_storage")?;
    Ok(caches.into_iter().find(|c| db.get_str("PVS_cache_storage", c, "host").is_ok_and(|h| &*h == host)))
}

/// `PVS_cache_storage.create`: one for each site and host, on an SR that the host sees.
pub fn create_cache(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let cache = cx.pool.write(|db| {
        let fields = constructor(db, "PVS_cache_storage", record)?;
        let given = |name: &str| record.key(name).map_or(NULL, Value::as_str);
        let (host, sr, site) = (given("host"), given("SR"), given("site"));
        for (class, reference) in [("host", host), ("SR", sr), ("PVS_site", site)] {
            db.get(class, reference, "uuid")?;
        }
        if cache_on(db, site, host)?.is_some() {
            return Err(Failure::new("PVS_CACHE_STORAGE_ALREADY_PRESENT", [site, host]));
        }
        pbd::assert_reaches(db, host, sr)?;
        cx.pool.insert(db, "PVS_cache_storage", fields)
    })?;
    Ok(Value::from(cache))
}

/// `PVS_cache_storage.destroy`, while no proxy on its host uses it.
pub fn destroy_cache(cx: &Cx, cache: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let host = db.get_str("PVS_cache_storage", cache, "host")?;
        for proxy in running(db, &db.get_str("PVS_cache_storage", cache, "site")?)? {
            let vif = db.get_str("PVS_proxy", &proxy, "VIF")?;
            let vm = db.get_str("VIF", &vif, "VM")?;
            if db.get_str("VM", &vm, "resident_on")? == host {
                return Err(Failure::new("PVS_CACHE_STORAGE_IS_IN_USE", [cache]));
            }
        }
        db.delete("PVS_cache_storage", cache)
    })?;
    Ok(Value::Void)
}
