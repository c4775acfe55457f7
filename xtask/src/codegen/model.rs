//! `datamodel.json`, as far as code is made from it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub struct Model {
    pub roles: Vec<String>,
    pub classes: Vec<Class>,
    pub enums: Vec<Enum>,
    pub errors: Vec<ErrorCode>,
    pub relations: Vec<Relation>,
    pub http_handlers: Vec<HttpHandler>,
    pub emergency_calls: Vec<String>,
}

#[derive(Deserialize)]
pub struct Class {
    pub name: String,
    pub event_class: String,
    pub events: bool,
    pub in_database: bool,
    pub persistent: bool,
    pub ctor_dtor: bool,
    pub async_ok: bool,
    pub fields: Vec<Field>,
    pub messages: Vec<Message>,
}

#[derive(Deserialize)]
pub struct Field {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: String,
    pub qualifier: String,
    pub default: Option<Value>,
    pub path: Option<Vec<String>>,
    pub persist: Option<bool>,
    #[serde(default)]
    pub internal_only: bool,
    #[serde(default)]
    pub removed: bool,
    pub write_role: Option<String>,
    pub read_role: Option<String>,
    #[serde(default)]
    pub map_key_roles: BTreeMap<String, String>,
    #[serde(default)]
    pub ignore_foreign_key: bool,
}

#[derive(Deserialize)]
pub struct Message {
    pub name: String,
    pub kind: String,
    pub params: Vec<Param>,
    pub result: String,
    pub role: String,
    #[serde(rename = "async")]
    pub async_ok: bool,
    #[serde(default)]
    pub errors: Vec<String>,
    #[serde(default)]
    pub hidden: bool,
    #[serde(default)]
    pub pool_internal: bool,
    pub session: Option<bool>,
    #[serde(default)]
    pub secret: bool,
    #[serde(default)]
    pub removed: bool,
    #[serde(default)]
    pub no_current_operations: bool,
    #[serde(default)]
    pub map_key_roles: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub struct Param {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: String,
    pub default: Option<Value>,
    #[serde(default)]
    pub optional: bool,
}

#[derive(Deserialize)]
pub struct Enum {
    pub name: String,
    pub values: Vec<String>,
}

#[derive(Deserialize)]
pub struct ErrorCode {
    pub name: String,
    pub params: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub struct Relation {
    pub a: String,
    pub b: String,
    pub cardinality: String,
}

#[derive(Deserialize)]
pub struct HttpHandler {
    pub name: String,
    pub method: String,
    pub uri: String,
    pub args: Vec<(String, String)>,
    pub role: String,
    pub no_rbac: bool,
}
