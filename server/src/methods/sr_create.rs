//! New storage repositories, and those that lie on storage already.

use std::collections::BTreeMap;

use api::{
    ApiError,
    sr_create::{
        Create, CreateExt, CreateHba, CreateIscsi, CreateIso, CreateLvm, CreateNfs, CreateSmb, CreateZfs,
        ImageFormats, IsoType,
    },
};
use model::{
    Id, Kind,
    objects::{Host, PoolObject, Sm, Sr},
};
use serde_json::json;
use xapi::params;

use super::{
    found::{Found, id_of, in_pool},
    steps::Steps,
};
use crate::Cx;

/// Types of storage that only one host reaches.
const LOCAL: &[&str] = &["ext", "lvm", "xfs", "file", "zfs", "btrfs", "largeblock", "udev", "dummy"];

/// What a driver must be told.
pub type Config = BTreeMap<String, String>;

/// A repository to be.
struct Plan {
    host: Id<Host>,
    name: String,
    description: String,
    sr_type: &'static str,
    content: &'static str,
    config: Config,
    /// Its uuid, if it lies there already.
    lying: Option<String>,
}

/// The settings that are given.
pub fn config<const N: usize>(settings: [(&str, Option<String>); N]) -> Config {
    settings.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn formats(wanted: Option<ImageFormats>) -> (&'static str, Option<String>) {
    let text = wanted.map(|formats| match formats {
        ImageFormats::Vhd => "vhd",
        ImageFormats::Qcow2 => "qcow2",
        ImageFormats::VhdQcow2 => "vhd,qcow2",
        ImageFormats::Qcow2Vhd => "qcow2,vhd",
    });
    ("preferred-image-formats", text.map(str::to_owned))
}

impl Plan {
    async fn carry_out(self, cx: &Cx) -> Result<Id<Sr>, ApiError> {
        let found: Found<Host> = Found::find(cx, &self.host)?;
        match &self.lying {
            Some(uuid) => self.attach(cx, &found, uuid).await,
            None => self.create(&found).await,
        }
    }

    fn shared(&self) -> bool {
        !LOCAL.contains(&self.sr_type)
    }

    async fn create(&self, found: &Found<Host>) -> Result<Id<Sr>, ApiError> {
        let Self { name, description, sr_type, content, config, .. } = self;
        let sm_config = Config::new();
        let more = params![config, 0, name, description, sr_type, content, self.shared(), sm_config];
        let sr: String = found.run("SR.create", more).await?;
        id_of(&found.pool, &sr).await
    }

    /// Introduces what lies there, and connects the hosts: all of them, where it is shared.
    async fn attach(&self, cx: &Cx, found: &Found<Host>, uuid: &str) -> Result<Id<Sr>, ApiError> {
        let Self { name, description, sr_type, content, .. } = self;
        let mut hosts: Vec<Host> = in_pool(cx, Kind::Host, found.object.pool())?;
        if !self.shared() {
            hosts.retain(|host| host.id == found.object.id);
        }
        let mut steps = Steps::new(&found.pool);
        let sm_config = Config::new();
        let introduced = params![uuid, name, description, sr_type, content, self.shared(), sm_config];
        let sr: String = steps.call("SR.introduce", introduced).await?;
        steps.back("SR.forget", params![sr]);
        for host in hosts {
            let record = json!({ "host": host.reference(), "SR": sr, "device_config": self.config });
            let pbd: String = steps.call("PBD.create", params![record]).await?;
            steps.back("PBD.destroy", params![pbd]);
            steps.long::<()>("PBD.plug", params![pbd], &sr).await?;
            steps.back("PBD.unplug", params![pbd]);
        }
        id_of(&found.pool, &sr).await
    }
}

pub async fn create(cx: Cx, call: Create) -> Result<Id<Sr>, ApiError> {
    let found: Found<Host> = Found::find(&cx, &call.host)?;
    let size = call.size.map_or(0, |size| size.bytes());
    let content = call.content_type.as_deref().unwrap_or(if call.sr_type == "iso" { "iso" } else { "user" });
    let shared = !LOCAL.contains(&&*call.sr_type);
    let (names, config) =
        (params![call.name_label, call.name_description], params![call.device_config, size]);
    let more = config.and(names).and(params![call.sr_type, content, shared, call.sm_config]);
    let sr: String = found.run("SR.create", more).await?;
    id_of(&found.pool, &sr).await
}

pub async fn create_iso(cx: Cx, call: CreateIso) -> Result<Id<Sr>, ApiError> {
    let path = ("location", Some(call.path));
    let config = match call.kind {
        IsoType::Local => config([path, ("legacy_mode", Some("true".into()))]),
        IsoType::Nfs => config([
            path,
            ("type", Some("nfs_iso".into())),
            ("nfsversion", call.nfs_version),
            ("options", call.nfs_options),
        ]),
        IsoType::Smb => config([
            path,
            ("type", Some("cifs".into())),
            ("username", call.user),
            ("cifspassword", call.password),
        ]),
    };
    let (host, name, description, lying) = (call.host, call.name_label, call.name_description, call.sr_uuid);
    Plan { host, name, description, sr_type: "iso", content: "iso", config, lying }.carry_out(&cx).await
}

pub async fn create_nfs(cx: Cx, call: CreateNfs) -> Result<Id<Sr>, ApiError> {
    let config = config([
        ("server", Some(call.server)),
        ("serverpath", Some(call.server_path)),
        ("nfsversion", call.nfs_version),
        ("options", call.nfs_options),
        formats(call.preferred_image_format),
    ]);
    let (host, name, description, lying) = (call.host, call.name_label, call.name_description, call.sr_uuid);
    Plan { host, name, description, sr_type: "nfs", content: "user", config, lying }.carry_out(&cx).await
}

pub async fn create_smb(cx: Cx, call: CreateSmb) -> Result<Id<Sr>, ApiError> {
    let config = config([
        ("server", Some(call.server)),
        ("username", call.user),
        ("password", call.password),
        formats(call.preferred_image_format),
    ]);
    let (host, name, description, lying) = (call.host, call.name_label, call.name_description, call.sr_uuid);
    Plan { host, name, description, sr_type: "smb", content: "user", config, lying }.carry_out(&cx).await
}

pub async fn create_hba(cx: Cx, call: CreateHba) -> Result<Id<Sr>, ApiError> {
    let config = config([("SCSIid", Some(call.scsi_id)), formats(call.preferred_image_format)]);
    let (host, name, description, lying) = (call.host, call.name_label, call.name_description, call.sr_uuid);
    Plan { host, name, description, sr_type: "lvmohba", content: "user", config, lying }.carry_out(&cx).await
}

pub async fn create_iscsi(cx: Cx, call: CreateIscsi) -> Result<Id<Sr>, ApiError> {
    let config = config([
        ("target", Some(call.target)),
        ("port", call.port.map(|port| port.to_string())),
        ("targetIQN", Some(call.target_iqn)),
        ("SCSIid", Some(call.scsi_id)),
        ("chapuser", call.chap_user),
        ("chappassword", call.chap_password),
        formats(call.preferred_image_format),
    ]);
    let (host, name, description, lying) = (call.host, call.name_label, call.name_description, call.sr_uuid);
    Plan { host, name, description, sr_type: "lvmoiscsi", content: "user", config, lying }
        .carry_out(&cx)
        .await
}

pub async fn create_lvm(cx: Cx, call: CreateLvm) -> Result<Id<Sr>, ApiError> {
    let config = config([("device", Some(call.device)), formats(call.preferred_image_format)]);
    let (host, name, description) = (call.host, call.name_label, call.name_description);
    Plan { host, name, description, sr_type: "lvm", content: "user", config, lying: None }
        .carry_out(&cx)
        .await
}

pub async fn create_ext(cx: Cx, call: CreateExt) -> Result<Id<Sr>, ApiError> {
    let config = config([("device", Some(call.device)), formats(call.preferred_image_format)]);
    let (host, name, description) = (call.host, call.name_label, call.name_description);
    Plan { host, name, description, sr_type: "ext", content: "user", config, lying: None }
        .carry_out(&cx)
        .await
}

/// Of type `zfs` where the pool has a driver for it, else as a folder.
pub async fn create_zfs(cx: Cx, call: CreateZfs) -> Result<Id<Sr>, ApiError> {
    let found: Found<Host> = Found::find(&cx, &call.host)?;
    let drivers: Vec<Sm> = in_pool(&cx, Kind::Sm, found.object.pool())?;
    let sr_type = if drivers.iter().any(|driver| driver.sm_type == "zfs") { "zfs" } else { "file" };
    let config = config([("location", Some(call.location)), formats(call.preferred_image_format)]);
    let (host, name, description) = (call.host, call.name_label, call.name_description);
    Plan { host, name, description, sr_type, content: "user", config, lying: None }.carry_out(&cx).await
}
