//! Who asks, and what they may do with an object. Pure: no IO, no protocol.
//!
//! A role that is granted on an object holds for everything under it: a pool has hosts, a host has the VMs that run on
//! it, a VM has its disks, cards and snapshots, an SR has its disks. The ways up are those of Xen Orchestra, and every
//! object may also be granted by itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use api::{ApiError, Entry, Permission, xo::GetAllObjects};
use cache::{Object, Store};
use model::{
    Id, Kind, Privilege, Privileges, Scope,
    objects::{Session, User},
};
use sha2::{Digest, Sha256};

/// Who makes a call or reads a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Empty for a visitor who has not signed in.
    pub user_id: Id<User>,
    /// The name they signed in with.
    pub name: Arc<str>,
    pub admin: bool,
    /// What they and their groups were granted; nothing of an administrator, who may everything.
    pub grants: Arc<Grants>,
    /// The session that the call came with.
    pub session_id: Id<Session>,
    /// What that session is limited to. Its objects are part of `grants` already.
    pub scope: Option<Arc<Scope>>,
}

/// What somebody was granted: privileges by object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grants {
    on: On,
    /// Only there, whatever was granted elsewhere.
    within: Option<On>,
    /// Equal for equal grants, and for no others.
    key: [u8; 16],
}

/// Privileges by object.
type On = BTreeMap<Box<str>, Privileges>;

/// Callers with equal keys see the same objects with the same privileges, so they can share lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RightsKey {
    Admin,
    Nothing,
    Granted([u8; 16]),
}

impl Grants {
    /// Several for one object add up.
    pub fn of<'a>(all: impl IntoIterator<Item = (&'a str, Privileges)>) -> Self {
        let mut on = On::new();
        for (object, privileges) in all {
            *on.entry(object.into()).or_default() |= privileges;
        }
        let key = key(&on, None);
        Self { on, within: None, key }
    }

    /// The same on these objects and what is under them, and nothing elsewhere.
    pub fn within(self, objects: &[Id<()>]) -> Self {
        let within: On = objects.iter().map(|object| (object.as_str().into(), Privileges::ALL)).collect();
        Self { key: key(&self.on, Some(&within)), within: Some(within), ..self }
    }

    fn may(&self, object: &Object, among: &Store) -> Privileges {
        let may = reach(&self.on, object, among);
        match &self.within {
            Some(within) if !may.is_empty() => may & reach(within, object, among),
            _ => may,
        }
    }
}

fn key(on: &On, within: Option<&On>) -> [u8; 16] {
    let mut hash = Sha256::new();
    for all in std::iter::once(on).chain(within) {
        hash.update((all.len() as u64).to_le_bytes());
        for (object, privileges) in all {
            hash.update((object.len() as u64).to_le_bytes());
            hash.update(object.as_bytes());
            hash.update(privileges.bits().to_le_bytes());
        }
    }
    let mut key = [0; 16];
    key.copy_from_slice(&hash.finalize()[..16]);
    key
}

/// What there is on an object and on everything that it is under.
fn reach(on: &On, object: &Object, among: &Store) -> Privileges {
    let mut may = on.get(object.id()).copied().unwrap_or_default();
    for way in ways(object.kind()) {
        way.follow(object, among, &mut |above| may |= reach(on, above, among));
    }
    may
}

impl Caller {
    /// Somebody who has not signed in.
    pub fn visitor() -> Self {
        Self {
            user_id: Id::from(""),
            name: Arc::from(""),
            admin: false,
            grants: Arc::default(),
            session_id: Id::from(""),
            scope: None,
        }
    }

    /// The same in a session with that scope. Whoever is limited to objects is no administrator, but one may everything
    /// with those.
    pub fn limited(self, scope: Option<Arc<Scope>>) -> Self {
        let Some(objects) = scope.as_ref().and_then(|scope| scope.objects.as_deref()) else {
            return Self { scope, ..self };
        };
        let grants = match self.admin {
            true => Grants::of(objects.iter().map(|object| (object.as_str(), Privileges::ALL))),
            false => self.grants.as_ref().clone().within(objects),
        };
        Self { admin: false, grants: grants.into(), scope, ..self }
    }

    pub fn is_signed_in(&self) -> bool {
        !self.user_id.as_str().is_empty()
    }

    /// What the caller's rights depend on.
    pub fn rights_key(&self) -> RightsKey {
        match self.admin {
            true => RightsKey::Admin,
            false if self.grants.on.is_empty() => RightsKey::Nothing,
            false => RightsKey::Granted(self.grants.key),
        }
    }

