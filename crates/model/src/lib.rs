//! What server, page, CLI and scripts all know: ids, kinds, objects, privileges, views, diffs.
//! No IO, no async, no features.

mod access;
pub mod filter;
mod id;
mod kind;
pub mod objects;
mod pattern;
mod scope;
mod view;

pub use access::{Access, Privilege, Privileges, Role, Target};
pub use filter::{Filter, FilterError, Haystack};
pub use id::Id;
pub use kind::{Kind, Named};
pub use pattern::matches;
pub use scope::Scope;
pub use view::{Diff, Order, Reset, Resume, Row, Sort, View, Window};
