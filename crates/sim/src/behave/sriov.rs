//! Cards split into virtual functions that VMs use directly.

use crate::behave::pif;
use crate::behave::pif_checks::{
    assert_carries_no_vlans, assert_managed, assert_network_managed, assert_no_other_local, local, vlan_of,
};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// Virtual functions of a card.
const FUNCTIONS: usize = 8;

/// `network_sriov.create`.
pub async fn create(cx: &Cx, physical: &str, network: &str) -> Result<Value, Failure> {
    let check = |db: &Db| check(db, physical, network);
    let sriov = cx.change(0.6, check, |db, ()| add(db, &cx.pool, physical, network)).await?;
    Ok(Value::from(sriov))
}

fn check(db: &Db, physical: &str, network: &str) -> Result<(), Failure> {
    assert_network_managed(db, network)?;
    assert_managed(db, physical)?;
    if !db.get("PIF", physical, "physical")?.as_bool() {
        return Err(Failure::new("PIF_IS_NOT_PHYSICAL", [physical]));
    }
    if !db.get_refs("PIF", physical, "sriov_physical_PIF_of")?.is_empty() {
        return Err(Failure::new("NETWORK_SRIOV_ALREADY_ENABLED", [physical]));
    }
    if !db.get("PIF", physical, "capabilities")?.contains("sriov") {
        return Err(Failure::new("PIF_IS_NOT_SRIOV_CAPABLE", [physical]));
    }
    assert_no_other_local(db, &db.get_str("PIF", physical, "host")?, network)?;
    let model = |pif: &str| -> Result<_, Failure> {
        let pci = db.get_str("PIF", pif, "PCI")?;
        Ok((db.get_str("PCI", &pci, "vendor_id").ok(), db.get_str("PCI", &pci, "device_id").ok()))
    };
    for other in db.get_refs("network", network, "PIFs")? {
        let Some(sriov) = db.get_refs("PIF", &other, "sriov_logical_PIF_of")?.into_iter().next() else {
            return Err(Failure::new("NETWORK_INCOMPATIBLE_WITH_SRIOV", [network]));
        };
        if model(&db.get_str("network_sriov", &sriov, "physical_PIF")?)? != model(physical)? {
            return Err(Failure::new("NETWORK_HAS_INCOMPATIBLE_SRIOV_PIFS", [physical, network]));
        }
    }
    Ok(())
}

fn add(db: &mut Db, pool: &Pool, physical: &str, network: &str) -> Result<Str, Failure> {
    let primary = [("primary_address_type", db.get("PIF", physical, "primary_address_type")?)];
    let logical = pif::add_above(db, pool, physical, network, primary)?;
    let fields = [
        ("physical_PIF", Value::from(physical)),
        ("logical_PIF", Value::from(&logical)),
        ("configuration_mode", Value::from("sysfs")),
    ];
    let sriov = pool.insert(db, "network_sriov", fields)?;
    add_functions(db, pool, physical)?;
    pif::bring_up(db, &logical)?;
    Ok(sriov)
}

/// The virtual functions show up on the bus.
fn add_functions(db: &mut Db, pool: &Pool, physical: &str) -> Result<(), Failure> {
    let pci = db.get_str("PIF", physical, "PCI")?;
    if !db.exists("PCI", &pci) {
        return Ok(());
    }
    let address = db.get_str("PCI", &pci, "pci_id")?;
    let slot = address.rsplit_once(':').map_or(&*address, |(bus, _)| bus);
    let port = address.rsplit_once('.').and_then(|(_, n)| n.parse::<usize>().ok()).unwrap_or(0);
    for n in 0..FUNCTIONS {
        let id = format!("{slot}:{:02x}.{}", 2 + port + n / 8, n % 8);
        let mut fields = vec![
            ("pci_id", Value::from(id)),
            ("physical_function", Value::from(&pci)),
            ("class_id", db.get("PCI", &pci, "class_id")?),
            ("driver_name", Value::from("")),
        ];
        for field in ["class_name", "vendor_id", "vendor_name", "device_id", "device_name", "host"] {
            fields.push((field, db.get("PCI", &pci, field)?));
        }
        pool.insert(db, "PCI", fields)?;
    }
    Ok(())
}

