//! Repositories of updates: introduced, enabled, synchronised; and updating hosts from them.

use serde_json::{Value as Json, json};

use crate::behave::evacuate;
use crate::behave::objects;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::software::packages::{self, Package};

/// Guidances from the strongest on: what a stronger one does need not be done again.
const STRENGTH: &[&str] = &["reboot_host", "restart_toolstack", "restart_device_model", "restart_vm"];

/// Makes a repository of an origin.
pub fn introduce(
    cx: &Cx,
    origin: &'static str,
    fields: Vec<(&'static str, Value)>,
) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    let text = |name: &str| fields.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v.as_str());
    for url in [text("binary_url"), text("source_url")].into_iter().filter(|u| !u.is_empty()) {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if rest.is_none_or(|r| r.is_empty() || r.starts_with('/') || r.contains(char::is_whitespace)) {
            return Err(Failure::new("INVALID_BASE_URL", [url]));
        }
    }
    if origin == "remote" && text("binary_url").is_empty() {
        return Err(Failure::new("INVALID_BASE_URL", [""]));
    }
    assert_key(text("gpgkey_path"))?;
    let (name, binary) = (text("name_label").to_owned(), text("binary_url").to_owned());
    cx.pool.write(|db| {
        for other in db.refs("Repository") {
            let get = |field| db.get_str("Repository", &other, field);
            if origin == "bundle" && &*get("origin")? == "bundle" {
                return Err(Failure::new("BUNDLE_REPOSITORY_ALREADY_EXISTS", [&*other]));
            }
            if *get("name_label")? == name || (!binary.is_empty() && *get("binary_url")? == binary) {
                return Err(Failure::new("REPOSITORY_ALREADY_EXISTS", [&*other]));
            }
        }
        db.insert(
            "Repository",
            &reference,
            &uuid,
            fields.into_iter().chain([("origin", Value::from(origin))]),
        )
    })?;
    Ok(Value::from(reference))
}

/// The name of a key's file, in the one folder that keys are in.
fn assert_key(path: &str) -> Result<(), Failure> {
    match path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
        true => Ok(()),
        false => Err(Failure::new("INVALID_GPGKEY_PATH", [path])),
    }
}

/// `Repository.set_gpgkey_path`.
pub fn set_key(cx: &Cx, repository: &str, path: &str) -> Result<Value, Failure> {
    assert_key(path)?;
    cx.pool.write(|db| db.set("Repository", repository, "gpgkey_path", path))?;
    Ok(Value::Void)
}

/// `Repository.forget`.
pub fn forget(cx: &Cx, repository: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        db.get("Repository", repository, "uuid")?;
        if enabled(db)?.contains(repository) {
            return Err(Failure::bare("REPOSITORY_IS_IN_USE"));
        }
        db.delete("Repository", repository)
    })?;
    Ok(Value::Void)
}

fn the_pool(db: &Db) -> Result<Str, Failure> {
    db.refs("pool").into_iter().next().ok_or_else(|| Failure::internal("no pool"))
}

/// The repositories enabled in the pool.
fn enabled(db: &Db) -> Result<Value, Failure> {
    db.get("pool", &the_pool(db)?, "repositories")
}

/// `pool.set_repositories`, `add_repository`, `remove_repository`.
pub fn set_enabled(cx: &Cx, change: impl FnOnce(Value) -> Value) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let pool = the_pool(db)?;
        let wanted = change(enabled(db)?);
        let mut updates = 0;
        for repository in wanted.items() {
            let update = db.get("Repository", repository.as_str(), "update")?.as_bool();
            let origin = db.get_str("Repository", repository.as_str(), "origin")?;
            updates += i32::from(update);
            if &*origin != "remote" && wanted.items().len() > 1 {
                return Err(Failure::bare("REPO_SHOULD_BE_SINGLE_ONE_ENABLED"));
            }
        }
        if updates > 1 {
            return Err(Failure::bare("MULTIPLE_UPDATE_REPOSITORIES_ENABLED"));
        }
        let before = enabled(db)?;
        for gone in before.items().iter().filter(|r| !wanted.contains(r.as_str())) {
            db.set("Repository", gone.as_str(), "hash", "")?;
            db.set("Repository", gone.as_str(), "up_to_date", false)?;
        }
        db.set("pool", &pool, "repositories", wanted.clone())?;
        if before != wanted {
            db.set("pool", &pool, "last_update_sync", Value::Time(0))?;
            for host in db.refs("host") {
                db.set("host", &host, "latest_synced_updates_applied", "unknown")?;
            }
        }
        if wanted.items().is_empty() {
            db.set("pool", &pool, "update_sync_enabled", false)?;
        }
        Ok(Value::Void)
    })
}

