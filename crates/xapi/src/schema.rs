//! The shape of XAPI's data model as constant data: classes, fields, messages, enums, errors, relations.
//!
//! The tables themselves are made by `cargo xtask codegen` from `datamodel.json` and live under `generated/`; this
//! module gives their types and the look-ups. They serve raw callers and simulators alike. Defaults are JSON texts.

use std::collections::HashMap;
use std::sync::LazyLock;

pub use crate::generated::tables::{
    CLASSES, EMERGENCY_CALLS, ENUMS, ERRORS, HTTP_HANDLERS, RELATIONS, ROLES,
};

/// A class of objects, such as `VM` or `host`.
#[derive(Debug, Clone, Copy)]
pub struct Class {
    /// The exact name used in calls, such as `VM_metrics`.
    pub name: &'static str,
    /// The name used in events: always lower case.
    pub event_class: &'static str,
    /// Whether changes of its objects show up in `event.from`.
    pub events: bool,
    /// Whether it has a table in the database (`message`, for one, has none).
    pub in_database: bool,
    /// Whether its rows survive a restart of the toolstack.
    pub persistent: bool,
    /// Whether `create` and `destroy` are generated for it.
    pub ctor_dtor: bool,
    /// Whether its generated messages have an asynchronous form.
    pub async_ok: bool,
    /// Its fields, in the order of the data model.
    pub fields: &'static [Field],
    /// Its calls, generated ones (`get_record`, `set_name_label`) included.
    pub messages: &'static [Message],
}

/// A field of a class.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name on the wire, such as `memory_static_max`.
    pub name: &'static str,
    /// Its name in `get_all_records_where` expressions, such as `memory__static_max`.
    pub db_path: &'static str,
    /// Its type.
    pub ty: Type,
    /// Its default as JSON text; without one the constructor must be given it.
    pub default: Option<&'static str>,
    /// Who sets it, and when.
    pub qualifier: Qualifier,
    /// Whether it survives a restart of the toolstack.
    pub persist: bool,
    /// Never sent to clients: absent from records and snapshots.
    pub internal_only: bool,
    /// Still sent by current servers, but no longer meaningful.
    pub removed: bool,
    /// The least role that may set it, where it may be set.
    pub write_role: &'static str,
    /// The least role that may read it.
    pub read_role: &'static str,
    /// Keys of a map that a lower role may add and remove: (key or `prefix*`, role).
    pub map_key_roles: &'static [(&'static str, &'static str)],
    /// A reference that may outlive the object it names.
    pub ignore_foreign_key: bool,
}

impl Field {
    /// What the tables leave out.
    pub(crate) const BASE: Field = Field {
        name: "",
        db_path: "",
        ty: Type::String,
        default: None,
        qualifier: Qualifier::RoRuntime,
        persist: true,
        internal_only: false,
        removed: false,
        write_role: "",
        read_role: "read-only",
        map_key_roles: &[],
        ignore_foreign_key: false,
    };
}

/// Who sets a field, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualifier {
    /// Clients may set it at any time.
    Rw,
    /// Given to the constructor, constant afterwards.
    RoConstructor,
    /// Set by the server alone.
    RoRuntime,
}

/// A call of a class, without its leading session parameter.
#[derive(Debug, Clone, Copy)]
pub struct Message {
    /// Its name without the class, such as `start`.
    pub name: &'static str,
    /// Whether it is generated for every class, and how, or of its own.
    pub kind: Kind,
    /// Its parameters, the session left out.
    pub params: &'static [Param],
    /// What it answers.
    pub result: Type,
    /// The least role that may call it; `local-root` is for no role at all.
    pub role: &'static str,
    /// The error codes the data model declares (others may occur).
    pub errors: &'static [&'static str],
    /// Whether `Async.Class.name` exists.
    pub async_ok: bool,
    /// Whether it takes a session as its first parameter.
    pub session: bool,
    /// Answered with `MESSAGE_REMOVED` by current servers.
    pub removed: bool,
    /// Left out of `system.listMethods`, though it works.
    pub hidden: bool,
    /// Meant for hosts of a pool among themselves.
    pub pool_internal: bool,
    /// Its parameters must not be logged.
    pub secret: bool,
    /// Never listed in `current_operations`.
    pub no_current_operations: bool,
    /// Keys of a map that a lower role may add and remove: (key or `prefix*`, role).
    pub map_key_roles: &'static [(&'static str, &'static str)],
}

