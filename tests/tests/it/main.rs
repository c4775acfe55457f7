//! The server through its front door, in one binary so that it is linked once.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod calls;
mod consoles;
mod disks;
mod explain;
mod feed;
mod grants;
mod grants_rig;
mod lost;
mod malformed;
mod networks;
mod otp;
mod pool_rig;
mod rest;
mod rights;
mod roles;
mod rpc;
mod scopes;
mod servers;
mod sign_in;
mod start;
mod storage;
mod story;
mod targets;
mod tokens;
mod trust;
mod users;
mod vms;
