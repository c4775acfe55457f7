//! A client of XAPI, the management interface of XCP-ng and XenServer pools.
//!
//! ```no_run
//! use xapi::{Address, Client, Config, Trust, Vm, params};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let address: Address = "xen1.example.org".parse()?;
//! let client = Client::connect(Config::new(address, "root", "secret").trust(Trust::FirstUse)).await?;
//! for (reference, vm) in client.records::<Vm>().await? {
//!     println!("{} is {}", vm.name_label, vm.power_state);
//!     if vm.tags.iter().any(|tag| tag == "autostart") {
//!         client.run_task::<()>("VM.start", params![reference, false, false]).await?;
//!     }
//! }
//! client.close().await;
//! # Ok(())
//! # }
//! ```
//!
//! The walk of use:
//!
//! 1. **Address and trust.** An [`Address`] is `[http://|https://]host[:port]`. A [`Config`] says who logs in and
//!    which certificates are trusted: those an authority vouches for ([`Trust::Roots`], which also says how a pinned
//!    host vouches for others) or each host's first one ([`Trust::FirstUse`]), and always the pinned ones.
//!    [`Client::pins`] and [`Client::members`] tell of new pins and hosts, to be stored and given to the next client. A
//!    certificate other than the pinned one is [`Error::CertificateChanged`]; nothing was sent.
//! 2. **Calls.** [`Client::call`] takes any method of the data model and [`params!`]; [`Client::records`],
//!    [`Client::record`] and [`Client::by_uuid`] are typed by the generated records ([`Vm`], [`Host`], …).
//!    [`Client::call_bytes`] leaves the parsing of large results to the caller. The client logs in when it must,
//!    follows the master, and asks the pool's other hosts when the master is gone.
//! 3. **Tasks.** [`Client::run_task`] starts `Async.…`, waits for its end and reads its result;
//!    [`Client::start_task`] gives the task's reference at once and lets it be cancelled.
//! 4. **Consoles.** [`Client::dial_console`] takes the `location` of a [`Console`] and gives a stream.
//!
//! 5. **Watching.** [`watch()`] lists the classes of [`WatchOptions`], then follows their events for ever: a
//!    [`WatchEvent::Listing`] replaces what is known of a class, a [`WatchEvent::Batch`] changes single objects, and
//!    [`WatchEvent::Connected`], [`WatchEvent::Disconnected`] and [`WatchEvent::ListingDone`] tell how far the picture
//!    is to be trusted. While a watcher runs, tasks are awaited through its events.
//!
//! Sockets are made by one [`Connector`], time is tokio's, and chance is given by the caller, so that all of it can
//! run inside a simulation. [`schema`] holds the data model as tables, for raw callers and simulators.

mod address;
mod attach;
mod client;
#[cfg(test)]
mod client_tests;
mod config;
mod console;
mod error;
pub mod generated;
mod http;
mod lenient;
mod net;
mod rpc;
pub mod schema;
mod task;
#[cfg(test)]
mod testing;
mod tls;
mod types;
mod watch;
mod xml;

pub use address::{Address, AddressError};
pub use attach::Pool as PoolInfo;
pub use client::Client;
pub use config::{Config, Timeouts};
pub use console::Console as ConsoleStream;
pub use error::{Error, Result};
pub use generated::*;
pub use net::{BoxIo, Connector, Io};
pub use rpc::Params;
pub use task::{Progress, Running};
pub use tls::{Fingerprint, FingerprintError, Pins, Trust};
pub use types::{DateTime, NULL_REF, Record, Ref, is_null_ref};
pub use watch::{Event as ObjectEvent, Op, Records, Watch, WatchEvent, WatchOptions, watch};