/// `network_sriov.destroy`: the virtual functions and their interface go.
pub async fn destroy(cx: &Cx, sriov: &str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        let logical = db.get_str("network_sriov", sriov, "logical_PIF")?;
        assert_carries_no_vlans(db, &logical)?;
        pif::assert_unpluggable(db, &logical)?;
        Ok(logical)
    };
    cx.change(0.4, check, |db, logical| {
        for function in functions(db, sriov)? {
            db.delete("PCI", &function)?;
        }
        pif::bring_down(db, &logical)?;
        pif::drop_record(db, &logical)?;
        db.delete("network_sriov", sriov)
    })
    .await?;
    Ok(Value::Void)
}

/// The virtual functions of a card that is split.
fn functions(db: &Db, sriov: &str) -> Result<Vec<Str>, Failure> {
    let physical = db.get_str("network_sriov", sriov, "physical_PIF")?;
    let pci = db.get_str("PIF", &physical, "PCI")?;
    if db.exists("PCI", &pci) { db.get_refs("PCI", &pci, "virtual_functions") } else { Ok(Vec::new()) }
}

/// Those that no VM has.
fn free(db: &Db, sriov: &str) -> Result<Vec<Str>, Failure> {
    let mut all = functions(db, sriov)?;
    all.retain(|f| db.get("PCI", f, "attached_VMs").is_ok_and(|vms| vms.items().is_empty()));
    Ok(all)
}

/// `network_sriov.get_remaining_capacity`.
pub fn remaining(cx: &Cx, sriov: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| Ok(Value::Int(free(db, sriov)?.len() as i64)))
}

/// What splits the card behind the interface of a host on a network, also below a VLAN.
fn behind(db: &Db, network: &str, host: &str) -> Result<Option<Str>, Failure> {
    let Some(mut pif) = local(db, network, host)? else { return Ok(None) };
    if let Some(vlan) = vlan_of(db, &pif)? {
        pif = db.get_str("VLAN", &vlan, "tagged_PIF")?;
    }
    Ok(db.get_refs("PIF", &pif, "sriov_logical_PIF_of")?.into_iter().next())
}

/// Refuses a host that has too few functions left for the VIFs of a VM.
pub fn assert_capacity(db: &Db, vm: &str, host: &str) -> Result<(), Failure> {
    let mut wanted: Vec<(Str, usize)> = Vec::new();
    for vif in db.get_refs("VM", vm, "VIFs")? {
        let network = db.get_str("VIF", &vif, "network")?;
        if !db.exists("network", &network) {
            continue;
        }
        let Some(sriov) = behind(db, &network, host)? else { continue };
        let known = wanted.iter().position(|(s, _)| *s == sriov).unwrap_or_else(|| {
            wanted.push((sriov.clone(), 0));
            wanted.len() - 1
        });
        wanted[known].1 += 1;
        if wanted[known].1 > free(db, &sriov)?.len() {
            return Err(Failure::new("NETWORK_SRIOV_INSUFFICIENT_CAPACITY", [&*network]));
        }
    }
    Ok(())
}

/// Gives a VIF a virtual function of the host, where its network is made of them.
pub fn reserve(db: &mut Db, vif: &str, host: &str) -> Result<(), Failure> {
    let network = db.get_str("VIF", vif, "network")?;
    if !db.exists("network", &network) || db.exists("PCI", &db.get_str("VIF", vif, "reserved_pci")?) {
        return Ok(());
    }
    let Some(sriov) = behind(db, &network, host)? else { return Ok(()) };
    let Some(function) = free(db, &sriov)?.into_iter().next() else {
        return Err(Failure::new("NETWORK_SRIOV_INSUFFICIENT_CAPACITY", [&*network]));
    };
    let vm = db.get_str("VIF", vif, "VM")?;
    db.set("PCI", &function, "attached_VMs", Value::set([vm]))?;
    db.set("VIF", vif, "reserved_pci", function)?;
    Ok(())
}

/// Gives the virtual function of a VIF back.
pub fn release(db: &mut Db, vif: &str) -> Result<(), Failure> {
    let function = db.get_str("VIF", vif, "reserved_pci")?;
    if &*function == NULL {
        return Ok(());
    }
    if db.exists("PCI", &function) {
        db.set("PCI", &function, "attached_VMs", Value::no_items())?;
    }
    db.set("VIF", vif, "reserved_pci", Value::null())?;
    Ok(())
}
