//! The operating systems that guests report.

use crate::data::value::Value;

/// An operating system as the agent in the guest tells it.
pub struct System {
    name: &'static str,
    distro: &'static str,
    major: &'static str,
    minor: &'static str,
    kernel: &'static str,
}

const LINUX: &[System] = &[
    System {
        name: "Debian GNU/Linux 12 (bookworm)",
        distro: "debian",
        major: "12",
        minor: "7",
        kernel: "6.1.0-25-amd64",
    },
    System {
        name: "Ubuntu 24.04.1 LTS",
        distro: "ubuntu",
        major: "24",
        minor: "04",
        kernel: "6.8.0-45-generic",
    },
    System {
        name: "Ubuntu 22.04.5 LTS",
        distro: "ubuntu",
        major: "22",
        minor: "04",
        kernel: "5.15.0-122-generic",
    },
    System {
        name: "AlmaLinux 9.4 (Seafoam Ocelot)",
        distro: "almalinux",
        major: "9",
        minor: "4",
        kernel: "5.14.0-427.el9.x86_64",
    },
    System {
        name: "Rocky Linux 9.4 (Blue Onyx)",
        distro: "rocky",
        major: "9",
        minor: "4",
        kernel: "5.14.0-427.el9.x86_64",
    },
];

const WINDOWS: &[System] = &[
    System {
        name: "Microsoft Windows Server 2022 Standard",
        distro: "windows",
        major: "10",
        minor: "0",
        kernel: "10.0.20348",
    },
    System {
        name: "Microsoft Windows Server 2025 Standard",
        distro: "windows",
        major: "10",
        minor: "0",
        kernel: "10.0.26100",
    },
];

const WINDOWS_NAMES: &[&str] = &["dc-", "rds-", "erp-", "win"];

/// The system of a VM: chosen by its name and UUID, so it never changes.
pub fn of(uuid: &str, name: &str) -> &'static System {
    let all = if WINDOWS_NAMES.iter().any(|w| name.starts_with(w)) { WINDOWS } else { LINUX };
    let pick = uuid.bytes().fold(0usize, |sum, b| sum.wrapping_mul(31).wrapping_add(usize::from(b)));
    &all[pick % all.len()]
}

impl System {
    pub fn os_version(&self) -> Value {
        Value::map([
            ("name", self.name),
            ("distro", self.distro),
            ("major", self.major),
            ("minor", self.minor),
            ("uname", self.kernel),
        ])
    }

    pub fn drivers(&self) -> Value {
        if self.distro == "windows" {
            return Value::map([("major", "9"), ("minor", "4"), ("micro", "0"), ("build", "146")]);
        }
        Value::map([("major", "7"), ("minor", "30"), ("micro", "0"), ("build", "12")])
    }
}
