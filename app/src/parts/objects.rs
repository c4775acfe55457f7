//! The other objects that the page shows, as far as it shows them.

use model::Privileges;
use serde_json::Value;

use crate::{
    live::{Field, Fields, Shown},
    ui::Phase,
};

/// Anything with a name: hosts, pools, networks, storage repositories.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    pub id: String,
    pub name_label: String,
}

impl Shown for Named {
    fn of(fields: Fields<'_>) -> Self {
        Self { id: fields.get("id"), name_label: fields.get("name_label") }
    }
}

/// A pool connection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Connection {
    pub id: String,
    pub host: String,
    pub label: Option<String>,
    pub username: String,
    pub allow_unauthorized: bool,
    pub enabled: bool,
    pub read_only: bool,
    pub status: Status,
    pub pool_id: Option<String>,
    pub pool_name_label: Option<String>,
    pub master: Option<String>,
    pub last_seen: Option<f64>,
    pub error: Option<String>,
    pub fingerprint: Option<String>,
    pub offered_fingerprint: Option<String>,
    pub offered_by: Option<String>,
}

impl Shown for Connection {
    fn of(fields: Fields<'_>) -> Self {
        Self {
            id: fields.get("id"),
            host: fields.get("host"),
            label: fields.get("label"),
            username: fields.get("username"),
            allow_unauthorized: fields.get("allowUnauthorized"),
            enabled: fields.get("enabled"),
            read_only: fields.get("readOnly"),
            status: fields.get("status"),
            pool_id: fields.get("poolId"),
            pool_name_label: fields.get("poolNameLabel"),
            master: fields.get("master"),
            last_seen: fields.get("lastSeen"),
            error: fields.get("error"),
            fingerprint: fields.get("fingerprint"),
            offered_fingerprint: fields.get("offeredFingerprint"),
            offered_by: fields.get("offeredBy"),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    Connected,
    Connecting,
    #[default]
    Disconnected,
}

impl Field for Status {
    fn read(value: &Value) -> Option<Self> {
        match value.as_str()? {
            "connected" => Some(Self::Connected),
            "connecting" => Some(Self::Connecting),
            _ => None,
        }
    }
}

impl Connection {
    /// What people call it.
    pub fn name(&self) -> &str {
        let given = self.label.as_deref().or(self.pool_name_label.as_deref());
        given.filter(|name| !name.is_empty()).unwrap_or(&self.host)
    }

    /// What its pool is called wherever objects of it are shown, and its label where that says something else.
    pub fn pool_name(&self) -> String {
        let pool = self.pool_name_label.as_deref().filter(|name| !name.is_empty());
        match (pool, self.label.as_deref().filter(|label| Some(*label) != pool)) {
            (Some(pool), Some(label)) => format!("{pool} ({label})"),
            (Some(pool), None) => pool.to_owned(),
            (None, _) => self.name().to_owned(),
        }
    }

    /// How it fares: a word, the class that colours it, and its phase.
    pub fn condition(&self) -> (&'static str, &'static str, Phase) {
        match self.status {
            Status::Connected => ("Connected", "running", Phase::Full),
            Status::Connecting if self.error.is_none() => ("Connecting", "busy", Phase::Turning),
            Status::Disconnected if !self.enabled => ("Disabled", "halted", Phase::Empty),
            Status::Disconnected if self.offered_fingerprint.is_some() => {
                ("Certificate not trusted", "bad", Phase::Crossed)
            }
            Status::Connecting | Status::Disconnected => ("Not connected", "bad", Phase::Crossed),
        }
    }
}

/// A task of a pool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    pub id: String,
    pub may: Privileges,
    pub name_label: String,
    pub name_description: String,
    pub status: String,
    pub progress: f64,
    pub created: Option<f64>,
    pub finished: Option<f64>,
    pub result: Option<String>,
    pub error_info: Vec<String>,
    pub applies_to: Option<String>,
    pub allowed: Vec<String>,
}

impl Shown for Task {
    fn of(fields: Fields<'_>) -> Self {
        Self {
            id: fields.get("id"),
            may: fields.get("may"),
            name_label: fields.get("name_label"),
            name_description: fields.get("name_description"),
            status: fields.get("status"),
            progress: fields.get("progress"),
            created: fields.get("created"),
            finished: fields.get("finished"),
            result: fields.get("result"),
            error_info: fields.get("errorInfo"),
            applies_to: fields.get("applies_to"),
            allowed: fields.get("allowedOperations"),
        }
    }
}

impl Task {
    pub fn is_pending(&self) -> bool {
        matches!(self.status.as_str(), "pending" | "cancelling")
    }

    pub fn failed(&self) -> bool {
        self.status == "failure"
    }

