//! `POST /signin` and `POST /signout`, from the page's form, from its script, or from any other program.

use std::{sync::Arc, time::Duration};

use api::ApiError;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use model::{Id, objects::User};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{guard, rest::failure};
use crate::{
    App,
    accounts::{NewSession, SessionKind},
};

/// How long a browser stays signed in.
const BROWSER: Duration = Duration::from_secs(10 * 3600);
/// The same when asked to remember.
const REMEMBERED: Duration = Duration::from_secs(30 * 24 * 3600);

/// The cookie between the two steps, and how long it may take.
const HALF: &str = "signin";
const WAITS: Duration = Duration::from_secs(5 * 60);

#[derive(Deserialize)]
struct Form {
    #[serde(alias = "username")]
    email: String,
    password: String,
    #[serde(default)]
    otp: Option<String>,
    /// `on`, or anything else but an empty text.
    #[serde(default, rename = "remember-me", alias = "remember")]
    remember: Option<String>,
    /// The path to go on to.
    #[serde(default)]
    next: Option<String>,
}

/// What the body of a script says, or a form comes to.
#[derive(Deserialize, JsonSchema)]
struct Asked {
    #[serde(alias = "username")]
    #[schemars(extend("x-alias" = "username"))]
    email: String,
    password: String,
    /// The one-time code, or a recovery code, of somebody who has switched them on.
    #[serde(default)]
    otp: Option<String>,
    #[serde(default)]
    remember: bool,
    /// Only forms lead anywhere.
    #[serde(skip)]
    next: Option<String>,
}

impl From<Form> for Asked {
    fn from(Form { email, password, otp, remember, next }: Form) -> Self {
        Self {
            email,
            password,
            otp: otp.filter(|code| !code.is_empty()),
            remember: remember.is_some_and(|r| !r.is_empty()),
            next: next.filter(|next| app::is_own(next)),
        }
    }
}

