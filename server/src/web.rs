//! Every path, in axum's router, and what holds for all of them.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use http_body_util::{BodyExt, Limited};
use serde_json::json;
use tower::Service;

use crate::{
    App, bytes,
    doors::{
        guard::{self, Client, Head, Visitor},
        one_shot,
        rest::{self, Reading, failure},
        rpc, sign_in,
    },
    feed, metrics,
};

mod page;
pub mod serve;

/// The longest body of a request that is not a transfer.
const LONGEST_BODY: usize = 1024 * 1024;
/// How long a client may take to send it.
const SLOWEST_BODY: Duration = Duration::from_secs(30);

/// The whole server, as what answers requests.
#[derive(Clone)]
pub struct Front {
    app: Arc<App>,
    router: Router,
}

impl Front {
    pub fn new(app: Arc<App>) -> Self {
        let router = Router::new()
            .route("/signin", get(page::document).post(sign_in::sign_in))
            .route("/signin/local", post(sign_in::sign_in))
            .route("/signin-otp", get(page::document).post(sign_in::second_step))
            .route("/signout", post(sign_in::sign_out))
            .route("/feed", any(feed::open))
            .route("/api/", any(rpc::open))
            .route("/api/consoles/{id}", get(bytes::console))
            .route("/api/{token}", get(one_shot::fetch))
            .merge(rest::router())
            .route("/health", get(health))
            .route("/metrics", get(collect))
            .fallback(page::document)
            .method_not_allowed_fallback(failure::wrong_method)
            .with_state(app.clone());
        Self { app, router }
    }

    /// Finds out who the client is, refuses what a foreign page sent, takes bodies in, and says what browsers may
    /// do with the answer.
    pub async fn answer(mut self, peer: IpAddr, mut request: Request) -> Response {
        let client = Client::of(&self.app.settings, peer, request.headers());
        request.extensions_mut().insert(client);
        let head = Head { method: request.method(), uri: request.uri(), headers: request.headers() };
        let mut response = if guard::is_foreign(&self.app.settings, client, &head) {
            foreign(request.headers())
        } else {
            match with_body(request).await {
                Ok(request) => self.router.call(request).await.unwrap_or_else(|never| match never {}),
                Err(refused) => refused,
            }
        };
        self.app.metrics.answered(response.status().as_u16());
        secure(response.headers_mut(), client.secure);
        response
    }
}

fn foreign(headers: &HeaderMap) -> Response {
    let origin = headers.get(header::ORIGIN).and_then(|o| o.to_str().ok()).unwrap_or_default();
    tracing::warn!(origin, "a request from a foreign page was refused");
    let error = format!(
        "the page at {origin} is not one of this server's: if it is, name it in `origins`, \
         or the proxy before this server in `trusted_proxies`"
    );
    failure::json(403, &json!({ "error": error, "code": "foreign_origin" }))
}

/// The request with its body in memory, so that a slow or endless one cannot hold a handler.
async fn with_body(request: Request) -> Result<Request, Response> {
    if request.method().is_safe() || request.headers().contains_key(header::UPGRADE) {
        return Ok(request);
    }
    let refused = |status: StatusCode, why: &str| {
        failure::json(status.as_u16(), &json!({ "error": why, "code": "malformed" }))
    };
    let (parts, body) = request.into_parts();
    let body = tokio::time::timeout(SLOWEST_BODY, Limited::new(body, LONGEST_BODY).collect()).await;
    match body {
        Ok(Ok(body)) => Ok(Request::from_parts(parts, Body::from(body.to_bytes()))),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            Err(refused(StatusCode::PAYLOAD_TOO_LARGE, "the body is longer than 1 MiB"))
        }
        Ok(Err(_)) => Err(refused(StatusCode::BAD_REQUEST, "the body ended before its time")),
        Err(_) => Err(refused(StatusCode::REQUEST_TIMEOUT, "the body took longer than 30 s")),
    }
}

/// What an answer that is no page of ours may do in a browser: nothing.
const NO_PAGE: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
const STRICT: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

fn secure(headers: &mut HeaderMap, tls: bool) {
    headers.reserve(STRICT.len() + 3);
    for (name, value) in &STRICT {
        headers.insert(name, value.clone());
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(NO_PAGE);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if tls {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
}

/// Whether the server can do its work, for supervisors. A pool that is away is no fault of the server, and how many
/// there are is for overseers only.
async fn health(State(app): State<Arc<App>>, overseer: Result<Overseer, Response>) -> Response {
    let database = app.store.ping().await;
    let status = if database { "ok" } else { "failing" };
    let mut body = json!({ "status": status, "version": env!("CARGO_PKG_VERSION"), "database": database });
    if overseer.is_ok() {
        body["pools"] = metrics::pools(&app).into_iter().collect();
    }
    failure::json(if database { 200 } else { 503 }, &body)
}

/// Somebody on this machine, past no proxy, or an administrator from anywhere.
struct Overseer;

impl FromRequestParts<Arc<App>> for Overseer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        if !guard::client(parts).local {
            let Reading(caller) = Reading::from_request_parts(parts, app).await?;
            caller.check(api::Permission::Admin).map_err(|error| failure::answer(&error))?;
        }
        Ok(Self)
    }
}

async fn collect(State(app): State<Arc<App>>, _: Overseer) -> Response {
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    let mut response = Bytes::from(metrics::text(&app)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_the_policy_it_has() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
        secure(&mut headers, true);
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], "default-src 'self'");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
}
