//! Subjects and roles: whom of the directory a pool knows, and what they may.

use crate::behave::Args;
use crate::behave::session::asks_directory;
use crate::behave::vm_devices::constructor;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::directory::Entry;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::rights::Rights;

/// `subject.create`: somebody of the directory becomes known to the pool, without a role.
pub fn create(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let made = cx.pool.write(|db| {
        let mut fields = constructor(db, "subject", record)?;
        let identifier = record.key("subject_identifier").map_or("", Value::as_str);
        for subject in db.refs("subject") {
            if &*db.get_str("subject", &subject, "subject_identifier")? == identifier {
                return Err(Failure::bare("SUBJECT_ALREADY_EXISTS"));
            }
        }
        // The data model's default of all rights is for pools without roles.
        fields.push(("roles", Value::no_items()));
        cx.pool.insert(db, "subject", fields)
    })?;
    Ok(Value::from(made))
}

/// `subject.add_to_roles`.
pub fn add_role(cx: &Cx, subject: &str, role: &Str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        db.get("subject", subject, "uuid")?;
        if !db.exists("role", role) && Rights::get().by_reference(role).is_none() {
            return Err(Failure::bare("ROLE_NOT_FOUND"));
        }
        let added = db.include("subject", subject, "roles", &Value::from(role))?;
        if added { Ok(()) } else { Err(Failure::bare("ROLE_ALREADY_EXISTS")) }
    })?;
    Ok(Value::Void)
}

/// `subject.remove_from_roles`.
pub fn remove_role(cx: &Cx, subject: &str, role: &Str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let taken = db.exclude("subject", subject, "roles", &Value::from(role))?;
        if taken { Ok(()) } else { Err(Failure::bare("ROLE_NOT_FOUND")) }
    })?;
    Ok(Value::Void)
}

/// Names of everything that a subject's roles allow.
pub fn permissions(cx: &Cx, subject: &str) -> Result<Value, Failure> {
    let roles = cx.pool.read(|db| db.get("subject", subject, "roles"))?;
    Ok(Rights::get().union(roles.items().iter().map(Value::to_shared)))
}

/// `role.get_permissions` and, by name, `role.get_permissions_name_label`. A permission holds itself.
pub fn held(cx: &Cx, role: &str, by_name: bool) -> Result<Value, Failure> {
    let rights = Rights::get();
    if let Some(permission) = rights.by_reference(role) {
        let text = if by_name { permission.name.as_str() } else { &permission.reference };
        return Ok(Value::set([text]));
    }
    let held = cx.pool.read(|db| db.get("role", role, "subroles"))?;
    if !by_name {
        return Ok(held);
    }
    let name = |p: &Value| rights.by_reference(p.as_str()).map(|p| Str::from(p.name.as_str()));
    Ok(Value::set(held.items().iter().filter_map(name)))
}

/// `role.get_by_permission`: the roles that hold it.
pub fn by_permission(cx: &Cx, permission: &str) -> Result<Value, Failure> {
    let permission =
        Rights::get().by_reference(permission).ok_or_else(|| Failure::handle_invalid("role", permission))?;
    Ok(Value::set(cx.pool.read(|db| named(db, permission.roles()))))
}

/// `role.get_by_permission_name_label`.
pub fn by_permission_name(cx: &Cx, name: &str) -> Value {
    let roles = Rights::get().by_name(name).map_or(&[][..], |p| p.roles());
    Value::set(cx.pool.read(|db| named(db, roles)))
}

fn named(db: &Db, names: &[&str]) -> Vec<Str> {
    let is = |role: &Str| db.get("role", role, "name_label").is_ok_and(|n| names.contains(&n.as_str()));
    db.refs("role").into_iter().filter(is).collect()
}

/// The calls of class `auth`, answered by the directory.
pub fn ask_directory(cx: &Cx, question: &str, a: &Args<'_>) -> Result<Value, Failure> {
    if !asks_directory(&cx.pool) {
        return Err(Failure::bare("AUTH_IS_DISABLED"));
    }
    let directory = &cx.pool.config.directory;
    let found = if question == "get_subject_identifier" {
        directory.by_name(a.str(0))
    } else {
        directory.by_identifier(a.str(0))
    };
    let entry: Entry<'_> = found.ok_or_else(|| Failure::bare("SUBJECT_CANNOT_BE_RESOLVED"))?;
    Ok(match question {
        "get_subject_identifier" => Value::from(entry.identifier()),
        "get_group_membership" => Value::set(directory.groups_of(entry)),
        _ => Value::map(directory.information(entry)),
    })
}