/// `pool.sync_updates`.
pub async fn sync(cx: &Cx, force: bool) -> Result<Value, Failure> {
    let repositories = cx.pool.read(enabled)?;
    if repositories.items().is_empty() {
        return Err(Failure::bare("NO_REPOSITORY_ENABLED"));
    }
    let hash = packages::hash(&cx.pool);
    let synced = |db: &Db, r: &Value| db.get_str("Repository", r.as_str(), "hash").is_ok_and(|h| *h == hash);
    let known = cx.pool.read(|db| repositories.items().iter().all(|r| synced(db, r)));
    cx.work(if known && !force { 0.1 } else { 2.0 }).await?;
    cx.pool.write(|db| {
        let pool = the_pool(db)?;
        for repository in repositories.items() {
            db.set("Repository", repository.as_str(), "hash", hash.as_str())?;
            db.set("Repository", repository.as_str(), "up_to_date", true)?;
        }
        db.set("pool", &pool, "last_update_sync", Value::Time(crate::time::now()))?;
        Ok::<_, Failure>(())
    })?;
    for host in cx.pool.read(|db| db.refs("host")) {
        let pending = !cx.pool.software.pending(&cx.pool, &host).is_empty();
        let applied = if pending { "no" } else { "yes" };
        cx.pool.write(|db| db.set("host", &host, "latest_synced_updates_applied", applied))?;
    }
    Ok(Value::from(hash))
}

/// `pool.check_update_readiness`: everything that stands in the way, host by host.
pub fn readiness(cx: &Cx, reboot: bool) -> Result<Value, Failure> {
    let mut problems: Vec<Value> = Vec::new();
    let mut add = |problem: Vec<String>| problems.push(Value::set(problem.iter().map(String::as_str)));
    let (hosts, ha) = cx.pool.read(|db| {
        let ha = db.get("pool", &the_pool(db)?, "ha_enabled")?.as_bool();
        Ok::<_, Failure>((db.refs("host"), ha))
    })?;
    if ha {
        add(vec!["HA_IS_ENABLED".to_owned()]);
    }
    for host in hosts {
        let live = cx.pool.read(|db| {
            let metrics = db.get_str("host", &host, "metrics")?;
            Ok::<_, Failure>(db.get("host_metrics", &metrics, "live")?.as_bool())
        })?;
        if !live {
            add(vec!["HOST_OFFLINE".to_owned(), host.to_string()]);
        } else if reboot {
            for (_, why) in evacuate::prevented_by(cx, &host)?.entries() {
                add(why.items().iter().map(|part| part.as_str().to_owned()).collect());
            }
        }
    }
    Ok(Value::Set(problems.into()))
}

/// `pool.configure_repository_proxy`, and without a URL `disable_repository_proxy`.
pub fn proxy(cx: &Cx, url: &str, user: &str, password: &str) -> Result<Value, Failure> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    if !url.is_empty() && rest.is_none_or(|r| r.is_empty() || r.contains('/') || r.contains('@')) {
        return Err(Failure::new("INVALID_REPOSITORY_PROXY_URL", [url]));
    }
    if user.is_empty() != password.is_empty()
        || user.contains(['\n', '\0'])
        || password.contains(['\n', '\0'])
    {
        return Err(Failure::bare("INVALID_REPOSITORY_PROXY_CREDENTIAL"));
    }
    let secret = if password.is_empty() {
        Value::null()
    } else {
        let record = Value::map([("value", password)]);
        objects::create_plain(cx, "secret", &record)?
    };
    cx.pool.write(|db| {
        let pool = the_pool(db)?;
        let before = db.get_str("pool", &pool, "repository_proxy_password")?;
        db.set("pool", &pool, "repository_proxy_url", url)?;
        db.set("pool", &pool, "repository_proxy_username", user)?;
        db.set("pool", &pool, "repository_proxy_password", secret)?;
        if db.exists("secret", &before) {
            db.delete("secret", &before)?;
        }
        Ok(Value::Void)
    })
}

/// `pool.configure_update_sync`.
pub fn schedule(cx: &Cx, frequency: &str, day: i64) -> Result<Value, Failure> {
    let valid = if frequency == "daily" { day == 0 } else { (0..7).contains(&day) };
    if !valid {
        return Err(Failure::new("INVALID_UPDATE_SYNC_DAY", [day.to_string()]));
    }
    cx.pool.write(|db| {
        let pool = the_pool(db)?;
        db.set("pool", &pool, "update_sync_frequency", frequency)?;
        db.set("pool", &pool, "update_sync_day", day)
    })?;
    Ok(Value::Void)
}

/// `pool.set_update_sync_enabled`.
pub fn set_schedule_enabled(cx: &Cx, on: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if on && enabled(db)?.items().is_empty() {
            return Err(Failure::bare("NO_REPOSITORIES_CONFIGURED"));
        }
        db.set("pool", &the_pool(db)?, "update_sync_enabled", on)
    })?;
    Ok(Value::Void)
}

