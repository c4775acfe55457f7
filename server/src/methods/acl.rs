//! Who may do what on which object.

use std::collections::BTreeMap;

use api::{
    ApiError,
    acl::{Add, Get, GetCurrentPermissions, Grant, Remove},
};

use crate::Cx;

pub async fn add(cx: Cx, call: Add) -> Result<(), ApiError> {
    let known = cx.app.cache.get(call.object.as_str()).filter(|o| o.kind().is_of_pool());
    if known.is_none() {
        return Err(ApiError::NotFound { what: "object".into(), id: call.object.to_string() });
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
    for (object, privileges) in cx.app.accounts.privileges_of(&cx.caller.user_id) {
        let permissions = privileges.permissions().into_iter().map(|p| (p.to_owned(), 1));
        all.entry(object).or_default().extend(permissions);
    }
    Ok(all)
}
