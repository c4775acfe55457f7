//! The drivers of storage: what each can do, and what it must be told to reach its storage.

use crate::data::value::Value;
use crate::error::Failure;

/// A kind of storage.
pub struct Driver {
    pub kind: &'static str,
    pub name: &'static str,
    pub capabilities: &'static [&'static str],
    /// The configuration a connection must have: the key, and the failure without it.
    pub needs: &'static [(&'static str, u16, &'static str)],
    /// Disks take their whole size from the start.
    pub thick: bool,
}

/// What drivers of VHD files or volumes can do.
macro_rules! capabilities {
    ($($more:literal),*) => {
        &[
            "SR_PROBE", "SR_UPDATE", "VDI_CREATE", "VDI_DELETE", "VDI_ATTACH", "VDI_DETACH", "VDI_ACTIVATE",
            "VDI_DEACTIVATE", "VDI_CLONE", "VDI_SNAPSHOT", "VDI_RESIZE", "VDI_UPDATE", "VDI_MIRROR",
            "VDI_GENERATE_CONFIG", "VDI_RESET_ON_BOOT/2", "VDI_CONFIG_CBT", "ATOMIC_PAUSE", $($more),*
        ]
    };
}

const DEVICE: (&str, u16, &str) = ("device", 90, "The device configuration is missing");
const TARGET: (&str, u16, &str) = ("target", 95, "The target IP address is missing");
const IQN: (&str, u16, &str) = ("targetIQN", 96, "The target IQN is missing");
const SCSI_ID: (&str, u16, &str) = ("SCSIid", 107, "The SCSIid parameter is missing or incorrect");
const SERVER: (&str, u16, &str) = ("server", 102, "The request is missing the server parameter");
const PATH: (&str, u16, &str) = ("serverpath", 101, "The request is missing the serverpath parameter");
const LOCATION: (&str, u16, &str) = ("location", 220, "Location parameter must be specified");
const FOLDER: (&str, u16, &str) = ("location", 94, "The location parameter is missing");

/// All drivers.
pub const DRIVERS: &[Driver] = &[
    Driver {
        kind: "ext",
        name: "Local EXT3 VHD",
        capabilities: capabilities!("SR_SUPPORTS_LOCAL_CACHING", "THIN_PROVISIONING", "VDI_READ_CACHING"),
        needs: &[DEVICE],
        thick: false,
    },
    Driver {
        kind: "lvm",
        name: "Local VHD on LVM",
        capabilities: capabilities!(),
        needs: &[DEVICE],
        thick: true,
    },
    Driver {
        kind: "nfs",
        name: "NFS VHD",
        capabilities: capabilities!("SR_CACHING", "THIN_PROVISIONING", "VDI_READ_CACHING"),
        needs: &[SERVER, PATH],
        thick: false,
    },
    Driver {
        kind: "iso",
        name: "ISO",
        capabilities: &[
            "VDI_CREATE",
            "VDI_DELETE",
            "VDI_ATTACH",
            "VDI_DETACH",
            "SR_SCAN",
            "SR_ATTACH",
            "SR_DETACH",
        ],
        needs: &[LOCATION],
        thick: true,
    },
    Driver {
        kind: "udev",
        name: "udev",
        capabilities: &["VDI_INTRODUCE", "VDI_ATTACH", "VDI_DETACH", "VDI_UPDATE", "SR_UPDATE"],
        needs: &[FOLDER],
        thick: true,
    },
    Driver {
        kind: "lvmoiscsi",
        name: "Software iSCSI",
        capabilities: capabilities!(),
        needs: &[TARGET, IQN, SCSI_ID],
        thick: true,
    },
    Driver {
        kind: "lvmohba",
        name: "Hardware HBA",
        capabilities: capabilities!(),
        needs: &[SCSI_ID],
        thick: true,
    },
    Driver {
        kind: "smb",
        name: "SMB VHD",
        capabilities: capabilities!("SR_CACHING", "THIN_PROVISIONING", "VDI_READ_CACHING"),
        needs: &[("server", 115, "The SMB configuration is missing the server parameter")],
        thick: false,
    },
    Driver {
        kind: "file",
        name: "Local Path VHD",
        capabilities: capabilities!("THIN_PROVISIONING"),
        needs: &[FOLDER],
        thick: false,
    },
    Driver {
        kind: "hba",
        name: "HBA LUN-per-VDI driver",
        capabilities: &["SR_PROBE", "VDI_CREATE", "VDI_DELETE", "VDI_ATTACH", "VDI_DETACH"],
        needs: &[],
        thick: true,
    },
    Driver {
        kind: "iscsi",
        name: "iSCSI",
        capabilities: &["SR_PROBE", "VDI_CREATE", "VDI_DELETE", "VDI_ATTACH", "VDI_DETACH", "VDI_INTRODUCE"],
        needs: &[TARGET, IQN],
        thick: true,
    },
];

