//! The daemon's parts.

pub mod access;
pub mod accounts;
pub mod app;
pub mod assets;
pub mod clock;
pub mod settings;
pub mod store;
pub mod table;
pub mod translate;
mod validate;

pub use access::Caller;
pub use app::{App, Cx};
