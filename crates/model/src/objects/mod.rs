//! The objects of a pool and of Xenith itself, in Xen Orchestra's JSON shape.

mod host;
mod own;
mod pool;
mod task;
mod vm;

pub use host::Host;
pub use own::{Server, ServerStatus, Session, User};
pub use pool::Pool;
pub use task::Task;
pub use vm::Vm;