/// Signs a browser in: the secret goes into a cookie that scripts cannot read. JSON in, JSON out; a form is
/// sent on to the page that it names, or back to the one that it came from, which then says why.
pub async fn sign_in(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    let json = is_json(&parts.headers);
    let asked = if json {
        match serde_json::from_slice(&body) {
            Ok(sent) => api::read(sent),
            Err(error) => return failure::malformed(&format!("the body must be a JSON object: {error}")),
        }
    } else {
        match serde_urlencoded::from_bytes::<Form>(&body) {
            Ok(form) => Ok(Asked::from(form)),
            Err(error) => return failure::malformed(&format!("a name and a password are needed: {error}")),
        }
    };
    let asked: Asked = match asked {
        Ok(asked) => asked,
        Err(error) => return failure::answer(&error),
    };
    let next = asked.next.as_deref();
    match open(&app, &parts, &asked).await {
        Err(ApiError::OtpRequired) => {
            let Some(secret) = app.accounts.await_code(&asked.email, asked.remember) else {
                return failure::answer(&ApiError::InvalidCredentials);
            };
            let mut response = match json {
                true => refused(&ApiError::OtpRequired),
                false => Redirect::to(&with_query(app::SECOND_STEP, Vec::new(), next)).into_response(),
            };
            let cookie = half_cookie(&secret, WAITS, guard::client(&parts).secure);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(error) if json => refused(&error),
        Err(error) => Redirect::to(&back(app::SIGN_IN, &error, next)).into_response(),
        Ok(opened) => signed_in(opened, json, next),
    }
}

/// The code that a sign-in waits for, as a script sends it or a form comes to.
#[derive(Deserialize)]
struct Code {
    otp: String,
    /// Only forms lead anywhere.
    #[serde(default)]
    next: Option<String>,
}

/// The second step of whoever has switched one-time codes on: the browser holds the first in a cookie.
pub async fn second_step(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    let json = is_json(&parts.headers);
    let read = match json {
        true => serde_json::from_slice(&body).map_err(|error| error.to_string()),
        false => serde_urlencoded::from_bytes(&body).map_err(|error| error.to_string()),
    };
    let Code { otp, next } = match read {
        Ok(code) => code,
        Err(error) => return failure::malformed(&format!("a one-time code, `otp`, is needed: {error}")),
    };
    let next = next.filter(|next| app::is_own(next));
    let client = guard::client(&parts);
    let first = guard::cookies(&parts.headers, HALF).next().ok_or(ApiError::TicketVoid);
    let done = match first {
        Ok(secret) => app.accounts.complete(secret, &otp, client.address).await,
        Err(error) => Err(error),
    };
    let opened = match done {
        Ok((user, remember)) => session(&app, &parts, &user, remember).await,
        Err(error) => Err(error),
    };
    match opened {
        Ok(opened) => {
            let mut response = signed_in(opened, json, next.as_deref());
            let over = half_cookie("", Duration::ZERO, client.secure);
            response.headers_mut().append(header::SET_COOKIE, over);
            response
        }
        Err(error) if json => refused(&error),
        Err(error @ (ApiError::InvalidOtp | ApiError::Throttled { .. })) => {
            Redirect::to(&back(app::SECOND_STEP, &error, next.as_deref())).into_response()
        }
        Err(error) => Redirect::to(&back(app::SIGN_IN, &error, next.as_deref())).into_response(),
    }
}

/// The answer to whoever is signed in now.
fn signed_in((cookie, user): Opened, json: bool, next: Option<&str>) -> Response {
    let mut response = match json {
        true => failure::json(200, &user),
        false => Redirect::to(next.unwrap_or("/")).into_response(),
    };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// The answer to a script that signed nobody in.
fn refused(error: &ApiError) -> Response {
    let mut response = failure::answer(error);
    // A browser would answer the challenge with a window of its own, over the page's form.
    response.headers_mut().remove(header::WWW_AUTHENTICATE);
    response
}

/// The page of a step, told why nobody was signed in.
fn back(page: &str, error: &ApiError, next: Option<&str>) -> String {
    let mut query = vec![("refused", error.status().to_string())];
    if let ApiError::Throttled { seconds } = error {
        query.push(("wait", seconds.to_string()));
    }
    with_query(page, query, next)
}

fn with_query(page: &str, mut query: Vec<(&str, String)>, next: Option<&str>) -> String {
    query.extend(next.map(|next| ("next", next.to_owned())));
    if query.is_empty() {
        return page.to_owned();
    }
    let query = serde_urlencoded::to_string(query).expect("pairs of texts can be written");
    format!("{page}?{query}")
}

/// The cookie of a new session, and what is told of its user.
type Opened = (HeaderValue, serde_json::Value);

async fn open(app: &App, parts: &Parts, asked: &Asked) -> Result<Opened, ApiError> {
    let address = guard::client(parts).address;
    let user = app.accounts.verify(&asked.email, &asked.password, asked.otp.as_deref(), address).await?;
    session(app, parts, &user, asked.remember).await
}

/// A browser's session for somebody who has proved who they are.
async fn session(app: &App, parts: &Parts, user: &Id<User>, remember: bool) -> Result<Opened, ApiError> {
    let client = guard::client(parts);
    let lives_for = if remember { REMEMBERED } else { BROWSER };
    let agent = parts.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok());
    let new = NewSession {
        kind: SessionKind::Browser,
        lives_for,
        description: agent.map(|a| a.chars().take(200).collect()),
        client_id: None,
        scope: None,
        from: Some(client.address),
    };
    let (secret, live) = app.accounts.open(user, new).await?;
    let age = remember.then_some(lives_for);
    let user = app.accounts.user(&live.caller().user_id);
    Ok((cookie(&secret, age, client.secure), serde_json::json!({ "user": user })))
}

/// Ends the session that the request carries and takes its cookies back.
pub async fn sign_out(State(app): State<Arc<App>>, visitor: guard::Visitor, parts: Parts) -> Response {
    if let Some(live) = visitor.0 {
        let caller = live.caller();
        let ended = app.accounts.end(&caller.user_id, |l| l.caller().session_id == caller.session_id).await;
        if let Err(error) = ended {
            return failure::answer(&error);
        }
    }
    let page =
        parts.headers.get(header::ACCEPT).is_some_and(|a| a.to_str().is_ok_and(|a| a.contains("text/html")));
    let mut response =
        if page { Redirect::to("/signin").into_response() } else { StatusCode::NO_CONTENT.into_response() };
    let secure = guard::client(&parts).secure;
    for name in ["token", "authenticationToken"] {
        response.headers_mut().append(header::SET_COOKIE, no_cookie(name, secure));
    }
    response
}

fn cookie(secret: &str, age: Option<Duration>, secure: bool) -> HeaderValue {
    let age = age.map(|a| format!("; Max-Age={}", a.as_secs())).unwrap_or_default();
    written(format!("token={secret}; Path=/; HttpOnly; SameSite=Lax{age}{}", flag(secure)))
}

/// What a browser holds between the two steps.
fn half_cookie(secret: &str, age: Duration, secure: bool) -> HeaderValue {
    let (path, age) = (app::SECOND_STEP, age.as_secs());
    written(format!("{HALF}={secret}; Path={path}; HttpOnly; SameSite=Strict; Max-Age={age}{}", flag(secure)))
}

fn no_cookie(name: &str, secure: bool) -> HeaderValue {
    written(format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{}", flag(secure)))
}

fn flag(secure: bool) -> &'static str {
    if secure { "; Secure" } else { "" }
}

fn written(cookie: String) -> HeaderValue {
    HeaderValue::try_from(cookie).expect("names and secrets are plain letters")
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.is_some_and(|k| k.trim_start().to_ascii_lowercase().starts_with("application/json"))
}
