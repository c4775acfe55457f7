//! Interfaces of hosts: found, introduced and forgotten, brought up and down.

use crate::behave::pif_checks::{
    assert_mac, assert_managed, assert_no_other_local, assert_no_protection, assert_no_sriov,
    assert_no_tunnels, assert_no_vlans, assert_not_in_bond, assert_not_management, assert_unused_on, bond_of,
    is_management, vlan_of,
};
use crate::behave::{Args, pif_ip, vlan};
use crate::data::db::Db;
use crate::data::schema::Method;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::world;

/// The MAC address of interfaces that have none of their own.
const NO_MAC: &str = "fe:ff:ff:ff:ff:ff";

/// `PIF.plug`.
pub async fn plug(cx: &Cx, pif: Str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        assert_managed(db, &pif)?;
        assert_pluggable(db, &pif)
    };
    cx.change(0.5, check, |db, ()| bring_up(db, &pif)).await?;
    Ok(Value::Void)
}

/// What an interface stands on must be able to carry it.
pub fn assert_pluggable(db: &Db, pif: &str) -> Result<(), Failure> {
    if bond_of(db, pif)?.is_some() {
        return Err(Failure::new("CANNOT_PLUG_BOND_SLAVE", [pif]));
    }
    for tunnel in db.get_refs("PIF", pif, "tunnel_access_PIF_of")? {
        let transport = db.get_str("tunnel", &tunnel, "transport_PIF")?;
        if db.get("PIF", &transport, "ip_configuration_mode")?.as_str() == "None" {
            return Err(Failure::new("TRANSPORT_PIF_NOT_CONFIGURED", [&*transport]));
        }
    }
    Ok(())
}

/// Brings an interface up, after what it stands on. Members of a bond follow their bond.
pub fn bring_up(db: &mut Db, pif: &str) -> Result<(), Failure> {
    assert_pluggable(db, pif)?;
    if let Some(vlan) = vlan_of(db, pif)? {
        let carrier = db.get_str("VLAN", &vlan, "tagged_PIF")?;
        bring_up_if_down(db, &carrier)?;
    }
    for tunnel in db.get_refs("PIF", pif, "tunnel_access_PIF_of")? {
        let transport = db.get_str("tunnel", &tunnel, "transport_PIF")?;
        bring_up_if_down(db, &transport)?;
        db.set("tunnel", &tunnel, "status", Value::map([("active", "true")]))?;
    }
    for sriov in db.get_refs("PIF", pif, "sriov_logical_PIF_of")? {
        let physical = db.get_str("network_sriov", &sriov, "physical_PIF")?;
        bring_up_if_down(db, &physical)?;
    }
    for member in members(db, pif)? {
        db.set("PIF", &member, "currently_attached", true)?;
    }
    db.set("PIF", pif, "currently_attached", true)?;
    pif_ip::lease(db, pif)
}

fn bring_up_if_down(db: &mut Db, pif: &str) -> Result<(), Failure> {
    if db.get("PIF", pif, "currently_attached")?.as_bool() {
        return Ok(());
    }
    bring_up(db, pif)
}

/// The members of the bond that an interface is.
pub fn members(db: &Db, pif: &str) -> Result<Vec<Str>, Failure> {
    let mut all = Vec::new();
    for bond in db.get_refs("PIF", pif, "bond_master_of")? {
        all.extend(db.get_refs("Bond", &bond, "slaves")?);
    }
    Ok(all)
}

/// `PIF.unplug`.
pub async fn unplug(cx: &Cx, pif: Str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        assert_managed(db, &pif)?;
        assert_unpluggable(db, &pif)
    };
    cx.change(0.5, check, |db, ()| bring_down(db, &pif)).await?;
    Ok(Value::Void)
}

/// Nothing depends on the interface; the access ends of tunnels over it go down with it.
pub fn assert_unpluggable(db: &Db, pif: &str) -> Result<(), Failure> {
    assert_no_protection(db, pif)?;
    assert_not_management(db, pif)?;
    let (host, network) = (db.get_str("PIF", pif, "host")?, db.get_str("PIF", pif, "network")?);
    assert_unused_on(db, &host, &network)?;
    if db.get("PIF", pif, "disallow_unplug")?.as_bool() {
        return Err(Failure::new("PIF_DOES_NOT_ALLOW_UNPLUG", [pif]));
    }
    for tunnel in db.get_refs("PIF", pif, "tunnel_transport_PIF_of")? {
        assert_unpluggable(db, &db.get_str("tunnel", &tunnel, "access_PIF")?)?;
    }
    Ok(())
}

