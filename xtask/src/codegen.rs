//! Makes `crates/xapi/src/generated` from `crates/xapi/datamodel.json`: records, enums and the schema tables.
//!
//! With `--check` nothing is written; the files must say the same as what would be written, layout aside.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

type Result<T, E = String> = std::result::Result<T, E>;

/// Writes the generated files, or says which of them are stale.
pub fn run(check: bool) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/xapi");
    let text = read(&root.join("datamodel.json"))?;
    let model: Model = serde_json::from_str(&text).map_err(|e| format!("datamodel.json: {e}"))?;
    let files = generate(&model)?;
    let dir = root.join("src/generated");
    if check { compare(&dir, &files) } else { write(&dir, &files) }
}

#[derive(Deserialize)]
struct Model {
    roles: Vec<String>,
    classes: Vec<Class>,
    enums: Vec<Enum>,
    errors: Vec<ErrorCode>,
    relations: Vec<Relation>,
    http_handlers: Vec<HttpHandler>,
    emergency_calls: Vec<String>,
}

#[derive(Deserialize)]
struct Class {
    name: String,
    event_class: String,
    events: bool,
    in_database: bool,
    persistent: bool,
    ctor_dtor: bool,
    async_ok: bool,
    fields: Vec<Field>,
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    ty: String,
    qualifier: String,
    default: Option<Value>,
    path: Option<Vec<String>>,
    persist: Option<bool>,
    #[serde(default)]
    internal_only: bool,
    #[serde(default)]
    removed: bool,
    write_role: Option<String>,
    read_role: Option<String>,
    #[serde(default)]
    map_key_roles: BTreeMap<String, String>,
    #[serde(default)]
    ignore_foreign_key: bool,
}

