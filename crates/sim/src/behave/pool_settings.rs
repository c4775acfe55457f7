//! How a pool as a whole is set up: directory logins, certificates of clients, the redo log, telemetry, and what it
//! has not got.

use crate::behave::pif_checks::assert_ip;
use crate::behave::{ha, host, pool_record};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::lock;

const REDO_LOG: ha::Disk = ha::Disk {
    name: "Metadata redo-log",
    description: "Used when HA is disabled",
    kind: "redo_log",
    bytes: 256 << 20,
};

/// Writes one field of the pool.
pub fn set(cx: &Cx, pool: &str, field: &str, value: impl Into<Value>) -> Result<Value, Failure> {
    cx.pool.write(|db| db.set("pool", pool, field, value))?;
    Ok(Value::Void)
}

/// Writes a number that must be above zero.
pub fn set_count(cx: &Cx, pool: &str, field: &'static str, value: i64) -> Result<Value, Failure> {
    if value < 1 {
        return Err(Failure::new("INVALID_VALUE", [field, &value.to_string()]));
    }
    set(cx, pool, field, value)
}

/// `pool.enable_tls_verification`: from now on the hosts check one another's certificates.
pub fn enable_tls(cx: &Cx) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    cx.pool.write(|db| {
        ha::assert_disabled(db)?;
        for host in db.refs("host") {
            db.set("host", &host, "tls_verification_enabled", true)?;
        }
        let pool = pool_record::only(db)?;
        db.set("pool", &pool, "tls_verification_enabled", true)?;
        pool_record::refresh(db)
    })?;
    Ok(Value::Void)
}

/// `pool.rotate_secret`: the hosts share another secret.
pub fn rotate_secret(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.read(ha::assert_disabled)?;
    host::assert_all_reachable(&cx.pool)?;
    lock(&cx.pool.kept).secrets += 1;
    Ok(Value::Void)
}

/// `pool.sync_database`: every host has the database as it is now, if it can be asked to.
pub fn sync_database(cx: &Cx) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    Ok(Value::Void)
}

/// `pool.enable_client_certificate_auth`.
pub fn client_certificates(cx: &Cx, pool: &str, name: Option<&str>) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        db.set("pool", pool, "client_certificate_auth_enabled", name.is_some())?;
        db.set("pool", pool, "client_certificate_auth_name", name.unwrap_or(""))
    })?;
    Ok(Value::Void)
}

/// `pool.reset_telemetry_uuid`: a new secret in place of the old one.
pub fn reset_telemetry(cx: &Cx, pool: &str) -> Result<Value, Failure> {
    let value = cx.pool.fresh_uuid();
    cx.pool.write(|db| {
        let old = db.get_str("pool", pool, "telemetry_uuid")?;
        let secret = cx.pool.insert(db, "secret", [("value", Value::from(value))])?;
        db.set("pool", pool, "telemetry_uuid", secret)?;
        if db.exists("secret", &old) { db.delete("secret", &old) } else { Ok(()) }
    })?;
    Ok(Value::Void)
}

/// `pool.set_custom_uefi_certificates`: what new VMs boot securely with; empty for what the product brings.
pub fn custom_uefi(cx: &Cx, pool: &str, certificates: &str) -> Result<Value, Failure> {
    use base64::Engine;
    if base64::engine::general_purpose::STANDARD.decode(certificates).is_err() {
        return Err(Failure::new("INVALID_VALUE", ["custom_uefi_certificates", "not base64"]));
    }
    cx.pool.write(|db| {
        db.set("pool", pool, "custom_uefi_certificates", certificates)?;
        db.set("pool", pool, "uefi_certificates", certificates)?;
        for host in db.refs("host") {
            db.set("host", &host, "uefi_certificates", certificates)?;
        }
        Ok(())
    })?;
    Ok(Value::Void)
}

/// `pool.get_guest_secureboot_readiness`.
pub fn secure_boot(cx: &Cx, pool: &str) -> Result<Value, Failure> {
    let certificates = cx.pool.read(|db| db.get("pool", pool, "uefi_certificates"))?;
    Ok(Value::from(if certificates.as_str().is_empty() { "not_ready" } else { "ready" }))
}

