//! The other objects that the page shows, as far as it shows them.

use model::Privileges;
use serde::Deserialize;

use crate::ui::Phase;

/// Anything with a name: hosts, pools, networks, storage repositories.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Named {
    pub id: String,
    pub name_label: String,
}

/// A pool connection.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
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
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Connected,
    Connecting,
    #[default]
    Disconnected,
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
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
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
    #[serde(rename = "errorInfo")]
    pub error_info: Vec<String>,
    pub applies_to: Option<String>,
    #[serde(rename = "allowedOperations")]
    pub allowed: Vec<String>,
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
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Message {
    pub id: String,
    pub name: String,
    pub body: String,
    pub time: Option<f64>,
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
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Vbd {
    pub id: String,
    pub attached: bool,
    pub bootable: bool,
    pub device: Option<String>,
    pub is_cd_drive: bool,
    pub position: String,
    pub read_only: bool,
    #[serde(rename = "VDI")]
    pub vdi: Option<String>,
}

/// A virtual disk.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Vdi {
    pub id: String,
    pub name_label: String,
    pub size: f64,
    pub usage: f64,
    #[serde(rename = "$SR")]
    pub sr: String,
}

/// A network card of a VM.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Vif {
    pub id: String,
    pub attached: bool,
    pub device: String,
    #[serde(rename = "MAC")]
    pub mac: String,
    #[serde(rename = "MTU")]
    pub mtu: f64,
    #[serde(rename = "$network")]
    pub network: String,
}

/// Somebody who may sign in.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Person {
    pub id: String,
    pub email: String,
    pub permission: String,
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
