//! Named sets of privileges.

use api::{
    ApiError,
    role::{Copy, Create, Delete, GetAll, Set},
};
use model::{Id, Privileges, objects::AclRole};

use crate::Cx;

pub async fn get_all(cx: Cx, _: GetAll) -> Result<Vec<AclRole>, ApiError> {
    Ok(cx.app.accounts.roles())
}

pub async fn create(cx: Cx, call: Create) -> Result<Id<AclRole>, ApiError> {
    let privileges = Privileges::of(&call.privileges);
    cx.app.accounts.create_role(&call.name, call.description.as_deref(), privileges).await
}

pub async fn copy(cx: Cx, call: Copy) -> Result<Id<AclRole>, ApiError> {
    let of = cx.app.accounts.role(&call.id)?;
    let name = call.name.unwrap_or_else(|| format!("{} (copy)", of.name));
    let description = call.description.or(of.description);
    cx.app.accounts.create_role(&name, description.as_deref(), Privileges::of(&of.privileges)).await
}

pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    let privileges = call.privileges.as_deref().map(Privileges::of);
    let (name, description) = (call.name.as_deref(), call.description.as_deref());
    cx.app.accounts.set_role(&call.id, name, description, privileges).await
}

pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    cx.app.accounts.delete_role(&call.id, call.with_grants).await
}
