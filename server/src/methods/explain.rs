//! Who may do what, and why; and what a change would make of it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use api::{
    ApiError, ParamError,
    acl::Grant,
    explain::{Able, Difference, Effect, Explain, Explanation, GroupName, Preview, Reason, Spoken, WhoCan},
};
use cache::Object;
use model::{Id, Privilege, Privileges, objects::User};

use super::acl::{exists, target};
use crate::{
    Cx,
    access::{self, Grants},
    accounts::{ADMIN, Case, Change, Given},
};

/// How many objects of a case are told if nothing else is asked for.
const FEW: usize = 100;

pub async fn explain(cx: Cx, call: Explain) -> Result<Explanation, ApiError> {
    let user = cx.app.accounts.user(&call.user);
    let user = user.ok_or_else(|| ApiError::NotFound { what: "user".into(), id: call.user.to_string() })?;
    let object = object(&cx, &call.object)?;
    let ways = access::ways_down(&object, &cx.app.cache);
    let groups = cx.app.accounts.groups();
    let mut reasons = Vec::new();
    for given in cx.app.accounts.given() {
        let group = groups.iter().find(|group| group.id.as_str() == given.grant.subject);
        let theirs = given.grant.subject == user.id.as_str()
            || group.is_some_and(|group| group.users.contains(&user.id));
        let reached = theirs.then(|| given.compiled.reach(&ways)).flatten();
        let Some(at) = reached else { continue };
        reasons.push(Reason {
            role: given.role,
            privileges: given.privileges.list(),
            group: group.map(|group| GroupName { id: group.id.clone(), name: group.name.clone() }),
            way: ways[at].iter().map(|object| spoken(object)).collect(),
            grant: given.grant,
        });
    }
    let admin = user.permission == ADMIN;
    let privileges = match cx.app.accounts.caller(&user.id) {
        _ if admin => Privileges::ALL,
        Some(caller) => access::counts(&caller.grants, &object, &cx.app.cache),
        None => Privileges::NONE,
    };
    Ok(Explanation { admin, privileges: privileges.list(), reasons })
}

pub async fn who_can(cx: Cx, call: WhoCan) -> Result<Vec<Able>, ApiError> {
    let object = object(&cx, &call.object)?;
    let ways = access::ways_down(&object, &cx.app.cache);
    let reaching = cx.app.accounts.given().into_iter().filter(|given| given.compiled.reach(&ways).is_some());
    let mut by_user: BTreeMap<Id<User>, (Privileges, Vec<Grant>)> = BTreeMap::new();
    for Given { grant, privileges, .. } in reaching {
        for user in cx.app.accounts.users_of(&grant.subject) {
            let (may, grants) = by_user.entry(user).or_default();
            *may |= privileges;
            if privileges.has(call.privilege) {
                grants.push(grant.clone());
            }
        }
    }
    let able = |user: User| {
        let admin = user.permission == ADMIN;
        let (may, grants) = by_user.remove(&user.id).unwrap_or_default();
        let can = admin || may.has(Privilege::See) && may.has(call.privilege);
        let grants = grants.into_iter().map(|grant| grant.id).collect();
        can.then_some(Able { user: user.id, email: user.email, admin, grants })
    };
    Ok(cx.app.accounts.users().into_iter().filter_map(able).collect())
}

pub async fn preview(cx: Cx, call: Preview) -> Result<Vec<Effect>, ApiError> {
    let limit = call.limit.unwrap_or(FEW);
    let Some(change) = change(&cx, call)? else { return Ok(Vec::new()) };
    // many users and many objects take their time
    let work = tokio::task::spawn_blocking(move || effects(&cx, &change, limit));
    work.await.map_err(|_| ApiError::Internal)?
}

/// Users who have the same before, and the same after.
struct Alike {
    users: Vec<Id<User>>,
    before: Arc<Grants>,
    after: Arc<Grants>,
}

fn effects(cx: &Cx, change: &Change, limit: usize) -> Result<Vec<Effect>, ApiError> {
    let cache = &cx.app.cache;
    let (cases, about) = cx.app.accounts.preview(change)?;
    let mut reached: Vec<Arc<Object>> = cache.all();
    reached.retain(|object| object.kind().is_of_pool() && !access::counts(&about, object, cache).is_empty());
    reached.sort_unstable_by(|a, b| a.id().cmp(b.id()));
    let mut alike: Vec<Alike> = Vec::new();
    let mut known: HashMap<([u8; 16], [u8; 16]), usize> = HashMap::new();
    for Case { user, before, after } in cases {
        let at = *known.entry((before.key(), after.key())).or_insert(alike.len());
        match alike.get_mut(at) {
            Some(known) => known.users.push(user),
            None => alike.push(Alike { users: vec![user], before, after }),
        }
    }
    let effect = |Alike { users, before, after }: Alike| {
        let mut total = 0;
        let mut objects = Vec::new();
        for object in &reached {
            let (old, new) = (access::counts(&before, object, cache), access::counts(&after, object, cache));
            if old == new {
                continue;
            }
            total += 1;
            if objects.len() < limit {
                let (gained, lost) = (new.without(old).list(), old.without(new).list());
                objects.push(Difference { object: spoken(object), gained, lost });
            }
        }
        (total > 0).then_some(Effect { users, total, objects })
    };
    Ok(alike.into_iter().filter_map(effect).collect())
}

/// The one change that is asked about; `None` if it changes no rights.
fn change(cx: &Cx, call: Preview) -> Result<Option<Change>, ApiError> {
    Ok(Some(match (call.add, call.remove, call.set_role, call.delete_role, call.set_users) {
        (Some(add), None, None, None, None) => {
            let target = target(add.object, add.only, add.tag, add.filter)?;
            exists(cx, &target)?;
            Change::Grant { subject: add.subject, target, action: add.action }
        }
        (None, Some(remove), None, None, None) => {
            let target = target(remove.object, remove.only, remove.tag, remove.filter)?;
            Change::Revoke { subject: remove.subject, target, action: remove.action }
        }
        (None, None, Some(set), None, None) => {
            cx.app.accounts.role(&set.id)?;
            let Some(privileges) = set.privileges else { return Ok(None) };
            Change::Role(set.id, Privileges::of(&privileges))
        }
        (None, None, None, Some(delete), None) => Change::DeleteRole(delete.id),
        (None, None, None, None, Some(set)) => Change::Members(set.id, set.user_ids.into_iter().collect()),
        _ => {
            let message =
                "or `remove`, `setRole`, `deleteRole` or `setUsers` must be given, and only one of them";
            return Err(ApiError::parameter(ParamError::wrong("add", "format", message)));
        }
    }))
}

/// An object that somebody can have rights on.
fn object(cx: &Cx, id: &Id<()>) -> Result<Arc<Object>, ApiError> {
    let known = cx.app.cache.get(id.as_str()).filter(|object| object.kind().is_of_pool());
    known.ok_or_else(|| ApiError::NotFound { what: "object".into(), id: id.to_string() })
}

fn spoken(object: &Object) -> Spoken {
    let name = object.get("name_label").and_then(|name| serde_json::from_str(name).ok());
    Spoken { id: object.id().into(), kind: object.kind(), name }
}
