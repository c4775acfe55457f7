//! Tokens that scripts and browsers sign in with.

use std::{sync::Arc, time::Duration};

use api::{
    ApiError, ParamError,
    token::{Create, Delete, DeleteOwn, ExpiresIn, Set},
    user::{CreateAuthenticationToken, Created, NewToken},
};
use model::{Id, Scope, objects::Session};
use serde_json::{Map, Value};

use crate::{
    Cx, access,
    accounts::{self, Live, NewSession, SessionKind},
};

const DEFAULT: Duration = Duration::from_secs(30 * 24 * 3600);
const SHORTEST: Duration = Duration::from_secs(60);
/// Half a year.
const LONGEST: Duration = Duration::from_secs(182 * 24 * 3600 + 12 * 3600);
/// Characters of a description.
const LONGEST_DESCRIPTION: usize = 1_000;
/// Characters of a client's id.
const LONGEST_CLIENT: usize = 200;
/// Calls, and objects, that a scope names.
const LIMITS: usize = 100;

pub async fn create(cx: Cx, call: Create) -> Result<String, ApiError> {
    open(&cx, call).await.map(|(secret, _)| secret)
}

/// The same for REST, where all of it is told.
pub async fn create_told(cx: Cx, call: CreateAuthenticationToken) -> Result<Created, ApiError> {
    let CreateAuthenticationToken { id, description, expires_in, client, scope } = call;
    if id.is_some_and(|id| id != cx.caller.user_id) {
        let message = "must be your own: nobody creates tokens for somebody else";
        return Err(ApiError::parameter(ParamError::wrong("id", "enum", message)));
    }
    let (secret, live) = open(&cx, Create { description, expires_in, client, scope }).await?;
    let listed = live.object(false).ok_or(ApiError::Internal)?;
    Ok(Created {
        token: NewToken {
            id: secret,
            session: listed.id,
            user_id: listed.user_id,
            created_at: listed.created_at,
            expiration: listed.expiration,
            description: listed.description,
            client: listed.client,
            scope: listed.scope,
        },
    })
}

async fn open(cx: &Cx, call: Create) -> Result<(String, Arc<Live>), ApiError> {
    let lives_for = call.expires_in.map_or(Ok(DEFAULT), |asked| duration(&asked))?;
    let client_id = call.client.map(|client| client.id);
    short(client_id.as_deref(), "client.id", LONGEST_CLIENT)?;
    short(call.description.as_deref(), "description", LONGEST_DESCRIPTION)?;
    let new = NewSession {
        kind: SessionKind::Token,
        lives_for,
        description: call.description,
        client_id,
        scope: scope(cx, call.scope)?,
        from: None,
    };
    cx.app.accounts.open(&cx.caller.user_id, new).await
}

/// The limits of a new token: those asked for, or those of the token that asks, which it cannot leave.
fn scope(cx: &Cx, asked: Option<Scope>) -> Result<Option<Arc<Scope>>, ApiError> {
    let Some(asked) = asked else { return Ok(cx.caller.scope.clone()) };
    if let Some(own) = &cx.caller.scope {
        return Err(ApiError::OutOfScope { what: "another scope".into(), scope: own.to_string() });
    }
    let wrong =
        |name: &str, message: String| Err(ApiError::parameter(ParamError::wrong(name, "format", message)));
    if asked.is_all() {
        return wrong("scope", "must limit something: calls, objects, or to reading".into());
    }
    for (name, count) in [
        ("scope.calls", asked.calls.as_ref().map(Vec::len)),
        ("scope.objects", asked.objects.as_ref().map(Vec::len)),
    ] {
        if count.is_some_and(|count| count == 0 || count > LIMITS) {
            return wrong(name, format!("must name 1 to {LIMITS}"));
        }
    }
    for (i, pattern) in asked.calls.iter().flatten().enumerate() {
        if !api::METHODS.iter().any(|call| Scope::covers(pattern, call.name)) {
            return wrong(
                &format!("scope.calls.{i}"),
                "must be a call, or the beginning of some and `*`".into(),
            );
        }
    }
    for (i, id) in asked.objects.iter().flatten().enumerate() {
        let known = cx.app.cache.get(id.as_str()).filter(|object| object.kind().is_of_pool());
        if !known.is_some_and(|object| access::sees(&cx.caller, &object, &cx.app.cache)) {
            return wrong(
                &format!("scope.objects.{i}"),
                "must be the id of an object that you may see".into(),
            );
        }
    }
    Ok(Some(Arc::new(asked)))
}

pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    let named = Named::new(call.tokens, call.pattern)?;
    cx.app.accounts.end_any(|live| named.is(live)).await?;
    Ok(())
}

/// What is named and not one's own is left alone, as if it were not there.
pub async fn delete_own(cx: Cx, call: DeleteOwn) -> Result<(), ApiError> {
    let named = Named::new(call.tokens, call.pattern)?;
    cx.app.accounts.end(&cx.caller.user_id, |live| named.is(live)).await?;
    Ok(())
}

pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    short(call.description.as_deref(), "description", LONGEST_DESCRIPTION)?;
    let description = call.description.filter(|text| !text.is_empty());
    cx.app.accounts.describe(&cx.caller.user_id, call.id.as_str(), description).await
}

/// The sessions and tokens that a call is about.
struct Named {
    /// What may be an id or a secret, and its hash.
    tokens: Vec<(Id<Session>, accounts::Hash)>,
    pattern: Option<Value>,
}

impl Named {
    fn new(tokens: Option<Vec<Id<Session>>>, pattern: Option<Map<String, Value>>) -> Result<Self, ApiError> {
        if tokens.is_none() && pattern.is_none() {
            return Err(ApiError::parameter(ParamError::missing("tokens")));
        }
        let hashed = |id: Id<Session>| {
            let hash = accounts::hash(id.as_str());
            (id, hash)
        };
        let tokens = tokens.unwrap_or_default().into_iter().map(hashed).collect();
        Ok(Self { tokens, pattern: pattern.map(Value::Object) })
    }

    fn is(&self, live: &Live) -> bool {
        let listed = || live.object(false).and_then(|session| serde_json::to_value(session).ok());
        self.tokens.iter().any(|(id, hash)| live.is_named(id.as_str(), hash))
            || self.pattern.as_ref().is_some_and(|p| listed().is_some_and(|s| model::matches(p, Some(&s))))
    }
}

fn short(text: Option<&str>, name: &str, longest: usize) -> Result<(), ApiError> {
    if text.is_none_or(|text| text.chars().count() <= longest) {
        return Ok(());
    }
    let message = format!("must have at most {longest} characters");
    Err(ApiError::parameter(ParamError::wrong(name, "maxLength", message)))
}

fn duration(asked: &ExpiresIn) -> Result<Duration, ApiError> {
    let wrong = |message: &str| ApiError::parameter(ParamError::wrong("expiresIn", "format", message));
    let millis = match asked {
        ExpiresIn::Milliseconds(millis) => Some(*millis as f64),
        ExpiresIn::Text(text) => millis(text),
    };
    let millis = millis.ok_or_else(|| wrong("must be milliseconds, or a text such as `1h` or `30 days`"))?;
    let asked = Duration::try_from_secs_f64(millis / 1000.0).unwrap_or(Duration::MAX);
    if asked < SHORTEST || asked > LONGEST {
        return Err(wrong("must be between 60 seconds and half a year"));
    }
    Ok(asked)
}

/// `1h`, `1.5 days`, `90000`.
fn millis(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number: f64 = text[..digits].parse().ok()?;
    let unit = match text[digits..].trim().to_ascii_lowercase().as_str() {
        "" | "ms" | "msec" | "msecs" | "millisecond" | "milliseconds" => 1.0,
        "s" | "sec" | "secs" | "second" | "seconds" => 1e3,
        "m" | "min" | "mins" | "minute" | "minutes" => 60e3,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600e3,
        "d" | "day" | "days" => 86_400e3,
        "w" | "week" | "weeks" => 7.0 * 86_400e3,
        "y" | "yr" | "yrs" | "year" | "years" => 365.25 * 86_400e3,
        _ => return None,
    };
    Some(number * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let of = |text: &str| duration(&ExpiresIn::Text(text.into())).map(|d| d.as_secs());
        assert_eq!(of("1h").unwrap(), 3600);
        assert_eq!(of("1.5 days").unwrap(), 129_600);
        assert_eq!(of("90000").unwrap(), 90);
        assert_eq!(of("30 Days").unwrap(), 2_592_000);
        for wrong in ["", "h", "1 moon", "1s", "1 year", "-1h", "1e400"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
        assert_eq!(duration(&ExpiresIn::Milliseconds(60_000)).unwrap(), SHORTEST);
        assert!(duration(&ExpiresIn::Milliseconds(59_999)).is_err());
    }
}