#[derive(Deserialize)]
struct Message {
    name: String,
    kind: String,
    params: Vec<Param>,
    result: String,
    role: String,
    #[serde(rename = "async")]
    async_ok: bool,
    #[serde(default)]
    errors: Vec<String>,
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    pool_internal: bool,
    session: Option<bool>,
    #[serde(default)]
    secret: bool,
    #[serde(default)]
    removed: bool,
    #[serde(default)]
    no_current_operations: bool,
    #[serde(default)]
    map_key_roles: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Param {
    name: String,
    #[serde(rename = "type")]
    ty: String,
    default: Option<Value>,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
struct Enum {
    name: String,
    values: Vec<String>,
}

#[derive(Deserialize)]
struct ErrorCode {
    name: String,
    params: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Relation {
    a: String,
    b: String,
    cardinality: String,
}

#[derive(Deserialize)]
struct HttpHandler {
    name: String,
    method: String,
    uri: String,
    args: Vec<(String, String)>,
    role: String,
    no_rbac: bool,
}

/// A type of the data model, parsed from its text.
#[derive(Clone, PartialEq)]
enum Type {
    Simple(&'static str),
    Enum(String),
    Ref(String),
    Record(String),
    Set(Box<Type>),
    Map(Box<Type>, Box<Type>),
    Option(Box<Type>),
}

impl Type {
    fn parse(text: &str) -> Result<Type> {
        let text = text.trim();
        let simple = match text {
            "void" => Some("Void"),
            "string" | "secret string" => Some("String"),
            "int" | "int64" | "int32" => Some("Int"),
            "float" => Some("Float"),
            "bool" => Some("Bool"),
            "datetime" => Some("DateTime"),
            "event batch" => Some("EventBatch"),
            "record of the object (shape depends on class)" => Some("AnyRecord"),
            _ => None,
        };
        if let Some(name) = simple {
            return Ok(Type::Simple(name));
        }
        if text == "varargs" {
            // Query parameters of any name.
            return Type::parse("(string -> string) map");
        }
        if let Some(inner) = text.strip_suffix(" set") {
            return Ok(Type::Set(Box::new(Type::parse(inner)?)));
        }
        if let Some(inner) = text.strip_suffix(" option") {
            return Ok(Type::Option(Box::new(Type::parse(inner)?)));
        }
        if let Some(inner) = text.strip_prefix('(').and_then(|it| it.strip_suffix(") map")) {
            let (key, value) = inner.split_once(" -> ").ok_or_else(|| format!("no arrow in {text:?}"))?;
            return Ok(Type::Map(Box::new(Type::parse(key)?), Box::new(Type::parse(value)?)));
        }
        if let Some(name) = text.strip_prefix("enum ") {
            return Ok(Type::Enum(name.into()));
        }
        if let Some(name) = text.strip_suffix(" ref") {
            return Ok(Type::Ref(name.into()));
        }
        if let Some(name) = text.strip_suffix(" record") {
            return Ok(Type::Record(name.into()));
        }
        Err(format!("unknown type {text:?}"))
    }

    /// As an expression of the schema tables.
    fn table(&self) -> String {
        match self {
            Type::Simple(name) => format!("T::{name}"),
            Type::Enum(name) => format!("T::Enum({name:?})"),
            Type::Ref(name) => format!("T::Ref({name:?})"),
            Type::Record(name) => format!("T::Record({name:?})"),
            Type::Set(inner) => format!("T::Set(&{})", inner.table()),
            Type::Option(inner) => format!("T::Option(&{})", inner.table()),
            Type::Map(key, value) => format!("T::Map(&{}, &{})", key.table(), value.table()),
        }
    }

    /// As the type of a record's field.
    fn rust(&self) -> String {
        match self {
            Type::Simple("String") => "String".into(),
            Type::Simple("Int") => "i64".into(),
            Type::Simple("Float") => "f64".into(),
            Type::Simple("Bool") => "bool".into(),
            Type::Simple("DateTime") => "DateTime".into(),
            Type::Simple(_) => "()".into(),
            Type::Enum(name) | Type::Record(name) => type_name(name),
            Type::Ref(name) => format!("Ref<{}>", type_name(name)),
            Type::Set(inner) => format!("Vec<{}>", inner.rust()),
            Type::Option(inner) => format!("Option<{}>", inner.rust()),
            Type::Map(key, value) => format!("BTreeMap<{}, {}>", key.rust(), value.rust()),
        }
    }

    /// The reader of a field whose encoding varies.
    fn reader(&self) -> Option<&'static str> {
        match self {
            Type::Simple("Int") => Some("int"),
            Type::Simple("Float") => Some("float"),
            Type::Simple("Bool") => Some("boolean"),
            Type::Set(inner) if **inner == Type::Simple("Int") => Some("int_set"),
            Type::Map(_, value) if **value == Type::Simple("Int") => Some("int_map"),
            Type::Map(_, value) if **value == Type::Simple("Float") => Some("float_map"),
            _ => None,
        }
    }
}

/// `VM_guest_metrics` → `VmGuestMetrics`, `active-backup` → `ActiveBackup`, `restartHVM` → `RestartHvm`.
fn type_name(name: &str) -> String {
    let mut out = String::new();
    let mut previous = '_';
    for c in name.chars() {
        if !c.is_alphanumeric() {
            previous = '_';
            continue;
        }
        let starts = previous == '_' || (previous.is_lowercase() && c.is_uppercase());
        out.push(if starts { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
        previous = c;
    }
    out
}

/// The name of a record's field; words of the language get an underscore.
fn field_name(name: &str) -> String {
    let name = name.to_lowercase();
    if ["type", "ref", "self", "use", "in", "match", "move", "enum", "struct", "fn", "where", "mod"]
        .contains(&&*name)
    {
        name + "_"
    } else {
        name
    }
}

fn generate(model: &Model) -> Result<BTreeMap<String, String>> {
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

fn write(dir: &Path, files: &BTreeMap<String, String>) -> Result<()> {
    std::fs::create_dir_all(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    for stale in present(dir)?.iter().filter(|name| !files.contains_key(*name)) {
        std::fs::remove_file(dir.join(stale)).map_err(|e| format!("{stale}: {e}"))?;
    }
    for (name, text) in files {
        let path = dir.join(name);
        let text = rustfmt(text)?;
        if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    Ok(())
}

fn compare(dir: &Path, files: &BTreeMap<String, String>) -> Result<()> {
    let mut stale: Vec<String> = present(dir)?.into_iter().filter(|name| !files.contains_key(name)).collect();
    for (name, text) in files {
        let found = std::fs::read_to_string(dir.join(name)).unwrap_or_default();
        if without_layout(&found) != without_layout(text) {
            stale.push(name.clone());
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("stale in {}: {}; run `cargo xtask codegen`", dir.display(), stale.join(", ")))
}

/// What is left when everything rustfmt may change is taken away, so that checking needs no rustfmt.
fn without_layout(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

fn present(dir: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    Ok(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
}

fn rustfmt(text: &str) -> Result<String> {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rustfmt.toml");
    let mut child =
        Command::new(std::env::var_os("RUSTFMT").map_or_else(|| PathBuf::from("rustfmt"), PathBuf::from))
            .args(["--edition", "2024", "--emit", "stdout", "--config-path"])
            .arg(config)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("rustfmt, which writing generated code needs: {e}"))?;
    let mut input = child.stdin.take().ok_or("rustfmt has no input")?;
    let text = text.to_owned();
    let feed = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().map_err(|e| format!("rustfmt: {e}"))?;
    feed.join().map_err(|_| "rustfmt: the feeding thread panicked")?.map_err(|e| format!("rustfmt: {e}"))?;
    if !output.status.success() {
        return Err("rustfmt refused the generated code".into());
    }
    String::from_utf8(output.stdout).map_err(|e| format!("rustfmt: {e}"))
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let pairs = [
            ("VM_guest_metrics", "VmGuestMetrics"),
            ("host", "Host"),
            ("active-backup", "ActiveBackup"),
            ("restartHVM", "RestartHvm"),
            ("changing_VCPUs_live", "ChangingVcpusLive"),
            ("IPv4", "Ipv4"),
            ("PVS_proxy", "PvsProxy"),
        ];
        for (name, expected) in pairs {
            assert_eq!(type_name(name), expected);
        }
        assert_eq!((field_name("VCPUs_max"), field_name("type")), ("vcpus_max".into(), "type_".into()));
    }

    #[test]
    fn types() {
        let ty = Type::parse("(VM ref -> (string -> string) map) map").unwrap();
        assert_eq!(ty.table(), "T::Map(&T::Ref(\"VM\"), &T::Map(&T::String, &T::String))");
        assert_eq!(Type::parse("enum vm_operations set").unwrap().rust(), "Vec<VmOperations>");
        assert!(Type::parse("whatever").is_err());
    }

    #[test]
    fn generated_code_is_current() {
        run(true).unwrap();
    }
}
