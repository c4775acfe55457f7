//! The page: its files as they are embedded, and the document that every other path gets.

use std::sync::Arc;

use app::{Boot, First, Head, shell};
use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, header::InvalidHeaderValue},
    response::{Html, IntoResponse, Response},
};
use leptos::{nonce::use_nonce, prelude::use_context};
use leptos_axum::ResponseOptions;
use serde_json::value::RawValue;

use super::Visitor;
use crate::{App, Caller, assets, doors::rest::failure};

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
    let boot = match &visitor.0 {
        Some(live) => boot(&app, live.caller(), request.uri()).await,
        None => Boot::default(),
    };
    rendered(boot, request).await
}

/// Who is there, and the rows that the page would ask for as soon as it runs.
async fn boot(app: &App, caller: &Caller, uri: &Uri) -> Boot {
    let user = app.accounts.user(&caller.user_id);
    let reads = user.is_some() && caller.may_read().is_ok();
    let view = uri.path_and_query().filter(|_| reads).and_then(|url| app::first_view(url.as_str()));
    let Some(view) = view else { return Boot { user, first: None } };
    // Without them the page asks by itself, and hears what is wrong.
    let rows = app.lists.once(&view, caller).await.ok();
    let reset = rows.and_then(|json| RawValue::from_string(String::from_utf8(json).ok()?).ok());
    Boot { user, first: reset.map(|reset| First { view, reset }) }
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
    let later = boot.user.is_some() && app::needs_later(request.uri().path());
    let head = Head {
        js: head.js.into(),
        wasm: head.wasm.into(),
        later: later.then(|| head.later.into()),
        css: head.css.into(),
        font: head.font.into(),
    };
    let document = move || {
        // The renderer has chosen one for the scripts that it adds.
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        if let (Some(options), Ok(policy)) = (use_context::<ResponseOptions>(), policy(&nonce)) {
            options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
        shell(boot.clone(), head.clone(), nonce)
    };
    leptos_axum::render_app_async_with_context(|| {}, document)(request).await
}

/// What the page may do: run its own scripts and speak to its own server.
fn policy(nonce: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::try_from(format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    ))
}
