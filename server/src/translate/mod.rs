//! XAPI records in, model objects out. Pure: what a record says of other objects is looked up in the [`Mirror`].
//!
//! A file per class; [`CLASSES`] lists them with the fields that are looked at, which are the ones the mirror keeps.

mod class;
mod context;
mod device;
mod host;
mod key;
mod message;
mod mirror;
mod network;
mod object;
mod pif;
mod pool;
mod storage;
mod task;
#[cfg(test)]
mod tests;
mod values;
mod vdi;
mod vm;
mod vm_guest;

pub use class::{CLASSES, Class, Head};
pub use context::Context;
pub use key::Key;
pub use mirror::{Failed, Kept, Keys, Mirror, Stale, Translated};
pub use object::Object;
