//! How hosts are set up: names, licences, SSH, clocks, displays, caches.

use std::time::Duration;

use crate::behave::{host, pbd, pool_record};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// SSH may be left open for at most two days.
const LONGEST_SSH: i64 = 172_800;

/// Writes one field of a host that answers.
pub fn set(cx: &Cx, host: &str, field: &str, value: Value) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        host::assert_live(db, host)?;
        db.set("host", host, field, value)
    })?;
    Ok(Value::Void)
}

/// Does the same to every host of the pool.
pub fn everywhere(
    cx: &Cx,
    pool: &str,
    act: impl Fn(&Cx, &str) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let hosts = cx.pool.read(|db| db.get("pool", pool, "uuid").map(|_| db.refs("host")))?;
    for host in hosts {
        act(cx, &host)?;
    }
    Ok(Value::Void)
}

/// `host.set_hostname_live`.
pub fn set_hostname(cx: &Cx, host: &str, name: &str) -> Result<Value, Failure> {
    let wrong = |reason: &str| Err(Failure::new("HOST_NAME_INVALID", [reason]));
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    match name {
        "" => return wrong("hostname empty"),
        name if name.len() > 64 => return wrong("hostname is too long"),
        name if name.contains(' ') => return wrong("hostname contains spaces"),
        name if !name.chars().all(fits) => return wrong("hostname contains invalid characters"),
        name if name.starts_with(['-', '.']) || name.ends_with('-') => {
            return wrong("hostname begins or ends with an invalid character");
        }
        _ => {}
    }
    set(cx, host, "hostname", Value::from(name))
}

/// `host.apply_edition`.
pub fn apply_edition(cx: &Cx, host: &str, edition: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if !db.get("host", host, "editions")?.contains(edition) {
            return Err(Failure::new("INVALID_EDITION", [edition]));
        }
        host::assert_live(db, host)?;
        db.set("host", host, "edition", edition)
    })?;
    Ok(Value::Void)
}

/// `host.license_remove`: without a licence a host has the least of its editions.
pub fn remove_license(cx: &Cx, host: &str) -> Result<Value, Failure> {
    let editions = cx.pool.read(|db| db.get("host", host, "editions"))?;
    apply_edition(cx, host, editions.items().first().map_or("", Value::as_str))
}

/// `pool.get_license_state`: the edition all hosts have, and the day the first licence ends.
pub fn license_state(cx: &Cx, pool: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        db.get("pool", pool, "uuid")?;
        let mut edition: Option<Str> = None;
        let mut expiry: Option<Str> = None;
        for host in db.refs("host") {
            let of_host = db.get_str("host", &host, "edition")?;
            // Editions are listed from the least to the most.
            let rank = |edition: &Str| {
                db.get("host", &host, "editions").ok()?.items().iter().position(|e| e.as_str() == &**edition)
            };
            if edition.as_ref().is_none_or(|least| rank(&of_host) < rank(least)) {
                edition = Some(of_host);
            }
            let ends = db.get("host", &host, "license_params")?.key("expiry").map(Value::to_shared);
            if let Some(ends) = ends.filter(|ends| &**ends < "20990101") {
                expiry = Some(expiry.map_or(ends.clone(), |first| first.min(ends)));
            }
        }
        let (edition, expiry) =
            (edition.unwrap_or_else(|| "".into()), expiry.unwrap_or_else(|| "never".into()));
        Ok(Value::map([("edition", edition), ("expiry", expiry)]))
    })
}

/// `host.enable_display` and `host.disable_display`: the next boot makes it so.
pub fn display(cx: &Cx, host: &str, on: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let next = match (db.get("host", host, "display")?.as_str(), on) {
            ("disabled", true) => "enable_on_reboot",
            ("enabled", false) => "disable_on_reboot",
            ("disable_on_reboot", true) => "enabled",
            ("enable_on_reboot", false) => "disabled",
            (as_wanted, _) => as_wanted,
        }
        .to_owned();
        db.set("host", host, "display", next.as_str())?;
        Ok(Value::from(next))
    })
}

