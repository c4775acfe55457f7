//! The data model made ready for serving: defaults as values, relations by index, methods by every name.

use std::collections::HashMap;
use std::sync::LazyLock;

use xapi::schema::{self, Kind, Message, Type};

use crate::data::value::{Value, unmarshal};

/// Index of a class in [`Schema::classes`].
pub type ClassId = usize;
/// Index of a field in [`Class::fields`].
pub type FieldId = usize;

/// The whole data model.
pub struct Schema {
    pub classes: Vec<Class>,
    by_name: HashMap<&'static str, ClassId>,
    by_event_name: HashMap<&'static str, ClassId>,
    methods: HashMap<String, Method>,
    /// What `system.listMethods` answers.
    pub listed: Vec<String>,
}

/// A class and what serving it needs.
pub struct Class {
    pub def: &'static schema::Class,
    pub fields: Vec<Field>,
    by_name: HashMap<&'static str, FieldId>,
    pub uuid: Option<FieldId>,
    pub name_label: Option<FieldId>,
}

/// A field, its default and its other end.
pub struct Field {
    pub def: &'static schema::Field,
    pub default: Value,
    /// Kept in the database, never sent.
    pub internal: bool,
    pub json_key: String,
    pub xml_key: String,
    pub link: Option<Link>,
}

/// The other end of a relation.
#[derive(Clone, Copy)]
pub struct Link {
    pub class: ClassId,
    pub field: FieldId,
    /// Both ends are sets.
    pub many_to_many: bool,
}

/// A call by its full name.
#[derive(Clone, Copy)]
pub struct Method {
    pub class: ClassId,
    pub message: &'static Message,
    /// The field that a generated getter, setter, adder or remover is about.
    pub field: Option<FieldId>,
}

impl Schema {
    /// The one schema.
    pub fn get() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::build);
        &SCHEMA
    }

    pub fn class_id(&self, name: &str) -> Option<ClassId> {
        self.by_name.get(name).copied()
    }

    pub fn event_class(&self, name: &str) -> Option<ClassId> {
        self.by_event_name.get(name).copied()
    }

    pub fn class(&self, name: &str) -> Option<&Class> {
        self.class_id(name).map(|id| &self.classes[id])
    }

    /// A method by `Class.method` or `Class_method`.
    pub fn method(&self, name: &str) -> Option<Method> {
        self.methods.get(name).copied()
    }

    fn build() -> Schema {
        let mut classes: Vec<Class> = schema::CLASSES.iter().map(|def| Class::build(def)).collect();
        let by_name: HashMap<_, _> = classes.iter().enumerate().map(|(i, c)| (c.def.name, i)).collect();
        let by_event_name = classes.iter().enumerate().map(|(i, c)| (c.def.event_class, i)).collect();
        for relation in schema::RELATIONS {
            // A relation of a field with itself (roles) keeps nothing in step.
            if relation.a == relation.b {
                continue;
            }
            let end = |(class, field): (&str, &str)| {
                let class = *by_name.get(class)?;
                Some((class, classes[class].field_id(field)?))
            };
            let (Some(a), Some(b)) = (end(relation.a), end(relation.b)) else { continue };
            classes[a.0].fields[a.1].link =
                Some(Link { class: b.0, field: b.1, many_to_many: relation.many_to_many });
            if relation.many_to_many {
                classes[b.0].fields[b.1].link = Some(Link { class: a.0, field: a.1, many_to_many: true });
            }
        }
        let mut methods = HashMap::new();
        let mut listed = vec!["system.listMethods".to_owned()];
        for (class, c) in classes.iter().enumerate() {
            for message in c.def.messages {
                let method = Method { class, message, field: c.field_of(message) };
                let name = format!("{}.{}", c.def.name, message.name);
                methods.insert(format!("{}_{}", c.def.name, message.name), method);
                if !message.hidden {
                    listed.push(name.clone());
                }
                methods.insert(name, method);
            }
        }
        Schema { classes, by_name, by_event_name, methods, listed }
    }
}

impl Class {
    fn build(def: &'static schema::Class) -> Class {
        let fields: Vec<Field> = def.fields.iter().map(Field::build).collect();
        let by_name: HashMap<_, _> = fields.iter().enumerate().map(|(i, f)| (f.def.name, i)).collect();
        let (uuid, name_label) = (by_name.get("uuid").copied(), by_name.get("name_label").copied());
        Class { def, fields, by_name, uuid, name_label }
    }

    pub fn field_id(&self, name: &str) -> Option<FieldId> {
        self.by_name.get(name).copied()
    }

    fn field_of(&self, message: &Message) -> Option<FieldId> {
        let prefixes: &[&str] = match message.kind {
            Kind::Getter => &["get_"],
            Kind::Setter => &["set_"],
            Kind::Add => &["add_to_", "add_"],
            Kind::Remove => &["remove_from_", "remove_"],
            // Some plain setters are declared as calls of their own.
            Kind::Custom => &["set_", "add_to_", "remove_from_"],
            _ => &[],
        };
        prefixes.iter().find_map(|p| message.name.strip_prefix(p).and_then(|name| self.field_id(name)))
    }
}

impl Field {
    fn build(def: &'static schema::Field) -> Field {
        let default = def
            .default
            .and_then(|text| serde_json::from_str(text).ok())
            .and_then(|json| unmarshal(&def.ty, &json).ok())
            .unwrap_or_else(|| blank(&def.ty));
        Field {
            def,
            default,
            internal: def.internal_only,
            json_key: format!("\"{}\":", def.name),
            xml_key: format!("<member><name>{}</name>", def.name),
            link: None,
        }
    }
}

/// What a field without a default holds in a row made by the server itself.
pub fn blank(ty: &Type) -> Value {
    match ty {
        Type::String => Value::empty(),
        Type::Enum(name) => {
            Value::from(schema::enum_values(name).and_then(|v| v.first()).copied().unwrap_or(""))
        }
        Type::Ref(_) => Value::null(),
        Type::Int => Value::Int(0),
        Type::Float => Value::Float(0.0),
        Type::Bool => Value::Bool(false),
        Type::DateTime => Value::Time(0),
        Type::Set(_) => Value::no_items(),
        Type::Map(..) => Value::no_entries(),
        Type::Option(_) => Value::Absent,
        Type::Void | Type::Record(_) | Type::AnyRecord | Type::EventBatch => Value::Void,
    }
}
