//! What storage there is. Drivers that are told too little fail, and say with the failure, as XML, what there is to
//! choose from.

use std::collections::BTreeMap;
use std::net::IpAddr;

use api::{
    ApiError,
    sr_probe::{
        HbaDevice, IscsiLun, IscsiTarget, Lying, NfsExport, ProbeHba, ProbeHbaExists, ProbeIscsiExists,
        ProbeIscsiIqns, ProbeIscsiLuns, ProbeNfs, ProbeNfsExists, ProbeZfs,
    },
};
use model::{Id, objects::Host};
use quick_xml::{Reader, events::Event};
use serde_json::{Map, Value};
use xapi::params;

use super::{
    found::Found,
    sr_create::{Config, config},
};
use crate::Cx;

/// What the failures are about.
const NO_TARGET: u16 = 96;
const NO_PATH: u16 = 101;
const NO_DISK: u16 = 107;
const NO_ANSWER: u16 = 141;

/// The texts in an element, by the names of the elements that they are in.
type Item = BTreeMap<String, String>;

/// What a driver has to say: what lies there, or what there is to choose from.
async fn probe(cx: &Cx, host: &Id<Host>, sr_type: &str, config: Config) -> Result<String, ApiError> {
    let found: Found<Host> = Found::find(cx, host)?;
    let params = params![found.reference(), config, sr_type, Config::new()];
    found.pool.ask("SR.probe", params).await
}

fn code(number: u16) -> String {
    format!("SR_BACKEND_FAILURE_{number}")
}

/// What there is to choose from, which the driver says with this failure.
async fn choices(
    cx: &Cx,
    host: &Id<Host>,
    (sr_type, config): (&str, Config),
    failure: u16,
    element: &str,
) -> Result<Vec<Item>, ApiError> {
    let xml = match probe(cx, host, sr_type, config).await {
        // Some drivers say it without failing.
        Ok(xml) => xml,
        Err(ApiError::Xapi { code: failed, params }) if failed == code(failure) => {
            params.into_iter().nth(2).unwrap_or_default()
        }
        Err(error) => return Err(error),
    };
    items(&xml, element)
}

/// The repositories that lie where a configuration leads.
async fn lying(cx: &Cx, host: &Id<Host>, sr_type: &str, config: Config) -> Result<Vec<Lying>, ApiError> {
    let found = items(&probe(cx, host, sr_type, config).await?, "SR")?;
    Ok(found.into_iter().map(|mut sr| Lying { uuid: take(&mut sr, "UUID") }).collect())
}

fn take(item: &mut Item, name: &str) -> String {
    item.remove(name).unwrap_or_default()
}

/// Every element of that name.
fn items(xml: &str, element: &str) -> Result<Vec<Item>, ApiError> {
    read(xml, element).map_err(|why| {
        tracing::error!(why, "what a storage driver says cannot be read");
        ApiError::Unavailable { reason: "the answer of the storage driver could not be understood".into() }
    })
}

