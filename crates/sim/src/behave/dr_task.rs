//! Disaster recovery tasks: storage outside is looked at for repositories to bring in. A simulated pool has none there,
//! so that a task brings in nothing.

use crate::behave::allowed;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;

/// What storage must be told before it can be looked at: key, code when it is missing, and why.
type Needed = (&'static str, &'static str, &'static str);

const TARGET: Needed =
    ("targetIQN", "SR_BACKEND_FAILURE_96", "The request is missing or has an incorrect target IQN parameter");
const LUN: Needed = ("SCSIid", "SR_BACKEND_FAILURE_107", "The SCSIid parameter is missing or incorrect");

/// Of each kind of storage that can be looked at.
fn needed(kind: &str) -> Option<&'static [Needed]> {
    match kind {
        "lvmoiscsi" => Some(&[TARGET, LUN]),
        "lvmohba" => Some(&[LUN]),
        _ => None,
    }
}

pub async fn create(cx: &Cx, kind: &str, config: &Value) -> Result<Value, Failure> {
    let Some(needed) = needed(kind) else {
        let text = format!("Disaster recovery not supported on SRs of type {kind}");
        return Err(Failure::new("OPERATION_NOT_ALLOWED", [text]));
    };
    if let Some((_, code, why)) = needed.iter().find(|(key, ..)| config.key(key).is_none()) {
        return Err(Failure::new(code, ["", why, ""]));
    }
    cx.work(0.5).await?;
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| db.insert("DR_task", &reference, &uuid, []))?;
    Ok(Value::from(reference))
}

/// `DR_task.destroy`: what it brought in must not be in use, and is forgotten.
pub fn destroy(cx: &Cx, task: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let srs = db.get("DR_task", task, "introduced_SRs")?;
        for sr in srs.items().iter().map(Value::as_str) {
            if allowed::plugged(db, sr)? {
                let text = format!("SR {sr} is still attached");
                return Err(Failure::new("CANNOT_DESTROY_DISASTER_RECOVERY_TASK", [text]));
            }
        }
        db.delete("DR_task", task)
    })?;
    Ok(Value::Void)
}
