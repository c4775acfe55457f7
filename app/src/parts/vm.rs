//! A VM as the page shows it, and the rules of its power states: the one place that knows what can be done when.

use std::collections::BTreeMap;

use model::{Privilege, Privileges};
use serde_json::Value;

use crate::{
    live::{Field, Fields, Shown},
    ui::Phase,
};

/// The fields of a VM that lists and the VM page read. What the server leaves out is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vm {
    pub id: String,
    pub may: Privileges,
    pub name_label: String,
    pub name_description: String,
    pub power_state: Power,
    /// Task id to operation.
    pub current_operations: BTreeMap<String, String>,
    pub cpus: Cpus,
    pub memory: Memory,
    pub address: Option<String>,
    pub addresses: BTreeMap<String, String>,
    pub tags: Vec<String>,
    pub container: String,
    pub pool: String,
    pub os_version: Option<BTreeMap<String, String>>,
    pub tools: Option<bool>,
    pub tools_version: Option<String>,
    pub start_time: Option<f64>,
    pub mode: String,
}

impl Shown for Vm {
    fn of(fields: Fields<'_>) -> Self {
        Self {
            id: fields.get("id"),
            may: fields.get("may"),
            name_label: fields.get("name_label"),
            name_description: fields.get("name_description"),
            power_state: fields.get("power_state"),
            current_operations: fields.get("current_operations"),
            cpus: fields.get("CPUs"),
            memory: fields.get("memory"),
            address: fields.get("mainIpAddress"),
            addresses: fields.get("addresses"),
            tags: fields.get("tags"),
            container: fields.get("$container"),
            pool: fields.get("$pool"),
            os_version: fields.get("os_version"),
            tools: fields.get("pvDriversDetected"),
            tools_version: fields.get("pvDriversVersion"),
            start_time: fields.get("startTime"),
            mode: fields.get("virtualizationMode"),
        }
    }
}

/// The fields that a row of the list needs.
pub const LIST_FIELDS: &[&str] = &[
    "name_label",
    "name_description",
    "power_state",
    "current_operations",
    "CPUs",
    "memory",
    "mainIpAddress",
    "$container",
    "$pool",
];

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cpus {
    pub number: f64,
    pub max: f64,
}

impl Field for Cpus {
    fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        Some(Self { number: fields.get("number"), max: fields.get("max") })
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    pub size: f64,
    pub usage: Option<f64>,
}

impl Field for Memory {
    fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        Some(Self { size: fields.get("size"), usage: fields.get("usage") })
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Power {
    Running,
    Halted,
    Paused,
    Suspended,
    #[default]
    Unknown,
}

impl Field for Power {
    fn read(value: &Value) -> Option<Self> {
        let word = value.as_str()?;
        Self::ALL.into_iter().find(|power| power.word() == word)
    }
}

impl Power {
    /// The known states, the liveliest first.
    pub const ALL: [Self; 4] = [Self::Running, Self::Paused, Self::Suspended, Self::Halted];

    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "Running",
            Self::Halted => "Halted",
            Self::Paused => "Paused",
            Self::Suspended => "Suspended",
            Self::Unknown => "Unknown",
        }
    }

    pub fn phase(self) -> Phase {
        match self {
            Self::Running => Phase::Full,
            Self::Paused => Phase::Half,
            Self::Suspended => Phase::Crescent,
            Self::Halted => Phase::Empty,
            Self::Unknown => Phase::Broken,
        }
    }

    /// The class that colours it.
    pub fn look(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Suspended => "suspended",
            Self::Halted => "halted",
            Self::Unknown => "unknown",
        }
    }
}

impl Vm {
    /// Where it is reached. What a halted VM had is remembered by its pool, but may be another's by now.
    pub fn addresses(&self) -> impl Iterator<Item = &String> {
        self.addresses.values().filter(|_| self.may_answer())
    }

    /// The address that it is best known by.
    pub fn address(&self) -> Option<&String> {
        self.address.as_ref().filter(|_| self.may_answer())
    }

    fn may_answer(&self) -> bool {
        self.power_state != Power::Halted
    }

    /// What the pool is doing with it right now, in words.
    pub fn busy(&self) -> Option<&'static str> {
        self.current_operations.values().find_map(|operation| operation_word(operation))
    }
}