/// `host.set_ssl_legacy`: old protocols are gone for good.
pub fn set_ssl_legacy(cx: &Cx, host: &str, on: bool) -> Result<Value, Failure> {
    if on {
        let why = "Legacy SSL support has been removed";
        return Err(Failure::new("VALUE_NOT_SUPPORTED", ["value", "true", why]));
    }
    set(cx, host, "ssl_legacy", Value::Bool(false))
}

/// `host.enable_ssh` and `host.disable_ssh`.
pub fn ssh(cx: &Cx, host: &str, on: bool) -> Result<Value, Failure> {
    let timeout = cx.pool.write(|db| {
        host::assert_live(db, host)?;
        db.set("host", host, "ssh_enabled", on)?;
        db.set("host", host, "ssh_auto_mode", false)?;
        db.get("host", host, "ssh_enabled_timeout")
    })?;
    expire_ssh(cx, host, if on { timeout.as_int() } else { 0 })
}

/// `host.set_ssh_enabled_timeout`: seconds after which SSH is closed again; 0 leaves it open.
pub fn ssh_timeout(cx: &Cx, host: &str, seconds: i64) -> Result<Value, Failure> {
    if !(0..=LONGEST_SSH).contains(&seconds) {
        return Err(Failure::new("INVALID_VALUE", ["ssh_enabled_timeout", &seconds.to_string()]));
    }
    let open = cx.pool.write(|db| {
        host::assert_live(db, host)?;
        db.set("host", host, "ssh_enabled_timeout", seconds)?;
        db.get("host", host, "ssh_enabled")
    })?;
    expire_ssh(cx, host, if open.as_bool() { seconds } else { 0 })
}

/// Notes when SSH is closed, and closes it then.
fn expire_ssh(cx: &Cx, host: &str, seconds: i64) -> Result<Value, Failure> {
    let ends = if seconds > 0 { crate::time::now() + seconds } else { 0 };
    cx.pool.write(|db| db.set("host", host, "ssh_expiry", Value::Time(ends)))?;
    if ends > 0 {
        let (pool, host) = (std::sync::Arc::downgrade(&cx.pool), Str::from(host));
        let pause = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
        crate::time::spawn(async move {
            crate::time::sleep(pause).await;
            let Some(pool) = pool.upgrade() else { return };
            // The host may have left, or the time have been set anew.
            let _ = pool.write(|db| {
                if db.get("host", &host, "ssh_expiry")?.as_int() == ends {
                    db.set("host", &host, "ssh_enabled", false)?;
                    db.set("host", &host, "ssh_expiry", Value::Time(0))?;
                }
                Ok::<_, Failure>(())
            });
        });
    }
    Ok(Value::Void)
}

/// `host.set_ntp_mode`.
pub fn set_ntp_mode(cx: &Cx, host: &str, mode: &str) -> Result<Value, Failure> {
    let servers = cx.pool.read(|db| db.get("host", host, "ntp_custom_servers"))?;
    if mode == "Custom" && servers.items().is_empty() {
        return Err(Failure::new(
            "INVALID_NTP_CONFIG",
            ["Can't set ntp_mode Custom when ntp_custom_servers is empty"],
        ));
    }
    set(cx, host, "ntp_mode", Value::from(mode))
}

/// `host.set_ntp_custom_servers`.
pub fn set_ntp_servers(cx: &Cx, host: &str, servers: &Value) -> Result<Value, Failure> {
    let mode = cx.pool.read(|db| db.get("host", host, "ntp_mode"))?;
    if servers.items().is_empty() && mode.as_str() == "Custom" {
        return Err(Failure::new(
            "INVALID_NTP_CONFIG",
            ["Can't set ntp_custom_servers empty when ntp_mode is Custom"],
        ));
    }
    set(cx, host, "ntp_custom_servers", servers.clone())
}

/// The zones that hosts know, one for each offset people live by and each way of changing it.
const TIMEZONES: &[&str] = &[
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "America/Anchorage",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Paris",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "UTC",
];

/// `host.list_timezones`.
pub fn timezones(cx: &Cx, host: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| host::assert_live(db, host))?;
    Ok(Value::set(TIMEZONES.iter().copied()))
}

/// `host.set_timezone`.
pub fn set_timezone(cx: &Cx, host: &str, zone: &str) -> Result<Value, Failure> {
    if !TIMEZONES.contains(&zone) {
        return Err(Failure::new("INVALID_VALUE", ["timezone", zone]));
    }
    set(cx, host, "timezone", Value::from(zone))
}

