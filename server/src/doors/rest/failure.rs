//! Answers of REST that are no object: JSON values, errors, and small pages.

use api::ApiError;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};

/// A JSON body.
pub fn json(status: u16, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => written(status, body),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A JSON body that is already text.
pub fn written(status: u16, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// `{error, code, data}`, with the status that says the same.
pub fn answer(error: &ApiError) -> Response {
    let mut body = error.to_json();
    if let Some(members) = body.as_object_mut() {
        members.insert("error".into(), Value::String(error.to_string()));
        members.remove("message");
        if let ApiError::Xapi { .. } = error {
            members.insert("info".into(), "This is an error of the pool, not of Xenith.".into());
        }
    }
    let mut response = json(error.status(), &body);
    retry_after(error, response.headers_mut());
    if error.status() == 401 {
        let challenge = HeaderValue::from_static("Basic realm=\"Xenith\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Tells a throttled client when to come back.
pub fn retry_after(error: &ApiError, headers: &mut HeaderMap) {
    if let ApiError::Throttled { seconds } = error {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
}

/// The request itself is not what HTTP or JSON wants.
pub fn malformed(reason: &str) -> Response {
    json(400, &json!({ "error": reason, "code": "malformed" }))
}

/// There is nothing under that path.
pub fn no_route(path: &str) -> Response {
    json(404, &json!({ "error": format!("there is nothing at {path}"), "code": "no_route" }))
}

/// There is something under that path, but not for that verb; axum adds which verbs there are.
pub async fn wrong_method(method: Method, uri: Uri) -> Response {
    let error = format!("{method} is not possible at {}", uri.path());
    json(405, &json!({ "error": error, "code": "wrong_method" }))
}