/// Operations that change a VM, as a person would say it; others (a console dialled, a sync) pass unnoticed.
fn operation_word(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "start" | "start_on" => "Starting",
        "clean_shutdown" | "hard_shutdown" | "shutdown" => "Shutting down",
        "clean_reboot" | "hard_reboot" | "reboot" => "Rebooting",
        "suspend" => "Suspending",
        "resume" | "resume_on" => "Resuming",
        "pause" => "Pausing",
        "unpause" => "Unpausing",
        "pool_migrate" | "migrate_send" => "Migrating",
        "snapshot" | "snapshot_with_quiesce" | "checkpoint" => "Taking a snapshot",
        "copy" | "clone" => "Copying",
        "export" => "Exporting",
        "import" => "Importing",
        "revert" | "reverting" => "Reverting",
        "destroy" => "Deleting",
        _ => return None,
    })
}

/// Everything that changes a power state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Start,
    Shutdown,
    Reboot,
    Suspend,
    Resume,
    Pause,
    Unpause,
    HardShutdown,
    HardReboot,
}

impl Action {
    pub const ALL: [Self; 9] = [
        Self::Start,
        Self::Shutdown,
        Self::Reboot,
        Self::Suspend,
        Self::Resume,
        Self::Pause,
        Self::Unpause,
        Self::HardShutdown,
        Self::HardReboot,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Shutdown => "Shut down",
            Self::Reboot => "Reboot",
            Self::Suspend => "Suspend",
            Self::Resume => "Resume",
            Self::Pause => "Pause",
            Self::Unpause => "Unpause",
            Self::HardShutdown => "Force shutdown",
            Self::HardReboot => "Force reboot",
        }
    }

    /// The states it starts from.
    fn from(self) -> &'static [Power] {
        use Power::*;
        match self {
            Self::Start => &[Halted],
            Self::Shutdown | Self::Reboot | Self::Suspend | Self::Pause => &[Running],
            Self::Resume => &[Suspended],
            Self::Unpause => &[Paused],
            Self::HardShutdown => &[Running, Paused, Suspended],
            Self::HardReboot => &[Running, Paused],
        }
    }

    /// Whether it pulls the plug.
    pub fn is_hard(self) -> bool {
        matches!(self, Self::HardShutdown | Self::HardReboot)
    }

    /// Whether it interrupts what the VM does for others, and cannot simply be undone.
    pub fn interrupts(self) -> bool {
        self.is_hard() || matches!(self, Self::Shutdown | Self::Reboot)
    }

    /// Why it cannot be done with this VM now; `None` when it can. `pool` says why the pool is out of reach.
    pub fn why_not(self, vm: &Vm, pool: Option<&str>) -> Option<String> {
        if let Some(reason) = pool {
            return Some(reason.to_owned());
        }
        if !vm.may.has(Privilege::Power) {
            return Some("You may not change the power of this VM.".into());
        }
        if !self.from().contains(&vm.power_state) {
            let wanted: Vec<&str> = self.from().iter().map(|p| p.word()).collect();
            return Some(format!(
                "The VM is {}; it must be {}.",
                vm.power_state.word().to_lowercase(),
                wanted.join(" or ").to_lowercase()
            ));
        }
        vm.busy().filter(|_| !self.is_hard()).map(|busy| format!("{busy} is under way."))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn vm(power_state: &str) -> Vm {
        let row = json!({ "id": "1", "may": Privileges::ALL.bits(), "power_state": power_state });
        Vm::of(Fields(row.as_object().unwrap()))
    }

    #[test]
    fn every_state_has_the_actions_that_xapi_allows() {
        let able = |state| -> Vec<&str> {
            Action::ALL
                .into_iter()
                .filter(|a| a.why_not(&vm(state), None).is_none())
                .map(Action::label)
                .collect()
        };
        assert_eq!(able("Halted"), ["Start"]);
        assert_eq!(
            able("Running"),
            ["Shut down", "Reboot", "Suspend", "Pause", "Force shutdown", "Force reboot"]
        );
        assert_eq!(able("Paused"), ["Unpause", "Force shutdown", "Force reboot"]);
        assert_eq!(able("Suspended"), ["Resume", "Force shutdown"]);
        assert!(able("Crashed").is_empty());
    }

    #[test]
    fn a_reason_is_always_given() {
        let mut vm = vm("Running");
        assert_eq!(Action::Start.why_not(&vm, None).unwrap(), "The VM is running; it must be halted.");
        assert_eq!(Action::Reboot.why_not(&vm, Some("Gone.")).unwrap(), "Gone.");
        vm.current_operations.insert("t".into(), "clean_shutdown".into());
        assert_eq!(Action::Reboot.why_not(&vm, None).unwrap(), "Shutting down is under way.");
        assert!(Action::HardShutdown.why_not(&vm, None).is_none());
        vm.may = Privileges::VIEWER;
        assert!(Action::HardShutdown.why_not(&vm, None).unwrap().contains("may not"));
    }
}
