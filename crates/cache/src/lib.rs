//! One writer per source, many readers. Objects are rows of interned JSON fragments, so that an equal write
//! is silent, a diff is a comparison of pointers, and writing JSON is concatenation.
//!
//! The cache knows neither XAPI nor users: a [`Writer`] is told what is, and a reader asks for what it may see.

mod intern;
mod object;
mod row;
mod split;
mod store;

pub use intern::{Fragment, Interner};
pub use object::Object;
pub use row::{Row, Shape};
pub use split::NotAStruct;
pub use store::{Batch, Change, Delta, Store, Writer};