    /// Whether what the caller may do with an object can depend on other objects.
    pub fn depends_on_links(&self) -> bool {
        matches!(self.rights_key(), RightsKey::Granted(_))
    }

    /// Whether the caller may make a call at all: their session is not limited to others, and they have the permission.
    pub fn may_call(&self, call: &Entry) -> Result<(), ApiError> {
        if let Some(scope) = &self.scope
            && call.permission != Permission::Anyone
            && !scope.allows(call.name, call.reads, call.on_object)
        {
            return Err(ApiError::OutOfScope { what: call.name.into(), scope: scope.to_string() });
        }
        self.check(call.permission)
    }

    /// Whether the caller may read lists and objects at all; which ones is another question.
    pub fn may_read(&self) -> Result<(), ApiError> {
        self.may_call(&Entry::of::<GetAllObjects>())
    }

    /// Whether the caller may make calls that ask for `permission` at all.
    pub fn check(&self, permission: Permission) -> Result<(), ApiError> {
        match permission {
            Permission::Anyone => Ok(()),
            _ if !self.is_signed_in() => Err(ApiError::NotSignedIn),
            Permission::Admin if !self.admin => {
                Err(ApiError::Forbidden { missing: Privilege::Administer, object: None })
            }
            Permission::SignedIn | Permission::Admin => Ok(()),
        }
    }
}

/// What the caller may do with an object.
pub fn may(caller: &Caller, object: &Object, among: &Store) -> Privileges {
    match caller.rights_key() {
        RightsKey::Admin => Privileges::ALL,
        RightsKey::Nothing => Privileges::NONE,
        RightsKey::Granted(_) if !object.kind().is_of_pool() => Privileges::NONE,
        RightsKey::Granted(_) => caller.grants.may(object, among),
    }
}

/// Whether the caller may see an object.
pub fn sees(caller: &Caller, object: &Object, among: &Store) -> bool {
    may(caller, object, among).has(Privilege::See)
}

/// A way from an object to what it is under.
struct Way {
    /// Its field that has an id, or a list of ids.
    field: &'static str,
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
fn ways(kind: Kind) -> &'static [Way] {
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
    fn follow(&self, object: &Object, among: &Store, up: &mut dyn FnMut(&Object)) {
        each_id(object, self.field, &mut |id| {
            let Some(next) = among.get(id).filter(|next| self.meets.contains(&next.kind())) else { return };
            match self.then {
                None => up(&next),
                Some(then) => then.follow(&next, among, up),
            }
        });
    }
}