impl Message {
    /// What the tables leave out.
    pub(crate) const BASE: Message = Message {
        name: "",
        kind: Kind::Custom,
        params: &[],
        result: Type::Void,
        role: "read-only",
        errors: &[],
        async_ok: false,
        session: true,
        removed: false,
        hidden: false,
        pool_internal: false,
        secret: false,
        no_current_operations: false,
        map_key_roles: &[],
    };

    /// How many parameters must be given, the session left out.
    pub fn mandatory(&self) -> usize {
        self.params.iter().filter(|param| !param.optional).count()
    }
}

/// How a message comes to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Written by hand, with a behaviour of its own.
    Custom,
    /// `get_<field>`.
    Getter,
    /// `set_<field>`.
    Setter,
    /// `add_<element>` or `add_to_<map>`.
    Add,
    /// `remove_<element>` or `remove_from_<map>`.
    Remove,
    /// `get_by_uuid`.
    GetByUuid,
    /// `get_by_name_label`.
    GetByNameLabel,
    /// `get_record`.
    GetRecord,
    /// `get_all`.
    GetAll,
    /// `get_all_where`.
    GetAllWhere,
    /// `get_all_records`.
    GetAllRecords,
    /// `get_all_records_where`.
    GetAllRecordsWhere,
    /// `create` from a record.
    Create,
    /// `destroy`.
    Destroy,
}

/// A parameter of a call.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name in the documentation; calls are positional.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// The value taken when it is left off the tail of a call, as JSON text.
    pub default: Option<&'static str>,
    /// Whether it may be left off.
    pub optional: bool,
}

impl Param {
    /// What the tables leave out.
    pub(crate) const BASE: Param = Param { name: "", ty: Type::String, default: None, optional: false };
}

/// A type of the data model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Nothing: an empty string on the wire.
    Void,
    /// Text.
    String,
    /// A 64-bit integer.
    Int,
    /// A floating-point number.
    Float,
    /// A truth value.
    Bool,
    /// A moment, `YYYYMMDDTHH:MM:SSZ` on the wire.
    DateTime,
    /// One of the values of the named enum.
    Enum(&'static str),
    /// A reference to an object of the named class.
    Ref(&'static str),
    /// A record of the named class.
    Record(&'static str),
    /// A record of any class: the snapshot of an event.
    AnyRecord,
    /// What `event.from` answers: events, counts and a token.
    EventBatch,
    /// An unordered set, an array on the wire.
    Set(&'static Type),
    /// A map, an object on the wire, its keys texts.
    Map(&'static Type, &'static Type),
    /// A value that may be absent.
    Option(&'static Type),
}

/// A named list of values.
#[derive(Debug, Clone, Copy)]
pub struct Enum {
    /// Its name.
    pub name: &'static str,
    /// Its values as sent on the wire.
    pub values: &'static [&'static str],
}

/// An error code.
#[derive(Debug, Clone, Copy)]
pub struct ErrorCode {
    /// The code, such as `VM_BAD_POWER_STATE`.
    pub name: &'static str,
    /// The names of its parameters, where they are known.
    pub params: Option<&'static [&'static str]>,
}

/// Two fields that the server keeps in step.
#[derive(Debug, Clone, Copy)]
pub struct Relation {
    /// Class and field of the one side: the reference of a one-to-many relation.
    pub a: (&'static str, &'static str),
    /// Class and field of the other: the set of a one-to-many relation.
    pub b: (&'static str, &'static str),
    /// Whether both sides are sets.
    pub many_to_many: bool,
}

/// An HTTP action beside the calls, such as `GET /export`.
#[derive(Debug, Clone, Copy)]
pub struct HttpHandler {
    /// Its name in the permission list.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path prefix.
    pub uri: &'static str,
    /// The query parameters it declares.
    pub args: &'static [(&'static str, Type)],
    /// The least role that may use it.
    pub role: &'static str,
    /// Whether it is exempt from the role check.
    pub no_rbac: bool,
}

