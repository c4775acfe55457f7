//! Calls about storage repositories: new ones, and those that lie on storage already.

use std::collections::BTreeMap;

use model::{
    Id, Privilege, Target,
    objects::{Host, Sr},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb, values::Size};

/// The formats of new disks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ImageFormats {
    #[serde(rename = "vhd")]
    Vhd,
    #[serde(rename = "qcow2")]
    Qcow2,
    #[serde(rename = "vhd, qcow2")]
    VhdQcow2,
    #[serde(rename = "qcow2, vhd")]
    Qcow2Vhd,
}

/// Where discs lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum IsoType {
    Local,
    Nfs,
    Smb,
}

/// Create a storage repository of any type, with what its driver must be told.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    #[serde(rename = "hostId")]
    pub host: Id<Host>,
    /// `ext`, `lvm`, `nfs`, …; whether it is shared follows from it.
    #[serde(rename = "SR_type")]
    pub sr_type: String,
    pub name_label: String,
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub name_description: String,
    /// What its driver must be told; `sm.getFromSr` and the objects of type `SM` say what that is.
    pub device_config: BTreeMap<String, String>,
    /// Bytes, or text such as `10GiB`; the whole of the storage when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// `user` or `iso`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(default)]
    pub sm_config: BTreeMap<String, String>,
}
impl Method for Create {
    const NAME: &'static str = "sr.create";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/srs").created()];
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Id<Sr>;
}

/// Create a library of discs: a folder of the host, or of a server.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateIso {
    pub host: Id<Host>,
    #[serde(rename = "nameLabel")]
    pub name_label: String,
    #[serde(rename = "nameDescription")]
    #[schemars(length(min = 0))]
    pub name_description: String,
    /// `/folder`, `server:/folder` or `\\\\server\\share`.
    pub path: String,
    #[serde(rename = "type")]
    pub kind: IsoType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// `3`, `4`, `4.1`.
    #[serde(default, rename = "nfsVersion", skip_serializing_if = "Option::is_none")]
    pub nfs_version: Option<String>,
    /// Of the mount.
    #[serde(default, rename = "nfsOptions", skip_serializing_if = "Option::is_none")]
    pub nfs_options: Option<String>,
    /// Attach the repository of that uuid, which lies there already, instead of making a new one.
    #[serde(default, rename = "srUuid", skip_serializing_if = "Option::is_none")]
    pub sr_uuid: Option<String>,
}
impl Method for CreateIso {
    const NAME: &'static str = "sr.createIso";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Id<Sr>;
}

/// Create a storage repository on an NFS server.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateNfs {
    pub host: Id<Host>,
    #[serde(rename = "nameLabel")]
    pub name_label: String,
    #[serde(rename = "nameDescription")]
    #[schemars(length(min = 0))]
    pub name_description: String,
    pub server: String,
    #[serde(rename = "serverPath")]
    pub server_path: String,
    /// `3`, `4`, `4.1`.
    #[serde(default, rename = "nfsVersion", skip_serializing_if = "Option::is_none")]
    pub nfs_version: Option<String>,
    /// Of the mount.
    #[serde(default, rename = "nfsOptions", skip_serializing_if = "Option::is_none")]
    pub nfs_options: Option<String>,
    /// Attach the repository of that uuid, which lies there already, instead of making a new one.
    #[serde(default, rename = "srUuid", skip_serializing_if = "Option::is_none")]
    pub sr_uuid: Option<String>,
    /// What new disks are, first choice first.
    #[serde(default, rename = "preferredImageFormat", skip_serializing_if = "Option::is_none")]
    pub preferred_image_format: Option<ImageFormats>,
}
impl Method for CreateNfs {
    const NAME: &'static str = "sr.createNfs";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Id<Sr>;
}

/// Create a storage repository on an SMB server.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSmb {
    pub host: Id<Host>,
    #[serde(rename = "nameLabel")]
    pub name_label: String,
    #[serde(default, rename = "nameDescription")]
    #[schemars(length(min = 0))]
    pub name_description: String,
    /// `\\\\server\\share`.
    pub server: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Attach the repository of that uuid, which lies there already, instead of making a new one.
    #[serde(default, rename = "srUuid", skip_serializing_if = "Option::is_none")]
    pub sr_uuid: Option<String>,
    /// What new disks are, first choice first.
    #[serde(default, rename = "preferredImageFormat", skip_serializing_if = "Option::is_none")]
    pub preferred_image_format: Option<ImageFormats>,
}
impl Method for CreateSmb {
    const NAME: &'static str = "sr.createSmb";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Id<Sr>;
}

