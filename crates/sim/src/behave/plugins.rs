//! `host.call_plugin`: the plugins that XCP-ng ships and clients ask, answered from the records and the seed.

use serde_json::{Value as Json, json};

use crate::behave::pbd;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::software::plugin as updater;

/// Services of a host that clients look after.
const SERVICES: &[&str] =
    &["chronyd", "firewalld", "iptables", "openvswitch", "snmpd", "sshd", "xapi", "xcp-rrdd", "xenopsd-xc"];

/// Runs a plugin on a host.
pub async fn call(cx: &Cx, host: &Str, plugin: &str, function: &str, args: &Value) -> Result<Value, Failure> {
    let live = cx.pool.read(|db| {
        let metrics = db.get_str("host", host, "metrics")?;
        Ok::<_, Failure>(db.get("host_metrics", &metrics, "live")?.as_bool())
    })?;
    if !live {
        return Err(Failure::new("HOST_OFFLINE", [&**host]));
    }
    let place = Place { cx, host };
    let unknown = || Failure::new("UNKNOWN_XENAPI_PLUGIN_FUNCTION", [function]);
    let arg = |name: &str| args.key(name).map(Value::as_str);
    let answer = match (plugin, function) {
        ("updater.py", _) => updater::run(cx, host, function, args).await.ok_or_else(unknown)?,
        ("hyperthreading.py", "get_hyperthreading") => place.threads(),
        ("raid.py", "check_raid_pool") => place.raid(),
        ("zfs.py", "list_zfs_pools") => place.pools_of_zfs(),
        ("lvm.py", "list_volume_groups") => place.volume_groups(),
        ("lvm.py", "list_physical_volumes") => place.physical_volumes(),
        ("lsblk.py", "list_block_devices") => place.block_devices(),
        ("smartctl.py", "health") => place.health(),
        ("smartctl.py", "information") => place.drives(),
        ("ipmitool.py", "is_ipmi_device_available") => Ok("true".to_owned()),
        ("ipmitool.py", "get_all_sensors") => Ok(place.sensors(None).to_string()),
        ("ipmitool.py", "get_sensor") => match arg("sensors") {
            Some(names) => Ok(place.sensors(Some(names)).to_string()),
            None => Err(updater::failed("Missing 'sensors' argument.", "")),
        },
        ("ipmitool.py", "get_ipmi_lan") => place.controller(),
        ("trim", "do_trim") => trim(cx, host, arg("sr_uuid").unwrap_or_default()),
        ("service.py", _) => place.service(function, arg("service")).ok_or_else(unknown)?,
        (
            "hyperthreading.py" | "raid.py" | "zfs.py" | "lvm.py" | "lsblk.py" | "smartctl.py"
            | "ipmitool.py" | "trim",
            _,
        ) => {
            return Err(unknown());
        }
        _ => return Err(Failure::new("XENAPI_MISSING_PLUGIN", [plugin])),
    };
    answer.map(Value::from)
}

/// Gives space back to the storage, which only volumes on disks do; the repository says when that was last done.
fn trim(cx: &Cx, host: &str, uuid: &str) -> Result<String, Failure> {
    let refusal = |code: &str, text: &str| {
        let pair =
            |key, value| format!("<key_value_pair><key>{key}</key><value>{value}</value></key_value_pair>");
        format!(
            "<?xml version=\"1.0\" ?><trim_response>{}{}</trim_response>",
            pair("errcode", code),
            pair("errmsg", text)
        )
    };
    cx.pool.write(|db| {
        let Some(sr) = db.table("SR")?.by_uuid(uuid).cloned() else {
            return Ok(refusal("SRNotFound", "The SR is not known"));
        };
        if !pbd::reaches(db, host, &sr) {
            return Ok(refusal("SRNotAttached", "The SR is not attached to this host"));
        }
        if !db.get_str("SR", &sr, "type")?.starts_with("lvm") {
            let text = format!("Trim on the SR {uuid} not supported");
            return Ok(refusal("UnsupportedSRForTrim", &text));
        }
        let config = db.get("SR", &sr, "other_config")?;
        let now = Value::from(crate::time::now().to_string());
        db.set("SR", &sr, "other_config", config.with_entry("trim_last_triggered", now))?;
        Ok("True".to_owned())
    })
}

/// The host that a plugin runs on.
struct Place<'a> {
    cx: &'a Cx,
    host: &'a Str,
}