/// Brings an interface down; addresses of a lease go with it.
pub fn bring_down(db: &mut Db, pif: &str) -> Result<(), Failure> {
    for tunnel in db.get_refs("PIF", pif, "tunnel_transport_PIF_of")? {
        let access = db.get_str("tunnel", &tunnel, "access_PIF")?;
        bring_down(db, &access)?;
    }
    for tunnel in db.get_refs("PIF", pif, "tunnel_access_PIF_of")? {
        db.set("tunnel", &tunnel, "status", Value::map([("active", "false")]))?;
    }
    for member in members(db, pif)? {
        db.set("PIF", &member, "currently_attached", false)?;
    }
    db.set("PIF", pif, "currently_attached", false)?;
    pif_ip::end_lease(db, pif)
}

/// `PIF.set_disallow_unplug`.
pub fn set_disallow_unplug(cx: &Cx, pif: &str, value: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        assert_managed(db, pif)?;
        db.set("PIF", pif, "disallow_unplug", value)
    })?;
    Ok(Value::Void)
}

/// `PIF.set_property`: the one there is says whether the driver merges packets.
pub fn set_property(cx: &Cx, pif: &str, name: &str, value: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        assert_managed(db, pif)?;
        if name != "gro" || !matches!(value, "on" | "off") {
            return Err(Failure::new("INVALID_VALUE", ["properties", &format!("{name} = {value}")]));
        }
        let physical = db.get("PIF", pif, "physical")?.as_bool();
        let tied = bond_of(db, pif)?.is_some() || vlan_of(db, pif)?.is_some();
        if tied || (!physical && members(db, pif)?.is_empty()) {
            return Err(Failure::new("CANNOT_CHANGE_PIF_PROPERTIES", [pif]));
        }
        let mut all = members(db, pif)?;
        all.push(pif.into());
        for pif in all {
            let properties = db.get("PIF", &pif, "properties")?.with_entry(name, value.into());
            db.set("PIF", &pif, "properties", properties)?;
        }
        Ok(())
    })?;
    Ok(Value::Void)
}

/// A network card of a host: its device and MAC address.
struct Card {
    device: String,
    mac: String,
}

/// The network cards in a host: those it came with, and those already known.
fn cards(db: &Db, pool: &Pool, host: &str) -> Result<Vec<Card>, Failure> {
    let mut all = Vec::new();
    if let Some(seat) = pool.hosts.number(host) {
        for n in 0..world::cards(&pool.config) {
            all.push(Card { device: format!("eth{n}"), mac: world::mac(pool.index, seat, n) });
        }
    }
    for pif in physical(db, host)? {
        let device = db.get_str("PIF", &pif, "device")?.to_string();
        all.retain(|card| card.device != device);
        all.push(Card { device, mac: db.get_str("PIF", &pif, "MAC")?.to_string() });
    }
    Ok(all)
}

/// The interfaces of a host that are network cards.
fn physical(db: &Db, host: &str) -> Result<Vec<Str>, Failure> {
    let mut all = db.get_refs("host", host, "PIFs")?;
    all.retain(|pif| db.get("PIF", pif, "physical").is_ok_and(|p| p.as_bool()));
    Ok(all)
}

fn has_device(db: &Db, pifs: &[Str], device: &str) -> bool {
    pifs.iter().any(|pif| db.get_str("PIF", pif, "device").is_ok_and(|d| &*d == device))
}

/// The first name of a kind of device that no interface of a host has: `bond0`, `bond1`, …
pub fn free_device(db: &Db, host: &str, kind: &str) -> Result<String, Failure> {
    let own = db.get_refs("host", host, "PIFs")?;
    Ok((0..).map(|n| format!("{kind}{n}")).find(|name| !has_device(db, &own, name)).unwrap_or_default())
}

