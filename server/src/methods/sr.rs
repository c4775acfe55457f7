//! Storage repositories: names, connections, maintenance, the chains of their disks.

use std::collections::{BTreeMap, BTreeSet};

use api::{
    ApiError,
    sm::GetFromSr,
    sr::{
        ChainsInfo, ConnectAllPbds, Destroy, DisableMaintenanceMode, DisconnectAllPbds,
        EnableMaintenanceMode, Forget, GetAllUnhealthyVdiChainsLength, GetVdiChainsInfo, ReclaimSpace, Scan,
        Set,
    },
};
use model::{
    Id, Kind,
    objects::{Host, Pbd, PoolObject, PowerState, Sr, Vbd, Vdi, Vm},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use xapi::{Ref, params};

use super::{
    found::{self, Found},
    sr_probe,
    steps::Steps,
};
use crate::{Cx, table::Started};

/// Where the pool itself keeps what [`disable_maintenance_mode`] undoes.
const STATE: (&str, &str, &str) = ("SR", "other_config", "xo:maintenanceState");

/// All that is asked for is set, or nothing.
pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.id)?;
    let (now, sr, mut steps) = (&found.object, found.reference(), Steps::new(&found.pool));
    if let Some(name) = &call.name_label {
        steps.set("SR.set_name_label", sr, &now.name_label, name).await?;
    }
    if let Some(description) = &call.name_description {
        steps.set("SR.set_name_description", sr, &now.name_description, description).await?;
    }
    Ok(())
}

pub async fn scan(cx: Cx, call: Scan) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("SR.scan", params![]).await
}

impl Found<Sr> {
    /// Its connections that are plugged, or not.
    async fn pbds(&self, plugged: bool) -> Result<Vec<Ref<xapi::Pbd>>, ApiError> {
        let mut pbds = Vec::new();
        let all: Vec<Ref<xapi::Pbd>> = self.pool.ask("SR.get_PBDs", params![self.reference()]).await?;
        for pbd in all {
            if self.pool.ask::<bool>("PBD.get_currently_attached", params![pbd]).await? == plugged {
                pbds.push(pbd);
            }
        }
        Ok(pbds)
    }

    async fn unplug_all(&self, steps: &mut Steps) -> Result<(), ApiError> {
        let plugged = self.pbds(true).await;
        for pbd in steps.kept(plugged).await? {
            steps.long::<()>("PBD.unplug", params![pbd], self.reference()).await?;
            steps.back("PBD.plug", params![pbd]);
        }
        Ok(())
    }

    async fn plug(&self, pbds: &[Ref<xapi::Pbd>], steps: &mut Steps) -> Result<(), ApiError> {
        for pbd in pbds {
            steps.long::<()>("PBD.plug", params![pbd], self.reference()).await?;
            steps.back("PBD.unplug", params![pbd]);
        }
        Ok(())
    }

    fn refusal(&self, reason: String) -> ApiError {
        ApiError::IncorrectState { object: self.object.id.to_string(), reason }
    }
}

/// The hosts are connected again should it fail.
pub async fn destroy(cx: Cx, call: Destroy) -> Result<(), ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.id)?;
    let mut steps = Steps::new(&found.pool);
    found.unplug_all(&mut steps).await?;
    steps.long("SR.destroy", params![found.reference()], found.reference()).await
}

/// The hosts are connected again should it fail.
pub async fn forget(cx: Cx, call: Forget) -> Result<Started<()>, ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.id)?;
    let mut steps = Steps::new(&found.pool);
    found.unplug_all(&mut steps).await?;
    let started = found.start::<()>("SR.forget", params![]).await;
    let started = steps.kept(started).await?;
    Ok(started.then(move |done| async move { steps.kept(done).await }))
}

pub async fn connect_all_pbds(cx: Cx, call: ConnectAllPbds) -> Result<(), ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.id)?;
    found.plug(&found.pbds(false).await?, &mut Steps::new(&found.pool)).await
}

pub async fn disconnect_all_pbds(cx: Cx, call: DisconnectAllPbds) -> Result<(), ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.id)?;
    found.unplug_all(&mut Steps::new(&found.pool)).await
}

/// What was done to a repository for its maintenance; uuids.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Maintained {
    shutdown_vms: Vec<Id<Vm>>,
    unplugged_pbds: Vec<Id<Pbd>>,
}