impl Place<'_> {
    fn look<R>(&self, look: impl FnOnce(&Db) -> Result<R, Failure>) -> Result<R, Failure> {
        self.cx.pool.read(look)
    }

    /// Which of the pool's hosts it is, and its serial numbers' beginning.
    fn index(&self) -> usize {
        self.cx.pool.hosts.number(self.host).unwrap_or(0)
    }

    /// Bytes of the local storage: two drives of that size hold it.
    fn size(&self) -> Result<i64, Failure> {
        self.look(|db| {
            let mut size = 0;
            for pbd in db.get("host", self.host, "PBDs")?.items() {
                let sr = db.get_str("PBD", pbd.as_str(), "SR")?;
                if !db.get("SR", &sr, "shared")?.as_bool() {
                    size += db.get("SR", &sr, "physical_size")?.as_int().max(0);
                }
            }
            Ok(size)
        })
    }

    /// Hosts with two drives mirror them, every other host has none to mirror.
    fn mirrored(&self) -> bool {
        self.index().is_multiple_of(2)
    }

    fn drives_names(&self) -> &'static [&'static str] {
        if self.mirrored() { &["sda", "sdb"] } else { &["sda"] }
    }

    fn threads(&self) -> Result<String, Failure> {
        self.look(|db| {
            let flags = db.get("host", self.host, "cpu_info")?;
            let flags = flags.key("flags").map_or("", Value::as_str).to_owned();
            Ok(flags.split(' ').any(|f| f == "ht").to_string())
        })
    }

    fn raid(&self) -> Result<String, Failure> {
        if !self.mirrored() {
            return Ok("{}".to_owned());
        }
        let kib = self.size()? / 1024;
        let size = format!("{kib} ({:.2} GiB)", kib as f64 / f64::from(1 << 20));
        let volume = |n: usize, name: &str| {
            json!([
                n.to_string(),
                "8",
                (16 * n).to_string(),
                n.to_string(),
                "active sync",
                format!("/dev/{name}")
            ])
        };
        Ok(json!({
            "raid": {
                "Version": "1.0", "Raid Level": "raid1", "Array Size": size, "Raid Devices": "2", "Total Devices": "2",
                "Persistence": "Superblock is persistent", "State": "clean", "Active Devices": "2",
                "Working Devices": "2", "Failed Devices": "0", "Spare Devices": "0", "Name": "localhost:127",
            },
            "volumes": [volume(0, "sda"), volume(1, "sdb")],
        })
        .to_string())
    }

    /// ZFS pools are what repositories of that type are on.
    fn pools_of_zfs(&self) -> Result<String, Failure> {
        let names = self.repositories("zfs", "location")?;
        let pools = names.into_iter().map(|(name, size)| {
            (name.clone(), json!({"mountpoint": name, "available": size.to_string(), "used": "0"}))
        });
        Ok(Json::Object(pools.collect()).to_string())
    }

    fn volume_groups(&self) -> Result<String, Failure> {
        let groups = self.repositories("lvm", "device")?;
        let groups = groups.into_iter().map(|(device, size)| {
            (format!("VG_XenStorage-{device}"), json!({"capacity": size, "free": 0, "devices": [device]}))
        });
        Ok(Json::Object(groups.collect()).to_string())
    }

    fn physical_volumes(&self) -> Result<String, Failure> {
        let volumes = self.repositories("lvm", "device")?;
        let volumes = volumes
            .into_iter()
            .map(|(device, size)| (device, json!({"capacity": size, "free": 0, "vg_name": ""})));
        Ok(Json::Object(volumes.collect()).to_string())
    }

    /// What the host's repositories of a type are on, and their sizes.
    fn repositories(&self, kind: &str, key: &str) -> Result<Vec<(String, i64)>, Failure> {
        self.look(|db| {
            let mut found = Vec::new();
            for pbd in db.get("host", self.host, "PBDs")?.items() {
                let sr = db.get_str("PBD", pbd.as_str(), "SR")?;
                if db.get("SR", &sr, "type")?.as_str() == kind {
                    let config = db.get("PBD", pbd.as_str(), "device_config")?;
                    let on = config.key(key).map_or("", Value::as_str).to_owned();
                    found.push((on, db.get("SR", &sr, "physical_size")?.as_int()));
                }
            }
            Ok(found)
        })
    }

    fn block_devices(&self) -> Result<String, Failure> {
        let size = self.size()?;
        let part = |parent: &str, n: usize, size: i64, fs: &str, mount: &str| {
            let name = format!("{parent}{n}");
            json!({"name": name, "kname": name, "pkname": parent, "size": size.to_string(), "fstype": fs, "type": "part",
                "ro": "0", "mountpoint": mount, "label": "", "uuid": "", "partlabel": "", "partuuid": "", "model": ""})
        };
        let device = |name: &&str| {
            json!({"name": name, "kname": name, "pkname": "", "size": (size + (46 << 30)).to_string(), "fstype": "",
                "type": "disk", "ro": "0", "mountpoint": "", "label": "", "uuid": "", "partlabel": "", "partuuid": "",
                "model": "PERC H755 Front", "children": [part(name, 1, 18 << 30, "ext3", "/"), part(name, 2, 18 << 30, "ext3", ""),
                part(name, 3, size, "LVM2_member", ""), part(name, 4, 4 << 30, "ext3", "/var/log")]})
        };
        Ok(json!({"blockdevices": self.drives_names().iter().map(device).collect::<Vec<_>>()}).to_string())
    }

    fn health(&self) -> Result<String, Failure> {
        let healths = self.drives_names().iter().map(|name| ((*name).to_owned(), json!("PASSED")));
        Ok(Json::Object(healths.collect()).to_string())
    }

    fn drives(&self) -> Result<String, Failure> {
        let (size, index) = (self.size()?, self.index());
        let drive = |(n, name): (usize, &&str)| {
            let about = json!({
                "device": {"name": format!("/dev/{name}"), "info_name": format!("/dev/{name}"), "type": "scsi", "protocol": "SCSI"},
                "model_name": "KIOXIA KPM61RUG1T92", "serial_number": format!("S{index:02}K{n:02}A0T8UQ"),
                "user_capacity": {"blocks": (size + (46 << 30)) / 512, "bytes": size + (46 << 30)},
                "smart_status": {"passed": true}, "temperature": {"current": 27 + n},
                "power_on_time": {"hours": 8_760 + 100 * index + n},
            });
            ((*name).to_owned(), about)
        };
        Ok(Json::Object(self.drives_names().iter().enumerate().map(drive).collect()).to_string())
    }

    /// All sensors of the board, or those named.
    fn sensors(&self, names: Option<&str>) -> Json {
        let index = self.index();
        let all = [
            ("Inlet Temp", format!("{} degrees C", 21 + index % 5)),
            ("CPU1 Temp", format!("{} degrees C", 47 + index % 9)),
            ("Fan1A", format!("{} RPM", 6_120 + 120 * (index % 7))),
            ("Fan2A", format!("{} RPM", 6_240 + 120 * (index % 7))),
            ("Pwr Consumption", format!("{} Watts", 182 + 6 * (index % 11))),
            ("Voltage 1", "230 Volts".to_owned()),
            ("PS1 Status", "Presence detected".to_owned()),
        ];
        let wanted = |name: &str| names.is_none_or(|names| names.split(',').any(|n| n.trim() == name));
        let told = all.into_iter().filter(|(name, _)| wanted(name));
        Json::Array(told.map(|(name, value)| json!({"name": name, "value": value, "event": "ok"})).collect())
    }

    fn controller(&self) -> Result<String, Failure> {
        let index = self.index();
        Ok(json!({"IP Address Source": "Static Address", "IP Address": format!("10.20.8.{}", 10 + index),
            "Subnet Mask": "255.255.255.0", "MAC Address": format!("3c:ec:ef:00:08:{index:02x}"),
            "Default Gateway IP": "10.20.8.1", "802.1q VLAN ID": "Disabled"})
        .to_string())
    }

    /// Services are started, stopped, and asked about.
    fn service(&self, function: &str, service: Option<&str>) -> Option<Result<String, Failure>> {
        let software = &self.cx.pool.software;
        let state = |name: &str| if software.is_stopped(self.host, name) { "inactive" } else { "active" };
        if function == "list_services" {
            let all =
                SERVICES.iter().map(|s| ((*s).to_owned(), json!({"load": "loaded", "active": state(s)})));
            return Some(Ok(Json::Object(all.collect()).to_string()));
        }
        if !["start_service", "stop_service", "restart_service", "status_service"].contains(&function) {
            return None;
        }
        let Some(service) = service else {
            return Some(Err(updater::failed("Missing 'service' argument.", "")));
        };
        if !SERVICES.contains(&service) {
            let message = format!("Command '['systemctl', '{function}', '{service}']' failed");
            return Some(Err(updater::failed(
                &message,
                &format!("Unit {service}.service could not be found."),
            )));
        }
        match function {
            "status_service" => return Some(Ok(json!({"active": state(service)}).to_string())),
            "stop_service" => software.stop(self.host, service, true),
            _ => software.stop(self.host, service, false),
        }
        Some(Ok(json!({"returncode": 0, "stdout": "", "stderr": ""}).to_string()))
    }
}