/// An interface that stands on another of its host, not yet up; what `own` does not name it has from that one.
pub fn add_above(
    db: &mut Db,
    pool: &Pool,
    below: &str,
    network: &str,
    own: impl IntoIterator<Item = (&'static str, Value)>,
) -> Result<Str, Failure> {
    let mut fields = vec![
        ("network", Value::from(network)),
        ("MAC", Value::from(NO_MAC)),
        ("VLAN", Value::Int(-1)),
        ("currently_attached", Value::Bool(false)),
    ];
    for field in ["device", "device_name", "host", "MTU", "metrics"] {
        fields.push((field, db.get("PIF", below, field)?));
    }
    fields.extend(own);
    pool.insert(db, "PIF", fields)
}

/// `PIF.scan`: cards that have no interface get one.
pub async fn scan(cx: &Cx, host: Str) -> Result<Value, Failure> {
    cx.change(
        0.5,
        |db| physical(db, &host),
        |db, known| {
            for card in cards(db, &cx.pool, &host)? {
                if !has_device(db, &known, &card.device) {
                    add_card(db, &cx.pool, &host, &card, true)?;
                }
            }
            Ok(Value::Void)
        },
    )
    .await
}

/// `PIF.introduce`: a card by name, and by MAC address if one is given.
pub fn introduce(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (host, mac, device, managed) = (a.str(0), a.str(1).to_lowercase(), a.str(2), a.bool(3));
    cx.pool.write(|db| {
        let (known, cards) = (physical(db, host)?, cards(db, &cx.pool, host)?);
        let named = cards.iter().find(|card| card.device == device);
        let mac = if mac.is_empty() { named.map(|c| c.mac.clone()).unwrap_or_default() } else { mac };
        assert_mac(&mac)?;
        if has_device(db, &known, device) {
            return Err(Failure::new("DUPLICATE_PIF_DEVICE_NAME", [device]));
        }
        let Some(card) = named.filter(|card| card.mac == mac) else {
            return Err(Failure::new(
                "COULD_NOT_FIND_NETWORK_INTERFACE_WITH_SPECIFIED_DEVICE_NAME_AND_MAC_ADDRESS",
                [device.to_owned(), mac],
            ));
        };
        add_card(db, &cx.pool, host, card, managed).map(Value::from)
    })
}

/// An interface for a card, on the network that cards of that name are on in the whole pool.
fn add_card(db: &mut Db, pool: &Pool, host: &str, card: &Card, managed: bool) -> Result<Str, Failure> {
    let bridge = match card.device.strip_prefix("eth") {
        Some(n) => format!("xenbr{n}"),
        None => format!("br{}", card.device),
    };
    let there = db
        .refs("network")
        .into_iter()
        .find(|n| db.get_str("network", n, "bridge").is_ok_and(|b| *b == *bridge));
    let network = match there {
        Some(network) => network,
        None => {
            let name = format!("Pool-wide network associated with {}", card.device);
            let fields = [("name_label", Value::from(name)), ("bridge", Value::from(bridge))];
            pool.insert(db, "network", fields)?
        }
    };
    assert_no_other_local(db, host, &network)?;
    let link = [("carrier", Value::Bool(true)), ("speed", Value::Int(25_000)), ("duplex", Value::Bool(true))];
    let metrics = new_metrics(db, pool, link)?;
    let address = world::bus_address(&pool.config, &card.device);
    let on_bus =
        |pci: &Str| db.get_str("PCI", pci, "pci_id").is_ok_and(|id| Some(&*id) == address.as_deref());
    let pci = db.get_refs("host", host, "PCIs")?.into_iter().find(on_bus);
    let mtu = db.get("network", &network, "MTU")?;
    pool.insert(
        db,
        "PIF",
        [
            ("PCI", pci.map_or_else(Value::null, Value::from)),
            ("device", Value::from(card.device.as_str())),
            ("device_name", Value::from(card.device.as_str())),
            ("network", Value::from(&network)),
            ("host", Value::from(host)),
            ("MAC", Value::from(card.mac.as_str())),
            ("MTU", mtu),
            ("VLAN", Value::Int(-1)),
            ("metrics", Value::from(metrics)),
            ("physical", Value::Bool(true)),
            ("currently_attached", Value::Bool(false)),
            ("managed", Value::Bool(managed)),
            ("capabilities", world::capabilities(&pool.config, &card.device)),
        ],
    )
}

/// The metrics of a new interface.
pub fn new_metrics(
    db: &mut Db,
    pool: &Pool,
    link: impl IntoIterator<Item = (&'static str, Value)>,
) -> Result<Str, Failure> {
    let updated = ("last_updated", Value::Time(crate::time::now()));
    pool.insert(db, "PIF_metrics", link.into_iter().chain([updated]))
}

/// `PIF.forget`: the record of a card goes, its card stays.
pub async fn forget(cx: &Cx, pif: Str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        assert_not_in_bond(db, &pif)?;
        assert_no_vlans(db, &pif)?;
        assert_no_tunnels(db, &pif)?;
        assert_no_sriov(db, &pif)?;
        assert_not_management(db, &pif)?;
        assert_no_protection(db, &pif)?;
        let (host, network) = (db.get_str("PIF", &pif, "host")?, db.get_str("PIF", &pif, "network")?);
        assert_unused_on(db, &host, &network)
    };
    cx.change(0.3, check, |db, ()| drop_record(db, &pif)).await?;
    Ok(Value::Void)
}

/// Takes away the record of an interface, with its metrics unless another has the same.
pub fn drop_record(db: &mut Db, pif: &str) -> Result<(), Failure> {
    let metrics = db.get_str("PIF", pif, "metrics")?;
    db.delete("PIF", pif)?;
    let shared = db.refs("PIF").iter().any(|p| db.get_str("PIF", p, "metrics").is_ok_and(|m| m == metrics));
    if !shared && db.exists("PIF_metrics", &metrics) {
        db.delete("PIF_metrics", &metrics)?;
    }
    Ok(())
}

/// `PIF.db_forget`: the record goes, whatever depends on it.
pub fn db_forget(cx: &Cx, pif: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| db.delete("PIF", pif))?;
    Ok(Value::Void)
}