/// The VMs that run and use a disk of a repository.
fn users(cx: &Cx, sr: &Sr) -> Result<BTreeMap<Id<Vm>, Vm>, ApiError> {
    let known = |id: &str| cx.app.cache.get(id).is_some();
    let mut users = BTreeMap::new();
    for disk in sr.vdis.iter().filter(|disk| known(disk.as_str())) {
        for drive in found::read::<Vdi>(cx, disk)?.vbds.iter().filter(|drive| known(drive.as_str())) {
            let drive = found::read::<Vbd>(cx, drive)?;
            let vm = drive.vm.filter(|vm| drive.attached && known(vm.as_str()));
            let vm = vm.map(|vm| found::read::<Vm>(cx, &vm)).transpose()?;
            if let Some(vm) = vm.filter(|vm| vm.power_state != PowerState::Halted) {
                users.insert(vm.id.clone(), vm);
            }
        }
    }
    Ok(users)
}

/// VMs are shut down and hosts disconnected, or all is as it was.
pub async fn enable_maintenance_mode(cx: Cx, call: EnableMaintenanceMode) -> Result<(), ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.id)?;
    if found.object.in_maintenance_mode {
        return Err(found.refusal(format!("{} is in maintenance already.", found.object.name_label)));
    }
    let users = users(&cx, &found.object)?;
    let unnamed: Vec<&str> = users
        .iter()
        .filter(|(id, _)| !call.vms_to_shutdown.contains(id))
        .map(|(_, vm)| &*vm.name_label)
        .collect();
    if !unnamed.is_empty() {
        let reason = format!(
            "{} is used by running VMs that are not to be shut down: {}.",
            found.object.name_label,
            unnamed.join(", ")
        );
        return Err(found.refusal(reason));
    }
    let mut state = Maintained { shutdown_vms: users.keys().cloned().collect(), ..Maintained::default() };
    for pbd in found.pbds(true).await? {
        state.unplugged_pbds.push(found::id_of(&found.pool, pbd.as_str()).await?);
    }
    let state = serde_json::to_string(&state).map_err(|_| ApiError::Internal)?;
    let mut steps = Steps::new(&found.pool);
    // First, so that whatever comes between can be undone by whoever finds it.
    steps.key((STATE.0, STATE.1), found.reference(), STATE.2, (None, Some(&state))).await?;
    for vm in users.values() {
        steps.long::<()>("VM.clean_shutdown", params![vm.reference()], vm.reference()).await?;
        steps.back("VM.start", params![vm.reference(), false, false]);
    }
    found.unplug_all(&mut steps).await
}

/// Hosts first, then VMs; what was removed meanwhile is passed over.
pub async fn disable_maintenance_mode(cx: Cx, call: DisableMaintenanceMode) -> Result<(), ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.id)?;
    let config: BTreeMap<String, String> =
        found.pool.ask("SR.get_other_config", params![found.reference()]).await?;
    let Some(state) = config.get(STATE.2) else {
        return Err(found.refusal(format!("{} is not in maintenance.", found.object.name_label)));
    };
    let state: Maintained = serde_json::from_str(state).unwrap_or_default();
    let mut pbds = found.pbds(false).await?;
    if !state.unplugged_pbds.is_empty() {
        let wanted = &state.unplugged_pbds;
        let wanted =
            wanted.iter().filter_map(|pbd| found::read::<Pbd>(&cx, pbd).ok()).map(|pbd| pbd.xapi_ref);
        let wanted: BTreeSet<String> = wanted.map(|reference| reference.to_string()).collect();
        pbds.retain(|pbd| wanted.contains(pbd.as_str()));
    }
    let mut steps = Steps::new(&found.pool);
    found.plug(&pbds, &mut steps).await?;
    for vm in state.shutdown_vms.iter().filter_map(|vm| found::read::<Vm>(&cx, vm).ok()) {
        let now: String = found.pool.ask("VM.get_power_state", params![vm.reference()]).await?;
        if now == "Halted" {
            steps.long::<()>("VM.start", params![vm.reference(), false, false], vm.reference()).await?;
            steps.back("VM.clean_shutdown", params![vm.reference()]);
        }
    }
    steps.call("SR.remove_from_other_config", params![found.reference(), STATE.2]).await
}

