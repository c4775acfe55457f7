//! The page: its files as they are embedded, and the document that every other path gets.

use std::sync::Arc;

use app::{Boot, Head, shell};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::Visitor;
use crate::{App, accounts, assets, doors::rest::failure};

/// A file of the page, or the document itself.
pub async fn document(State(app): State<Arc<App>>, visitor: Visitor, request: Request) -> Response {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return failure::no_route(path);
    }
    if let Some(file) = file(path, request.headers()) {
        return file;
    }
    let named_like_a_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if named_like_a_file || path.starts_with("/api") {
        return failure::no_route(path);
    }
    let user = visitor.0.and_then(|live| app.accounts.user(&live.caller().user_id));
    rendered(Boot { user }, request).await
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let asked = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    let asset = assets::get(path, asked(header::ACCEPT_ENCODING))?;
    let mut response = match asset.known_to(asked(header::IF_NONE_MATCH)) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Bytes::from_static(asset.bytes).into_response(),
    };
    let mut set = |name: HeaderName, value: &'static str| {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_TYPE, asset.content_type);
    set(header::ETAG, asset.etag);
    set(header::CACHE_CONTROL, asset.cache_control());
    set(header::VARY, "accept-encoding");
    if let Some(encoding) = asset.encoding {
        set(header::CONTENT_ENCODING, encoding);
    }
    Some(response)
}

async fn rendered(boot: Boot, request: Request) -> Response {
    let Some(head) = assets::head() else { return Html(assets::NOT_BUILT).into_response() };
    let head = Head { js: head.js.into(), wasm: head.wasm.into(), css: head.css.map(Into::into) };
    let nonce = accounts::secret();
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    let render = leptos_axum::render_app_async_with_context(
        || {},
        move || shell(boot.clone(), head.clone(), nonce.clone()),
    );
    let mut response: Response<Body> = render(request).await;
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