/// `host.set_max_cstate`: empty for no limit, a C-state, or one with a sub-state.
pub fn set_max_cstate(cx: &Cx, host: &str, value: &str) -> Result<Value, Failure> {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let fits = match value.split_once(',') {
        Some((state, sub)) => number(state) && number(sub),
        None => value.is_empty() || number(value),
    };
    if !fits {
        return Err(Failure::new("INVALID_VALUE", ["max_cstate", value]));
    }
    set(cx, host, "max_cstate", Value::from(value))
}

/// `host.enable_local_storage_caching`: an SR of the host's own keeps copies of shared disks.
pub fn enable_caching(cx: &Cx, host: &str, sr: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        host::assert_live(db, host)?;
        assert_can_cache(db, host, sr)?;
        cache_in(db, host, sr)
    })?;
    Ok(Value::Void)
}

fn assert_can_cache(db: &Db, host: &str, sr: &str) -> Result<(), Failure> {
    if db.get("SR", sr, "shared")?.as_bool() || db.get("SR", sr, "type")?.as_str() != "ext" {
        return Err(Failure::new("SR_OPERATION_NOT_SUPPORTED", [sr]));
    }
    pbd::assert_reaches(db, host, sr)
}

fn cache_in(db: &mut Db, host: &str, sr: &str) -> Result<(), Failure> {
    let before = db.get_str("host", host, "local_cache_sr")?;
    if db.exists("SR", &before) {
        db.set("SR", &before, "local_cache_enabled", false)?;
    }
    db.set("host", host, "local_cache_sr", sr)?;
    if sr != NULL {
        db.set("SR", sr, "local_cache_enabled", true)?;
    }
    Ok(())
}

/// `host.disable_local_storage_caching`.
pub fn disable_caching(cx: &Cx, host: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        host::assert_live(db, host)?;
        cache_in(db, host, NULL)
    })?;
    Ok(Value::Void)
}

/// `pool.enable_local_storage_caching`: every host needs an SR that can; those without are named.
pub fn enable_caching_everywhere(cx: &Cx, pool: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        db.get("pool", pool, "uuid")?;
        let mut without = Vec::new();
        for host in db.refs("host") {
            let able = db.refs("SR").into_iter().find(|sr| assert_can_cache(db, &host, sr).is_ok());
            match able {
                Some(sr) if host::is_live(db, &host)? => cache_in(db, &host, &sr)?,
                _ => without.push(host.to_string()),
            }
        }
        if without.is_empty() { Ok(()) } else { Err(Failure::new("HOSTS_FAILED_TO_ENABLE_CACHING", without)) }
    })?;
    Ok(Value::Void)
}

/// `host.emergency_disable_tls_verification`: the host that is asked trusts its peers without looking.
pub fn suspend_tls(cx: &Cx) -> Result<Value, Failure> {
    let host = &cx.pool.hosts[cx.host];
    cx.pool.write(|db| db.set("host", &host.reference, "tls_verification_enabled", false))?;
    let text = "TLS verification was disabled on this host by an emergency call".to_owned();
    cx.pool.message("TLS_VERIFICATION_EMERGENCY_DISABLED", "Host", &host.uuid, 3, text);
    Ok(Value::Void)
}

/// `host.emergency_reenable_tls_verification`.
pub fn resume_tls(cx: &Cx) -> Result<Value, Failure> {
    let host = &cx.pool.hosts[cx.host].reference;
    cx.pool.write(|db| {
        let pool = pool_record::only(db)?;
        if !db.get("pool", &pool, "tls_verification_enabled")?.as_bool() {
            return Err(Failure::bare("TLS_VERIFICATION_NOT_ENABLED_IN_POOL"));
        }
        db.set("host", host, "tls_verification_enabled", true)
    })?;
    Ok(Value::Void)
}

/// `host.emergency_clear_mandatory_guidance`.
pub fn clear_guidance(cx: &Cx) -> Result<Value, Failure> {
    let host = &cx.pool.hosts[cx.host].reference;
    cx.pool.write(|db| db.set("host", host, "pending_guidances", Value::no_items()))?;
    Ok(Value::Void)
}