/// Create a storage repository on a disk behind a host bus adapter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateHba {
    pub host: Id<Host>,
    #[serde(rename = "nameLabel")]
    pub name_label: String,
    #[serde(rename = "nameDescription")]
    #[schemars(length(min = 0))]
    pub name_description: String,
    #[serde(rename = "scsiId")]
    pub scsi_id: String,
    /// Attach the repository of that uuid, which lies there already, instead of making a new one.
    #[serde(default, rename = "srUuid", skip_serializing_if = "Option::is_none")]
    pub sr_uuid: Option<String>,
    /// What new disks are, first choice first.
    #[serde(default, rename = "preferredImageFormat", skip_serializing_if = "Option::is_none")]
    pub preferred_image_format: Option<ImageFormats>,
}
impl Method for CreateHba {
    const NAME: &'static str = "sr.createHba";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Id<Sr>;
}

/// Create a storage repository on a disk of an iSCSI server.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateIscsi {
    pub host: Id<Host>,
    #[serde(rename = "nameLabel")]
    pub name_label: String,
    #[serde(rename = "nameDescription")]
    #[schemars(length(min = 0))]
    pub name_description: String,
    /// The address of the server.
    pub target: String,
    /// 3260 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    #[serde(rename = "targetIqn")]
    pub target_iqn: String,
    #[serde(rename = "scsiId")]
    pub scsi_id: String,
    #[serde(default, rename = "chapUser", skip_serializing_if = "Option::is_none")]
    pub chap_user: Option<String>,
    #[serde(default, rename = "chapPassword", skip_serializing_if = "Option::is_none")]
    pub chap_password: Option<String>,
    /// Attach the repository of that uuid, which lies there already, instead of making a new one.
    #[serde(default, rename = "srUuid", skip_serializing_if = "Option::is_none")]
    pub sr_uuid: Option<String>,
    /// What new disks are, first choice first.
    #[serde(default, rename = "preferredImageFormat", skip_serializing_if = "Option::is_none")]
    pub preferred_image_format: Option<ImageFormats>,
}
impl Method for CreateIscsi {
    const NAME: &'static str = "sr.createIscsi";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Id<Sr>;
}

/// Create a storage repository of volumes on a drive of a host.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateLvm {
    pub host: Id<Host>,
    #[serde(rename = "nameLabel")]
    pub name_label: String,
    #[serde(rename = "nameDescription")]
    #[schemars(length(min = 0))]
    pub name_description: String,
    /// Such as `/dev/sdb`; what is on it is lost.
    pub device: String,
    /// What new disks are, first choice first.
    #[serde(default, rename = "preferredImageFormat", skip_serializing_if = "Option::is_none")]
    pub preferred_image_format: Option<ImageFormats>,
}
impl Method for CreateLvm {
    const NAME: &'static str = "sr.createLvm";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Id<Sr>;
}

/// Create a storage repository of files on a drive of a host.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateExt {
    pub host: Id<Host>,
    #[serde(rename = "nameLabel")]
    pub name_label: String,
    #[serde(rename = "nameDescription")]
    #[schemars(length(min = 0))]
    pub name_description: String,
    /// Such as `/dev/sdb`; what is on it is lost.
    pub device: String,
    /// What new disks are, first choice first.
    #[serde(default, rename = "preferredImageFormat", skip_serializing_if = "Option::is_none")]
    pub preferred_image_format: Option<ImageFormats>,
}
impl Method for CreateExt {
    const NAME: &'static str = "sr.createExt";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Id<Sr>;
}

/// Create a storage repository in a ZFS pool of a host.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateZfs {
    pub host: Id<Host>,
    #[serde(rename = "nameLabel")]
    pub name_label: String,
    #[serde(rename = "nameDescription")]
    #[schemars(length(min = 0))]
    pub name_description: String,
    /// Where it is mounted.
    pub location: String,
    /// What new disks are, first choice first.
    #[serde(default, rename = "preferredImageFormat", skip_serializing_if = "Option::is_none")]
    pub preferred_image_format: Option<ImageFormats>,
}
impl Method for CreateZfs {
    const NAME: &'static str = "sr.createZfs";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Id<Sr>;
}
