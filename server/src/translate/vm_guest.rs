//! What the agent in a guest reports: addresses and the versions of its tools. From `VM_guest_metrics`.

use std::collections::{BTreeMap, BTreeSet};

use model::objects::XenTools;

use super::values::number;

/// The addresses of a guest.
#[derive(Default)]
pub struct Guest {
    /// By `<device>/ipv4/<n>` and `<device>/ipv6/<n>`.
    pub addresses: BTreeMap<String, String>,
    /// The first IPv4 one, else the first IPv6 one.
    pub main_ip_address: Option<String>,
}

/// The tools in a guest; everything is absent unless it runs.
#[derive(Default)]
pub struct Tools {
    pub agent: Option<bool>,
    pub detected: Option<bool>,
    pub version: Option<String>,
    pub up_to_date: Option<bool>,
    pub xen_tools: Option<XenTools>,
}

impl Tools {
    /// Whether the guest has told a version.
    pub fn has_tools(&self) -> bool {
        matches!(self.xen_tools, Some(XenTools::Version { .. }))
    }
}

/// The reported networks in one form: older agents report `0/ip`, newer ones `0/ipv4/0`, some several addresses in one
/// value.
pub fn addresses(guest: Option<&xapi::VmGuestMetrics>) -> Guest {
    let Some(guest) = guest else { return Guest::default() };
    // By device, then family; the order is the reported one, each address once.
    type Reported<'a> = Vec<(u64, &'a str)>;
    let mut lists: BTreeMap<(u64, &str, &str), Reported<'_>> = BTreeMap::new();
    for (name, value) in &guest.networks {
        let mut parts = name.split('/');
        let (Some(device), Some(family)) = (parts.next(), parts.next()) else { continue };
        let position = parts.next().map_or(Some(0), |position| position.parse().ok());
        let (family, Some(position)) = (if family == "ip" { "ipv4" } else { family }, position) else {
            continue;
        };
        if family != "ipv4" && family != "ipv6" {
            continue;
        }
        let list = lists.entry((device.parse().unwrap_or(u64::MAX), device, family)).or_default();
        list.extend(value.split_whitespace().map(|address| (position, address)));
    }
    let mut all = Guest::default();
    let mut first_ipv6 = None;
    for ((_, device, family), mut list) in lists {
        list.sort_by_key(|(position, _)| *position);
        let mut seen = BTreeSet::new();
        let fresh = list.into_iter().map(|(_, address)| address).filter(|address| seen.insert(*address));
        for (at, address) in fresh.enumerate() {
            all.addresses.insert(format!("{device}/{family}/{at}"), address.to_owned());
            let first = if family == "ipv4" { &mut all.main_ip_address } else { &mut first_ipv6 };
            first.get_or_insert_with(|| address.to_owned());
        }
    }
    all.main_ip_address = all.main_ip_address.or(first_ipv6);
    all
}

/// The tools of a VM of which it is known whether it runs.
pub fn tools(running: bool, guest: Option<&xapi::VmGuestMetrics>) -> Tools {
    if !running {
        return Tools::default();
    }
    let absent = Tools {
        agent: Some(false),
        detected: Some(false),
        xen_tools: Some(XenTools::Present(false)),
        ..Tools::default()
    };
    let Some(guest) = guest else { return absent };
    let part = |name: &str| number::<i64>(&guest.pv_drivers_version, name);
    let feature = guest.other.get("feature-static-ip-setting").is_some_and(|value| value == "1");
    let detected = guest.pv_drivers_detected;
    let Some((major, minor)) = part("major").zip(part("minor")) else {
        return Tools { agent: Some(feature), detected: Some(detected), ..absent };
    };
    let text = format!("{major}.{minor}");
    let more = |name: &str| guest.pv_drivers_version.get(name).map_or("0", String::as_str);
    Tools {
        agent: Some(true),
        detected: Some(detected),
        version: Some(format!("{text}.{}-{}", more("micro"), more("build"))),
        up_to_date: Some(guest.pv_drivers_up_to_date),
        xen_tools: Some(XenTools::Version { major, minor, version: text.parse().unwrap_or_default() }),
    }
}
