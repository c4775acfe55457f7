//! The classes that are mirrored, and which of their fields.

use cache::Row;
use xapi::Record;

use super::{Context, Object, device, host, message, network, pif, pool, storage, task, vdi, vm};

/// A XAPI class that is mirrored.
pub struct Class {
    /// Its exact name, such as `VM`.
    pub name: &'static str,
    /// The fields that translations look at; others are not kept. Without its uuid nothing can link to an object.
    pub keep: &'static [&'static str],
    /// Fields that hold references to objects of which this one's translation is made too: when one of those
    /// changes, this one is translated again.
    pub parts: &'static [&'static str],
    /// Fields that the object has by the same name and with the same value, and on which nothing else of it depends:
    /// when only these change, it is not translated again.
    pub copied: &'static [&'static str],
    /// Makes the object; none for a class that only adds to others.
    pub translate: Option<Translate>,
}

/// Makes an object of the record with that reference and id.
pub type Translate = fn(&Context<'_>, Head<'_>, &Row) -> Result<Object, serde_json::Error>;

/// What every object has, whatever its class.
#[derive(Clone, Copy)]
pub struct Head<'a> {
    pub reference: &'a str,
    pub id: &'a std::sync::Arc<str>,
}

const fn class<T: Record>(
    keep: &'static [&'static str],
    parts: &'static [&'static str],
    translate: Translate,
) -> Class {
    let copied = &["name_label", "name_description", "tags"];
    Class { name: T::CLASS, keep, parts, copied, translate: Some(translate) }
}

const fn part<T: Record>(keep: &'static [&'static str]) -> Class {
    Class { name: T::CLASS, keep, parts: &[], copied: &[], translate: None }
}

/// Every mirrored class; parts before what they are parts of, so that less is translated twice.
pub const CLASSES: &[Class] = &[
    part::<xapi::Certificate>(&["fingerprint", "fingerprint_sha256", "not_after"]),
    part::<xapi::HostPatch>(&["uuid"]),
    part::<xapi::Vtpm>(&["uuid"]),
    part::<xapi::Vgpu>(&["uuid"]),
    part::<xapi::Pci>(&["uuid"]),
    part::<xapi::Pgpu>(&["uuid"]),
    part::<xapi::Bond>(&["master", "slaves"]),
    part::<xapi::HostMetrics>(&["memory_total", "memory_free", "live"]),
    part::<xapi::PifMetrics>(&["carrier", "device_name", "speed"]),
    part::<xapi::VmMetrics>(vm::METRICS),
    part::<xapi::VmGuestMetrics>(vm::GUEST_METRICS),
    Class {
        // without a name it has its master's
        copied: &["name_description", "tags"],
        ..class::<xapi::Pool>(pool::KEEP, &["master"], pool::translate)
    },
    class::<xapi::Host>(host::KEEP, &["metrics", "certificates"], host::translate),
    class::<xapi::Network>(network::KEEP, &["PIFs"], network::translate),
    class::<xapi::Pif>(pif::KEEP, &["metrics", "bond_slave_of", "bond_master_of"], pif::translate),
    class::<xapi::Sm>(storage::SM, &[], storage::sm),
    class::<xapi::Sr>(storage::SR, &["PBDs"], storage::sr),
    class::<xapi::Pbd>(storage::PBD, &[], storage::pbd),
    class::<xapi::Vdi>(vdi::KEEP, &[], vdi::translate),
    class::<xapi::Vm>(vm::KEEP, &["metrics", "guest_metrics"], vm::translate),
    class::<xapi::Vbd>(device::VBD, &[], device::vbd),
    class::<xapi::Vif>(device::VIF, &[], device::vif),
    class::<xapi::Message>(message::KEEP, &[], message::translate),
    class::<xapi::Task>(task::KEEP, &[], task::translate),
];

impl Class {
    /// The mirrored class of that name.
    pub fn of(name: &str) -> Option<&'static Class> {
        CLASSES.iter().find(|class| class.name == name)
    }
}