/// By the plugin of a host that is connected; it answers `True`, or XML that says why not.
pub async fn reclaim_space(cx: Cx, call: ReclaimSpace) -> Result<Started<()>, ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.id)?;
    let pbds: Vec<Pbd> = found.object.pbds.iter().filter_map(|pbd| found::read(&cx, pbd).ok()).collect();
    let host = pbds.into_iter().find(|pbd| pbd.attached).and_then(|pbd| pbd.host);
    let Some(host) = host else {
        return Err(found.refusal(format!("No host is connected to {}.", found.object.name_label)));
    };
    let host: Host = found.beside(&cx, &host)?;
    let arguments = BTreeMap::from([("sr_uuid", found.object.uuid.to_string())]);
    let params = params![host.reference(), "trim", "do_trim", arguments];
    let started = found.pool.start::<String>("host.call_plugin", params, found.reference()).await?;
    Ok(started.then(move |said| async move {
        let said = said?;
        if said == "True" {
            return Ok(());
        }
        tracing::info!(said, sr.id = %found.object.id, "space was not reclaimed");
        Err(found.refusal(format!(
            "The space of {} could not be reclaimed: {}",
            found.object.name_label,
            why(&said)
        )))
    }))
}

/// What the plugin gives as its reason.
fn why(said: &str) -> String {
    let mut pairs = sr_probe::read(said, "key_value_pair").unwrap_or_default();
    let reason = pairs.iter_mut().find(|pair| pair.get("key").is_some_and(|key| key == "errmsg"));
    reason.and_then(|pair| pair.remove("value")).unwrap_or_else(|| said.to_owned())
}

/// What is to be said of the disks of a repository.
fn chains(disks: &[&xapi::Vdi]) -> ChainsInfo {
    const PARENT: &str = "vhd-parent";
    let known: BTreeSet<&str> = disks.iter().map(|disk| &*disk.uuid).collect();
    let parent = |disk: &xapi::Vdi| disk.sm_config.get(PARENT).filter(|parent| !parent.is_empty()).cloned();
    let mut info = ChainsInfo::default();
    let mut children: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for disk in disks {
        let Some(parent) = parent(disk) else { continue };
        if !known.contains(&*parent) {
            info.vdis_with_unknown_vhd_parent.push(disk.uuid.clone());
        }
        children.entry(parent).or_default().push(&disk.uuid);
    }
    let hidden: BTreeSet<&str> = disks.iter().filter(|disk| !disk.managed).map(|disk| &*disk.uuid).collect();
    // A hidden disk with one child is of no use but to that child.
    let next = |disk: &str| match children.get(disk).map(Vec::as_slice) {
        Some([child]) if hidden.contains(disk) => Some(*child),
        _ => None,
    };
    for disk in &hidden {
        let mut length = 0;
        let mut at = *disk;
        while let Some(child) = next(at).filter(|_| length < hidden.len()) {
            (length, at) = (length + 1, child);
        }
        if length > 0 {
            info.unhealthy_vdis.insert((*disk).to_owned(), length);
        }
    }
    info.n_unhealthy_vdis = info.unhealthy_vdis.len();
    info
}

type Disks = BTreeMap<Ref<xapi::Vdi>, xapi::Vdi>;

pub async fn get_vdi_chains_info(cx: Cx, call: GetVdiChainsInfo) -> Result<ChainsInfo, ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.id)?;
    let ours = format!("field \"SR\" = \"{}\"", found.reference());
    let disks: Disks = found.pool.ask("VDI.get_all_records_where", params![ours]).await?;
    Ok(chains(&disks.values().collect::<Vec<_>>()))
}

/// Pools that are away are left out.
pub async fn get_all_unhealthy_vdi_chains_length(
    cx: Cx,
    _: GetAllUnhealthyVdiChainsLength,
) -> Result<BTreeMap<Id<Sr>, ChainsInfo>, ApiError> {
    let mut all = BTreeMap::new();
    let mut pools: BTreeMap<String, Disks> = BTreeMap::new();
    for object in cx.app.cache.of_kind(Kind::Sr).iter() {
        let Ok(found) = Found::<Sr>::find(&cx, &object.id().into()) else { continue };
        let server = found.pool.server().to_owned();
        if !pools.contains_key(&server) {
            let disks = found.pool.ask("VDI.get_all_records", params![]).await?;
            pools.insert(server.clone(), disks);
        }
        let ours = pools[&server].values().filter(|disk| disk.sr.as_str() == found.reference());
        let info = chains(&ours.collect::<Vec<_>>());
        if info != ChainsInfo::default() {
            all.insert(found.object.id.clone(), info);
        }
    }
    Ok(all)
}

pub async fn get_from_sr(cx: Cx, call: GetFromSr) -> Result<Map<String, Value>, ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.sr)?;
    let drivers: BTreeMap<String, Map<String, Value>> =
        found.pool.ask("SM.get_all_records", params![]).await?;
    let driver =
        drivers.into_values().find(|driver| driver.get("type") == Some(&found.object.sr_type.clone().into()));
    driver.ok_or_else(|| ApiError::NotFound { what: "SM".into(), id: found.object.sr_type.clone() })
}