/// `pool.enable_redo_log`: changes of the database go to a disk at once.
pub fn enable_redo_log(cx: &Cx, sr: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let refused = |why: &str| Err(Failure::new("CANNOT_ENABLE_REDO_LOG", [why]));
        let pool = pool_record::only(db)?;
        if ha::is_enabled(db) {
            return refused("high availability is enabled");
        }
        if db.get("pool", &pool, "redo_log_enabled")?.as_bool() {
            return refused("already enabled");
        }
        if let Err(failure) = ha::assert_can_host_statefile(db, sr) {
            return refused(&failure.to_string());
        }
        let vdi = REDO_LOG.add(db, &cx.pool, sr)?;
        db.set("pool", &pool, "redo_log_vdi", vdi)?;
        db.set("pool", &pool, "redo_log_enabled", true)
    })?;
    Ok(Value::Void)
}

/// `pool.disable_redo_log`.
pub fn disable_redo_log(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let pool = pool_record::only(db)?;
        let vdi = db.get_str("pool", &pool, "redo_log_vdi")?;
        db.set("pool", &pool, "redo_log_enabled", false)?;
        db.set("pool", &pool, "redo_log_vdi", Value::null())?;
        if db.exists("VDI", &vdi) { db.delete("VDI", &vdi) } else { Ok(()) }
    })?;
    Ok(Value::Void)
}

/// `pool.set_vswitch_controller`: an address, or none.
pub fn vswitch_controller(cx: &Cx, address: &str) -> Result<Value, Failure> {
    if !address.is_empty() {
        assert_ip("address", address)?;
    }
    cx.pool.write(|db| {
        let pool = pool_record::only(db)?;
        db.set("pool", &pool, "vswitch_controller", address)
    })?;
    Ok(Value::Void)
}

/// The directory a host belongs to, if any.
fn directory(db: &Db, host: &str) -> Result<(Str, Str), Failure> {
    Ok((
        db.get_str("host", host, "external_auth_type")?,
        db.get_str("host", host, "external_auth_service_name")?,
    ))
}

/// Puts a host into a directory.
fn join_directory(db: &mut Db, host: &str, config: &Value, service: &str, kind: &str) -> Result<(), Failure> {
    // The password is used, never kept.
    let kept = config.without_entry("pass").with_entry("domain", Value::from(service));
    db.set("host", host, "external_auth_configuration", kept)?;
    db.set("host", host, "external_auth_service_name", service)?;
    db.set("host", host, "external_auth_type", kind)?;
    Ok(())
}

/// Why a directory would not take a host: the end of the error's code, and a text.
fn directory_refuses(config: &Value, service: &str) -> Option<(&'static str, &'static str)> {
    let given = |key: &str| config.key(key).is_some_and(|text| !text.as_str().is_empty());
    if !service.contains('.') || service.starts_with('.') || service.ends_with('.') {
        return Some(("_DOMAIN_LOOKUP_FAILED", "the domain is not known"));
    }
    if !given("user") || !given("pass") {
        return Some(("_WRONG_CREDENTIALS", "a user and a password are needed to join"));
    }
    None
}

/// `host.enable_external_auth`.
pub fn enable_auth(cx: &Cx, host: &str, config: &Value, service: &str, kind: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let (now, name) = directory(db, host)?;
        if !now.is_empty() {
            return Err(Failure::new("AUTH_ALREADY_ENABLED", [&*now, &*name]));
        }
        if kind != "AD" {
            return Err(Failure::new("AUTH_UNKNOWN_TYPE", [kind]));
        }
        host::assert_live(db, host)?;
        match directory_refuses(config, service) {
            Some((what, why)) => Err(Failure::new(&format!("AUTH_ENABLE_FAILED{what}"), [why])),
            None => join_directory(db, host, config, service, kind),
        }
    })?;
    Ok(Value::Void)
}