    /// What it does, without XAPI's prefixes.
    pub fn title(&self) -> String {
        let bare = self.name_label.trim_start_matches("Async.");
        let words = match bare {
            "VM.start" | "VM.start_on" => "Start",
            "VM.clean_shutdown" | "VM.shutdown" => "Shut down",
            "VM.hard_shutdown" => "Force shutdown",
            "VM.clean_reboot" => "Reboot",
            "VM.hard_reboot" => "Force reboot",
            "VM.suspend" => "Suspend",
            "VM.resume" | "VM.resume_on" => "Resume",
            "VM.pause" => "Pause",
            "VM.unpause" => "Unpause",
            "" => "Task",
            other => other,
        };
        words.to_owned()
    }

    /// Why it failed, as a sentence.
    pub fn failure(&self) -> String {
        match self.error_info.split_first() {
            Some((code, params)) => api::sentence(code, params),
            None => self
                .result
                .clone()
                .filter(|r| !r.is_empty())
                .unwrap_or_else(|| "The pool gives no reason.".into()),
        }
    }
}

/// Something a pool noted about an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    pub id: String,
    pub name: String,
    pub body: String,
    pub time: Option<f64>,
}

impl Shown for Message {
    fn of(fields: Fields<'_>) -> Self {
        Self {
            id: fields.get("id"),
            name: fields.get("name"),
            body: fields.get("body"),
            time: fields.get("time"),
        }
    }
}

impl Message {
    /// XAPI's name of it in words: `VM_STARTED` is "VM started".
    pub fn title(&self) -> String {
        let words = self.name.replace('_', " ").to_lowercase();
        let mut chars = words.chars();
        let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
        (first + chars.as_str()).replace("Vm ", "VM ")
    }

    /// The first line of its body, without the ids that stand behind names.
    pub fn text(&self) -> Option<String> {
        let mut text = self.body.lines().next()?.to_owned();
        while let Some(start) = text.find(" (uuid:") {
            let end = text[start..].find(')').map_or(text.len(), |end| start + end + 1);
            text.replace_range(start..end, "");
        }
        Some(text)
    }
}

/// A disk or drive plugged into a VM.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vbd {
    pub id: String,
    pub attached: bool,
    pub bootable: bool,
    pub device: Option<String>,
    pub is_cd_drive: bool,
    pub position: String,
    pub read_only: bool,
    pub vdi: Option<String>,
}

impl Shown for Vbd {
    fn of(fields: Fields<'_>) -> Self {
        Self {
            id: fields.get("id"),
            attached: fields.get("attached"),
            bootable: fields.get("bootable"),
            device: fields.get("device"),
            is_cd_drive: fields.get("is_cd_drive"),
            position: fields.get("position"),
            read_only: fields.get("read_only"),
            vdi: fields.get("VDI"),
        }
    }
}

/// A virtual disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vdi {
    pub id: String,
    pub name_label: String,
    pub size: f64,
    pub usage: f64,
    pub sr: String,
}

impl Shown for Vdi {
    fn of(fields: Fields<'_>) -> Self {
        Self {
            id: fields.get("id"),
            name_label: fields.get("name_label"),
            size: fields.get("size"),
            usage: fields.get("usage"),
            sr: fields.get("$SR"),
        }
    }
}

/// A network card of a VM.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vif {
    pub id: String,
    pub attached: bool,
    pub device: String,
    pub mac: String,
    pub mtu: f64,
    pub network: String,
}

impl Shown for Vif {
    fn of(fields: Fields<'_>) -> Self {
        Self {
            id: fields.get("id"),
            attached: fields.get("attached"),
            device: fields.get("device"),
            mac: fields.get("MAC"),
            mtu: fields.get("MTU"),
            network: fields.get("$network"),
        }
    }
}

/// Somebody who may sign in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    pub id: String,
    pub email: String,
    pub permission: String,
}

impl Shown for Person {
    fn of(fields: Fields<'_>) -> Self {
        Self { id: fields.get("id"), email: fields.get("email"), permission: fields.get("permission") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_tasks_are_told_in_words() {
        let message = Message { name: "VM_STARTED".into(), ..Default::default() };
        assert_eq!((message.title(), message.text()), ("VM started".into(), None));
        let body = "VM 'a' (uuid: 1-2) started on host: h (uuid: 3-4)\nmore".to_owned();
        assert_eq!(Message { body, ..message }.text().unwrap(), "VM 'a' started on host: h");
        let task = Task {
            name_label: "Async.VM.clean_reboot".into(),
            error_info: vec!["NO_HOSTS_AVAILABLE".into()],
            ..Default::default()
        };
        assert_eq!(
            (task.title(), task.failure()),
            ("Reboot".into(), api::sentence("NO_HOSTS_AVAILABLE", &[]))
        );
    }
}
