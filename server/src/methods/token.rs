//! Tokens that scripts and browsers sign in with.

use std::time::Duration;

use api::{
    ApiError, ParamError,
    token::{Create, DeleteOwn, ExpiresIn},
};

use crate::{
    Cx,
    accounts::{self, NewSession, SessionKind},
};

const DEFAULT: Duration = Duration::from_secs(30 * 24 * 3600);
const SHORTEST: Duration = Duration::from_secs(60);
/// Half a year.
const LONGEST: Duration = Duration::from_secs(182 * 24 * 3600 + 12 * 3600);

pub async fn create(cx: Cx, call: Create) -> Result<String, ApiError> {
    let lives_for = call.expires_in.map_or(Ok(DEFAULT), |asked| duration(&asked))?;
    let new = NewSession {
        kind: SessionKind::Token,
        lives_for,
        description: call.description,
        client_id: call.client.map(|c| c.id),
        from: None,
    };
    let (secret, _) = cx.app.accounts.open(&cx.caller.user_id, new).await?;
    Ok(secret)
}

/// What is named and not one's own is left alone, as if it were not there.
pub async fn delete_own(cx: Cx, call: DeleteOwn) -> Result<(), ApiError> {
    let hashes: Vec<accounts::Hash> = call.tokens.iter().map(|t| accounts::hash(t.as_str())).collect();
    let named = |live: &accounts::Live| {
        call.tokens.contains(&live.caller().session_id) || hashes.iter().any(|hash| live.has_hash(hash))
    };
    cx.app.accounts.end(&cx.caller.user_id, named).await?;
    Ok(())
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