/// `pool.enable_external_auth`: all hosts join, or none.
pub fn enable_pool_auth(
    cx: &Cx,
    pool: &str,
    config: &Value,
    service: &str,
    kind: &str,
) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    cx.pool.write(|db| {
        db.get("pool", pool, "uuid")?;
        let hosts = db.refs("host");
        for host in &hosts {
            if !directory(db, host)?.0.is_empty() {
                return Err(Failure::new("POOL_AUTH_ALREADY_ENABLED", [&**host]));
            }
        }
        if kind != "AD" {
            return Err(Failure::new("AUTH_UNKNOWN_TYPE", [kind]));
        }
        if let (Some((what, why)), Some(first)) = (directory_refuses(config, service), hosts.first()) {
            return Err(Failure::new(&format!("POOL_AUTH_ENABLE_FAILED{what}"), [&**first, why]));
        }
        hosts.iter().try_for_each(|host| join_directory(db, host, config, service, kind))
    })?;
    Ok(Value::Void)
}

fn leave_directory(db: &mut Db, host: &str) -> Result<(), Failure> {
    db.set("host", host, "external_auth_type", "")?;
    db.set("host", host, "external_auth_service_name", "")?;
    db.set("host", host, "external_auth_configuration", Value::no_entries())?;
    Ok(())
}

/// `host.disable_external_auth`.
pub fn disable_auth(cx: &Cx, host: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        host::assert_live(db, host)?;
        leave_directory(db, host)
    })?;
    Ok(Value::Void)
}

/// `pool.disable_external_auth`.
pub fn disable_pool_auth(cx: &Cx, pool: &str) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    cx.pool.write(|db| {
        db.get("pool", pool, "uuid")?;
        db.refs("host").iter().try_for_each(|host| leave_directory(db, host))
    })?;
    Ok(Value::Void)
}

/// `host.external_auth_set_ldaps`.
pub fn set_ldaps(cx: &Cx, host: &str, ldaps: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if directory(db, host)?.0.is_empty() {
            return Err(Failure::bare("AUTH_IS_DISABLED"));
        }
        let config = db.get("host", host, "external_auth_configuration")?;
        let config = config.with_entry("ldaps", Value::from(if ldaps { "true" } else { "false" }));
        db.set("host", host, "external_auth_configuration", config)
    })?;
    Ok(Value::Void)
}

/// `pool.detect_nonhomogeneous_external_auth`: a message for each host that is set up otherwise than the master.
pub fn compare_auth(cx: &Cx, pool: &str) -> Result<Value, Failure> {
    let odd = cx.pool.read(|db| {
        let wanted = directory(db, &db.get_str("pool", pool, "master")?)?;
        let mut odd = Vec::new();
        for host in db.refs("host") {
            if directory(db, &host)? != wanted {
                odd.push((db.get_str("host", &host, "uuid")?, db.get_str("host", &host, "name_label")?));
            }
        }
        Ok::<_, Failure>(odd)
    })?;
    for (uuid, name) in odd {
        let text = format!("host={name}: its external authentication differs from the master's");
        cx.pool.message("EXTAUTH_IN_POOL_IS_NON_HOMOGENEOUS", "Host", &uuid, 2, text);
    }
    Ok(Value::Void)
}

/// Calls of old that set certificates for booting: another one does.
pub fn no_uefi(instead: &str) -> Result<Value, Failure> {
    Err(Failure::new("OPERATION_NOT_ALLOWED", [format!("To set UEFI certificates use {instead}")]))
}

/// `pool.initialize_wlb`: there is no such service in a simulated network.
pub fn initialize_wlb(url: &str) -> Result<Value, Failure> {
    let port = url.rsplit_once(':').map(|(host, port)| (host.is_empty(), port.parse::<u16>().is_ok()));
    match port {
        Some((false, true)) => Err(Failure::bare("WLB_CONNECTION_REFUSED")),
        _ => Err(Failure::new("WLB_URL_INVALID", [url])),
    }
}

/// `pool.set_wlb_enabled`: only off, as long as there is no such service.
pub fn set_wlb(cx: &Cx, pool: &str, on: bool) -> Result<Value, Failure> {
    let url = cx.pool.read(|db| db.get("pool", pool, "wlb_url"))?;
    if on && url.as_str().is_empty() {
        return no_wlb();
    }
    set(cx, pool, "wlb_enabled", on)
}

/// The other calls about that service.
pub fn no_wlb() -> Result<Value, Failure> {
    Err(Failure::bare("WLB_NOT_INITIALIZED"))
}
