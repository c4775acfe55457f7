//! Power operations, each in XAPI's order of writes, with time passing between them.

use crate::behave::vm_devices;
use crate::behave::vm_guest;
use crate::behave::vm_place::{OVERHEAD, place};
use crate::behave::vm_state::{self, Notes, Operation, described};
use crate::behave::{network, passthrough, pool_record, space};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::software;

/// `VM.start` and, with a host, `VM.start_on`.
pub async fn start(cx: &Cx, vm: Str, on: Option<Str>, paused: bool) -> Result<Value, Failure> {
    let op = if on.is_some() { "start_on" } else { "start" };
    let operation = Operation::begin(cx, &vm, op).await?;
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        let vcpus = db.get("VM", &vm, "VCPUs_max")?.as_int();
        if vcpus < 1 {
            return Err(Failure::new("VM_NO_VCPUS", [&*vm]));
        }
        let platform = db.get("VM", &vm, "platform")?;
        if let Some(cores) = platform.key("cores-per-socket").map(Value::as_str)
            && !cores.parse::<i64>().is_ok_and(|cores| cores > 0 && vcpus % cores == 0)
        {
            return Err(Failure::new("INVALID_VALUE", ["platform:cores-per-socket", cores]));
        }
        vm_devices::assert_disks_free(db, &vm)?;
        note_devices(db, &mut notes, &vm)
    })?;
    cx.work(0.25).await?;
    let host = cx.pool.write(|db| {
        db.set("VM", &vm, "memory_overhead", OVERHEAD)?;
        let host = place(db, &cx.pool, &vm, on.as_deref())?;
        notes.add(db, "host", &host, "vm_start")?;
        db.set("VM", &vm, "scheduled_to_be_resident_on", &host)?;
        Ok::<_, Failure>(host)
    })?;
    let built = boot(cx, &vm, &host, if paused { "Paused" } else { "Running" }).await;
    if let Err(failure) = built {
        cx.pool.write(|db| halt(db, &cx.pool, &vm))?;
        return Err(failure);
    }
    drop(notes);
    drop(operation);
    announce(cx, "VM_STARTED", &vm, |_| Ok(format!(" started on host: {}", host_described(cx, &host)?)))?;
    Ok(Value::Void)
}

/// From a chosen host to a running domain.
async fn boot(cx: &Cx, vm: &Str, host: &Str, state: &str) -> Result<(), Failure> {
    cx.progress(0.1);
    cx.work(0.3).await?;
    cx.pool.write(|db| {
        vm_guest::drop_metrics(db, vm)?;
        attach_devices(db, vm, true)?;
        passthrough::attach(db, vm, host)
    })?;
    cx.progress(0.4);
    cx.work(1.2).await?;
    cx.pool.write(|db| run_domain(db, &cx.pool, vm, host, state))?;
    cx.progress(0.8);
    cx.work(0.4).await?;
    cx.pool.write(|db| {
        db.set("VM", vm, "resident_on", host)?;
        db.set("VM", vm, "scheduled_to_be_resident_on", Value::null())
    })?;
    if state == "Running" {
        vm_guest::boot_agent(&cx.pool, vm);
    }
    Ok(())
}

/// The domain exists: state, domid, consoles, metrics.
pub fn run_domain(db: &mut Db, pool: &Pool, vm: &Str, host: &Str, state: &str) -> Result<(), Failure> {
    let metrics = db.get_str("VM", vm, "metrics")?;
    let memory = db.get("VM", vm, "memory_dynamic_max")?;
    if db.exists("VM_metrics", &metrics) {
        db.set("VM_metrics", &metrics, "current_domain_type", "hvm")?;
        db.set("VM_metrics", &metrics, "hvm", true)?;
        db.set("VM_metrics", &metrics, "start_time", Value::Time(crate::time::now()))?;
        db.set("VM_metrics", &metrics, "VCPUs_number", db.get("VM", vm, "VCPUs_at_startup")?)?;
        db.set("VM_metrics", &metrics, "memory_actual", memory.clone())?;
    }
    software::vm_restarted(db, vm)?;
    db.set("VM", vm, "power_state", state)?;
    db.set("VM", vm, "domid", next_domid(db, vm, host)?)?;
    db.set("VM", vm, "memory_target", memory)?;
    new_console(db, pool, vm, host)?;
    vm_devices::refresh_all(db, vm)?;
    vm_state::refresh(db, vm)
}

/// One more than the highest domain number on the host, as long as it only ever grows there.
fn next_domid(db: &Db, vm: &Str, host: &Str) -> Result<i64, Failure> {
    let residents = db.get("host", host, "resident_VMs")?;
    let highest = residents
        .items()
        .iter()
        .filter_map(|v| db.get("VM", v.as_str(), "domid").ok())
        .map(|d| d.as_int())
        .max();
    Ok(highest.unwrap_or(0).max(db.get("VM", vm, "domid")?.as_int()).max(0) + 1)
}

