//! The simulator from outside, as one test program.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod called;
mod certificates;
mod churn;
mod clients;
mod clock;
mod common;
mod consoles;
mod disk_faults;
mod disks;
mod drives;
mod facts;
mod faults;
mod firmware;
mod following;
mod front_door;
mod groups;
mod ha;
mod handlers;
mod hosts;
mod hosts_power;
mod life_of_vms;
mod metrics;
mod migration;
mod operations;
mod plugins;
mod pool_membership;
mod pools;
mod recovery;
mod snapshots;
mod task_records;
mod transport;
mod updates;
mod walls;
mod xva;
mod xva_fuzz;