/// The driver of a kind of storage; kinds are told apart without regard to case.
pub fn driver(kind: &str) -> Option<&'static Driver> {
    DRIVERS.iter().find(|driver| driver.kind.eq_ignore_ascii_case(kind))
}

/// The driver asked for.
pub fn wanted(kind: &str) -> Result<&'static Driver, Failure> {
    driver(kind).ok_or_else(|| Failure::new("SR_UNKNOWN_DRIVER", [kind]))
}

/// A failure of a driver.
pub fn backend(code: u16, text: &str) -> Failure {
    Failure::new(&format!("SR_BACKEND_FAILURE_{code}"), ["", text, ""])
}

impl Driver {
    pub fn can(&self, capability: &str) -> bool {
        self.capabilities.contains(&capability)
    }

    /// What a connection lacks; the same for creating, introducing and plugging.
    pub fn missing(&self, config: &Value) -> Option<(&'static str, Failure)> {
        let given = |key: &str| config.key(key).is_some_and(|v| !v.as_str().is_empty());
        // Volumes on iSCSI may be named by their LUN instead.
        let lun = |key: &str| key == "SCSIid" && given("LUNid");
        let lacks = self.needs.iter().find(|(key, ..)| !given(key) && !lun(key));
        lacks.map(|(key, code, text)| (*key, backend(*code, text)))
    }

    /// Refuses a configuration that lacks something or cannot be.
    pub fn check(&self, config: &Value) -> Result<(), Failure> {
        if let Some((_, failure)) = self.missing(config) {
            return Err(failure);
        }
        let text = |key: &str| config.key(key).map_or("", Value::as_str);
        match self.kind {
            "nfs" if !text("serverpath").starts_with('/') => {
                Err(backend(103, "The serverpath parameter is invalid"))
            }
            "nfs" if !matches!(text("nfsversion"), "" | "3" | "4" | "4.0" | "4.1") => {
                Err(backend(72, "NFS version is not supported"))
            }
            "smb" if !text("server").starts_with("\\\\") && !text("server").starts_with("//") => {
                Err(backend(111, "SMB mount error [opterr=mount failed with return code 1]"))
            }
            "iso" if text("legacy_mode") != "true" && !remote(text("location")) => {
                Err(backend(225, "Incorrect Location string format"))
            }
            "ext" | "lvm" if text("device").split(',').any(|device| !device.starts_with("/dev/")) => {
                Err(backend(91, "The device parameter is invalid"))
            }
            "file" if !text("location").starts_with('/') => {
                Err(backend(94, "The location parameter is invalid"))
            }
            _ => Ok(()),
        }
    }
}

/// `server:/path` or `//server/share`.
fn remote(location: &str) -> bool {
    location.contains(":/") || location.starts_with("//") || location.starts_with("\\\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configurations_are_checked_by_their_driver() {
        let check = |kind: &str, config: &[(&str, &str)]| {
            let config = Value::map(config.iter().copied());
            wanted(kind).and_then(|driver| driver.check(&config)).map_err(|failure| failure.code)
        };
        assert_eq!(check("nfs", &[("server", "a"), ("serverpath", "/x")]), Ok(()));
        assert_eq!(check("NFS", &[("server", "a")]), Err("SR_BACKEND_FAILURE_101".to_owned()));
        assert_eq!(check("nfs", &[]), Err("SR_BACKEND_FAILURE_102".to_owned()));
        assert_eq!(check("lvmoiscsi", &[("target", "a")]), Err("SR_BACKEND_FAILURE_96".to_owned()));
        assert_eq!(check("iso", &[("location", "here")]), Err("SR_BACKEND_FAILURE_225".to_owned()));
        assert_eq!(check("tape", &[]), Err("SR_UNKNOWN_DRIVER".to_owned()));
    }
}
