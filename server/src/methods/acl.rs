//! Who may do what on which object.

use std::collections::BTreeMap;

use api::{
    ApiError, ParamError,
    acl::{Add, Get, GetCurrentPermissions, Grant, Remove},
};
use model::{Filter, Id, Privileges};

use crate::{
    Cx,
    access::{self, Target},
};

/// The longest tag or filter that can be granted on, in bytes.
const LONGEST: usize = 1_000;

pub async fn add(cx: Cx, call: Add) -> Result<(), ApiError> {
    let target = target(call.object, call.only, call.tag, call.filter)?;
    exists(&cx, &target)?;
    cx.app.accounts.grant(&call.subject, &target, &call.action).await
}

pub async fn remove(cx: Cx, call: Remove) -> Result<(), ApiError> {
    let target = target(call.object, call.only, call.tag, call.filter)?;
    cx.app.accounts.revoke(&call.subject, &target, &call.action).await
}

pub async fn get(cx: Cx, _: Get) -> Result<Vec<Grant>, ApiError> {
    Ok(cx.app.accounts.grants())
}

pub async fn get_current_permissions(
    cx: Cx,
    _: GetCurrentPermissions,
) -> Result<BTreeMap<String, BTreeMap<String, u8>>, ApiError> {
    let mut all: BTreeMap<String, BTreeMap<String, u8>> = BTreeMap::new();
    let mut add = |object: &str, privileges: Privileges| {
        let permissions = privileges.permissions().into_iter().map(|p| (p.to_owned(), 1));
        all.entry(object.to_owned()).or_default().extend(permissions);
    };
    // A session that is limited to some objects is told of no others.
    let limited = cx.caller.scope.as_ref().is_some_and(|scope| scope.objects.is_some());
    let told = |id: &str| {
        !limited || cx.app.cache.get(id).is_some_and(|o| access::sees(&cx.caller, &o, &cx.app.cache))
    };
    let mut finds = false;
    for (target, privileges) in cx.app.accounts.privileges_of(&cx.caller.user_id) {
        match target {
            Target::Tree(id) | Target::Object(id) if told(&id) => add(&id, privileges),
            Target::Tree(_) | Target::Object(_) => {}
            Target::Tag(_) | Target::Filter(_) => finds = true,
        }
    }
    if finds {
        for object in cx.app.cache.all().iter().filter(|object| object.kind().is_of_pool()) {
            let privileges = cx.caller.grants.on(object);
            if !privileges.is_empty() && told(object.id()) {
                add(object.id(), privileges);
            }
        }
    }
    Ok(all)
}

/// What a grant is about, as the parameters say.
pub(super) fn target(
    object: Option<Id<()>>,
    only: bool,
    tag: Option<String>,
    filter: Option<String>,
) -> Result<Target, ApiError> {
    let wrong = |name, message: &str| Err(ApiError::parameter(ParamError::wrong(name, "format", message)));
    match (object, tag, filter) {
        (Some(id), None, None) if only => Ok(Target::Object(id.as_str().into())),
        (Some(id), None, None) => Ok(Target::Tree(id.as_str().into())),
        (None, Some(_), None) | (None, None, Some(_)) if only => wrong("only", "is for an object"),
        (None, Some(tag), None) if tag.is_empty() || tag.len() > LONGEST => {
            wrong("tag", "must have 1 to 1000 bytes")
        }
        (None, Some(tag), None) => Ok(Target::Tag(tag.into())),
        (None, None, Some(filter)) if filter.len() > LONGEST => wrong("filter", "must have 1 to 1000 bytes"),
        (None, None, Some(filter)) => match Filter::parse(&filter) {
            Ok(parsed) if parsed.is_empty() => wrong("filter", "must not let everything through"),
            Ok(_) => Ok(Target::Filter(filter.into())),
            Err(error) => wrong("filter", &format!("cannot be read: {error}")),
        },
        _ => wrong("object", "or `tag` or `filter` must be given, and only one of them"),
    }
}

/// Whether what is to be granted on is there; tags and filters need find nothing yet.
pub(super) fn exists(cx: &Cx, target: &Target) -> Result<(), ApiError> {
    let (Target::Tree(id) | Target::Object(id)) = target else { return Ok(()) };
    match cx.app.cache.get(id).is_some_and(|object| object.kind().is_of_pool()) {
        true => Ok(()),
        false => Err(ApiError::NotFound { what: "object".into(), id: id.to_string() }),
    }
}
