//! The packages that hosts have, and the newer ones that are offered.

use sha2::{Digest, Sha256};

use crate::pool::Pool;

/// The newest version of the toolstack, and what else a host tells of its software when it runs it.
pub const VERSION: &str = "25.33.1";
pub const SHORT_VERSION: &str = "25.33";
pub const XEN: &str = "4.17.5-23";
pub const DATE: &str = "2025-10-20";

/// A package, and its newest version.
#[derive(Debug)]
pub struct Package {
    pub name: &'static str,
    /// Version and release as installed.
    pub installed: &'static str,
    pub version: &'static str,
    pub release: &'static str,
    pub description: &'static str,
    pub license: &'static str,
    pub url: &'static str,
    pub size: u64,
    /// What was changed, and seconds since 1970 of the change.
    pub change: (&'static str, i64),
    /// What it asks for once it is installed, as XAPI names it.
    pub guidance: &'static str,
    pub security: bool,
}

macro_rules! packages {
    ($($name:literal $installed:literal => $version:literal $release:literal, $size:literal, $license:literal,
       $guidance:literal, $security:literal, $date:literal, $description:literal, $change:literal;)+) => {
        &[$(Package {
            name: $name,
            installed: $installed,
            version: $version,
            release: $release,
            description: $description,
            license: $license,
            url: concat!("https://github.com/xcp-ng-rpms/", $name),
            size: $size,
            change: ($change, $date),
            guidance: $guidance,
            security: $security,
        }),+]
    };
}

/// Everything that may be offered.
pub const PACKAGES: &[Package] = packages! {
    "xapi-core" "25.6.0-1.9.xcpng8.3" => "25.33.1" "2.1.xcpng8.3", 21_474_816, "LGPL-2.1-or-later WITH OCaml-LGPL-linking-exception",
        "restart_toolstack", false, 1_760_918_400, "The xapi toolstack daemon which implements the XenAPI", "- Update to 25.33.1";
    "xenopsd" "25.6.0-1.9.xcpng8.3" => "25.33.1" "2.1.xcpng8.3", 3_145_728, "LGPL-2.1-or-later WITH OCaml-LGPL-linking-exception",
        "restart_toolstack", false, 1_760_918_400, "Simple VM manager", "- Update to 25.33.1";
    "xen-hypervisor" "4.17.5-6.2.xcpng8.3" => "4.17.5" "23.1.xcpng8.3", 2_883_584, "GPLv2",
        "reboot_host", true, 1_761_004_800, "The Xen Hypervisor", "- Fix unsafe handling of interrupts of passed-through devices";
    "kernel" "4.19.19-8.0.38.1.xcpng8.3" => "4.19.19" "8.0.43.1.xcpng8.3", 31_457_280, "GPLv2",
        "reboot_host", true, 1_760_832_000, "The Linux kernel", "- Backport fixes of network drivers";
    "qemu" "4.2.1-5.2.12.1.xcpng8.3" => "4.2.1" "5.2.15.1.xcpng8.3", 4_404_019, "GPLv2",
        "restart_device_model", true, 1_760_745_600, "QEMU Upstream", "- Fix use after free in the emulated network card";
    "sm" "3.2.12-3.2.xcpng8.3" => "3.2.12" "10.1.xcpng8.3", 1_468_006, "LGPL",
        "restart_toolstack", false, 1_760_572_800, "sm - XCP storage managers", "- Coalesce leaves of small disks at once";
    "blktap" "3.55.5-2.1.xcpng8.3" => "3.55.5" "6.1.xcpng8.3", 1_153_433, "BSD",
        "", false, 1_760_486_400, "blktap user space utilities", "- Fix a leak in tapdisk";
    "linux-firmware" "20211216-12.xcpng8.3" => "20250901" "1.xcpng8.3", 41_943_040, "Redistributable",
        "reboot_host", true, 1_760_400_000, "Firmware files used by the Linux kernel", "- Microcode of 2025-09";
    "openssl" "1.0.2k-26.2.xcpng8.3" => "1.0.2k" "26.4.xcpng8.3", 512_000, "OpenSSL",
        "restart_toolstack", true, 1_760_313_600, "Utilities from the general purpose cryptography library with TLS", "- Fix reading beyond a buffer";
    "edk2" "20220801-1.7.7.2.xcpng8.3" => "20220801" "1.7.9.1.xcpng8.3", 5_242_880, "BSD and MIT",
        "restart_vm", false, 1_760_227_200, "EFI Development Kit II", "- Rebuild with new keys";
    "xcp-ng-xapi-plugins" "1.12.0-1.xcpng8.3" => "1.15.0" "1.xcpng8.3", 122_880, "AGPLv3",
        "", false, 1_760_140_800, "XAPI plugins of XCP-ng", "- Tell sensors apart";
};

/// Those offered to a pool.
pub fn offered(pool: &Pool) -> impl Iterator<Item = &'static Package> {
    // Every pool is a little differently behind: one of the small ones it may have already.
    let has = (pool.config.seed as usize).wrapping_add(pool.index) % 3;
    let already = ["blktap", "edk2", "xcp-ng-xapi-plugins"][has];
    PACKAGES.iter().filter(move |package| package.name != already)
}

/// What tells one state of the offered packages from another.
pub fn hash(pool: &Pool) -> String {
    let mut digest = Sha256::new();
    for package in offered(pool) {
        digest.update(format!("{}-{}-{}\n", package.name, package.version, package.release));
    }
    format!("{:x}", digest.finalize())
}