/// What a set of packages asks for in the end.
fn guidance(pending: &[&'static Package]) -> Vec<&'static str> {
    let asked = |g: &str| pending.iter().any(|p| p.guidance == g);
    if asked("reboot_host") {
        return vec!["reboot_host"];
    }
    STRENGTH.iter().copied().filter(|g| asked(g)).collect()
}

/// `host.apply_updates`.
pub async fn apply(cx: &Cx, host: &Str, hash: &str) -> Result<Value, Failure> {
    let pool = &cx.pool;
    pool.read(|db| {
        if db.get("host", host, "enabled")?.as_bool() {
            return Err(Failure::bare("HOST_NOT_DISABLED"));
        }
        if db.get("pool", &the_pool(db)?, "ha_enabled")?.as_bool() {
            return Err(Failure::bare("HA_IS_ENABLED"));
        }
        let repositories = enabled(db)?;
        let Some(repository) = repositories.items().first() else {
            return Err(Failure::bare("NO_REPOSITORY_ENABLED"));
        };
        if &*db.get_str("Repository", repository.as_str(), "hash")? != hash || hash.is_empty() {
            return Err(Failure::bare("UPDATEINFO_HASH_MISMATCH"));
        }
        if !db.get("host", host, "pending_guidances")?.items().is_empty() {
            return Err(Failure::new("HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY", [&**host]));
        }
        Ok(())
    })?;
    let pending = pool.software.pending(pool, host);
    let asked = guidance(&pending);
    if asked.contains(&"reboot_host") {
        let busy = pool.read(|db| {
            let resident = db.get("host", host, "resident_VMs")?;
            let guest =
                |vm: &Value| !db.get("VM", vm.as_str(), "is_control_domain").is_ok_and(|c| c.as_bool());
            Ok::<_, Failure>(resident.items().iter().any(guest))
        })?;
        if busy {
            return Err(Failure::new("HOST_EVACUATION_IS_REQUIRED", [&**host]));
        }
    }
    for n in 0..pending.len() {
        cx.work(0.4).await?;
        cx.progress((n + 1) as f64 / pending.len() as f64);
    }
    pool.software.install(host, &pending);
    pool.write(|db| {
        let on_host = asked.iter().copied().filter(|g| matches!(*g, "reboot_host" | "restart_toolstack"));
        db.set("host", host, "pending_guidances", Value::set(on_host))?;
        db.set("host", host, "last_software_update", Value::Time(crate::time::now()))?;
        db.set("host", host, "last_update_hash", hash)?;
        db.set("host", host, "latest_synced_updates_applied", "yes")?;
        for vm in db.get("host", host, "resident_VMs")?.items() {
            let control = db.get("VM", vm.as_str(), "is_control_domain")?.as_bool();
            let on_vm: Vec<_> = asked
                .iter()
                .copied()
                .filter(|g| g.starts_with("restart_vm") || *g == "restart_device_model")
                .collect();
            if !control && !on_vm.is_empty() {
                db.set("VM", vm.as_str(), "pending_guidances", Value::set(on_vm))?;
            }
        }
        Ok::<_, Failure>(())
    })?;
    Ok(Value::no_items())
}

/// What `GET /updates` tells of some hosts; an error has the status to answer with.
pub fn updates(pool: &Pool, hosts: &[String]) -> Result<Json, (u16, Failure)> {
    let hash = pool
        .read(|db| {
            let repositories = enabled(db)?;
            let repository =
                repositories.items().first().ok_or_else(|| Failure::bare("NO_REPOSITORY_ENABLED"))?;
            db.get_str("Repository", repository.as_str(), "hash")
        })
        .map_err(|failure| (404, failure))?;
    if hash.is_empty() {
        return Err((404, Failure::bare("INVALID_REPOMD_XML")));
    }
    let id = |p: &Package| format!("UPDATE-{}-{}-{}", p.name, p.version, p.release);
    let levels =
        |asked: Vec<&str>| json!({"mandatory": asked, "recommended": [], "full": [], "livepatch": []});
    let mut told = Vec::new();
    for host in hosts {
        if !pool.read(|db| db.exists("host", host)) {
            return Err((400, Failure::handle_invalid("host", host)));
        }
        let pending = pool.software.pending(pool, host);
        told.push(json!({
            "ref": host,
            "guidance": levels(guidance(&pending)),
            "RPMS": pending.iter().map(|p| format!("{}-{}-{}.x86_64.rpm", p.name, p.version, p.release)).collect::<Vec<_>>(),
            "updates": pending.iter().map(|p| id(p)).collect::<Vec<_>>(),
            "livepatches": [],
        }));
    }
    let updates = packages::offered(pool).map(|p| {
        json!({
            "id": id(p),
            "title": format!("{} {}-{}", p.name, p.version, p.release),
            "summary": p.description,
            "description": p.change.0,
            "special-info": "",
            "URL": p.url,
            "type": if p.security { "security" } else { "bugfix" },
            "severity": if p.security { "High" } else { "None" },
            "issued": crate::time::format(p.change.1),
            "livepatches": [],
            "guidance": levels(Some(p.guidance).filter(|g| !g.is_empty()).into_iter().collect()),
        })
    });
    Ok(json!({"hosts": told, "updates": updates.collect::<Vec<_>>(), "hash": &*hash}))
}
