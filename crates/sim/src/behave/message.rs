//! Messages: kept apart from the tables, only ever added and removed.

use crate::behave::Args;
use crate::data::db::{Db, Row};
use crate::data::expr::Expr;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::generic;
use crate::wire::writer::Writer;

/// Messages kept; the oldest go beyond it.
const MOST: usize = 10_000;

/// The calls that [`read`] answers.
pub const READS: &[&str] = &[
    "message.get",
    "message.get_all_records",
    "message.get_all_records_where",
    "message.get_record",
    "message.get_since",
];

/// The calls that answer records.
pub fn read(cx: &Cx, name: &str, args: &[Value], out: &mut Writer) -> Result<(), Failure> {
    let a = Args(args);
    cx.pool.read(|db| {
        let id = db.schema.class_id("message").ok_or_else(|| Failure::not_implemented(name))?;
        let class = db.class(id);
        let table = &db.tables[id];
        let field =
            |row: &Row, field: &str| class.field_id(field).map_or(Value::Void, |f| row.values[f].clone());
        let since = |row: &Row, i: usize| field(row, "timestamp").as_int() >= a.int(i);
        match name {
            "get_record" => out.record(class, &db.row(id, a.str(0))?.values, false),
            "get_since" => generic::records(db, id, table.iter().filter(|r| since(r, 0)), out),
            "get" => {
                let about = |row: &&Row| {
                    field(row, "cls").as_str() == a.str(0)
                        && field(row, "obj_uuid").as_str() == a.str(1)
                        && since(row, 2)
                };
                generic::records(db, id, table.iter().filter(about), out);
            }
            "get_all_records_where" => {
                let expr = Expr::parse(class, a.str(0))?;
                generic::records(db, id, table.iter().filter(|r| expr.holds(&r.values)), out);
            }
            _ => generic::records(db, id, table.iter(), out),
        }
        Ok(())
    })
}

pub fn create(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let class = match a.str(2) {
        "Host" => "host",
        "Pool" => "pool",
        class => class,
    };
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| {
        if db.table(class)?.by_uuid(a.str(3)).is_none() {
            return Err(Failure::new("UUID_INVALID", [class, a.str(3)]));
        }
        db.insert(
            "message",
            &reference,
            &uuid,
            [
                ("name", a.value(0)),
                ("priority", a.value(1)),
                ("cls", a.value(2)),
                ("obj_uuid", a.value(3)),
                ("timestamp", Value::Time(crate::time::now())),
                ("body", a.value(4)),
            ],
        )
    })?;
    Ok(Value::from(reference))
}

pub fn destroy(cx: &Cx, message: &Value) -> Result<Value, Failure> {
    cx.pool.write(|db| db.delete("message", message.as_str()))?;
    Ok(Value::Void)
}

pub fn destroy_many(cx: &Cx, messages: &Value) -> Result<Value, Failure> {
    cx.pool.write(|db| messages.items().iter().try_for_each(|m| db.delete("message", m.as_str())))?;
    Ok(Value::Void)
}

/// `message.destroy_all`: those of a priority, from before or after a moment; without a filter, all.
pub fn destroy_all(cx: &Cx, filters: &Value) -> Result<Value, Failure> {
    let (mut priority, mut before, mut after) = (None, i64::MAX, i64::MIN);
    for (key, value) in filters.entries() {
        let text = value.as_str();
        let understood = match &**key {
            "priority" => text.parse().map(|p| priority = Some(p)).ok(),
            "before" => crate::time::parse(text).map(|t| before = t),
            "after" => crate::time::parse(text).map(|t| after = t),
            _ => None,
        };
        understood.ok_or_else(|| Failure::new("INVALID_VALUE", [&**key, text]))?;
    }
    cx.pool.write(|db| {
        for message in db.refs("message") {
            let at = db.get("message", &message, "timestamp")?.as_int();
            let wanted: Option<i64> = priority;
            let such = match wanted {
                Some(p) => db.get("message", &message, "priority")?.as_int() == p,
                None => true,
            };
            if such && at < before && at > after {
                db.delete("message", &message)?;
            }
        }
        Ok::<_, Failure>(())
    })?;
    Ok(Value::Void)
}

/// Removes the oldest messages above the limit.
pub fn collect_at(db: &mut Db) -> Result<(), Failure> {
    let surplus = db.table("message")?.len().saturating_sub(MOST);
    if surplus == 0 {
        return Ok(());
    }
    let mut all = Vec::new();
    for row in db.table("message")?.iter() {
        all.push((
            db.get("message", &row.reference, "timestamp")?.as_int(),
            row.created,
            row.reference.clone(),
        ));
    }
    all.sort();
    all.iter().take(surplus).try_for_each(|(_, _, message)| db.delete("message", message))
}

pub fn all(cx: &Cx) -> Value {
    Value::set(cx.pool.read(|db| db.refs("message")))
}

pub fn by_uuid(cx: &Cx, uuid: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| match db.table("message")?.by_uuid(uuid) {
        Some(reference) => Ok(Value::from(reference)),
        None => Err(Failure::new("UUID_INVALID", ["message", uuid])),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::value::Str;

    #[test]
    fn the_oldest_messages_go() {
        let mut db = Db::new();
        for n in 0..MOST + 3 {
            let reference: Str = format!("OpaqueRef:{n}").into();
            let at = Value::Time(1_000_000 - (n % 2) as i64);
            db.insert("message", &reference, &format!("u{n}").into(), [("timestamp", at)]).unwrap();
        }
        collect_at(&mut db).unwrap();
        assert_eq!(db.table("message").unwrap().len(), MOST);
        for gone in [1, 3, 5] {
            assert!(!db.exists("message", &format!("OpaqueRef:{gone}")), "{gone}");
        }
        assert!(db.exists("message", "OpaqueRef:0") && db.exists("message", "OpaqueRef:7"));
    }
}
