//! What every class answers alike: reading records and fields, and plain writes of writable fields.

use xapi::schema::{Kind, Type};

use crate::data::db::{Db, Row};
use crate::data::expr::Expr;
use crate::data::schema::{Class, ClassId, Method};
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::rights::{Permission, Rights};
use crate::wire::writer::Writer;

/// Bytes set aside for each record of a big answer beyond the size of the first.
const RECORD_ROOM: usize = 128;

/// Whether [`run`] answers calls of this kind.
pub fn answers(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Getter
            | Kind::GetRecord
            | Kind::GetAll
            | Kind::GetAllRecords
            | Kind::GetAllWhere
            | Kind::GetAllRecordsWhere
            | Kind::GetByUuid
            | Kind::GetByNameLabel
    ) || changes(kind)
}

/// Whether such a call changes something.
pub fn changes(kind: Kind) -> bool {
    matches!(kind, Kind::Setter | Kind::Add | Kind::Remove)
}

/// Answers a generated call.
pub fn run(cx: &Cx, method: Method, args: &[Value], out: &mut Writer) -> Result<(), Failure> {
    if changes(method.message.kind) {
        out.value(&change(cx, method, args)?);
        return Ok(());
    }
    cx.pool.read(|db| read(db, method, args, out))
}

fn read(db: &Db, method: Method, args: &[Value], out: &mut Writer) -> Result<(), Failure> {
    let class = db.class(method.class);
    let table = &db.tables[method.class];
    let first = args.first().map_or("", Value::as_str);
    if class.def.name == "role"
        && let Some(permission) = permission(method.message.kind, first)
    {
        return read_permission(class, method, permission, out);
    }
    match method.message.kind {
        Kind::Getter => {
            let field = method.field.ok_or_else(|| Failure::not_implemented(method.message.name))?;
            out.value(&db.row(method.class, first)?.values[field]);
        }
        Kind::GetRecord => out.record(class, &db.row(method.class, first)?.values, false),
        Kind::GetByUuid => match table.by_uuid(first) {
            Some(reference) => out.string(reference),
            None => return Err(Failure::new("UUID_INVALID", [class.def.name, first])),
        },
        Kind::GetByNameLabel => {
            let named = |row: &&Row| class.name_label.is_some_and(|f| row.values[f].as_str() == first);
            references(table.iter().filter(named), out);
        }
        Kind::GetAll => references(table.iter(), out),
        Kind::GetAllRecords => {
            // The first record tells how much room the others will take.
            let before = out.len();
            records(db, method.class, table.iter().take(1), out);
            let one = out.len() - before;
            out.truncate(before);
            out.reserve((one + one / 8 + RECORD_ROOM) * table.len());
            records(db, method.class, table.iter(), out);
        }
        Kind::GetAllWhere | Kind::GetAllRecordsWhere => {
            let expr = Expr::parse(class, first)?;
            let chosen = table.iter().filter(|row| expr.holds(&row.values));
            if method.message.kind == Kind::GetAllWhere {
                references(chosen, out);
            } else {
                records(db, method.class, chosen, out);
            }
        }
        _ => return Err(Failure::not_implemented(method.message.name)),
    }
    Ok(())
}

/// The permission that a call of class `role` asks for: permissions are roles that no table holds.
fn permission(kind: Kind, wanted: &str) -> Option<&'static Permission> {
    let rights = Rights::get();
    match kind {
        Kind::Getter | Kind::GetRecord => rights.by_reference(wanted),
        Kind::GetByUuid => rights.by_reference(&format!("OpaqueRef:{wanted}")),
        Kind::GetByNameLabel => rights.by_name(wanted),
        _ => None,
    }
}

fn read_permission(
    class: &Class,
    method: Method,
    permission: &Permission,
    out: &mut Writer,
) -> Result<(), Failure> {
    let mut values: Vec<Value> = class.fields.iter().map(|f| f.default.clone()).collect();
    for (field, value) in
        [(class.uuid, Value::from(&permission.uuid)), (class.name_label, permission.name.as_str().into())]
    {
        if let Some(field) = field {
            values[field] = value;
        }
    }
    match method.message.kind {
        Kind::GetRecord => out.record(class, &values, false),
        Kind::GetByUuid => out.string(&permission.reference),
        Kind::GetByNameLabel => out.value(&Value::set([permission.reference.clone()])),
        _ => {
            let field = method.field.ok_or_else(|| Failure::not_implemented(method.message.name))?;
            out.value(&values[field]);
        }
    }
    Ok(())
}

fn references<'a>(rows: impl Iterator<Item = &'a Row>, out: &mut Writer) {
    out.open_array();
    rows.for_each(|row| out.string(&row.reference));
    out.close_array();
}

/// A map of references to records.
pub fn records<'a>(db: &Db, class: ClassId, rows: impl Iterator<Item = &'a Row>, out: &mut Writer) {
    let class = db.class(class);
    out.open_struct();
    for row in rows {
        out.member(&row.reference);
        out.record(class, &row.values, false);
        out.end_member();
    }
    out.close_struct();
}

/// Runs a generated or plain setter, adder or remover.
pub fn change(cx: &Cx, method: Method, args: &[Value]) -> Result<Value, Failure> {
    let field = method.field.ok_or_else(|| Failure::not_implemented(method.message.name))?;
    let text = |i: usize| args.get(i).cloned().unwrap_or(Value::Void);
    let reference = args.first().map_or("", Value::as_str);
    let name = method.message.name;
    cx.pool.write(|db| {
        let class = db.class(method.class);
        let now = db.row(method.class, reference)?.values[field].clone();
        let is_map = matches!(class.fields[field].def.ty, Type::Map(..));
        let new = if name.starts_with("add_") && is_map {
            let key = text(1);
            if key.as_str().is_empty() {
                return Err(Failure::new("INVALID_VALUE", ["key", ""]));
            }
            if now.key(key.as_str()).is_some() {
                return Err(Failure::new(
                    "MAP_DUPLICATE_KEY",
                    [class.def.name, class.fields[field].def.name, reference, key.as_str()],
                ));
            }
            now.with_entry(key.as_str(), text(2))
        } else if name.starts_with("remove_") && is_map {
            if now.key(text(1).as_str()).is_none() {
                return Ok(Value::Void);
            }
            now.without_entry(text(1).as_str())
        } else if name.starts_with("add_") {
            now.with_item(&text(1)).unwrap_or(now)
        } else if name.starts_with("remove_") {
            now.without_item(&text(1)).unwrap_or(now)
        } else {
            text(1)
        };
        db.write(method.class, reference, field, new)?;
        Ok(Value::Void)
    })
}
