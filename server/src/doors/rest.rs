//! REST under `/rest/v0`: one generic handler for the collections, and the routes that the calls declare.

use std::sync::Arc;

use api::{ApiError, METHODS, Verb};
use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodFilter, any, get, on},
};
use model::Kind;
use serde::de::DeserializeOwned;

use super::guard;
use crate::{App, Caller};

mod calls;
mod collections;
mod docs;
pub mod failure;
mod query;

/// Where all of it stands.
pub const PREFIX: &str = "/rest/v0";

/// The routes, each with the prefix: nesting them would have axum write every path anew.
pub fn router() -> Router<Arc<App>> {
    let at = |path: &str| format!("{PREFIX}{path}");
    let mut router = Router::new()
        .route(PREFIX, get(docs::lead))
        .route(&at("/"), get(docs::lead))
        .route(&at("/{*nowhere}"), any(no_route))
        .route(&at("/ping"), get(ping))
        .route(&at("/docs"), get(docs::page))
        .route(&at("/docs/openapi.json"), get(docs::json))
        .route(&at("/docs/swagger.json"), get(docs::json));
    for path in ["/users/me", "/users/me/{*below}"] {
        router = router.route(&at(path), any(me));
    }
    for kind in Kind::ALL {
        let path = at(&format!("/{}", kind.collection()));
        router = router
            .route(&path, get(move |app, caller, uri| collections::list(*kind, app, caller, uri)))
            .route(
                &format!("{path}/{{id}}"),
                get(move |app, caller, id| collections::item(*kind, app, caller, id)),
            );
    }
    for entry in METHODS {
        for route in entry.routes {
            let verb = match route.verb {
                Verb::Get => MethodFilter::GET,
                Verb::Post => MethodFilter::POST,
                Verb::Put => MethodFilter::PUT,
                Verb::Patch => MethodFilter::PATCH,
                Verb::Delete => MethodFilter::DELETE,
            };
            let handler =
                move |app, caller, path, uri, body| calls::answer(entry, route, app, caller, path, uri, body);
            router = router.route(&at(route.path), on(verb, handler));
        }
    }
    router
}

async fn no_route(uri: Uri) -> Response {
    failure::no_route(uri.path())
}

/// `/users/me` stands for whoever asks.
async fn me(SignedIn(caller): SignedIn, uri: Uri) -> Response {
    let mine = format!("{PREFIX}/users/{}", caller.user_id);
    let asked = uri.path_and_query().map_or("", |asked| asked.as_str());
    Redirect::temporary(&asked.replacen(&format!("{PREFIX}/users/me"), &mine, 1)).into_response()
}

async fn ping(State(app): State<Arc<App>>) -> Response {
    failure::json(200, &serde_json::json!({ "result": "pong", "timestamp": app.clock.now() }))
}

/// Whoever makes the request, signed in or not: by token, by cookie, or by name and password.
pub struct Asking(pub Caller);

impl axum::extract::FromRequestParts<Arc<App>> for Asking {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        app: &Arc<App>,
    ) -> Result<Self, Response> {
        let address = guard::client(parts).address;
        let known = guard::secrets(&parts.headers).find_map(|s| app.accounts.authenticate(s, address));
        if let Some(live) = known {
            return Ok(Self(live.caller().clone()));
        }
        if let Some((name, password)) = guard::basic(&parts.headers) {
            let caller = app.accounts.verify_again(&name, &password, address).await;
            return caller.map(Self).map_err(|e| failure::answer(&e));
        }
        Ok(Self(Caller::visitor()))
    }
}

/// Only callers who have signed in.
pub struct SignedIn(pub Caller);

impl axum::extract::FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        app: &Arc<App>,
    ) -> Result<Self, Response> {
        let Asking(caller) = Asking::from_request_parts(parts, app).await?;
        if caller.is_signed_in() { Ok(Self(caller)) } else { Err(failure::answer(&ApiError::NotSignedIn)) }
    }
}

/// Only callers who may read lists and objects.
pub struct Reading(pub Caller);

impl axum::extract::FromRequestParts<Arc<App>> for Reading {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        app: &Arc<App>,
    ) -> Result<Self, Response> {
        let Asking(caller) = Asking::from_request_parts(parts, app).await?;
        caller.may_read().map(|()| Self(caller)).map_err(|error| failure::answer(&error))
    }
}

/// What a path holds, named in an answer of ours where it is no text.
pub struct InPath<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> axum::extract::FromRequestParts<S> for InPath<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Response> {
        let read = Path::<T>::from_request_parts(parts, state).await;
        read.map(|Path(held)| Self(held)).map_err(|error| failure::malformed(&error.body_text()))
    }
}

/// An answer without a body.
fn done() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// A request that was accepted and goes on as a task.
fn accepted(task: &str) -> Response {
    let mut response = failure::json(202, &serde_json::json!({ "taskId": task }));
    if let Ok(location) = format!("{PREFIX}/tasks/{task}").try_into() {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
