//! The data model as code.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{
    Result,
    model::{Class, Field, Message, Model},
    types::{Type, field_name, type_name},
};

/// The generated files, by name.
pub fn generate(model: &Model) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut modules = vec!["enums".to_owned(), "tables".to_owned()];
    for class in &model.classes {
        let module = format!("class_{}", class.name.to_lowercase());
        files.insert(format!("{module}.rs"), class_file(class).map_err(|e| format!("{}: {e}", class.name))?);
        modules.push(module);
    }
    modules.sort();
    files.insert("enums.rs".into(), enums_file(model));
    files.insert("tables.rs".into(), tables_file(model)?);
    let mut root = String::from(
        "//! Records, enums and tables made from the data model by `cargo xtask codegen`: not to be edited.\n\n",
    );
    for module in &modules {
        let _ = writeln!(root, "{}mod {module};", if module == "tables" { "pub(crate) " } else { "" });
    }
    root.push('\n');
    for module in modules.iter().filter(|module| module.starts_with("class_")) {
        let class = model.classes.iter().find(|class| module[6..] == class.name.to_lowercase());
        let Some(class) = class.filter(|class| has_record(class)) else { continue };
        let _ = writeln!(root, "pub use {module}::{};", type_name(&class.name));
    }
    root.push_str("pub use enums::*;\n");
    files.insert("mod.rs".into(), root);
    Ok(files)
}

/// The record of `event` depends on the class of the object; the watcher reads it itself.
fn has_record(class: &Class) -> bool {
    class.name != "event"
}

fn class_file(class: &Class) -> Result<String> {
    let mut out = String::new();
    let name = &class.name;
    let _ = writeln!(
        out,
        "//! Class `{name}`, made from the data model by `cargo xtask codegen`: not to be edited.\n"
    );
    let record = if has_record(class) { record(class)? } else { String::new() };
    if record.contains("BTreeMap<") {
        out.push_str("use std::collections::BTreeMap;\n\n");
    }
    let mut schema_names = vec!["Class"];
    if !class.fields.is_empty() {
        schema_names.extend(["Field as F", "Qualifier as Q"]);
    }
    if !class.messages.is_empty() {
        schema_names.extend(["Kind as K", "Message as M"]);
    }
    if class.messages.iter().any(|message| !message.params.is_empty()) {
        schema_names.push("Param as P");
    }
    if !class.fields.is_empty() || !class.messages.is_empty() {
        schema_names.push("Type as T");
    }
    schema_names.sort_unstable();
    let named = names_in(class)?;
    match &*named {
        [] => {}
        [name] => drop(writeln!(out, "use super::{name};")),
        _ => drop(writeln!(out, "use super::{{{}}};", named.join(", "))),
    }
    if schema_names.len() == 1 {
        let _ = writeln!(out, "use crate::schema::Class;");
    } else {
        let _ = writeln!(out, "use crate::schema::{{{}}};", schema_names.join(", "));
    }
    if !record.is_empty() {
        let mut types = vec!["Record"];
        types.extend(record.contains(" DateTime").then_some("DateTime"));
        types.extend((record.contains("Ref<")).then_some("Ref"));
        types.extend(record.contains("lenient::").then_some("lenient"));
        types.sort_unstable();
        if types.len() == 1 {
            out.push_str("use crate::types::Record;\n");
        } else {
            let _ = writeln!(out, "use crate::types::{{{}}};", types.join(", "));
        }
    }
    out.push('\n');
    out.push_str(&record);
    out.push_str(&class_table(class)?);
    Ok(out)
}

/// The generated types that a record mentions beside itself.
fn names_in(class: &Class) -> Result<Vec<String>> {
    fn collect(ty: &Type, names: &mut Vec<String>) {
        match ty {
            Type::Simple(_) => {}
            Type::Enum(name) | Type::Ref(name) | Type::Record(name) => names.push(type_name(name)),
            Type::Set(inner) | Type::Option(inner) => collect(inner, names),
            Type::Map(key, value) => {
                collect(key, names);
                collect(value, names);
            }
        }
    }
    let mut names = Vec::new();
    if has_record(class) {
        for field in class.fields.iter().filter(|field| !field.internal_only) {
            collect(&Type::parse(&field.ty)?, &mut names);
        }
    }
    names.sort();
    names.dedup();
    names.retain(|name| *name != type_name(&class.name));
    Ok(names)
}