/// `PIF.db_introduce` and `PIF.pool_introduce`: a record as told, of which nothing is checked.
pub fn db_introduce(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    let pif = cx.pool.write(|db| {
        let metrics = new_metrics(db, &cx.pool, [])?;
        let mut fields = a.fields(method);
        // Members of a bond are told by the bond itself.
        fields.retain(|(name, _)| *name != "bond_slave_of");
        fields.extend([
            ("device_name", a.value(0)),
            ("metrics", Value::from(metrics)),
            ("currently_attached", Value::Bool(false)),
        ]);
        cx.pool.insert(db, "PIF", fields)
    })?;
    Ok(Value::from(pif))
}

/// The interface of a host by the name of its device: the card or the bond, not what stands on it.
pub fn named(db: &Db, host: &str, device: &str) -> Result<Str, Failure> {
    let mut own = db.get_refs("host", host, "PIFs")?;
    own.retain(|pif| {
        db.get_str("PIF", pif, "device").is_ok_and(|d| &*d == device)
            && db.get("PIF", pif, "VLAN").is_ok_and(|tag| tag.as_int() == -1)
    });
    // The first is the last one listed.
    own.pop().ok_or_else(|| Failure::new("INVALID_VALUE", ["device", device]))
}

/// `PIF.create_VLAN`, by the name of the device that carries it.
pub async fn create_vlan(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let carrier = cx.pool.read(|db| named(db, a.str(2), a.str(0)))?;
    let vlan = vlan::create(cx, &carrier, a.int(3), a.str(1)).await?;
    cx.pool.read(|db| db.get("VLAN", vlan.as_str(), "untagged_PIF"))
}

/// `PIF.destroy`, of a VLAN's interface.
pub async fn destroy(cx: &Cx, pif: &str) -> Result<Value, Failure> {
    let vlan = cx.pool.read(|db| {
        if db.get("PIF", pif, "VLAN")?.as_int() < 0 {
            return Err(Failure::new("PIF_IS_PHYSICAL", [pif]));
        }
        db.get_str("PIF", pif, "VLAN_master_of")
    })?;
    vlan::destroy(cx, &vlan).await
}

/// Makes another interface of the same host the one it is managed by.
pub fn move_management(db: &mut Db, from: &str, to: &str) -> Result<(), Failure> {
    if !is_management(db, from)? {
        return Ok(());
    }
    bring_up(db, to)?;
    db.set("PIF", to, "management", true)?;
    db.set("PIF", from, "management", false)?;
    Ok(())
}

/// After a boot a host brings up its cards, bonds and whatever has an address; the rest waits for who needs it.
pub fn booted(db: &mut Db, host: &str) -> Result<(), Failure> {
    let own = db.get_refs("host", host, "PIFs")?;
    let needed = |db: &Db, pif: &Str| -> Result<bool, Failure> {
        let alone = db.get("PIF", pif, "physical")?.as_bool() || !members(db, pif)?.is_empty();
        let kept = alone || pif_ip::configured(db, pif);
        Ok(kept && bond_of(db, pif)?.is_none() && db.get("PIF", pif, "managed")?.as_bool())
    };
    for pif in &own {
        if !needed(db, pif)? && db.get("PIF", pif, "managed")?.as_bool() && bond_of(db, pif)?.is_none() {
            bring_down(db, pif)?;
        }
    }
    for pif in &own {
        if needed(db, pif)? {
            bring_up(db, pif)?;
        }
    }
    Ok(())
}

/// Whether a host has an interface that could carry a network, without one on it being a member of a bond.
///
/// A network without interfaces at all lives inside one host: whoever uses it must be on the same.
pub fn can_see(db: &Db, host: &str, network: &str) -> Result<bool, Failure> {
    let pifs = db.get_refs("network", network, "PIFs")?;
    if pifs.is_empty() {
        for vif in db.get_refs("network", network, "VIFs")? {
            let vm = db.get_str("VIF", &vif, "VM")?;
            let elsewhere = db.get_str("VM", &vm, "resident_on").is_ok_and(|h| &*h != host && &*h != NULL);
            if elsewhere && db.get("VIF", &vif, "currently_attached")?.as_bool() {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    match crate::behave::pif_checks::local(db, network, host)? {
        Some(pif) => Ok(bond_of(db, &pif)?.is_none()),
        None => Ok(false),
    }
}
