//! Who may use an HTTP handler: asked before any handler runs, so that all of them answer alike.
//!
//! A request without credentials or with a session that is gone is answered 401 with the handler's realm, one of a role too
//! low 403; the task that it names is failed. Names and passwords are checked by the handler's own login.

use base64::Engine as _;
use xapi::schema::{HTTP_HANDLERS, HttpHandler};

use crate::behave::session;
use crate::error::Failure;
use crate::net::http::{Door, Head};
use crate::rights;
use crate::task;

/// Why a request does not come through.
pub struct Denied {
    pub status: u16,
    pub realm: &'static str,
}

/// The handler of a request: the one with the longest path that fits. A path may go on behind a slash.
pub fn handler(head: &Head) -> Option<&'static HttpHandler> {
    let under = |h: &&HttpHandler| match head.path.strip_prefix(h.uri.trim_end_matches('/')) {
        Some(rest) => h.uri != "/" && (rest.is_empty() || rest.starts_with('/')),
        None => false,
    };
    let of_verb = HTTP_HANDLERS.iter().filter(|h| h.method.eq_ignore_ascii_case(&head.verb));
    of_verb.filter(under).max_by_key(|h| h.uri.len())
}

/// Lets a request through to its handler, or not.
pub fn check(door: &Door, head: &Head, handler: &'static HttpHandler) -> Result<(), Denied> {
    if handler.no_rbac {
        return Ok(());
    }
    let (status, failure) = match admit(door, head, handler) {
        Ok(()) => return Ok(()),
        Err(failure) if failure.code == "RBAC_PERMISSION_DENIED" => (403, failure),
        Err(failure) => (401, failure),
    };
    fail_given(door, head, failure);
    Err(Denied { status, realm: handler.name })
}

/// Fails the task that a refused request was given, if any.
pub fn fail_given(door: &Door, head: &Head, failure: Failure) {
    if let Some(given) = head.parameter("task_id")
        && let Ok(cx) = task::adopt(door.cx("".into()), Some(given), None, "")
    {
        task::finish(&cx, Err(failure));
    }
}

fn admit(door: &Door, head: &Head, handler: &HttpHandler) -> Result<(), Failure> {
    let pool = &door.pool;
    let permission = format!("http/{}", handler.name);
    if let Some(session) = head.parameter("session_id") {
        if !pool.read(|db| db.exists("session", &session)) {
            return Err(Failure::new("SESSION_INVALID", [session]));
        }
        return rights::check(pool, &session, &permission);
    }
    if head.parameter("pool_secret").is_some_and(|secret| secret == session::pool_secret(pool)) {
        return Ok(());
    }
    let Some((user, password)) = basic(head) else {
        return Err(Failure::bare("SESSION_AUTHENTICATION_FAILED"));
    };
    match session::authenticate(pool, &user, &password) {
        Ok(who) if !who.superuser => rights::demand(&who.permissions, &permission),
        // Wrong ones are refused by the login itself, which takes its time.
        _ => Ok(()),
    }
}

/// Name and password of `Authorization: Basic`.
pub fn basic(head: &Head) -> Option<(String, String)> {
    let (scheme, secret) = head.header("authorization").split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let secret = base64::engine::general_purpose::STANDARD.decode(secret.trim()).ok()?;
    let secret = String::from_utf8(secret).ok()?;
    secret.split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned()))
}