fn record(class: &Class) -> Result<String> {
    let mut out = String::new();
    let type_name = type_name(&class.name);
    let sent: Vec<&Field> = class.fields.iter().filter(|field| !field.internal_only).collect();
    let _ = writeln!(out, "/// A record of class `{}`.", class.name);
    out.push_str("#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]\n#[serde(default)]\n");
    if sent.is_empty() {
        let _ = writeln!(out, "pub struct {type_name} {{}}\n");
    } else {
        let _ = writeln!(out, "pub struct {type_name} {{");
        for field in sent {
            let ty = Type::parse(&field.ty)?;
            let removed = if field.removed { ", no longer meaningful" } else { "" };
            let _ = writeln!(out, "/// {}, {}{removed}.", field.ty, field.qualifier);
            let rust_name = field_name(&field.name);
            let mut attributes = Vec::new();
            if rust_name != field.name {
                attributes.push(format!("rename = {:?}", field.name));
            }
            if let Some(reader) = ty.reader() {
                attributes.push(format!("deserialize_with = \"lenient::{reader}\""));
            }
            if !attributes.is_empty() {
                let _ = writeln!(out, "#[serde({})]", attributes.join(", "));
            }
            let _ = writeln!(out, "pub {rust_name}: {},", ty.rust());
        }
        out.push_str("}\n\n");
    }
    let _ =
        writeln!(out, "impl Record for {type_name} {{ const CLASS: &'static str = {:?}; }}\n", class.name);
    Ok(out)
}

fn class_table(class: &Class) -> Result<String> {
    let mut out = String::from("/// The class as data.\npub(crate) static CLASS: Class = Class {\n");
    let _ = writeln!(
        out,
        "name: {:?}, event_class: {:?}, events: {}, in_database: {}, persistent: {}, ctor_dtor: {}, async_ok: {},",
        class.name,
        class.event_class,
        class.events,
        class.in_database,
        class.persistent,
        class.ctor_dtor,
        class.async_ok
    );
    out.push_str("fields: &[");
    for field in &class.fields {
        out.push_str(&field_entry(field)?);
    }
    out.push_str("],\nmessages: &[");
    for message in &class.messages {
        out.push_str(&message_entry(message).map_err(|e| format!("{}: {e}", message.name))?);
    }
    out.push_str("],\n};\n");
    Ok(out)
}

fn field_entry(field: &Field) -> Result<String> {
    let db_path = field.path.as_ref().map_or_else(|| field.name.clone(), |path| path.join("__"));
    let mut parts = vec![format!("name: {:?}", field.name), format!("db_path: {db_path:?}")];
    parts.push(format!("ty: {}", Type::parse(&field.ty)?.table()));
    if let Some(default) = &field.default {
        parts.push(format!("default: Some({:?})", default.to_string()));
    }
    let qualifier = match field.qualifier.as_str() {
        "RW" => "Rw",
        "RO/constructor" => "RoConstructor",
        "RO/runtime" => "RoRuntime",
        other => return Err(format!("unknown qualifier {other:?}")),
    };
    parts.push(format!("qualifier: Q::{qualifier}"));
    if field.persist == Some(false) {
        parts.push("persist: false".into());
    }
    if field.internal_only {
        parts.push("internal_only: true".into());
    }
    if field.removed {
        parts.push("removed: true".into());
    }
    if let Some(role) = &field.write_role {
        parts.push(format!("write_role: {role:?}"));
    }
    if let Some(role) = &field.read_role {
        parts.push(format!("read_role: {role:?}"));
    }
    parts.extend(key_roles(&field.map_key_roles));
    if field.ignore_foreign_key {
        parts.push("ignore_foreign_key: true".into());
    }
    Ok(format!("F {{ {}, ..F::BASE }},\n", parts.join(", ")))
}

fn message_entry(message: &Message) -> Result<String> {
    let mut parts =
        vec![format!("name: {:?}", message.name), format!("kind: K::{}", type_name(&message.kind))];
    let mut params = Vec::new();
    for param in &message.params {
        let mut parts =
            vec![format!("name: {:?}", param.name), format!("ty: {}", Type::parse(&param.ty)?.table())];
        if let Some(default) = &param.default {
            parts.push(format!("default: Some({:?})", default.to_string()));
        }
        if param.optional {
            parts.push("optional: true".into());
        }
        if parts.len() < 4 {
            parts.push("..P::BASE".into());
        }
        params.push(format!("P {{ {} }}", parts.join(", ")));
    }
    if !params.is_empty() {
        parts.push(format!("params: &[{}]", params.join(", ")));
    }
    parts.push(format!("result: {}", Type::parse(&message.result)?.table()));
    parts.push(format!("role: {:?}", message.role));
    if !message.errors.is_empty() {
        parts.push(format!("errors: &{:?}", message.errors));
    }
    let flags = [
        ("async_ok", message.async_ok),
        ("removed", message.removed),
        ("hidden", message.hidden),
        ("pool_internal", message.pool_internal),
        ("secret", message.secret),
        ("no_current_operations", message.no_current_operations),
    ];
    parts.extend(flags.iter().filter(|(_, on)| *on).map(|(name, _)| format!("{name}: true")));
    if message.session == Some(false) {
        parts.push("session: false".into());
    }
    parts.extend(key_roles(&message.map_key_roles));
    Ok(format!("M {{ {}, ..M::BASE }},\n", parts.join(", ")))
}

