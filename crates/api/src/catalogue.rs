//! The declared calls with their types erased: what the CLI, the documentation and the REST router read.

use model::{Kind, objects::LAST_SEEN};
use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{ApiError, METHODS, Method, Route, Rule, Verb};

/// A declared call.
#[derive(Clone, Copy)]
pub struct Entry {
    pub name: &'static str,
    pub routes: &'static [Route],
    pub permission: Permission,
    /// See [`Method::READS`].
    pub reads: bool,
    /// Whether it is about an object that its parameters name, on which a privilege is needed.
    pub on_object: bool,
    /// See [`Method::LONG`].
    pub long: bool,
    params: fn(&mut SchemaGenerator) -> Schema,
    output: fn(&mut SchemaGenerator) -> Schema,
}

/// Who may make a call at all, before any object is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    Anyone,
    SignedIn,
    Admin,
}

impl Entry {
    pub const fn of<M: Method>() -> Self {
        Self {
            name: M::NAME,
            routes: M::ROUTES,
            permission: match M::RULE {
                Rule::Anyone => Permission::Anyone,
                Rule::Admin => Permission::Admin,
                Rule::SignedIn | Rule::On(..) => Permission::SignedIn,
            },
            reads: M::READS,
            on_object: matches!(M::RULE, Rule::On(..)),
            long: M::LONG,
            params: |g| g.subschema_for::<M>(),
            output: |g| g.subschema_for::<M::Output>(),
        }
    }

    /// A self-contained JSON schema of the parameters; its `description` says what the call does.
    pub fn params_schema(&self) -> Value {
        inlined(self.params)
    }

    /// A self-contained JSON schema of the answer.
    pub fn output_schema(&self) -> Value {
        inlined(self.output)
    }

    /// Path and query arrive as text; the schema says which of them are numbers or flags. Text that is
    /// neither stays text, so that the check of the parameters can name it.
    pub fn coerce(&self, text: impl IntoIterator<Item = (String, String)>, into: &mut Map<String, Value>) {
        let schema = self.params_schema();
        for (key, raw) in text {
            let types = &schema["properties"][&key]["type"];
            let is = |t: &str| types == t || types.as_array().is_some_and(|a| a.iter().any(|x| x == t));
            let parsed = (is("integer") || is("number") || is("boolean") || is("array") || is("object"))
                .then(|| serde_json::from_str(&raw).ok())
                .flatten();
            into.insert(key, parsed.unwrap_or(Value::String(raw)));
        }
    }
}

/// Where the schema of [`object`] is.
const OBJECT: &str = "#/components/schemas/Object";

pub(crate) fn inlined(of: fn(&mut SchemaGenerator) -> Schema) -> Value {
    let mut generator = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true).into_generator();
    of(&mut generator).to_value()
}

/// The call of that name.
pub fn find(name: &str) -> Result<&'static Entry, ApiError> {
    METHODS.iter().find(|e| e.name == name).ok_or_else(|| ApiError::unknown_method(name))
}

