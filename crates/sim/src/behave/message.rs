//! Messages: kept apart from the tables, only ever added and removed.

use crate::behave::Args;
use crate::data::db::Row;
use crate::data::expr::Expr;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::generic;
use crate::wire::writer::Writer;

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

pub fn all(cx: &Cx) -> Value {
    Value::set(cx.pool.read(|db| db.refs("message")))
}

pub fn by_uuid(cx: &Cx, uuid: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| match db.table("message")?.by_uuid(uuid) {
        Some(reference) => Ok(Value::from(reference)),
        None => Err(Failure::new("UUID_INVALID", ["message", uuid])),
    })
}
