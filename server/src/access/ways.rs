//! What objects are under what: the ways from an object up to those whose grants hold for it too.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use cache::{Object, Store};
use model::Kind;

/// A way from an object to what it is under.
pub(super) struct Way {
    /// Its field that has an id, or a list of ids.
    pub(super) field: &'static str,
    /// What those may be.
    meets: &'static [Kind],
    /// The way on from there, where they only stand in between.
    then: Option<&'static Way>,
}

const VMS: &[Kind] = &[Kind::Vm, Kind::VmTemplate, Kind::VmSnapshot, Kind::VmController];
const DISKS: &[Kind] = &[Kind::Vdi, Kind::VdiSnapshot, Kind::VdiUnmanaged];
/// What there are snapshots of; not snapshots, so that no pool can lead in a circle.
const ORIGINALS: &[Kind] = &[Kind::Vm, Kind::VmTemplate, Kind::VmController];
const ORIGINAL_DISKS: &[Kind] = &[Kind::Vdi, Kind::VdiUnmanaged];
const HOLDERS: &[Kind] = &[Kind::Host, Kind::Pool];
/// What messages are about.
const TOLD_OF: &[Kind] = &[
    Kind::Vm,
    Kind::VmTemplate,
    Kind::VmSnapshot,
    Kind::VmController,
    Kind::Host,
    Kind::Pool,
    Kind::Sr,
    Kind::Vdi,
    Kind::VdiSnapshot,
    Kind::VdiUnmanaged,
    Kind::Network,
    Kind::Pif,
];

const fn way(field: &'static str, meets: &'static [Kind]) -> Way {
    Way { field, meets, then: None }
}

/// The ways up from objects of a kind. They never lead back down, so that following them ends.
pub(super) fn ways(kind: Kind) -> &'static [Way] {
    const POOL: &[Way] = &[way("$pool", &[Kind::Pool])];
    const HOLDER: &[Way] = &[way("$container", HOLDERS)];
    const HOST: &[Way] = &[way("$host", &[Kind::Host])];
    const VM_SNAPSHOT: &[Way] = &[way("$snapshot_of", ORIGINALS)];
    const DISK: &[Way] =
        &[way("$SR", &[Kind::Sr]), Way { field: "$VBDs", meets: &[Kind::Vbd], then: Some(&way("VM", VMS)) }];
    const DISK_SNAPSHOT: &[Way] = &[way("$snapshot_of", ORIGINAL_DISKS)];
    const DRIVE: &[Way] = &[way("VM", VMS), way("VDI", DISKS)];
    const CARD: &[Way] = &[way("$VM", VMS), way("$network", &[Kind::Network])];
    const CONNECTION: &[Way] = &[way("host", &[Kind::Host]), way("SR", &[Kind::Sr])];
    const MESSAGE: &[Way] = &[way("$object", TOLD_OF)];
    const TASK: &[Way] = &[way("applies_to", VMS), way("$host", &[Kind::Host])];
    match kind {
        Kind::Host | Kind::Network | Kind::VmTemplate | Kind::Sm => POOL,
        Kind::Vm | Kind::VmController | Kind::Sr => HOLDER,
        Kind::VmSnapshot => VM_SNAPSHOT,
        Kind::Vdi | Kind::VdiUnmanaged => DISK,
        Kind::VdiSnapshot => DISK_SNAPSHOT,
        Kind::Vbd => DRIVE,
        Kind::Vif => CARD,
        Kind::Pif => HOST,
        Kind::Pbd => CONNECTION,
        Kind::Message => MESSAGE,
        Kind::Task => TASK,
        Kind::Pool | Kind::Server | Kind::User | Kind::Group | Kind::AclRole | Kind::Session => &[],
    }
}

impl Way {
    pub(super) fn follow(&self, object: &Object, among: &Store, up: &mut dyn FnMut(&Arc<Object>)) {
        each_text(object, self.field, &mut |id| {
            let Some(next) = among.get(id).filter(|next| self.meets.contains(&next.kind())) else { return };
            match self.then {
                None => up(&next),
                Some(then) => then.follow(&next, among, up),
            }
        });
    }
}

/// The texts in a field: one, or a list.
pub(super) fn each_text(object: &Object, field: &str, take: &mut dyn FnMut(&str)) {
    match object.get(field) {
        // the usual case: nothing is escaped
        Some(one) if one.starts_with('"') && !one.contains('\\') => take(one.trim_matches('"')),
        Some(list) if list.starts_with('[') => {
            let texts: Vec<String> = serde_json::from_str(list).unwrap_or_default();
            texts.iter().for_each(|text| take(text));
        }
        _ => {}
    }
}

/// An object and all that it is under, nearest first; each as the shortest way from there down to the object.
pub fn ways_down(object: &Arc<Object>, among: &Store) -> Vec<Vec<Arc<Object>>> {
    let mut all = vec![vec![object.clone()]];
    let mut met: HashSet<String> = HashSet::from([object.id().to_owned()]);
    let mut at = 0;
    while let Some(way) = all.get(at).cloned() {
        at += 1;
        let Some(top) = way.first() else { continue };
        for up in ways(top.kind()) {
            up.follow(top, among, &mut |above| {
                if met.insert(above.id().to_owned()) {
                    all.push(std::iter::once(above).chain(&way).cloned().collect());
                }
            });
        }
    }
    all
}

/// The kinds whose objects decide about objects of these kinds: all that the ways up meet.
pub fn deciding(kinds: &[Kind]) -> Vec<Kind> {
    let mut met = BTreeSet::new();
    let mut open: Vec<Kind> = kinds.to_vec();
    while let Some(kind) = open.pop() {
        for way in ways(kind) {
            if way.then.is_some() {
                met.extend(way.meets);
            }
            let next = way.then.unwrap_or(way).meets.iter().copied();
            open.extend(next.filter(|kind| met.insert(*kind)));
        }
    }
    met.into_iter().collect()
}