/// The REST faces of all calls as an OpenAPI 3.1 document.
pub fn openapi() -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|s| s.definitions_path = "/components/schemas".into())
        .into_generator();
    let mut paths = Map::new();
    for kind in Kind::ALL {
        let (list, item) = collection(*kind);
        paths.insert(format!("/{}", kind.collection()), json!({ "get": list }));
        paths.insert(format!("/{}/{{id}}", kind.collection()), json!({ "get": item }));
    }
    for entry in METHODS {
        let params = entry.params_schema();
        for route in entry.routes {
            let operation = operation(entry, route, &params, &mut generator);
            let verb = route.verb.as_str().to_lowercase();
            paths.entry(route.path.to_owned()).or_insert_with(|| json!({}))[verb] = operation;
        }
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Object".into(), object());
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Xenith", "version": env!("CARGO_PKG_VERSION") },
        "servers": [{ "url": "/rest/v0" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// What any object has, whatever else its kind has.
fn object() -> Value {
    json!({
        "type": "object",
        "properties": {
            "id": { "type": "string" },
            "type": { "enum": Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>() },
            LAST_SEEN: {
                "type": "number",
                "description": "There while the connection to the pool is lost: when it was last heard of, Unix seconds. All else that the object says is of then.",
            },
        },
    })
}

/// Reading the objects of a kind, all or one.
fn collection(kind: Kind) -> (Value, Value) {
    let name = kind.collection();
    let query = |name: &str, schema: &str, text: &str| json!({ "name": name, "in": "query", "required": false, "description": text, "schema": { "type": schema } });
    let ok = |schema: Value| json!({ "200": { "description": "ok", "content": { "application/json": { "schema": schema } } } });
    let list = json!({
        "operationId": format!("GET /{name}"),
        "summary": format!("List the {} that you may see.", name.replace('-', " ")),
        "parameters": [
            query("fields", "string", "The properties wanted, `*` for all; without it only URLs are listed."),
            query("filter", "string", "Which ones: `web power_state:Running`, `memory:size:>4GiB`, `|(tags:prod tags:qa)`; see docs/filters.md."),
            query("limit", "integer", "At most so many."),
            query("sort", "string", "A property; `-` before it sorts downwards."),
            query("ndjson", "boolean", "One JSON value a line instead of an array."),
        ],
        "responses": ok(json!({ "type": "array", "items": { "anyOf": [{ "type": "string" }, { "$ref": OBJECT }] } })),
    });
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    let item = json!({
        "operationId": format!("GET /{name}/{{id}}"),
        "summary": format!("Read one of the {}.", name.replace('-', " ")),
        "parameters": [id],
        "responses": ok(json!({ "$ref": OBJECT })),
    });
    (list, item)
}

fn operation(entry: &Entry, route: &Route, params: &Value, generator: &mut SchemaGenerator) -> Value {
    let fixed = |name: &str| route.fixed.iter().any(|(f, _)| *f == name);
    let empty = Map::new();
    let properties = params["properties"].as_object().unwrap_or(&empty);
    // A path may have a parameter by its other name.
    let in_path = |name: &str| -> Option<String> {
        let alias = properties.get(name).and_then(|schema| schema["x-alias"].as_str());
        let stands = |name: &&str| route.path.contains(&format!("{{{name}}}"));
        [Some(name), alias].into_iter().flatten().find(stands).map(str::to_owned)
    };
    let inputs: Vec<Value> = properties
        .iter()
        .filter(|(name, _)| in_path(name).is_some() || route.verb == Verb::Get && !fixed(name))
        .map(|(name, schema)| match in_path(name) {
            Some(there) => json!({ "name": there, "in": "path", "required": true, "schema": schema }),
            None => json!({ "name": name, "in": "query", "required": false, "schema": schema }),
        })
        .collect();
    let success = if entry.long {
        json!({ "202": { "description": "accepted", "content": { "application/json": { "schema": {
            "type": "object", "required": ["taskId"], "properties": { "taskId": { "type": "string" } } } } } } })
    } else if entry.output_schema()["type"] == "null" {
        json!({ "204": { "description": "done" } })
    } else if route.status == 201 && entry.output_schema()["type"] == "string" {
        let id = json!({ "type": "object", "required": ["id"], "properties": { "id": (entry.output)(generator) } });
        json!({ "201": { "description": "created", "content": { "application/json": { "schema": id } } } })
    } else {
        let output = (entry.output)(generator);
        let status = route.status.to_string();
        json!({ (status): { "description": "ok", "content": { "application/json": { "schema": output } } } })
    };
    let mut operation = json!({
        "operationId": format!("{} {} {}", entry.name, route.verb.as_str(), route.path),
        "summary": params["description"],
        "parameters": inputs,
        "responses": success,
    });
    let body: Map<String, Value> = properties
        .iter()
        .filter(|(name, _)| in_path(name).is_none() && !fixed(name))
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    if route.verb != Verb::Get && !body.is_empty() {
        operation["requestBody"] = json!({ "content": { "application/json": { "schema": { "type": "object", "properties": body } } } });
    }
    operation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_routes_are_unique_and_every_call_is_described() {
        let mut names: Vec<_> = METHODS.iter().map(|e| e.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), METHODS.len());
        let mut routes: Vec<_> =
            METHODS.iter().flat_map(|e| e.routes).map(|r| (r.verb.as_str(), r.path)).collect();
        let all = routes.len();
        routes.sort_unstable();
        routes.dedup();
        assert_eq!(routes.len(), all);
        for e in METHODS {
            assert!(e.params_schema()["description"].is_string(), "{} has no description", e.name);
        }
    }

    #[test]
    fn openapi_has_every_route() {
        let doc = openapi();
        for (entry, route) in METHODS.iter().flat_map(|e| e.routes.iter().map(move |r| (e, r))) {
            let op = &doc["paths"][route.path][route.verb.as_str().to_lowercase()];
            assert_eq!(op["summary"], entry.params_schema()["description"], "{}", entry.name);
        }
        assert!(doc.pointer(&OBJECT[1..]).is_some_and(|object| object["properties"][LAST_SEEN].is_object()));
    }
}
