//! Which properties objects may have, and the refusal of those that none has.

use std::{collections::HashSet, sync::OnceLock};

use api::{ApiError, ParamError};
use model::{
    Kind,
    objects::{
        AclRole, Group, Host, LAST_SEEN, Message, Network, Pbd, Pif, Pool, Server, Session, Sm, Sr, Task,
        User, Vbd, Vdi, Vif, Vm,
    },
};
use schemars::schema_for;

/// What any object may have, whatever its kind.
const OF_ANY: [&str; 3] = ["id", "type", LAST_SEEN];

/// The names by kind, made when the kind is first asked for.
static NAMES: [OnceLock<HashSet<String>>; Kind::ALL.len()] = [const { OnceLock::new() }; Kind::ALL.len()];

/// Refuses a property in `parameter` that no object of these kinds could have, whether or not one has it now.
pub fn check(kinds: &[Kind], parameter: &str, name: &str) -> Result<(), ApiError> {
    match OF_ANY.contains(&name) || kinds.iter().any(|kind| names(*kind).contains(name)) {
        true => Ok(()),
        false => Err(ApiError::parameter(ParamError::property(parameter, kinds, name))),
    }
}

/// The same of what objects are sorted by, which may be inside of a property: `memory.size`.
pub fn check_sort(kinds: &[Kind], parameter: &str, field: &str) -> Result<(), ApiError> {
    check(kinds, parameter, field.split('.').next().unwrap_or_default())
}

fn names(kind: Kind) -> &'static HashSet<String> {
    NAMES[kind as usize].get_or_init(|| {
        let schema = schema(kind);
        let properties = schema.get("properties").and_then(serde_json::Value::as_object);
        properties.into_iter().flat_map(serde_json::Map::keys).cloned().collect()
    })
}

fn schema(kind: Kind) -> schemars::Schema {
    match kind {
        Kind::Vm | Kind::VmTemplate | Kind::VmSnapshot | Kind::VmController => schema_for!(Vm),
        Kind::Host => schema_for!(Host),
        Kind::Pool => schema_for!(Pool),
        Kind::Sr => schema_for!(Sr),
        Kind::Sm => schema_for!(Sm),
        Kind::Vdi | Kind::VdiSnapshot | Kind::VdiUnmanaged => schema_for!(Vdi),
        Kind::Vbd => schema_for!(Vbd),
        Kind::Vif => schema_for!(Vif),
        Kind::Pif => schema_for!(Pif),
        Kind::Pbd => schema_for!(Pbd),
        Kind::Network => schema_for!(Network),
        Kind::Message => schema_for!(Message),
        Kind::Task => schema_for!(Task),
        Kind::Server => schema_for!(Server),
        Kind::User => schema_for!(User),
        Kind::Group => schema_for!(Group),
        Kind::AclRole => schema_for!(AclRole),
        Kind::Session => schema_for!(Session),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_names_and_what_none_has_is_refused() {
        for (at, kind) in Kind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, at, "each has its own place");
            for name in OF_ANY {
                assert_eq!(check(&[*kind], "fields", name), Ok(()), "{kind:?} {name}");
            }
        }
        for (kinds, name) in [
            (&[Kind::Vm][..], "$container"),
            (&[Kind::Vm], "mainIpAddress"),
            (&[Kind::User, Kind::Vm], "CPUs"),
            (&[Kind::Vm, Kind::User], "email"),
        ] {
            assert_eq!(check(kinds, "fields", name), Ok(()), "{name}");
        }
        assert_eq!(check_sort(&[Kind::Vm], "sort", "memory.size"), Ok(()));
        let said = |kinds: &[Kind], name: &str| check(kinds, "sort", name).unwrap_err().to_string();
        assert_eq!(
            said(&[Kind::Vm], "email"),
            "invalid parameters: sort names a property that no VM has: email"
        );
        let several = said(&[Kind::Vm, Kind::Host], &"nope".repeat(1000));
        assert!(several.contains("none of these kinds has: nopenope") && several.len() < 300, "{several}");
    }
}
