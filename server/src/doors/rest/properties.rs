//! Which properties objects may have.

use model::{
    Kind,
    objects::{
        Host, LAST_SEEN, Message, Network, Pbd, Pif, Pool, Server, Session, Sm, Sr, Task, User, Vbd, Vdi,
        Vif, Vm,
    },
};
use schemars::schema_for;

/// Whether an object of that kind could have that property, whether or not one has it now.
pub fn is_known(kind: Kind, name: &str) -> bool {
    let schema = match kind {
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
        Kind::Session => schema_for!(Session),
    };
    name == LAST_SEEN || schema.get("properties").is_some_and(|properties| properties.get(name).is_some())
}
