//! The declared calls as REST routes.

use std::{collections::HashMap, sync::Arc};

use api::{Entry, Route};
use axum::{body::Bytes, extract::State, http::Uri, response::Response};
use serde_json::{Map, Value};

use super::{Asking, InPath, accepted, done, failure, query};
use crate::{
    App, Cx,
    table::{Answer, Started},
};

pub async fn answer(
    entry: &'static Entry,
    route: &'static Route,
    State(app): State<Arc<App>>,
    Asking(caller): Asking,
    InPath(path): InPath<HashMap<String, String>>,
    uri: Uri,
    body: Bytes,
) -> Response {
    let mut params = match object(&body) {
        Ok(params) => params,
        Err(reason) => return failure::malformed(&reason),
    };
    let mut query = match query::parameters(uri.query().unwrap_or_default()) {
        Ok(query) => query,
        Err(wrong) => return wrong.answer(),
    };
    let sync = entry.long && query.iter().any(|(k, v)| k == "sync" && matches!(v.as_str(), "true" | ""));
    if entry.long {
        query.retain(|(k, _)| k != "sync");
    }
    let fixed = route.fixed.iter().map(|(k, v)| (k.to_string(), v.to_string()));
    entry.coerce(query.into_iter().chain(path).chain(fixed), &mut params);

    let cx = Cx { app: app.clone(), caller };
    match app.table.call(cx, entry.name, params).await {
        Ok(Answer::Started(started)) if !sync => accepted(started.task.as_str()),
        Ok(Answer::Started(Started { done: end, .. })) => match end.await {
            Ok(None) => done(),
            Ok(Some(json)) => written(route, json),
            Err(error) => failure::answer(&error),
        },
        Ok(Answer::Nothing) => done(),
        Ok(Answer::Json(json)) => written(route, json),
        Err(error) => failure::answer(&error),
    }
}

/// The id of what was created stands in an object.
fn written(route: &Route, json: String) -> Response {
    match route.status == 201 && json.starts_with('"') {
        true => failure::written(201, format!("{{\"id\":{json}}}")),
        false => failure::written(route.status, json),
    }
}

fn object(body: &[u8]) -> Result<Map<String, Value>, String> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(params)) => Ok(params),
        Ok(_) => Err("the body must be a JSON object".into()),
        Err(error) => Err(format!("the body is not JSON: {error}")),
    }
}
