//! A client of XAPI, the management interface of XCP-ng and XenServer.

mod generated;
pub mod schema;
pub mod types;

pub use generated::*;
pub use types::{DateTime, Record, Ref};