/// The ids in a field: one, or a list.
fn each_id(object: &Object, field: &str, take: &mut dyn FnMut(&str)) {
    match object.get(field) {
        // the usual case: an id has nothing to escape
        Some(one) if one.starts_with('"') && !one.contains('\\') => take(one.trim_matches('"')),
        Some(list) if list.starts_with('[') => {
            let ids: Vec<String> = serde_json::from_str(list).unwrap_or_default();
            ids.iter().for_each(|id| take(id));
        }
        _ => {}
    }
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

/// Whether what became of an object can change what somebody may do with others: it came, went, or is under something
/// else now.
pub fn moved(old: Option<&Object>, new: Option<&Object>) -> bool {
    let (Some(old), Some(new)) = (old, new) else { return true };
    old.kind() != new.kind() || ways(new.kind()).iter().any(|way| old.get(way.field) != new.get(way.field))
}

#[cfg(test)]
mod tests {
    use cache::{Change, Row};
    use model::Role;
    use serde_json::json;

    use super::*;

    fn world() -> Arc<Store> {
        let store = Store::new("e");
        let put = |kind: Kind, id: &str, mut fields: serde_json::Value| {
            fields["id"] = json!(id);
            let row = Row::from_json(store.interner(), &fields.to_string()).unwrap();
            Change::Put { kind, id: id.into(), row }
        };
        store.writer("w").apply([
            put(Kind::Pool, "pool", json!({})),
            put(Kind::Host, "host", json!({ "$pool": "pool" })),
            put(Kind::Sr, "sr", json!({ "$container": "pool" })),
            put(Kind::Vm, "vm", json!({ "$container": "host" })),
            put(Kind::Vm, "other", json!({ "$container": "pool" })),
            put(Kind::VmSnapshot, "snapshot", json!({ "$snapshot_of": "vm" })),
            put(Kind::Vbd, "vbd", json!({ "VM": "vm", "VDI": "vdi" })),
            put(Kind::Vdi, "vdi", json!({ "$SR": "sr", "$VBDs": ["vbd", "gone"] })),
            put(Kind::VdiSnapshot, "vdi-snapshot", json!({ "$snapshot_of": "vdi" })),
            put(Kind::Message, "message", json!({ "$object": "vm" })),
            put(Kind::Task, "task", json!({ "applies_to": "vm", "$host": "host" })),
            put(Kind::User, "user", json!({})),
        ]);
        store
    }

    fn seen(store: &Store, grants: &[(&str, Role)]) -> Vec<String> {
        let grants = Grants::of(grants.iter().map(|(on, role)| (*on, role.privileges())));
        let caller = Caller { user_id: "u".into(), grants: grants.into(), ..Caller::visitor() };
        let mut ids: Vec<String> =
            store.all().iter().filter(|o| sees(&caller, o, store)).map(|o| o.id().to_owned()).collect();
        ids.sort();
        ids
    }

    #[test]
    fn a_grant_reaches_everything_under_its_object_and_nothing_else() {
        let store = world();
        let under_vm = ["message", "snapshot", "task", "vbd", "vdi", "vdi-snapshot", "vm"];
        assert_eq!(seen(&store, &[("vm", Role::Viewer)]), under_vm);
        assert_eq!(seen(&store, &[("other", Role::Admin)]), ["other"]);
        assert_eq!(seen(&store, &[("sr", Role::Viewer)]), ["sr", "vbd", "vdi", "vdi-snapshot"]);
        let mut under_host = [&["host"][..], &under_vm].concat();
        under_host.sort_unstable();
        assert_eq!(seen(&store, &[("host", Role::Viewer)]), under_host);
        assert_eq!(seen(&store, &[("pool", Role::Viewer)]).len(), store.all().len() - 1, "all but the user");
        assert!(seen(&store, &[("user", Role::Admin), ("nowhere", Role::Admin)]).is_empty());
        assert!(seen(&store, &[]).is_empty());
    }

    #[test]
    fn grants_add_up_and_equal_ones_are_one() {
        let (viewer, operator) = (Role::Viewer.privileges(), Role::Operator.privileges());
        let one = Grants::of([("a", viewer), ("b", operator), ("a", operator)]);
        assert_eq!(one, Grants::of([("b", operator), ("a", operator)]));
        assert_ne!(one.key, Grants::of([("a", viewer), ("b", operator)]).key);
        let caller = Caller { grants: one.into(), ..Caller::visitor() };
        assert!(matches!(caller.rights_key(), RightsKey::Granted(_)));
        assert_eq!(Caller::visitor().rights_key(), RightsKey::Nothing);
    }

    #[test]
    fn a_limit_leaves_of_what_was_granted_what_is_under_its_objects() {
        let store = world();
        let caller = |on: &str, role: Role, within: &str| Caller {
            user_id: "u".into(),
            grants: Grants::of([(on, role.privileges())]).within(&[within.into()]).into(),
            ..Caller::visitor()
        };
        let may = |caller: &Caller, id: &str| may(caller, &store.get(id).unwrap(), &store);
        let below = caller("pool", Role::Operator, "vm");
        for (id, expected) in [
            ("vm", Privileges::OPERATOR),
            ("vdi", Privileges::OPERATOR),
            ("host", Privileges::NONE),
            ("other", Privileges::NONE),
        ] {
            assert_eq!(may(&below, id), expected, "{id}");
        }
        let above = caller("vm", Role::Viewer, "pool");
        assert_eq!((may(&above, "vm"), may(&above, "host")), (Privileges::VIEWER, Privileges::NONE));
        assert_ne!(below.rights_key(), caller("pool", Role::Operator, "other").rights_key());
    }

    #[test]
    fn the_ways_up_end_and_say_who_decides() {
        for kind in Kind::ALL {
            // drives stand between a disk and its VMs
            let expected = *kind == Kind::Vbd;
            assert_eq!(deciding(&[*kind]).contains(kind), expected, "{kind:?}");
        }
        assert_eq!(deciding(&[Kind::Pool]), []);
        let mut vm = deciding(&[Kind::Vm]);
        vm.sort();
        assert_eq!(vm, [Kind::Host, Kind::Pool]);
        let store = world();
        let (vm, other) = (store.get("vm").unwrap(), store.get("other").unwrap());
        assert!(moved(None, Some(&vm)) && moved(Some(&vm), None) && moved(Some(&vm), Some(&other)));
        assert!(!moved(Some(&vm), Some(&vm)));
    }
}
