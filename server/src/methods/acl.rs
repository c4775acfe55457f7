//! Who may do what on which object.

use std::collections::BTreeMap;

use api::{
    ApiError, ParamError,
    acl::{Add, Get, GetCurrentPermissions, GetRoles, Grant, Remove, RoleInfo},
};
use model::Role;

use crate::Cx;

pub async fn add(cx: Cx, call: Add) -> Result<(), ApiError> {
    let known = cx.app.cache.get(call.object.as_str()).filter(|o| o.kind().is_of_pool());
    if known.is_none() {
        return Err(ApiError::NotFound { what: "object".into(), id: call.object.to_string() });
    }
    if Role::of_action(&call.action).is_none() {
        let message = "must be `viewer`, `operator`, `admin`, `view`, `operate` or `administrate`";
        return Err(ApiError::parameter(ParamError::wrong("action", "enum", message)));
    }
    cx.app.accounts.grant(&call.subject, &call.object, &call.action).await
}

pub async fn remove(cx: Cx, call: Remove) -> Result<(), ApiError> {
    cx.app.accounts.revoke(&call.subject, &call.object, &call.action).await
}

pub async fn get(cx: Cx, _: Get) -> Result<Vec<Grant>, ApiError> {
    Ok(cx.app.accounts.grants())
}

pub async fn get_current_permissions(
    cx: Cx,
    _: GetCurrentPermissions,
) -> Result<BTreeMap<String, BTreeMap<String, u8>>, ApiError> {
    let mut all: BTreeMap<String, BTreeMap<String, u8>> = BTreeMap::new();
    for (object, role) in cx.app.accounts.roles_of(&cx.caller.user_id) {
        let permissions = role.permissions().iter().map(|p| ((*p).to_owned(), 1));
        all.entry(object.to_string()).or_default().extend(permissions);
    }
    Ok(all)
}

pub async fn get_roles(_: Cx, _: GetRoles) -> Result<Vec<RoleInfo>, ApiError> {
    let info = |role: &Role| RoleInfo {
        id: role.as_str().into(),
        name: role.name().into(),
        permissions: role.permissions().iter().map(|p| (*p).to_owned()).collect(),
    };
    Ok(Role::ALL.iter().map(info).collect())
}
