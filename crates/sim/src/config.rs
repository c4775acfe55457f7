//! What a simulator is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::directory::Directory;
use crate::fault::Fault;
use crate::metrics::Numbers;
use crate::time::ClockKind;

/// Size, contents and manners of a simulator.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the first host of the first pool listens; pool k listens on port + k. Port 0 picks free ports.
    pub listen: SocketAddr,
    pub pools: usize,
    /// Hosts per pool. Host j of a pool listens on the j-th loopback address at the pool's port.
    pub hosts: usize,
    /// VMs per pool, shared out over its hosts.
    pub vms: usize,
    /// Changes per second and pool, all the time.
    pub churn: f64,
    /// The same seed gives the same refs, UUIDs, names and certificates.
    pub seed: u64,
    /// Keeps what changed across a restart. With several pools, pool k > 0 uses `FILE.k`.
    pub state: Option<PathBuf>,
    pub tls: bool,
    pub user: String,
    pub password: String,
    /// The hosts ask the directory from the start, as they do after `pool.enable_external_auth`.
    pub external_auth: bool,
    /// Whom the directory knows.
    pub directory: Directory,
    pub faults: Vec<Fault>,
    /// `HOST:PORT` of a real VNC server behind every console.
    pub console: Option<String>,
    /// Where the control socket listens; see [`crate::control`].
    pub control: Option<SocketAddr>,
    /// What moves the time.
    pub clock: ClockKind,
    /// How many times faster than at 1.0 operations run; at 1.0 a boot takes about two and a half seconds.
    pub speed: f64,
    /// Gentle life: a VM starts or stops now and then, guest metrics move.
    pub life: bool,
    /// Hosts have graphics cards, USB devices and cards that can be split, beyond what every host has.
    pub hardware: bool,
    /// How long a failed login takes to be refused.
    pub login_penalty: Duration,
    /// How long an operation waits for a busy object before `OTHER_OPERATION_IN_PROGRESS`.
    pub busy_wait: Duration,
    /// How numbers stand in the JSON of what is measured.
    pub rrd_numbers: Numbers,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8090)),
            pools: 1,
            hosts: 1,
            vms: 20,
            churn: 0.0,
            seed: 1,
            state: None,
            tls: false,
            user: "root".to_owned(),
            password: "xenith".to_owned(),
            external_auth: false,
            directory: Directory::default(),
            faults: Vec::new(),
            console: None,
            control: None,
            clock: ClockKind::Auto,
            speed: 1.0,
            life: false,
            hardware: false,
            login_penalty: Duration::from_secs(5),
            busy_wait: Duration::from_secs(120),
            rrd_numbers: Numbers::default(),
        }
    }
}

impl Config {
    /// The demonstration: one pool of four hosts and sixty VMs, about 45 of them running, with gentle life.
    pub fn demo() -> Config {
        Config {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            hosts: 4,
            vms: 60,
            life: true,
            ..Config::default()
        }
    }

    /// For tests: free ports, operations in the blink of an eye, no waiting after a wrong password.
    pub fn test() -> Config {
        Config {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            speed: 20.0,
            login_penalty: Duration::from_millis(50),
            busy_wait: Duration::from_secs(10),
            ..Config::default()
        }
    }
}
