//! Who asks, and what they may do with an object. Pure: no IO, no protocol.
//!
//! A role that is granted on an object holds for everything under it: a pool has hosts, a host has the VMs that run on
//! it, a VM has its disks, cards and snapshots, an SR has its disks. The ways up are those of Xen Orchestra. A grant on
//! a tag or a filter is one on every object that it finds, so rights depend on fields of objects too; one may also be on
//! an object alone.

use std::sync::Arc;

use api::{ApiError, Entry, Permission, xo::GetAllObjects};
use cache::{Object, Store};
use model::{
    Id, Privilege, Privileges, Scope,
    objects::{Session, User},
};

mod grants;
mod watch;
mod ways;

pub use grants::{Grants, Target};
pub use watch::until_lost;
pub use ways::{deciding, ways_down};

use ways::ways;

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

/// Callers with equal keys see the same objects with the same privileges, so they can share lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RightsKey {
    Admin,
    Nothing,
    Granted([u8; 16]),
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
            true => {
                let all = |object: &Id<()>| (Target::Tree(object.as_str().into()), Privileges::ALL);
                Grants::of(objects.iter().map(all))
            }
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
            false if self.grants.is_empty() => RightsKey::Nothing,
            false => RightsKey::Granted(self.grants.key()),
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
        RightsKey::Granted(_) if !is_within(&caller.grants, object, among) => Privileges::NONE,
        RightsKey::Granted(_) => caller.grants.alone(object) | inherited(&caller.grants, object, among),
    }
}

/// What holds for an object and for everything under it.
fn inherited(grants: &Grants, object: &Object, among: &Store) -> Privileges {
    let mut may = grants.passed_on(object);
    for way in ways(object.kind()) {
        way.follow(object, among, &mut |above| may |= inherited(grants, above, among));
    }
    may
}

/// Whether grants that are limited to some objects hold for an object: it is one of those, or under one.
fn is_within(grants: &Grants, object: &Object, among: &Store) -> bool {
    grants.hold_at(object.id()) || {
        let mut within = false;
        for way in ways(object.kind()) {
            way.follow(object, among, &mut |above| within = within || is_within(grants, above, among));
        }
        within
    }
}

/// What somebody with these grants may do with an object, which is nothing if they do not see it.
pub fn counts(grants: &Grants, object: &Object, among: &Store) -> Privileges {
    let may = grants.alone(object) | inherited(grants, object, among);
    if may.has(Privilege::See) { may } else { Privileges::NONE }
}

/// Whether the caller may see an object.
pub fn sees(caller: &Caller, object: &Object, among: &Store) -> bool {
    may(caller, object, among).has(Privilege::See)
}

/// Whether what became of an object can change what the caller may do with others: it came, went, is under something
/// else now, or other grants of theirs find it.
pub fn moved(caller: &Caller, old: Option<&Object>, new: Option<&Object>) -> bool {
    let (Some(old), Some(new)) = (old, new) else { return true };
    old.kind() != new.kind()
        || ways(new.kind()).iter().any(|way| old.get(way.field) != new.get(way.field))
        || caller.grants.passed_on(old) != caller.grants.passed_on(new)
}

#[cfg(test)]
mod tests {
    use cache::{Change, Row};
    use model::{Kind, Role};
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
            put(Kind::Vm, "vm", json!({ "$container": "host", "tags": ["web"], "name_label": "Front" })),
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

    fn on(object: &str) -> Target {
        Target::Tree(object.into())
    }

    fn granted(grants: impl IntoIterator<Item = (Target, Privileges)>) -> Caller {
        Caller { user_id: "u".into(), grants: Grants::of(grants).into(), ..Caller::visitor() }
    }

    fn seen(store: &Store, grants: &[(&str, Role)]) -> Vec<String> {
        seen_by(store, &granted(grants.iter().map(|(object, role)| (on(object), role.privileges()))))
    }

    fn seen_by(store: &Store, caller: &Caller) -> Vec<String> {
        let mut ids: Vec<String> =
            store.all().iter().filter(|o| sees(caller, o, store)).map(|o| o.id().to_owned()).collect();
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
        let one = granted([(on("a"), viewer), (on("b"), operator), (on("a"), operator)]);
        let same = granted([(on("b"), operator), (on("a"), operator)]);
        assert_eq!(one, same);
        assert!(matches!(one.rights_key(), RightsKey::Granted(_)));
        let all = [
            granted([(on("a"), viewer), (on("b"), operator)]),
            granted([(on("a"), viewer)]),
            granted([(Target::Object("a".into()), viewer)]),
            granted([(Target::Tag("a".into()), viewer)]),
            granted([(Target::Filter("a".into()), viewer)]),
        ];
        let keys: std::collections::HashSet<RightsKey> = all.iter().map(Caller::rights_key).collect();
        assert_eq!(keys.len(), all.len(), "others are told apart");
        assert_eq!(Caller::visitor().rights_key(), RightsKey::Nothing);
    }

    #[test]
    fn a_limit_leaves_of_what_was_granted_what_is_under_its_objects() {
        let store = world();
        let caller = |above: &str, role: Role, within: &str| Caller {
            user_id: "u".into(),
            grants: Grants::of([(on(above), role.privileges())]).within(&[within.into()]).into(),
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
        let nobody = Caller::visitor();
        let moved = |old, new| moved(&nobody, old, new);
        assert!(moved(None, Some(&vm)) && moved(Some(&vm), None) && moved(Some(&vm), Some(&other)));
        assert!(!moved(Some(&vm), Some(&vm)));
    }

    #[test]
    fn tags_and_filters_find_objects_and_what_is_under_them() {
        let store = world();
        let viewer = Role::Viewer.privileges();
        let under_vm = ["message", "snapshot", "task", "vbd", "vdi", "vdi-snapshot", "vm"];
        assert_eq!(seen_by(&store, &granted([(Target::Tag("web".into()), viewer)])), under_vm);
        assert!(seen_by(&store, &granted([(Target::Tag("we".into()), viewer)])).is_empty());
        assert_eq!(seen_by(&store, &granted([(Target::Filter("name_label:fro".into()), viewer)])), under_vm);
        assert!(seen_by(&store, &granted([(Target::Filter("type:user".into()), viewer)])).is_empty());
        assert!(seen_by(&store, &granted([(Target::Filter("(".into()), viewer)])).is_empty());
        assert_eq!(seen_by(&store, &granted([(Target::Object("vm".into()), viewer)])), ["vm"]);
    }

    #[test]
    fn what_a_grant_no_longer_finds_has_moved_for_whom_it_is_granted_to() {
        let store = world();
        let (vm, viewer) = (store.get("vm").unwrap(), Role::Viewer.privileges());
        let interner = store.interner();
        let fields = json!({ "id": "vm", "$container": "host", "tags": ["db"], "name_label": "Front" });
        let row = Row::from_json(interner, &fields.to_string()).unwrap();
        store.writer("w").apply([Change::Put { kind: Kind::Vm, id: "vm".into(), row }]);
        let now = store.get("vm").unwrap();
        for (target, expected) in [
            (Target::Tag("web".into()), true),
            (Target::Tag("db".into()), true),
            (Target::Tag("shop".into()), false),
            (Target::Filter("tags:web".into()), true),
            (Target::Filter("name_label:front".into()), false),
            (on("vm"), false),
        ] {
            let caller = granted([(target.clone(), viewer)]);
            assert_eq!(moved(&caller, Some(&vm), Some(&now)), expected, "{target}");
        }
    }
}
