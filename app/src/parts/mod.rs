//! Parts of pages that know what a VM, a task and a pool are.

mod banner;
mod editable_name;
mod frame;
mod keys;
mod nav;
mod palette;
mod power;
mod state;
mod task;
mod tray;

pub mod objects;
pub mod vm;

pub use banner::Banner;
pub use editable_name::{EditableDescription, EditableName};
pub use frame::Frame;
pub use keys::{Help, KeyHelp, typing};
pub use power::{PowerBar, ask_and_do};
pub use state::{ConnectionState, VmState};
pub use task::TaskLine;
