//! Updates that come as discs: taken in, checked, applied host by host, cleaned up. Patches are their older name.

use crate::behave::vdi;
use crate::data::content::CHUNK;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// How far into a disc the description of the update is looked for.
const LOOK: u64 = 16 << 20;
/// What a host has left for updates, in bytes.
const SPACE: i64 = 4 << 30;

/// What an update says of itself.
#[derive(Debug, Default, PartialEq)]
struct Description {
    uuid: String,
    name: String,
    description: String,
    version: String,
    key: String,
    size: i64,
    guidance: Vec<String>,
    homogeneous: bool,
}

impl Description {
    /// Reads `<update …>`, wherever on the disc it is.
    fn find(bytes: &[u8]) -> Option<Description> {
        let start = bytes.windows(8).position(|w| w == b"<update ")?;
        let rest = &bytes[start..];
        let end = rest.iter().position(|b| *b == b'>')?;
        let head = std::str::from_utf8(&rest[..end]).ok()?;
        let attribute = |name: &str| {
            let at = head.find(&format!(" {name}=\""))? + name.len() + 3;
            head[at..].split_once('"').map(|(value, _)| value.to_owned())
        };
        let described = std::str::from_utf8(&rest[..rest.len().min(end + 4_096)]).ok().and_then(|text| {
            let (_, text) = text.split_once("<name-description>")?;
            Some(text.split_once("</name-description>")?.0.to_owned())
        });
        let guidance = attribute("after-apply-guidance").unwrap_or_default();
        Some(Description {
            uuid: attribute("uuid").filter(|uuid| uuid::Uuid::parse_str(uuid).is_ok())?,
            name: attribute("name-label")?,
            description: described.or_else(|| attribute("name-description")).unwrap_or_default(),
            version: attribute("version").unwrap_or_default(),
            key: attribute("key").unwrap_or_default(),
            size: attribute("installation-size").and_then(|s| s.parse().ok()).unwrap_or(0),
            guidance: guidance.split(',').map(|g| g.trim().to_owned()).filter(|g| !g.is_empty()).collect(),
            homogeneous: attribute("enforce-homogeneity").as_deref() == Some("true"),
        })
    }
}

/// `pool_update.introduce`.
pub fn introduce(cx: &Cx, disk: &str) -> Result<Value, Failure> {
    let pool = &cx.pool;
    let found = pool.read(|db| {
        let size = u64::try_from(db.get("VDI", disk, "virtual_size")?.as_int()).unwrap_or(0);
        let content = db.content(disk)?;
        let mut bytes = Vec::new();
        let mut chunk = vec![0; CHUNK];
        for n in 0..size.min(LOOK).div_ceil(CHUNK as u64) {
            content.read(n, &mut chunk);
            bytes.extend_from_slice(&chunk);
        }
        Ok::<_, Failure>(Description::find(&bytes))
    })?;
    let invalid = |why: &str| Failure::new("INVALID_UPDATE", [why]);
    let found = found.ok_or_else(|| invalid("no description of an update on the disc"))?;
    let guidances = ["restartHVM", "restartPV", "restartHost", "restartXAPI"];
    if found.guidance.iter().any(|g| !guidances.contains(&g.as_str())) {
        return Err(invalid("unknown guidance"));
    }
    let (update, patch) = (pool.fresh_ref(), pool.fresh_ref());
    pool.write(|db| {
        if db.table("pool_update")?.by_uuid(&found.uuid).is_some() {
            return Err(Failure::new("UPDATE_ALREADY_EXISTS", [found.uuid.as_str()]));
        }
        let uuid = Str::from(found.uuid.as_str());
        let common = [
            ("name_label", Value::from(found.name.as_str())),
            ("name_description", Value::from(found.description.as_str())),
            ("version", Value::from(found.version.as_str())),
        ];
        let own = [
            ("installation_size", Value::Int(found.size)),
            ("key", Value::from(found.key.as_str())),
            ("after_apply_guidance", Value::set(found.guidance.iter().map(String::as_str))),
            ("vdi", Value::from(disk)),
            ("enforce_homogeneity", Value::Bool(found.homogeneous)),
        ];
        db.insert("pool_update", &update, &uuid, common.iter().cloned().chain(own))?;
        let old = [
            ("size", Value::Int(found.size)),
            ("after_apply_guidance", Value::set(found.guidance.iter().map(String::as_str))),
            ("pool_update", Value::from(&update)),
        ];
        db.insert("pool_patch", &patch, &uuid, common.into_iter().chain(old))
    })?;
    Ok(Value::from(update))
}

