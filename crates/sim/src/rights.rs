//! Who may do what: the permissions of the data model, the roles that hold them, and the check before each call.
//!
//! Each call is a permission (`vm.start`), keys of some maps are ones of their own (`pool.add_to_other_config/key:folder`),
//! and so are HTTP handlers (`http/get_export`). Roles are nested: each holds all that the next lower one does. Sessions
//! of root hold everything, also what no role does.

use std::collections::HashMap;
use std::sync::LazyLock;

use md5::{Digest, Md5};
use xapi::schema::{CLASSES, HTTP_HANDLERS, Message, ROLES};

use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::pool::Pool;

/// Permissions that belong to no call: tasks and consoles of others.
const EXTRA: &[(&str, &str)] = &[
    ("task.cancel/any", "pool-operator"),
    ("task.destroy/any", "pool-operator"),
    ("http/connect_console/host_console", "pool-admin"),
    ("http/get_console/host_console", "pool-admin"),
];

/// Something that may be allowed.
pub struct Permission {
    pub name: String,
    pub reference: Str,
    pub uuid: Str,
    /// Index in [`ROLES`] of the lowest role that holds it; none for what is root's alone.
    least: Option<usize>,
}

/// All permissions and roles.
pub struct Rights {
    /// By name, in the order of names.
    pub permissions: Vec<Permission>,
    by_reference: HashMap<Str, usize>,
    /// What each role holds, as names and as references.
    names: Vec<Value>,
    references: Vec<Value>,
}

impl Rights {
    /// The one list.
    pub fn get() -> &'static Rights {
        static RIGHTS: LazyLock<Rights> = LazyLock::new(Rights::build);
        &RIGHTS
    }

    fn build() -> Rights {
        let mut found: HashMap<String, Option<usize>> = HashMap::new();
        for class in CLASSES {
            for message in class.messages.iter().filter(|m| m.session) {
                let name = permission(class.name, message.name);
                for (key, role) in message.map_key_roles {
                    found.insert(format!("{name}/key:{}", key.to_lowercase()), rank(role));
                }
                found.insert(name, rank(message.role));
            }
        }
        for handler in HTTP_HANDLERS.iter().filter(|h| !h.no_rbac) {
            found.insert(format!("http/{}", handler.name), rank(handler.role));
        }
        for (name, role) in EXTRA {
            found.insert((*name).to_owned(), rank(role));
        }
        let mut permissions: Vec<Permission> = found
            .into_iter()
            .map(|(name, least)| {
                let uuid = role_uuid(&name);
                Permission { name, least, reference: format!("OpaqueRef:{uuid}").into(), uuid }
            })
            .collect();
        permissions.sort_by(|a, b| a.name.cmp(&b.name));
        let by_reference = permissions.iter().enumerate().map(|(i, p)| (p.reference.clone(), i)).collect();
        let held = |role: usize, text: fn(&Permission) -> Str| {
            let holds = |p: &&Permission| p.least.is_some_and(|least| role <= least);
            Value::set(permissions.iter().filter(holds).map(text))
        };
        let names = (0..ROLES.len()).map(|role| held(role, |p| p.name.as_str().into())).collect();
        let references = (0..ROLES.len()).map(|role| held(role, |p| p.reference.clone())).collect();
        Rights { permissions, by_reference, names, references }
    }

    pub fn by_name(&self, name: &str) -> Option<&Permission> {
        self.permissions.binary_search_by(|p| p.name.as_str().cmp(name)).ok().map(|i| &self.permissions[i])
    }

    pub fn by_reference(&self, reference: &str) -> Option<&Permission> {
        self.by_reference.get(reference).map(|&i| &self.permissions[i])
    }

    /// References of what a role holds, by the role's name.
    pub fn held(&self, role: &str) -> Value {
        rank(role).map_or_else(Value::no_items, |r| self.references[r].clone())
    }

    /// Names of what a set of roles and permissions holds together, in order.
    pub fn union(&self, roles: impl IntoIterator<Item = Str>) -> Value {
        let (mut highest, mut single) = (None, Vec::new());
        for role in roles {
            match (ROLES.iter().position(|name| role_reference(name) == role), self.by_reference(&role)) {
                (Some(rank), _) => highest = Some(highest.map_or(rank, |h: usize| h.min(rank))),
                (None, Some(permission)) => single.push(permission.name.as_str()),
                (None, None) => {}
            }
        }
        let whole = highest.map_or_else(Value::no_items, |rank| self.names[rank].clone());
        single.retain(|name| !holds(&whole, name));
        if single.is_empty() {
            return whole;
        }
        let mut all: Vec<&str> = whole.items().iter().map(Value::as_str).chain(single).collect();
        all.sort_unstable();
        all.dedup();
        Value::set(all)
    }
}

