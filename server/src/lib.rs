//! The daemon's parts.

pub mod access;
pub mod accounts;
pub mod app;
pub mod assets;
pub mod bytes;
pub mod clock;
pub mod doors;
pub mod feed;
pub mod lists;
pub mod methods;
pub mod metrics;
mod own;
mod plain;
pub mod pools;
mod properties;
pub mod settings;
pub mod start;
pub mod store;
pub mod table;
pub mod translate;
pub mod web;

pub use access::Caller;
pub use app::{App, Cx};
pub use start::{Server, StartError};