/// Replaces the VM's consoles by a new one on that host; sockets to the old ones end.
pub fn new_console(db: &mut Db, pool: &Pool, vm: &Str, host: &Str) -> Result<(), Failure> {
    drop_consoles(db, pool, vm)?;
    let Some(seat) = pool.hosts.iter().find(|h| h.reference == *host) else { return Ok(()) };
    let (reference, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    let scheme = if pool.config.tls { "https" } else { "http" };
    db.insert(
        "console",
        &reference,
        &uuid,
        [
            ("protocol", Value::from("rfb")),
            ("location", Value::from(format!("{scheme}://{}/console?uuid={uuid}", seat.address))),
            ("VM", Value::from(vm)),
            ("port", Value::Int(-1)),
        ],
    )
}

fn drop_consoles(db: &mut Db, pool: &Pool, vm: &Str) -> Result<(), Failure> {
    for console in db.get("VM", vm, "consoles")?.items() {
        db.delete("console", console.as_str())?;
        pool.consoles.end(console.as_str());
    }
    Ok(())
}

pub fn attach_devices(db: &mut Db, vm: &str, attached: bool) -> Result<(), Failure> {
    for (class, field) in [("VBD", "VBDs"), ("VIF", "VIFs")] {
        for device in db.get("VM", vm, field)?.items() {
            db.set(class, device.as_str(), "currently_attached", attached)?;
        }
    }
    Ok(())
}

fn note_devices(db: &mut Db, notes: &mut Notes, vm: &str) -> Result<(), Failure> {
    for (class, field) in [("VBD", "VBDs"), ("VIF", "VIFs")] {
        for device in db.get("VM", vm, field)?.items() {
            notes.add(db, class, &device.to_shared(), "attach")?;
        }
    }
    Ok(())
}

/// Everything that Halted means, in order.
pub fn halt(db: &mut Db, pool: &Pool, vm: &Str) -> Result<(), Failure> {
    db.set("VM", vm, "power_state", "Halted")?;
    attach_devices(db, vm, false)?;
    software::vm_restarted(db, vm)?;
    passthrough::detach(db, vm)?;
    db.set("VM", vm, "resident_on", Value::null())?;
    db.set("VM", vm, "scheduled_to_be_resident_on", Value::null())?;
    db.set("VM", vm, "domid", -1i64)?;
    drop_suspend_image(db, vm)?;
    drop_consoles(db, pool, vm)?;
    vm_devices::refresh_all(db, vm)?;
    vm_state::refresh(db, vm)
}

fn drop_suspend_image(db: &mut Db, vm: &Str) -> Result<(), Failure> {
    let image = db.get_str("VM", vm, "suspend_VDI")?;
    if &*image != NULL {
        if db.exists("VDI", &image) {
            db.delete("VDI", &image)?;
        }
        db.set("VM", vm, "suspend_VDI", Value::null())?;
    }
    Ok(())
}

/// `VM.clean_shutdown`, `VM.hard_shutdown` and `VM.shutdown` (clean where the guest can, else hard).
pub async fn shutdown(cx: &Cx, vm: Str, how: &'static str) -> Result<Value, Failure> {
    let op = match how {
        "shutdown" if cx.pool.read(|db| vm_state::check(db, &vm, "clean_shutdown", true)).is_ok() => {
            "clean_shutdown"
        }
        "shutdown" => "hard_shutdown",
        how => how,
    };
    let operation = Operation::begin(cx, &vm, op).await?;
    if op == "clean_shutdown" {
        assert_listens(cx, &vm).await?;
        for step in 1..=4 {
            cx.work(0.45).await?;
            cx.progress(f64::from(step) * 0.2);
        }
    } else {
        cx.work(0.4).await?;
    }
    cx.pool.write(|db| halt(db, &cx.pool, &vm))?;
    cx.progress(0.9);
    cx.work(0.1).await?;
    drop(operation);
    let forced = if op == "hard_shutdown" { " forcibly" } else { "" };
    announce(cx, "VM_SHUTDOWN", &vm, |_| Ok(format!(" shutdown{forced}")))?;
    Ok(Value::Void)
}

/// `VM.clean_reboot` and `VM.hard_reboot`: the state stays Running, the domain is another.
pub async fn reboot(cx: &Cx, vm: Str, op: &'static str) -> Result<Value, Failure> {
    let operation = Operation::begin(cx, &vm, op).await?;
    if op == "clean_reboot" {
        assert_listens(cx, &vm).await?;
        for step in 1..=3 {
            cx.work(0.4).await?;
            cx.progress(f64::from(step) * 0.15);
        }
    } else {
        cx.work(0.3).await?;
    }
    let host = cx.pool.write(|db| {
        vm_guest::drop_metrics(db, &vm)?;
        drop_consoles(db, &cx.pool, &vm)?;
        db.get_str("VM", &vm, "resident_on")
    })?;
    cx.progress(0.6);
    // Past this point the old domain is gone: a cancelled task still brings up the new one.
    let pause = cx.pool.pace(0.9);
    crate::time::sleep(pause).await;
    cx.pool.write(|db| run_domain(db, &cx.pool, &vm, &host, "Running"))?;
    vm_guest::boot_agent(&cx.pool, &vm);
    drop(operation);
    let how = if op == "clean_reboot" { "cleanly" } else { "forcibly" };
    announce(cx, "VM_REBOOTED", &vm, |_| Ok(format!(" rebooted {how}")))?;
    Ok(Value::Void)
}

/// How long a guest may take to shut down cleanly, seconds.
const CLEAN_SHUTDOWN: f64 = 1200.0;

/// Waits in vain for a guest that does not listen.
async fn assert_listens(cx: &Cx, vm: &Str) -> Result<(), Failure> {
    let (uuid, name) = cx
        .pool
        .read(|db| Ok::<_, Failure>((db.get_str("VM", vm, "uuid")?, db.get_str("VM", vm, "name_label")?)))?;
    if !cx.pool.faults.hangs(&uuid, &name) {
        return Ok(());
    }
    cx.work(CLEAN_SHUTDOWN).await?;
    Err(Failure::new("VM_SHUTDOWN_TIMEOUT", [&**vm, &format!("{CLEAN_SHUTDOWN:.1}")]))
}

pub async fn pause(cx: &Cx, vm: Str) -> Result<Value, Failure> {
    change_state(cx, vm, "pause", "Paused", "VM_PAUSED", " paused").await
}

pub async fn unpause(cx: &Cx, vm: Str) -> Result<Value, Failure> {
    change_state(cx, vm, "unpause", "Running", "VM_UNPAUSED", " unpaused").await
}

async fn change_state(
    cx: &Cx,
    vm: Str,
    op: &'static str,
    state: &'static str,
    message: &'static str,
    text: &str,
) -> Result<Value, Failure> {
    let operation = Operation::begin(cx, &vm, op).await?;
    cx.work(0.2).await?;
    cx.pool.write(|db| {
        db.set("VM", &vm, "power_state", state)?;
        vm_devices::refresh_all(db, &vm)
    })?;
    if state == "Running" {
        wake_agent(cx, &vm)?;
    }
    drop(operation);
    announce(cx, message, &vm, |_| Ok(text.to_owned()))?;
    Ok(Value::Void)
}

/// A guest that runs without having reported (it was started paused) boots on.
fn wake_agent(cx: &Cx, vm: &Str) -> Result<(), Failure> {
    if cx.pool.read(|db| db.get("VM", vm, "guest_metrics"))?.is_null() {
        vm_guest::boot_agent(&cx.pool, vm);
    }
    Ok(())
}

/// `VM.suspend`: memory goes to a VDI; disks and networks stay marked as attached.
pub async fn suspend(cx: &Cx, vm: Str) -> Result<Value, Failure> {
    let operation = Operation::begin(cx, &vm, "suspend").await?;
    save_memory(cx, &vm, 0.8).await?;
    drop(operation);
    announce(cx, "VM_SUSPENDED", &vm, |_| Ok(" suspended".to_owned()))?;
    Ok(Value::Void)
}

/// The memory goes to a VDI, which is a share of the task's progress: the VM is Suspended.
pub async fn save_memory(cx: &Cx, vm: &Str, share: f64) -> Result<(), Failure> {
    let image = cx.pool.write(|db| suspend_image(db, &cx.pool, vm))?;
    for step in 1..=5 {
        if let Err(failure) = cx.work(0.3).await {
            cx.pool.write(|db| db.delete("VDI", &image))?;
            return Err(failure);
        }
        cx.progress(f64::from(step) / 5.0 * share);
    }
    cx.pool.write(|db| {
        db.set("VM", vm, "suspend_VDI", &image)?;
        db.set("VM", vm, "power_state", "Suspended")?;
        db.set("VM", vm, "resident_on", Value::null())?;
        db.set("VM", vm, "domid", -1i64)?;
        drop_consoles(db, &cx.pool, vm)?;
        vm_devices::refresh_all(db, vm)
    })
}

/// Room for the memory of a VM.
fn suspend_image(db: &mut Db, pool: &Pool, vm: &str) -> Result<Str, Failure> {
    let sr = suspend_sr(db, vm)?;
    let size = db.get("VM", vm, "memory_static_max")?.as_int() as f64 * 1.26 + (100 << 20) as f64;
    if space::free(pool, db, &sr)? < size as i64 {
        return Err(Failure::new("SR_SUSPEND_SPACE_INSUFFICIENT", [&*sr]));
    }
    let (image, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    db.insert(
        "VDI",
        &image,
        &uuid,
        [
            ("name_label", Value::from("Suspend image")),
            ("name_description", Value::from("Suspend image")),
            ("SR", Value::from(&sr)),
            ("virtual_size", Value::Int(size as i64)),
            ("physical_utilisation", Value::Int(size as i64)),
            ("type", Value::from("suspend")),
            ("managed", Value::Bool(true)),
            ("location", Value::from(&uuid)),
        ],
    )?;
    Ok(image)
}

fn suspend_sr(db: &Db, vm: &str) -> Result<Str, Failure> {
    let (pool, host) = (pool_record::only(db)?, db.get_str("VM", vm, "resident_on")?);
    let choices = [
        db.get_str("VM", vm, "suspend_SR"),
        db.get_str("host", &host, "suspend_image_sr"),
        db.get_str("pool", &pool, "suspend_image_SR"),
        db.get_str("pool", &pool, "default_SR"),
    ];
    let usable = choices.into_iter().flatten().find(|sr| db.exists("SR", sr));
    usable.ok_or_else(|| Failure::new("VM_NO_SUSPEND_SR", [vm]))
}

/// `VM.resume` and, with a host, `VM.resume_on`.
pub async fn resume(cx: &Cx, vm: Str, on: Option<Str>, paused: bool) -> Result<Value, Failure> {
    let op = if on.is_some() { "resume_on" } else { "resume" };
    let operation = Operation::begin(cx, &vm, op).await?;
    let mut notes = Notes::new(cx);
    let host = cx.pool.write(|db| {
        let host = place(db, &cx.pool, &vm, on.as_deref())?;
        network::attach_all(db, &vm, &host)?;
        notes.add(db, "host", &host, "vm_resume")?;
        db.set("VM", &vm, "scheduled_to_be_resident_on", &host)?;
        Ok::<_, Failure>(host)
    })?;
    let mut waited = Ok(());
    for step in 1..=4 {
        waited = cx.work(0.35).await;
        cx.progress(f64::from(step) * 0.2);
        if waited.is_err() {
            break;
        }
    }
    if let Err(failure) = waited {
        cx.pool.write(|db| db.set("VM", &vm, "scheduled_to_be_resident_on", Value::null()))?;
        return Err(failure);
    }
    cx.pool.write(|db| {
        resume_here(db, &cx.pool, &vm, &host, if paused { "Paused" } else { "Running" })?;
        db.set("VM", &vm, "scheduled_to_be_resident_on", Value::null())
    })?;
    if !paused {
        wake_agent(cx, &vm)?;
    }
    drop(notes);
    drop(operation);
    announce(cx, "VM_RESUMED", &vm, |_| Ok(format!(" resumed on host: {}", host_described(cx, &host)?)))?;
    Ok(Value::Void)
}

/// The memory is back in a domain on that host.
pub fn resume_here(db: &mut Db, pool: &Pool, vm: &Str, host: &Str, state: &str) -> Result<(), Failure> {
    run_domain(db, pool, vm, host, state)?;
    drop_suspend_image(db, vm)?;
    db.set("VM", vm, "resident_on", host)?;
    Ok(())
}

/// `VM.power_state_reset`: the database says Halted, whatever was.
pub fn power_state_reset(cx: &Cx, vm: &Str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        vm_state::check(db, vm, "power_state_reset", false)?;
        halt(db, &cx.pool, vm)
    })?;
    Ok(Value::Void)
}

pub fn host_described(cx: &Cx, host: &str) -> Result<String, Failure> {
    cx.pool.read(|db| {
        Ok(format!(
            "{} (uuid: {})",
            db.get("host", host, "name_label")?.as_str(),
            db.get("host", host, "uuid")?.as_str()
        ))
    })
}

/// Adds the message that an operation ends with.
pub fn announce(
    cx: &Cx,
    name: &'static str,
    vm: &Str,
    what: impl FnOnce(&Cx) -> Result<String, Failure>,
) -> Result<(), Failure> {
    let what = what(cx)?;
    let (who, uuid) =
        cx.pool.read(|db| Ok::<_, Failure>((described(db, vm)?, db.get_str("VM", vm, "uuid")?)))?;
    cx.pool.message(name, "VM", &uuid, 5, format!("{who}{what}"));
    Ok(())
}