/// Every element of that name, with the texts in it by the names of their elements.
pub fn read(xml: &str, element: &str) -> Result<Vec<Item>, String> {
    let mut reader = Reader::from_str(xml.trim());
    let (mut all, mut current, mut name) = (Vec::new(), None::<Item>, String::new());
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let mut text = |more: &str| {
            if let Some(item) = current.as_mut().filter(|_| !name.is_empty()) {
                item.entry(name.clone()).or_default().push_str(more);
            }
        };
        match event {
            Event::Start(tag) => {
                let tag = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                if current.is_some() {
                    name = tag;
                } else if tag == element {
                    current = Some(Item::new());
                }
            }
            Event::End(tag) => {
                name.clear();
                if tag.name().as_ref() == element.as_bytes() {
                    all.extend(current.take());
                }
            }
            Event::Text(more) => text(&more.decode().map_err(|error| error.to_string())?),
            Event::CData(more) => text(&more.decode().map_err(|error| error.to_string())?),
            Event::GeneralRef(entity) => {
                let named = entity.decode().map_err(|error| error.to_string())?;
                let character = entity.resolve_char_ref().map_err(|error| error.to_string())?;
                let character = character.map(String::from);
                let known = || quick_xml::escape::resolve_predefined_entity(&named).map(str::to_owned);
                text(&character.or_else(known).ok_or_else(|| format!("unknown entity {named}"))?);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for item in &mut all {
        item.values_mut().for_each(|text| *text = text.trim().to_owned());
    }
    Ok(all)
}

/// As the plugin answers it; a host without the plugin has no such pools.
pub async fn probe_zfs(cx: Cx, call: ProbeZfs) -> Result<Map<String, Value>, ApiError> {
    let found: Found<Host> = Found::find(&cx, &call.host)?;
    let params = params![found.reference(), "zfs.py", "list_zfs_pools", Config::new()];
    match found.pool.ask::<String>("host.call_plugin", params).await {
        Ok(json) => serde_json::from_str(&json).map_err(|error| {
            tracing::error!(%error, "what the plugin zfs.py says cannot be read");
            ApiError::Unavailable { reason: "the answer of the host could not be understood".into() }
        }),
        Err(ApiError::Xapi { code, .. })
            if matches!(&*code, "XENAPI_MISSING_PLUGIN" | "UNKNOWN_XENAPI_PLUGIN_FUNCTION") =>
        {
            Ok(Map::new())
        }
        Err(error) => Err(error),
    }
}

pub async fn probe_hba(cx: Cx, call: ProbeHba) -> Result<Vec<HbaDevice>, ApiError> {
    let found = choices(&cx, &call.host, ("lvmohba", Config::new()), NO_DISK, "BlockDevice").await?;
    let device = |mut item: Item| HbaDevice {
        hba: take(&mut item, "hba"),
        id: take(&mut item, "id"),
        lun: take(&mut item, "lun"),
        path: take(&mut item, "path"),
        scsi_id: take(&mut item, "SCSIid"),
        serial: take(&mut item, "serial"),
        size: take(&mut item, "size"),
        vendor: take(&mut item, "vendor"),
    };
    Ok(found.into_iter().map(device).collect())
}

pub async fn probe_nfs(cx: Cx, call: ProbeNfs) -> Result<Vec<NfsExport>, ApiError> {
    let config = config([("server", Some(call.server)), ("nfsversion", call.nfs_version)]);
    let found = choices(&cx, &call.host, ("nfs", config), NO_PATH, "Export").await?;
    let export =
        |mut item: Item| NfsExport { path: take(&mut item, "Path"), acl: take(&mut item, "Accesslist") };
    Ok(found.into_iter().map(export).collect())
}

/// How an iSCSI server is reached.
fn iscsi<const N: usize>(
    target: &str,
    port: Option<u16>,
    (user, password): (Option<String>, Option<String>),
    more: [(&str, Option<String>); N],
) -> Config {
    let mut all = config([
        ("target", Some(target.to_owned())),
        ("port", port.map(|port| port.to_string())),
        ("chapuser", user),
        ("chappassword", password),
    ]);
    all.extend(config(more));
    all
}

/// Of a server that was named by its address, only what it has there.
pub async fn probe_iscsi_iqns(cx: Cx, call: ProbeIscsiIqns) -> Result<Vec<IscsiTarget>, ApiError> {
    let config = iscsi(&call.target, call.port, (call.chap_user, call.chap_password), []);
    let found = match choices(&cx, &call.host, ("lvmoiscsi", config), NO_TARGET, "TGT").await {
        Err(ApiError::Xapi { code: failed, .. }) if failed == code(NO_ANSWER) => Vec::new(),
        found => found?,
    };
    let by_address = call.target.parse::<IpAddr>().is_ok();
    let target =
        |mut item: Item| IscsiTarget { iqn: take(&mut item, "TargetIQN"), ip: take(&mut item, "IPAddress") };
    let found = found.into_iter().map(target).filter(|it| !it.iqn.is_empty());
    Ok(found.filter(|it| !by_address || it.ip == call.target).collect())
}

pub async fn probe_iscsi_luns(cx: Cx, call: ProbeIscsiLuns) -> Result<Vec<IscsiLun>, ApiError> {
    let iqn = [("targetIQN", Some(call.target_iqn))];
    let config = iscsi(&call.target, call.port, (call.chap_user, call.chap_password), iqn);
    let found = choices(&cx, &call.host, ("lvmoiscsi", config), NO_DISK, "LUN").await?;
    let lun = |mut item: Item| IscsiLun {
        id: take(&mut item, "LUNid"),
        vendor: take(&mut item, "vendor"),
        serial: take(&mut item, "serial"),
        size: take(&mut item, "size"),
        scsi_id: take(&mut item, "SCSIid"),
    };
    Ok(found.into_iter().map(lun).collect())
}

pub async fn probe_iscsi_exists(cx: Cx, call: ProbeIscsiExists) -> Result<Vec<Lying>, ApiError> {
    let disk = [("targetIQN", Some(call.target_iqn)), ("SCSIid", Some(call.scsi_id))];
    let config = iscsi(&call.target, call.port, (call.chap_user, call.chap_password), disk);
    lying(&cx, &call.host, "lvmoiscsi", config).await
}

pub async fn probe_hba_exists(cx: Cx, call: ProbeHbaExists) -> Result<Vec<Lying>, ApiError> {
    lying(&cx, &call.host, "lvmohba", config([("SCSIid", Some(call.scsi_id))])).await
}

pub async fn probe_nfs_exists(cx: Cx, call: ProbeNfsExists) -> Result<Vec<Lying>, ApiError> {
    let config = config([
        ("server", Some(call.server)),
        ("serverpath", Some(call.server_path)),
        ("nfsversion", call.nfs_version),
    ]);
    lying(&cx, &call.host, "nfs", config).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_however_deep_and_entities_are_read() {
        let xml =
            "<?xml version=\"1.0\" ?>\n<a><LUN>\n\t<id>\n\t\t0\n\t</id><v>a&amp;b &#x41;</v></LUN><LUN/></a>";
        let read = read(xml, "LUN").unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!((&*read[0]["id"], &*read[0]["v"]), ("0", "a&b A"));
        assert_eq!(super::read("", "LUN"), Ok(Vec::new()));
        assert!(super::read("<a></b>", "LUN").is_err());
    }
}
