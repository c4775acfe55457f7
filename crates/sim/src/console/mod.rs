//! Consoles: a screen per VM, which outlives reboots, and sockets to it, which do not.

pub mod door;
mod proxy;
mod rfb;
mod screen;
pub mod websocket;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use crate::pool::lock;
pub use screen::{HEIGHT, Key, PALETTE, Screen, WIDTH};

/// All consoles of a pool.
#[derive(Default)]
pub struct Consoles {
    /// By reference of the console record: ends its sockets.
    ends: Mutex<HashMap<String, watch::Sender<bool>>>,
    /// By UUID of the VM.
    screens: Mutex<HashMap<String, Arc<Screen>>>,
}

impl Consoles {
    /// Hears when a console ends.
    pub fn ended(&self, console: &str) -> watch::Receiver<bool> {
        lock(&self.ends).entry(console.to_owned()).or_insert_with(|| watch::channel(false).0).subscribe()
    }

    /// Whether somebody looks at a console.
    pub fn is_open(&self, console: &str) -> bool {
        lock(&self.ends).get(console).is_some_and(|end| end.receiver_count() > 0)
    }

    /// Ends the sockets of a console that is no more.
    pub fn end(&self, console: &str) {
        if let Some(end) = lock(&self.ends).remove(console) {
            end.send_replace(true);
        }
    }

    /// The screen of a VM.
    pub fn screen(&self, vm_uuid: &str) -> Arc<Screen> {
        lock(&self.screens).entry(vm_uuid.to_owned()).or_default().clone()
    }

    /// Every key pressed or released on a VM's console, in order.
    pub fn keys(&self, vm_uuid: &str) -> Vec<Key> {
        lock(&self.screens).get(vm_uuid).map(|s| s.keys()).unwrap_or_default()
    }

    /// The printable text typed on a VM's console, Return as a line break.
    pub fn typed(&self, vm_uuid: &str) -> String {
        lock(&self.screens).get(vm_uuid).map(|s| s.typed()).unwrap_or_default()
    }
}
