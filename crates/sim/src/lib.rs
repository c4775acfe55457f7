//! A pool of XCP-ng or XenServer hosts that is not there: XAPI over real HTTP and HTTPS, with a database, events,
//! tasks, power operations and consoles, and with faults on demand.
//!
//! It knows XAPI's data model and nothing else of the product, so that what is tested against it is tested against
//! the protocol. Use [`Sim`] in a process of your own, or the `xapi-sim` program.

mod audit;
mod behave;
pub mod bench;
mod churn;
mod config;
mod console;
pub mod control;
pub mod coverage;
mod data;
mod directory;
mod dispatch;
mod error;
mod event;
pub mod fault;
pub mod fuzz;
mod generic;
mod handlers;
mod kept;
mod life;
mod machine;
mod metrics;
mod net;
mod pool;
mod rights;
mod running;
mod sim;
mod software;
mod state;
mod task;
mod time;
mod transfer;
mod wire;
mod world;

pub use config::Config;
pub use console::Key;
pub use directory::{Directory, Group, Person};
pub use error::Failure;
pub use fault::Fault;
pub use metrics::Numbers;
pub use pool::DoorLog;
pub use running::RunningPool;
pub use sim::{Sim, StartError};
pub use time::ClockKind;
