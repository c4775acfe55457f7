//! The types and names of the data model, and what they are in Rust.

use super::Result;

/// A type of the data model, parsed from its text.
#[derive(Clone, PartialEq)]
pub enum Type {
    Simple(&'static str),
    Enum(String),
    Ref(String),
    Record(String),
    Set(Box<Type>),
    Map(Box<Type>, Box<Type>),
    Option(Box<Type>),
}

impl Type {
    pub fn parse(text: &str) -> Result<Type> {
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
    pub fn table(&self) -> String {
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
    pub fn rust(&self) -> String {
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
    pub fn reader(&self) -> Option<&'static str> {
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
pub fn type_name(name: &str) -> String {
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
pub fn field_name(name: &str) -> String {
    let name = name.to_lowercase();
    if ["type", "ref", "self", "use", "in", "match", "move", "enum", "struct", "fn", "where", "mod"]
        .contains(&&*name)
    {
        name + "_"
    } else {
        name
    }
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
}
