//! Groups of users.

use std::collections::BTreeSet;

use api::{
    ApiError,
    group::{AddUser, Create, Delete, GetAll, RemoveUser, Set, SetUsers},
};
use model::{Id, objects::Group};

use crate::Cx;

pub async fn create(cx: Cx, call: Create) -> Result<Id<Group>, ApiError> {
    cx.app.accounts.create_group(&call.name).await
}

pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    cx.app.accounts.delete_group(&call.id).await
}

pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    cx.app.accounts.rename_group(&call.id, call.name.as_deref()).await
}

pub async fn get_all(cx: Cx, _: GetAll) -> Result<Vec<Group>, ApiError> {
    Ok(cx.app.accounts.groups())
}

pub async fn set_users(cx: Cx, call: SetUsers) -> Result<(), ApiError> {
    let set = |members: &mut BTreeSet<_>| *members = call.user_ids.into_iter().collect();
    cx.app.accounts.set_members(&call.id, set).await
}

pub async fn add_user(cx: Cx, call: AddUser) -> Result<(), ApiError> {
    let add = |members: &mut BTreeSet<_>| {
        members.insert(call.user_id);
    };
    cx.app.accounts.set_members(&call.id, add).await
}

pub async fn remove_user(cx: Cx, call: RemoveUser) -> Result<(), ApiError> {
    let remove = |members: &mut BTreeSet<_>| {
        members.remove(&call.user_id);
    };
    cx.app.accounts.set_members(&call.id, remove).await
}
