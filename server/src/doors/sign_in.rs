//! `POST /signin` and `POST /signout`, from the page's form, from its script, or from any other program.

use std::{sync::Arc, time::Duration};

use api::ApiError;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
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

#[derive(Deserialize)]
struct Form {
    #[serde(alias = "username")]
    email: String,
    password: String,
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
    #[serde(default)]
    remember: bool,
    /// Only forms lead anywhere.
    #[serde(skip)]
    next: Option<String>,
}

impl From<Form> for Asked {
    fn from(Form { email, password, remember, next }: Form) -> Self {
        Self {
            email,
            password,
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
    match open(&app, &parts, &asked).await {
        Ok((cookie, user)) => {
            let mut response = match json {
                true => failure::json(200, &user),
                false => Redirect::to(asked.next.as_deref().unwrap_or("/")).into_response(),
            };
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(error) if json => {
            let mut response = failure::answer(&error);
            // A browser would answer the challenge with a window of its own, over the page's form.
            response.headers_mut().remove(header::WWW_AUTHENTICATE);
            response
        }
        Err(error) => Redirect::to(&back(&error, asked.next.as_deref())).into_response(),
    }
}

/// The sign-in page, told why nobody was signed in.
fn back(error: &ApiError, next: Option<&str>) -> String {
    let mut query = vec![("refused", error.status().to_string())];
    if let ApiError::Throttled { seconds } = error {
        query.push(("wait", seconds.to_string()));
    }
    query.extend(next.map(|next| ("next", next.to_owned())));
    let query = serde_urlencoded::to_string(query).expect("pairs of texts can be written");
    format!("{}?{query}", app::SIGN_IN)
}

async fn open(app: &App, parts: &Parts, asked: &Asked) -> Result<(HeaderValue, serde_json::Value), ApiError> {
    let client = guard::client(parts);
    let user = app.accounts.verify(&asked.email, &asked.password, client.address).await?;
    let lives_for = if asked.remember { REMEMBERED } else { BROWSER };
    let agent = parts.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok());
    let new = NewSession {
        kind: SessionKind::Browser,
        lives_for,
        description: agent.map(|a| a.chars().take(200).collect()),
        client_id: None,
        scope: None,
        from: Some(client.address),
    };
    let (secret, live) = app.accounts.open(&user, new).await?;
    let age = asked.remember.then_some(lives_for);
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