impl Permission {
    /// Names of the roles that hold it, highest first.
    pub fn roles(&self) -> &'static [&'static str] {
        self.least.map_or(&[], |least| &ROLES[..=least])
    }
}

/// The permission that a call needs.
pub fn permission(class: &str, message: &str) -> String {
    format!("{class}.{message}").to_lowercase()
}

/// XAPI makes the UUID of a role or permission from its name by MD5, so they are alike in every pool; that of the first
/// role is a default in the data model.
pub fn role_uuid(name: &str) -> Str {
    uuid::Uuid::from_bytes(Md5::digest(name).into()).to_string().into()
}

/// The reference that goes with [`role_uuid`].
pub fn role_reference(name: &str) -> Str {
    format!("OpaqueRef:{}", role_uuid(name)).into()
}

fn rank(role: &str) -> Option<usize> {
    ROLES.iter().position(|r| *r == role)
}

/// Whether an ordered set of permissions has one.
fn holds(permissions: &Value, name: &str) -> bool {
    permissions.items().binary_search_by(|p| p.as_str().cmp(name)).is_ok()
}

/// Refuses a call that the session's user may not make. `key` is the key of a map that is added or removed.
pub fn check_call(
    pool: &Pool,
    session: &str,
    class: &str,
    message: &Message,
    key: &str,
) -> Result<(), Failure> {
    let Some(held) = held_by(pool, session)? else { return Ok(()) };
    let mut name = permission(class, message.name);
    let ruled = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => key.starts_with(start),
        None => key == pattern,
    };
    if let Some((pattern, _)) = message.map_key_roles.iter().find(|(pattern, _)| ruled(pattern)) {
        name = format!("{name}/key:{}", pattern.to_lowercase());
    }
    demand(&held, &name)
}

/// Refuses unless the session's user holds a permission.
pub fn check(pool: &Pool, session: &str, name: &str) -> Result<(), Failure> {
    match held_by(pool, session)? {
        Some(held) => demand(&held, name),
        None => Ok(()),
    }
}

/// Refuses unless a set of permissions has one.
pub fn demand(held: &Value, name: &str) -> Result<(), Failure> {
    if holds(held, name) {
        return Ok(());
    }
    let roles = Rights::get().by_name(name).map_or(&[][..], Permission::roles).join(", ");
    let text = format!("No permission in user session. (Roles with this permission: {roles})");
    Err(Failure::new("RBAC_PERMISSION_DENIED", [name, &text]))
}

/// What a session may; `None` is everything.
fn held_by(pool: &Pool, session: &str) -> Result<Option<Value>, Failure> {
    pool.read(|db| {
        if session.is_empty() || !db.exists("session", session) {
            // A call without a session, or one of a single host: only root has those.
            return Ok(None);
        }
        if db.get("session", session, "is_local_superuser")?.as_bool()
            || db.get("session", session, "pool")?.as_bool()
        {
            return Ok(None);
        }
        db.get("session", session, "rbac_permissions").map(Some)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_nested() {
        let rights = Rights::get();
        let sizes: Vec<usize> = rights.names.iter().map(|n| n.items().len()).collect();
        assert!(sizes.is_sorted_by(|a, b| a > b), "{sizes:?}");
        assert!(rights.names.iter().all(|n| n.items().is_sorted_by(|a, b| a.as_str() < b.as_str())));
        let roles = |name: &str| rights.by_name(name).map(|p| p.roles().join(" "));
        assert_eq!(
            roles("vm.start").as_deref(),
            Some("pool-admin pool-operator vm-power-admin vm-admin vm-operator")
        );
        assert_eq!(roles("vm.add_to_other_config/key:hvm_serial").as_deref(), Some("pool-admin"));
        assert_eq!(roles("session.change_password").as_deref(), Some(""));
        assert_eq!(roles("http/get_root"), None, "needs no permission");
        assert_eq!(&*role_uuid("pool-admin"), "0165f154-ba3e-034e-6b27-5d271af109ba");
    }

    #[test]
    fn permissions_of_several_roles_add_up() {
        let rights = Rights::get();
        let start = rights.by_name("pool.eject").unwrap().reference.clone();
        let union = rights.union([role_reference("read-only"), role_reference("vm-operator"), start]);
        assert!(demand(&union, "vm.start").is_ok() && demand(&union, "pool.eject").is_ok());
        let denied = demand(&union, "pool.enable_ha").unwrap_err();
        let text = "No permission in user session. (Roles with this permission: pool-admin, pool-operator)";
        assert_eq!(denied, Failure::new("RBAC_PERMISSION_DENIED", ["pool.enable_ha", text]));
        assert!(rights.union([]).items().is_empty());
    }
}
