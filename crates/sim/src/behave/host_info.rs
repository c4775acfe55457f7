//! What hosts tell about themselves beyond their records: logs, memory, time, capabilities.

use crate::behave::host;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::handlers::files;

/// The clock of a host.
pub fn clock(cx: &Cx, reference: &str) -> Result<i64, Failure> {
    let number = cx.pool.member(reference)?;
    cx.pool.read(|db| host::assert_live(db, reference))?;
    Ok(crate::time::now() + cx.pool.machines.clock_offset(number))
}

/// `host.get_server_localtime`: what a clock on its wall shows.
pub fn local_time(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    let now = clock(cx, reference)?;
    let zone = cx.pool.read(|db| db.get_str("host", reference, "timezone"))?;
    let zone = jiff::tz::TimeZone::get(&zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let offset = jiff::Timestamp::from_second(now).map_or(0, |at| i64::from(zone.to_offset(at).seconds()));
    Ok(Value::Time(now + offset))
}

/// `host.get_servertime`.
pub fn time(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    clock(cx, reference).map(Value::Time)
}

/// `host.set_servertime`.
pub fn set_time(cx: &Cx, reference: &str, wanted: i64) -> Result<Value, Failure> {
    let number = cx.pool.member(reference)?;
    cx.pool.read(|db| {
        host::assert_live(db, reference)?;
        if db.get("host", reference, "ntp_mode")?.as_str() != "Disabled" {
            return Err(Failure::new("NOT_ALLOWED_WHEN_NTP_IS_ENABLED", [reference]));
        }
        Ok(())
    })?;
    cx.pool.machines.set_clock_offset(number, wanted - crate::time::now());
    Ok(Value::Void)
}

/// `host.compute_memory_overhead`.
pub fn memory_overhead(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        host::assert_live(db, reference)?;
        db.get("host", reference, "memory_overhead")
    })
}

/// The running VMs that have room to give memory back but no drivers to do it with.
fn uncooperative(db: &Db, reference: &str) -> Result<Vec<Str>, Failure> {
    let mut found = Vec::new();
    for vm in host::guests(db, reference)? {
        let get = |field| db.get("VM", &vm, field);
        let agent = get("guest_metrics")?;
        let drivers =
            db.get("VM_guest_metrics", agent.as_str(), "PV_drivers_detected").is_ok_and(|d| d.as_bool());
        if !drivers && get("memory_dynamic_min")?.as_int() < get("memory_dynamic_max")?.as_int() {
            found.push(vm);
        }
    }
    Ok(found)
}

/// `host.get_uncooperative_resident_VMs`.
pub fn uncooperative_vms(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| uncooperative(db, reference)).map(Value::set)
}

/// `host.get_uncooperative_domains`: the same VMs by UUID.
pub fn uncooperative_domains(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let uuid = |vm: &Str| db.get_str("VM", vm, "uuid");
        uncooperative(db, reference)?.iter().map(uuid).collect::<Result<Vec<_>, _>>().map(Value::set)
    })
}

/// What the hypervisor said since the machine booted or the buffer was emptied.
fn boot_text(db: &Db, reference: &str) -> Result<String, Failure> {
    let (software, cpus) =
        (db.get("host", reference, "software_version")?, db.get("host", reference, "cpu_info")?);
    let word = |map: &Value, key: &str| map.key(key).map_or("", Value::as_str).to_owned();
    let metrics = db.get_str("host", reference, "metrics")?;
    let total = db.get("host_metrics", &metrics, "memory_total")?.as_int();
    let (cores, model) = (word(&cpus, "cpu_count"), word(&cpus, "modelname"));
    Ok(format!(
        "(XEN) [    0.000000] Xen version {}\n(XEN) [    0.000000] Bootloader: GRUB 2.06\n\
         (XEN) [    0.000000] System RAM: {}MB ({}kB)\n(XEN) [    0.412007] Detected {} MHz processor.\n\
         (XEN) [    0.734551] CPU Vendor: {}, {model}\n(XEN) [    2.118032] Brought up {cores} CPUs\n\
         (XEN) [    3.406619] *** Building a PV Dom0 ***\n",
        word(&software, "xen"),
        total >> 20,
        total >> 10,
        word(&cpus, "speed"),
        word(&cpus, "vendor"),
    ))
}

/// `host.dmesg` and `host.dmesg_clear`.
pub fn dmesg(cx: &Cx, reference: &str, clear: bool) -> Result<Value, Failure> {
    let number = cx.pool.member(reference)?;
    let fresh = cx.pool.read(|db| {
        host::assert_live(db, reference)?;
        boot_text(db, reference)
    })?;
    let text = cx.pool.machines.console(number, |console| {
        let text = console.get_or_insert(fresh).clone();
        if clear {
            *console = Some(String::new());
        }
        text
    });
    Ok(Value::from(text))
}

/// `host.send_debug_keys`: the hypervisor notes each key in its log.
pub fn debug_keys(cx: &Cx, reference: &str, keys: &str) -> Result<Value, Failure> {
    let number = cx.pool.member(reference)?;
    let fresh = cx.pool.read(|db| {
        host::assert_live(db, reference)?;
        boot_text(db, reference)
    })?;
    cx.pool.machines.console(number, |console| {
        let console = console.get_or_insert(fresh);
        for key in keys.chars() {
            console.push_str(&format!("(XEN) '{key}' pressed -> {}\n", key_meaning(key)));
        }
    });
    Ok(Value::Void)
}

fn key_meaning(key: char) -> &'static str {
    match key {
        'q' => "dumping domain (and guest debug) info",
        'r' => "dumping run queues",
        'm' => "memory info",
        't' => "display multi-cpu clock info",
        'h' => "showing installed handlers",
        _ => "unknown key",
    }
}

/// `host.get_system_status_capabilities`: XML.
pub fn status_capabilities(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| host::assert_live(db, reference))?;
    Ok(Value::from(files::capabilities()))
}

/// `host.get_ntp_servers_status`.
pub fn ntp_servers(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        host::assert_live(db, reference)?;
        let servers = match db.get("host", reference, "ntp_mode")?.as_str() {
            "Disabled" => Vec::new(),
            "Custom" => db.get("host", reference, "ntp_custom_servers")?.items().to_vec(),
            _ => (0..4).map(|n| Value::from(format!("{n}.centos.pool.ntp.org"))).collect(),
        };
        // The first is followed, the others are good enough.
        let status = |(n, server): (usize, &Value)| {
            (server.to_shared(), Str::from(if n == 0 { "synchronized" } else { "combined" }))
        };
        Ok(Value::map(servers.iter().enumerate().map(status)))
    })
}

/// `host.get_ntp_synchronized`.
pub fn ntp_synchronized(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        host::assert_live(db, reference)?;
        let custom_without = db.get("host", reference, "ntp_mode")?.as_str() == "Custom"
            && db.get("host", reference, "ntp_custom_servers")?.items().is_empty();
        Ok(Value::Bool(db.get("host", reference, "ntp_mode")?.as_str() != "Disabled" && !custom_without))
    })
}

/// `host.local_assert_healthy`: why the host that is asked serves emergency calls only, if so.
pub fn assert_healthy(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.emergency(cx.host).map_or(Ok(Value::Void), Err)
}
