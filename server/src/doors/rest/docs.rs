//! What the API offers, for programs (OpenAPI) and for people.

use std::{fmt::Write, sync::LazyLock};

use axum::{
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde_json::Value;

use super::failure;

/// Made when it is first asked for.
static OPENAPI: LazyLock<Value> = LazyLock::new(api::openapi);

/// From the root of the API.
pub async fn lead() -> Redirect {
    Redirect::to("/rest/v0/docs")
}

pub async fn json() -> Response {
    failure::json(200, &*OPENAPI)
}

/// A readable page for browsers, OpenAPI for everybody else.
pub async fn page(headers: HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|a| a.to_str().ok()).unwrap_or_default();
    if accept.contains("text/html") { Html(html(&OPENAPI)).into_response() } else { json().await }
}

fn html(doc: &Value) -> String {
    let mut rows = String::new();
    for (path, verbs) in doc["paths"].as_object().into_iter().flatten() {
        for (verb, operation) in verbs.as_object().into_iter().flatten() {
            let inputs =
                operation["parameters"].as_array().into_iter().flatten().filter_map(|p| p["name"].as_str());
            let body = &operation["requestBody"]["content"]["application/json"]["schema"]["properties"];
            let body = body.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
            let all: Vec<&str> = inputs.chain(body).collect();
            // Writing into a String cannot fail.
            let _ = writeln!(
                rows,
                "<tr><td>{}</td><td><code>/rest/v0{path}</code></td><td>{}</td><td>{}</td></tr>",
                verb.to_uppercase(),
                operation["summary"].as_str().unwrap_or_default(),
                all.join(", "),
            );
        }
    }
    format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Xenith: REST API</title>\n\
         <h1>REST API</h1>\n\
         <p>The same as <a href=\"/rest/v0/docs/openapi.json\">OpenAPI 3.1</a>. Send a token as \
         <code>Authorization: Bearer …</code>, or a name and a password with Basic.</p>\n\
         <table><thead><tr><th>Verb</th><th>Path</th><th>What it does</th><th>Parameters</th></tr></thead>\n\
         <tbody>\n{rows}</tbody></table>\n</html>\n"
    )
}
