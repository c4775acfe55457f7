//! Names and descriptions that could be anybody's.

/// Cities of pools, and the short form in host names.
pub const POOLS: &[(&str, &str)] = &[
    ("Rotterdam", "rtm"),
    ("Grenoble", "gnb"),
    ("Lisbon", "lis"),
    ("Tallinn", "tll"),
    ("Porto", "opo"),
    ("Bergen", "bgo"),
    ("Ghent", "gnt"),
    ("Graz", "grz"),
    ("Turin", "trn"),
    ("Aarhus", "aar"),
];

/// What a VM is for, and how big it is.
pub struct Role {
    pub name: &'static str,
    pub description: &'static str,
    pub tags: &'static [&'static str],
    /// GiB.
    pub memory: i64,
    pub vcpus: i64,
    /// GiB.
    pub disk: i64,
}

const fn role(
    name: &'static str,
    description: &'static str,
    tags: &'static [&'static str],
    memory: i64,
    vcpus: i64,
    disk: i64,
) -> Role {
    Role { name, description, tags, memory, vcpus, disk }
}

/// The roles of VMs, in turn. Names that begin like those of Windows machines make them so.
pub const ROLES: &[Role] = &[
    role("web", "Front-end web server", &["production", "web"], 4, 2, 40),
    role("app", "Application server", &["production"], 8, 4, 60),
    role("db", "PostgreSQL database", &["production", "database"], 16, 4, 200),
    role("cache", "Redis cache", &["production"], 8, 2, 20),
    role("build", "Continuous integration runner", &["ci"], 8, 8, 120),
    role("mail", "Mail relay", &["infrastructure"], 4, 2, 80),
    role("dns", "Authoritative name server", &["infrastructure"], 2, 1, 10),
    role("ldap", "Directory server", &["infrastructure"], 4, 2, 20),
    role("proxy", "Reverse proxy", &["production", "dmz"], 4, 2, 20),
    role("files", "File server", &["infrastructure", "backup"], 8, 2, 500),
    role("monitor", "Metrics and alerts", &["infrastructure"], 8, 4, 160),
    role("git", "Git hosting", &["ci", "backup"], 8, 4, 200),
    role("wiki", "Internal wiki", &["backup"], 4, 2, 40),
    role("k8s-node", "Kubernetes worker", &["kubernetes"], 16, 8, 100),
    role("staging", "Staging environment", &["staging"], 4, 2, 60),
    role("dc", "Windows domain controller", &["infrastructure", "windows"], 8, 2, 80),
    role("rds", "Remote desktop host", &["windows"], 16, 4, 160),
    role("erp", "ERP of the finance team", &["windows", "finance"], 16, 4, 200),
];

/// Default templates.
pub const TEMPLATES: &[&str] = &[
    "Debian Bookworm 12",
    "Debian Bullseye 11",
    "Ubuntu Noble Numbat 24.04",
    "Ubuntu Jammy Jellyfish 22.04",
    "AlmaLinux 9",
    "Rocky Linux 9",
    "Red Hat Enterprise Linux 9",
    "SUSE Linux Enterprise Server 15 (64-bit)",
    "Windows Server 2025 (64-bit)",
    "Windows Server 2022 (64-bit)",
    "Windows 11 (64-bit)",
    "Other install media",
];

/// Images in the ISO library.
pub const IMAGES: &[(&str, i64)] = &[
    ("debian-12.7.0-amd64-netinst.iso", 661_651_456),
    ("ubuntu-24.04.1-live-server-amd64.iso", 2_773_874_688),
    ("AlmaLinux-9.4-x86_64-dvd.iso", 10_950_279_168),
    ("windows_server_2022_eval.iso", 5_044_094_976),
    ("systemrescue-11.02-amd64.iso", 893_386_752),
];
