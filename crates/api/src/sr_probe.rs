//! Calls about storage repositories: what storage there is to make one on, or has one already.

use model::{Id, Privilege, Target, objects::Host};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Rule};

/// Ask a host for its ZFS pools, by name; none where it has no ZFS.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProbeZfs {
    pub host: Id<Host>,
}
impl Method for ProbeZfs {
    const NAME: &'static str = "sr.probeZfs";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = serde_json::Map<String, serde_json::Value>;
}

/// Ask a host for the disks behind its bus adapters.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProbeHba {
    pub host: Id<Host>,
}
impl Method for ProbeHba {
    const NAME: &'static str = "sr.probeHba";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Vec<HbaDevice>;
}

/// A disk behind a host bus adapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HbaDevice {
    pub hba: String,
    pub id: String,
    pub lun: String,
    pub path: String,
    #[serde(rename = "scsiId")]
    pub scsi_id: String,
    pub serial: String,
    /// Bytes.
    pub size: String,
    pub vendor: String,
}

/// Ask an NFS server what it exports.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProbeNfs {
    pub host: Id<Host>,
    pub server: String,
    /// `3`, `4`, `4.1`.
    #[serde(default, rename = "nfsVersion", skip_serializing_if = "Option::is_none")]
    pub nfs_version: Option<String>,
}
impl Method for ProbeNfs {
    const NAME: &'static str = "sr.probeNfs";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Vec<NfsExport>;
}

/// A folder that a server exports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NfsExport {
    pub path: String,
    /// Who may use it.
    pub acl: String,
}

/// Ask an iSCSI server for its targets; none where it does not answer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProbeIscsiIqns {
    pub host: Id<Host>,
    /// The address of the server.
    pub target: String,
    /// 3260 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    #[serde(default, rename = "chapUser", skip_serializing_if = "Option::is_none")]
    pub chap_user: Option<String>,
    #[serde(default, rename = "chapPassword", skip_serializing_if = "Option::is_none")]
    pub chap_password: Option<String>,
}
impl Method for ProbeIscsiIqns {
    const NAME: &'static str = "sr.probeIscsiIqns";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Vec<IscsiTarget>;
}

/// A target of an iSCSI server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IscsiTarget {
    pub iqn: String,
    pub ip: String,
}

/// Ask an iSCSI server for the disks of a target.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProbeIscsiLuns {
    pub host: Id<Host>,
    /// The address of the server.
    pub target: String,
    /// 3260 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    #[serde(rename = "targetIqn")]
    pub target_iqn: String,
    #[serde(default, rename = "chapUser", skip_serializing_if = "Option::is_none")]
    pub chap_user: Option<String>,
    #[serde(default, rename = "chapPassword", skip_serializing_if = "Option::is_none")]
    pub chap_password: Option<String>,
}
impl Method for ProbeIscsiLuns {
    const NAME: &'static str = "sr.probeIscsiLuns";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Vec<IscsiLun>;
}

/// A disk of an iSCSI target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IscsiLun {
    pub id: String,
    pub vendor: String,
    pub serial: String,
    /// Bytes.
    pub size: String,
    #[serde(rename = "scsiId")]
    pub scsi_id: String,
}

/// Ask whether a storage repository lies on a disk of an iSCSI server.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProbeIscsiExists {
    pub host: Id<Host>,
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
}
impl Method for ProbeIscsiExists {
    const NAME: &'static str = "sr.probeIscsiExists";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Vec<Lying>;
}

/// A storage repository that lies on storage already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lying {
    pub uuid: String,
}

/// Ask whether a storage repository lies on a disk behind a host bus adapter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProbeHbaExists {
    pub host: Id<Host>,
    #[serde(rename = "scsiId")]
    pub scsi_id: String,
}
impl Method for ProbeHbaExists {
    const NAME: &'static str = "sr.probeHbaExists";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Vec<Lying>;
}

/// Ask whether storage repositories lie in a folder of an NFS server.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProbeNfsExists {
    pub host: Id<Host>,
    pub server: String,
    #[serde(rename = "serverPath")]
    pub server_path: String,
    /// `3`, `4`, `4.1`.
    #[serde(default, rename = "nfsVersion", skip_serializing_if = "Option::is_none")]
    pub nfs_version: Option<String>,
}
impl Method for ProbeNfsExists {
    const NAME: &'static str = "sr.probeNfsExists";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.host));
    type Output = Vec<Lying>;
}
