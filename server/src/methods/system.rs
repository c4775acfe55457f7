//! Calls about the server itself.

use std::collections::BTreeMap;

use api::{
    ApiError, METHODS, Permission,
    system::{GetMethodsInfo, GetServerVersion, GetVersion, ListMethods},
};
use serde_json::{Map, Value, json};

use crate::Cx;

/// In Xen Orchestra's form: every parameter with its schema, `optional` where it may be absent.
pub async fn get_methods_info(_: Cx, _: GetMethodsInfo) -> Result<BTreeMap<String, Value>, ApiError> {
    Ok(METHODS.iter().map(|entry| (entry.name.to_owned(), info(entry))).collect())
}

fn info(entry: &api::Entry) -> Value {
    let schema = entry.params_schema();
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut params = Map::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let mut property = property.clone();
        if let Some(members) = property.as_object_mut()
            && !required.contains(&name.as_str())
        {
            members.insert("optional".into(), true.into());
        }
        params.insert(name.clone(), property);
    }
    let mut info = json!({ "description": schema["description"], "params": params });
    match entry.permission {
        Permission::Anyone => info["permission"] = Value::Null,
        Permission::Admin => info["permission"] = "admin".into(),
        Permission::SignedIn => {}
    }
    info
}

pub async fn get_server_version(_: Cx, _: GetServerVersion) -> Result<String, ApiError> {
    Ok(env!("CARGO_PKG_VERSION").into())
}

/// Xen Orchestra's constant: clients compare it.
pub async fn get_version(_: Cx, _: GetVersion) -> Result<String, ApiError> {
    Ok("0.1".into())
}

pub async fn list_methods(_: Cx, _: ListMethods) -> Result<Vec<String>, ApiError> {
    Ok(METHODS.iter().map(|entry| entry.name.to_owned()).collect())
}