fn key_roles(roles: &BTreeMap<String, String>) -> Option<String> {
    let pairs: Vec<_> = roles.iter().collect();
    (!pairs.is_empty()).then(|| format!("map_key_roles: &{pairs:?}"))
}

fn enums_file(model: &Model) -> String {
    let mut out = String::from(
        "//! Enums made from the data model by `cargo xtask codegen`: not to be edited.\n\nuse crate::types::xapi_enum;\n",
    );
    for it in &model.enums {
        let _ = writeln!(out, "\nxapi_enum! {{\n    /// Enum `{}`.\n    {} {{", it.name, type_name(&it.name));
        for value in &it.values {
            let _ = writeln!(out, "        /// `{value}`.\n        {} = {value:?},", type_name(value));
        }
        out.push_str("    }\n}\n");
    }
    out
}

fn tables_file(model: &Model) -> Result<String> {
    let mut out = String::from(
        "//! The schema tables made from the data model by `cargo xtask codegen`: not to be edited.\n\n\
         use crate::schema::{Class, Enum, ErrorCode, HttpHandler, Relation, Type as T};\n\n\
         /// Every class of the data model.\npub static CLASSES: &[&Class] = &[\n",
    );
    for class in &model.classes {
        let _ = writeln!(out, "&super::class_{}::CLASS,", class.name.to_lowercase());
    }
    out.push_str("];\n\n/// Every enum of the data model.\npub static ENUMS: &[Enum] = &[\n");
    for it in &model.enums {
        let _ = writeln!(out, "Enum {{ name: {:?}, values: &{:?} }},", it.name, it.values);
    }
    out.push_str("];\n\n/// Every error code of the data model, in the order of their names.\npub static ERRORS: &[ErrorCode] = &[\n");
    let mut errors: Vec<_> = model.errors.iter().collect();
    errors.sort_by(|a, b| a.name.cmp(&b.name));
    for it in errors {
        let params = it.params.as_ref().map_or_else(|| "None".into(), |params| format!("Some(&{params:?})"));
        let _ = writeln!(out, "ErrorCode {{ name: {:?}, params: {params} }},", it.name);
    }
    out.push_str("];\n\n/// Fields that the server keeps in step with each other.\npub static RELATIONS: &[Relation] = &[\n");
    for it in &model.relations {
        let split = |text: &str| {
            text.split_once('.')
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .ok_or(format!("relation {text:?}"))
        };
        let (a, b) = (split(&it.a)?, split(&it.b)?);
        let many = it.cardinality == "many-to-many";
        let _ = writeln!(out, "Relation {{ a: {a:?}, b: {b:?}, many_to_many: {many} }},");
    }
    out.push_str(
        "];\n\n/// The HTTP actions beside the calls.\npub static HTTP_HANDLERS: &[HttpHandler] = &[\n",
    );
    for it in &model.http_handlers {
        let mut args = Vec::new();
        for (name, ty) in &it.args {
            args.push(format!("({name:?}, {})", Type::parse(ty)?.table()));
        }
        let _ = writeln!(
            out,
            "HttpHandler {{ name: {:?}, method: {:?}, uri: {:?}, args: &[{}], role: {:?}, no_rbac: {} }},",
            it.name,
            it.method,
            it.uri,
            args.join(", "),
            it.role,
            it.no_rbac
        );
    }
    out.push_str(
        "];\n\n/// The calls that a host in emergency mode, or a session of a single host, still serves.\n",
    );
    let _ = writeln!(out, "pub static EMERGENCY_CALLS: &[&str] = &{:?};\n", model.emergency_calls);
    let _ = writeln!(
        out,
        "/// The roles, from the highest to the lowest.\npub static ROLES: &[&str] = &{:?};",
        model.roles
    );
    Ok(out)
}