/// Refuses an update that a host cannot take.
fn check(db: &Db, update: &str, host: &str) -> Result<(), Failure> {
    let metrics = db.get_str("host", host, "metrics")?;
    if !db.get("host_metrics", &metrics, "live")?.as_bool() {
        return Err(Failure::new("HOST_OFFLINE", [host]));
    }
    if db.get("pool_update", update, "hosts")?.contains(host) {
        return Err(Failure::new("UPDATE_ALREADY_APPLIED", [update]));
    }
    if !db.exists("VDI", &db.get_str("pool_update", update, "vdi")?) {
        return Err(Failure::bare("CANNOT_FIND_UPDATE"));
    }
    let needed = db.get("pool_update", update, "installation_size")?.as_int();
    if needed > SPACE {
        let numbers = [SPACE.to_string(), needed.to_string()];
        return Err(Failure::new(
            "UPDATE_PRECHECK_FAILED_OUT_OF_SPACE",
            std::iter::once(update.to_owned()).chain(numbers),
        ));
    }
    Ok(())
}

/// `pool_update.precheck`: no update of the simulator's comes with live patches.
pub fn precheck(cx: &Cx, update: &str, host: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| check(db, update, host))?;
    Ok(Value::from("ok"))
}

/// `pool_update.apply`.
pub async fn apply(cx: &Cx, update: &Str, host: &Str) -> Result<Value, Failure> {
    cx.pool.read(|db| check(db, update, host))?;
    cx.work(2.0).await?;
    let (patch_ref, patch_uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| {
        check(db, update, host)?;
        let get = |db: &Db, field| db.get("pool_update", update, field);
        db.include("pool_update", update, "hosts", &Value::from(host))?;
        let fields = [
            ("name_label", get(db, "name_label")?),
            ("name_description", get(db, "name_description")?),
            ("version", get(db, "version")?),
            ("host", Value::from(host)),
            ("applied", Value::Bool(true)),
            ("timestamp_applied", Value::Time(crate::time::now())),
            ("size", get(db, "installation_size")?),
            ("pool_patch", patch_of(db, update).map_or_else(Value::null, Value::from)),
        ];
        db.insert("host_patch", &patch_ref, &patch_uuid, fields)?;
        let guidance = get(db, "after_apply_guidance")?;
        if guidance.contains("restartHost") {
            db.include("host", host, "updates_requiring_reboot", &Value::from(update))?;
        }
        for vm in db.get("host", host, "resident_VMs")?.items() {
            let control = db.get("VM", vm.as_str(), "is_control_domain")?.as_bool();
            let kind = db.get_str("VM", vm.as_str(), "domain_type")?;
            let asked = if &*kind == "pv" { "restartPV" } else { "restartHVM" };
            if !control && guidance.contains(asked) {
                db.set("VM", vm.as_str(), "requires_reboot", true)?;
            }
        }
        everywhere(db, update)
    })?;
    Ok(Value::Void)
}

/// Notes on the patch whether every host has the update.
fn everywhere(db: &mut Db, update: &str) -> Result<(), Failure> {
    let all = db.get("pool_update", update, "hosts")?.items().len() == db.refs("host").len();
    if let Some(patch) = patch_of(db, update) {
        db.set("pool_patch", &patch, "pool_applied", all)?;
    }
    Ok(())
}

/// The patch that stands for an update.
fn patch_of(db: &Db, update: &str) -> Option<Str> {
    let stands = |p: &Str| db.get("pool_patch", p, "pool_update").is_ok_and(|u| u.as_str() == update);
    db.refs("pool_patch").into_iter().find(stands)
}

/// `pool_update.pool_apply`: on all hosts that lack it, the master first.
pub async fn pool_apply(cx: &Cx, update: &Str) -> Result<Value, Failure> {
    let has = cx.pool.read(|db| db.get("pool_update", update, "hosts"))?;
    let master = cx.pool.hosts[cx.pool.master()].reference.clone();
    let mut lacking: Vec<Str> =
        cx.pool.read(|db| db.refs("host")).into_iter().filter(|h| !has.contains(h)).collect();
    if lacking.is_empty() {
        return Err(Failure::new("UPDATE_ALREADY_APPLIED_IN_POOL", [&**update]));
    }
    lacking.sort_by_key(|host| *host != master);
    cx.pool.read(|db| lacking.iter().try_for_each(|host| check(db, update, host)))?;
    let mut failed: Vec<Str> = Vec::new();
    for (n, host) in lacking.iter().enumerate() {
        match apply(cx, update, host).await {
            Ok(_) => cx.progress((n + 1) as f64 / lacking.len() as f64),
            Err(failure) if failure.code == "TASK_CANCELLED" => return Err(failure),
            Err(_) => failed.push(host.clone()),
        }
    }
    if failed.is_empty() {
        return Ok(Value::Void);
    }
    Err(Failure::new("UPDATE_POOL_APPLY_FAILED", [failed.join(",")]))
}

/// `pool_update.pool_clean`: the disc goes, the record stays.
pub fn pool_clean(cx: &Cx, update: &str) -> Result<Value, Failure> {
    let disk = cx.pool.read(|db| db.get_str("pool_update", update, "vdi"))?;
    if cx.pool.read(|db| db.exists("VDI", &disk)) {
        vdi::destroy(cx, &disk)?;
    }
    cx.pool.write(|db| db.set("pool_update", update, "vdi", Value::null()))?;
    cx.pool.software.detach(update);
    Ok(Value::Void)
}

