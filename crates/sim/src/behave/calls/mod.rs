//! The lists of calls that have a behaviour of their own, by the kinds of objects they are about.

mod cluster;
mod devices;
mod group;
mod host;
mod metrics;
mod network;
mod pool;
mod recovery;
mod session;
mod software;
mod storage;
mod vm;

use crate::behave::Args;
use crate::data::schema::Method;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;

/// Writes `run` of a list of calls, and the list of their names.
macro_rules! calls {
    (|$cx:ident, $a:ident, $method:ident| { $($($name:literal)|+ => $body:expr),+ $(,)? }) => {
        pub const BEHAVES: &[&str] = &[$($($name),+),+];

        pub async fn run(
            $cx: &crate::dispatch::Cx,
            name: &str,
            $method: crate::data::schema::Method,
            $a: &crate::behave::Args<'_>,
        ) -> Result<crate::data::value::Value, crate::error::Failure> {
            match name {
                $($($name)|+ => $body,)+
                name => Err(crate::error::Failure::not_implemented(name)),
            }
        }
    };
}
use calls;

/// The names in every list.
pub const TABLES: &[&[&str]] = &[
    cluster::BEHAVES,
    group::BEHAVES,
    host::BEHAVES,
    metrics::BEHAVES,
    devices::BEHAVES,
    network::BEHAVES,
    pool::BEHAVES,
    recovery::BEHAVES,
    session::BEHAVES,
    software::BEHAVES,
    storage::BEHAVES,
    vm::BEHAVES,
];

/// Whether a call is in one of the lists.
pub fn listed(name: &str) -> bool {
    TABLES.iter().any(|names| names.contains(&name))
}

/// Runs a call, by the list that has its class.
pub async fn run(cx: &Cx, name: &str, method: Method, args: &[Value]) -> Result<Value, Failure> {
    let a = &Args(args);
    if metrics::BEHAVES.contains(&name) {
        return metrics::run(cx, name, method, a).await;
    }
    if software::BEHAVES.contains(&name) {
        return software::run(cx, name, method, a).await;
    }
    if group::BEHAVES.contains(&name) {
        return group::run(cx, name, method, a).await;
    }
    if recovery::BEHAVES.contains(&name) {
        return recovery::run(cx, name, method, a).await;
    }
    match name.split_once('.').map_or(name, |(class, _)| class) {
        _ if name.ends_with(".create_new_blob") => storage::run(cx, name, method, a).await,
        "VM" => vm::run(cx, name, method, a).await,
        "VBD" | "VDI" | "SR" | "PBD" | "LVHD" | "blob" | "crashdump" => {
            storage::run(cx, name, method, a).await
        }
        "Cluster" | "Cluster_host" => cluster::run(cx, name, method, a).await,
        "VIF" | "VLAN" | "network" | "PIF" | "Bond" | "tunnel" | "network_sriov" | "SDN_controller" => {
            network::run(cx, name, method, a).await
        }
        "PCI" | "PGPU" | "GPU_group" | "VGPU" | "PUSB" | "USB_group" | "VUSB" | "VTPM" | "PVS_site"
        | "PVS_server" | "PVS_proxy" | "PVS_cache_storage" | "console" => {
            devices::run(cx, name, method, a).await
        }
        "host" => host::run(cx, name, method, a).await,
        "pool" => pool::run(cx, name, method, a).await,
        _ => session::run(cx, name, method, a).await,
    }
}
