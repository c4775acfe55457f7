//! Every object that Xenith knows, in memory: one writer per source, many readers.
//!
//! An [`Object`] is a [`Row`]: one fragment of JSON per field, each distinct fragment stored once. So equality
//! and differences are comparisons of pointers, and writing JSON is concatenation. Readers hear of changes in
//! batches; one that fell behind looks for what is newer than the last sequence number it knows.
//!
//! Knows neither pools nor HTTP nor users.

mod intern;
mod object;
mod row;
mod split;
mod store;

pub use intern::Interner;
pub use object::Object;
pub use row::Row;
pub use store::{Batch, Change, Delta, Store, Subscription, Told, Writer};
