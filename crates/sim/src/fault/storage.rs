//! Faults of storage, and of disks on their way in and out.

use crate::fault::{Faults, Kind, Site};

/// What may happen to storage, and to disks on their way in and out.
#[derive(Clone, Debug, PartialEq)]
pub enum StorageFault {
    /// By UUID or name.
    Full(String),
    Corrupt(f64),
    Slow(u64),
    Cut(u64),
}

impl StorageFault {
    pub(super) fn parse(name: &str, value: &str) -> Option<StorageFault> {
        Some(match name {
            "sr-full" => StorageFault::Full(value.to_owned()),
            "corrupt" => StorageFault::Corrupt(value.parse().ok().filter(|p| (0.0..=1.0).contains(p))?),
            "slow-stream" => StorageFault::Slow(value.parse().ok().filter(|rate| *rate > 0)?),
            "cut-stream" => StorageFault::Cut(value.parse().ok()?),
            _ => return None,
        })
    }
}

impl Faults {
    /// What the first fault of storage that `pick` knows tells.
    pub fn storage<T>(&self, pick: impl Fn(&StorageFault) -> Option<T>) -> Option<T> {
        self.strikes(Site::default(), |k| if let Kind::Storage(f) = k { pick(f) } else { None })
    }

    /// Bytes a second that go through a transfer.
    pub fn stream_rate(&self) -> Option<u64> {
        self.storage(|f| if let StorageFault::Slow(rate) = f { Some(*rate) } else { None })
    }

    /// Bytes after which a transfer is cut.
    pub fn stream_cut(&self) -> Option<u64> {
        self.storage(|f| if let StorageFault::Cut(bytes) = f { Some(*bytes) } else { None })
    }
}