/// The class of that exact name.
pub fn class(name: &str) -> Option<&'static Class> {
    static BY_NAME: LazyLock<HashMap<&'static str, &'static Class>> =
        LazyLock::new(|| CLASSES.iter().map(|class| (class.name, *class)).collect());
    BY_NAME.get(name).copied()
}

/// The class of that name in events.
pub fn class_of_event(event_class: &str) -> Option<&'static Class> {
    static BY_NAME: LazyLock<HashMap<&'static str, &'static Class>> =
        LazyLock::new(|| CLASSES.iter().map(|class| (class.event_class, *class)).collect());
    BY_NAME.get(event_class).copied()
}

/// Class and message of a call's name: `VM.start`, `VM_metrics.get_record`.
///
/// ```
/// let (class, message) = xapi::schema::message("VM.start").expect("a call of XAPI");
/// assert_eq!((class.name, message.mandatory(), message.async_ok), ("VM", 3, true));
/// ```
pub fn message(method: &str) -> Option<(&'static Class, &'static Message)> {
    let (class_name, name) = method.split_once('.')?;
    let class = class(class_name)?;
    class.message(name).map(|message| (class, message))
}

/// The values of an enum.
pub fn enum_values(name: &str) -> Option<&'static [&'static str]> {
    ENUMS.iter().find(|it| it.name == name).map(|it| it.values)
}

/// What is known of an error code.
pub fn error(code: &str) -> Option<&'static ErrorCode> {
    ERRORS.binary_search_by(|it| it.name.cmp(code)).ok().map(|at| &ERRORS[at])
}

impl Class {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The message of that name.
    pub fn message(&self, name: &str) -> Option<&'static Message> {
        self.messages.iter().find(|message| message.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        assert_eq!(CLASSES.len(), 73);
        assert!(CLASSES.iter().map(|class| class.messages.len()).sum::<usize>() > 2_000);
        let vm = class("VM").unwrap();
        assert_eq!(vm.field("memory_static_max").unwrap().db_path, "memory__static_max");
        assert_eq!(vm.field("power_state").unwrap().default, Some("\"Halted\""));
        assert_eq!(vm.field("VBDs").unwrap().ty, Type::Set(&Type::Ref("VBD")));
        assert_eq!(class_of_event("vm_guest_metrics").unwrap().name, "VM_guest_metrics");
        assert!(!message("session.login_with_password").unwrap().1.session);
        assert_eq!(message("session.login_with_password").unwrap().1.mandatory(), 2);
        assert!(enum_values("vm_power_state").unwrap().contains(&"Suspended"));
        assert_eq!(error("HANDLE_INVALID").unwrap().params.unwrap().len(), 2);
        assert!(RELATIONS.iter().any(|it| it.a == ("VBD", "VM") && it.b == ("VM", "VBDs")));
        assert!(EMERGENCY_CALLS.contains(&"pool.is_slave"));
    }

    /// Every name the tables mention exists, so that look-ups by a type never fail.
    #[test]
    fn names_in_the_tables_exist() {
        fn check(ty: &Type) {
            match ty {
                Type::Enum(name) => assert!(enum_values(name).is_some(), "enum {name}"),
                Type::Ref(name) | Type::Record(name) => assert!(class(name).is_some(), "class {name}"),
                Type::Set(inner) | Type::Option(inner) => check(inner),
                Type::Map(key, value) => {
                    check(key);
                    check(value);
                }
                _ => {}
            }
        }
        for class in CLASSES {
            class.fields.iter().for_each(|field| check(&field.ty));
            for message in class.messages {
                message.params.iter().for_each(|param| check(&param.ty));
                check(&message.result);
            }
        }
        for relation in RELATIONS {
            for (name, field) in [relation.a, relation.b] {
                assert!(class(name).and_then(|class| class.field(field)).is_some(), "{name}.{field}");
            }
        }
    }
}
