//! The one record of a pool: its operations, and the figures that follow from its hosts.

use crate::behave::vm_state::Notes;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// Operations that nothing else may run beside, and what a caller hears meanwhile.
const EXCLUSIVE: &[(&str, &str)] = &[
    ("ha_enable", "HA_ENABLE_IN_PROGRESS"),
    ("ha_disable", "HA_DISABLE_IN_PROGRESS"),
    ("cluster_create", "CLUSTER_CREATE_IN_PROGRESS"),
    ("designate_new_master", "DESIGNATE_NEW_MASTER_IN_PROGRESS"),
    ("tls_verification_enable", "TLS_VERIFICATION_ENABLE_IN_PROGRESS"),
    ("cert_refresh", "CERT_REFRESH_IN_PROGRESS"),
];

/// The pool's reference.
pub fn only(db: &Db) -> Result<Str, Failure> {
    db.refs("pool").into_iter().next().ok_or_else(|| Failure::internal("no pool"))
}

/// The pool's default repository.
pub fn default_sr(db: &Db) -> Result<Str, Failure> {
    let sr = db.get_str("pool", &only(db)?, "default_SR")?;
    if db.exists("SR", &sr) { Ok(sr) } else { Err(Failure::new("DEFAULT_SR_NOT_FOUND", [&*sr])) }
}

/// Works out what the pool allows.
pub fn refresh(db: &mut Db) -> Result<(), Failure> {
    let pool = only(db)?;
    let current = db.get("pool", &pool, "current_operations")?;
    let mut allowed = Vec::new();
    if current.entries().is_empty() {
        let ha = db.get("pool", &pool, "ha_enabled")?.as_bool();
        allowed.push(if ha { "ha_disable" } else { "ha_enable" });
        if !ha {
            allowed.extend(["cluster_create", "eject"]);
        }
        if !db.get("pool", &pool, "tls_verification_enabled")?.as_bool() {
            allowed.push("tls_verification_enable");
        }
        allowed.extend([
            "designate_new_master",
            "configure_repositories",
            "sync_updates",
            "sync_bundle",
            "get_updates",
            "apply_updates",
            "cert_refresh",
            "exchange_certificates_on_join",
            "exchange_ca_certificates_on_join",
            "copy_primary_host_certs",
            "exchange_crls_on_join",
        ]);
    }
    db.set("pool", &pool, "allowed_operations", Value::set(allowed))?;
    Ok(())
}

/// The processors of all hosts.
pub fn count_cpus(db: &mut Db) -> Result<(), Failure> {
    let pool = only(db)?;
    let mut info = db.get("pool", &pool, "cpu_info")?;
    for key in ["cpu_count", "socket_count"] {
        let mut count = 0;
        for host in db.refs("host") {
            let of_host = db.get("host", &host, "cpu_info")?;
            count += of_host.key(key).and_then(|n| n.as_str().parse::<i64>().ok()).unwrap_or(0);
        }
        info = info.with_entry(key, Value::from(count.to_string()));
    }
    db.set("pool", &pool, "cpu_info", info)?;
    Ok(())
}

/// Notes an operation on the pool.
pub fn begin(cx: &Cx, operation: &'static str) -> Result<Notes, Failure> {
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        let pool = only(db)?;
        for (_, running) in db.get("pool", &pool, "current_operations")?.entries() {
            if let Some((_, code)) = EXCLUSIVE.iter().find(|(op, _)| *op == running.as_str()) {
                return Err(Failure::bare(code));
            }
        }
        notes.add(db, "pool", &pool, operation)
    })?;
    Ok(notes)
}