/// `pool_update.destroy`.
pub fn destroy(cx: &Cx, update: &str) -> Result<Value, Failure> {
    if !cx.pool.read(|db| db.get("pool_update", update, "hosts"))?.items().is_empty() {
        return Err(Failure::bare("UPDATE_IS_APPLIED"));
    }
    pool_clean(cx, update)?;
    cx.pool.write(|db| {
        if let Some(patch) = patch_of(db, update) {
            db.delete("pool_patch", &patch)?;
        }
        db.delete("pool_update", update)
    })?;
    Ok(Value::Void)
}

/// `pool_update.attach`: hosts fetch the files from here until it is detached.
pub fn attach(cx: &Cx, update: &str) -> Result<Value, Failure> {
    let (uuid, disk) = cx.pool.read(|db| {
        Ok::<_, Failure>((
            db.get_str("pool_update", update, "uuid")?,
            db.get_str("pool_update", update, "vdi")?,
        ))
    })?;
    if !cx.pool.read(|db| db.exists("VDI", &disk)) {
        return Err(Failure::bare("CANNOT_FIND_UPDATE"));
    }
    cx.pool.software.attach(&Str::from(update));
    let scheme = if cx.pool.config.tls { "https" } else { "http" };
    Ok(Value::from(format!("{scheme}://{}/update/{uuid}", cx.pool.hosts[cx.host].address)))
}

/// `pool_update.detach`.
pub fn detach(cx: &Cx, update: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("pool_update", update, "uuid"))?;
    cx.pool.software.detach(update);
    Ok(Value::Void)
}

/// The description that an attached update's disc holds, for `/update/UUID/update.xml`.
pub fn description(pool: &Pool, uuid: &str) -> Option<String> {
    pool.read(|db| {
        let update = db.table("pool_update").ok()?.by_uuid(uuid).cloned()?;
        if !pool.software.is_attached(&update) {
            return None;
        }
        let get = |field| db.get("pool_update", &update, field).ok();
        let guidance: Vec<_> =
            get("after_apply_guidance")?.items().iter().map(|g| g.as_str().to_owned()).collect();
        Some(format!(
            "<update uuid=\"{uuid}\" name-label=\"{}\" version=\"{}\" key=\"{}\" installation-size=\"{}\" \
             after-apply-guidance=\"{}\"><name-description>{}</name-description></update>\n",
            get("name_label")?.as_str(),
            get("version")?.as_str(),
            get("key")?.as_str(),
            get("installation_size")?.as_int(),
            guidance.join(","),
            get("name_description")?.as_str()
        ))
    })
}

/// The update that a patch stands for.
pub fn of_patch(cx: &Cx, patch: &str) -> Result<Str, Failure> {
    let update = cx.pool.read(|db| db.get_str("pool_patch", patch, "pool_update"))?;
    match cx.pool.read(|db| db.exists("pool_update", &update)) {
        true => Ok(update),
        false => Err(Failure::bare("CANNOT_FIND_PATCH")),
    }
}

/// The patch that was made with an update.
pub fn to_patch(cx: &Cx, update: &str) -> Value {
    cx.pool.read(|db| patch_of(db, update)).map_or_else(Value::null, Value::from)
}

/// `host_patch.destroy`.
pub fn destroy_host_patch(cx: &Cx, patch: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if db.get("host_patch", patch, "applied")?.as_bool() {
            return Err(Failure::bare("PATCH_IS_APPLIED"));
        }
        db.delete("host_patch", patch)
    })?;
    Ok(Value::Void)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_found_anywhere_on_a_disc() {
        let mut disc = vec![0u8; 40_000];
        let uuid = "b23d2ba2-3ad7-4e0f-8d3e-2f9c9e6a1a11";
        let text = format!(
            "<update name-label=\"XS71E001\" version=\"1.0\" uuid=\"{uuid}\" installation-size=\"1000\" \
             after-apply-guidance=\"restartHost, restartHVM\" enforce-homogeneity=\"true\">\
             <name-description>Hotfix</name-description></update>"
        );
        disc.extend_from_slice(text.as_bytes());
        disc.extend_from_slice(&[0xff; 100]);
        let found = Description::find(&disc).unwrap();
        assert_eq!((found.uuid.as_str(), found.name.as_str(), found.size), (uuid, "XS71E001", 1000));
        assert_eq!(found.guidance, ["restartHost", "restartHVM"]);
        assert!(found.homogeneous);
        for bad in ["", "<update ", "<update uuid=\"x\" name-label=\"y\">", "<update name-label=\"y\">"] {
            assert_eq!(Description::find(bad.as_bytes()), None, "{bad}");
        }
    }
}
