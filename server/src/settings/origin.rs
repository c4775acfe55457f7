//! A place that pages come from: `https://xenith.example.org`, `http://10.0.0.1:8080`.

use std::str::FromStr;

use http::uri::Authority;
use serde::{Deserialize, Deserializer, de::Error};

/// Scheme, host and port, as a browser writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Whether a browser names this one.
    pub fn is(&self, named: &str) -> bool {
        self.0.eq_ignore_ascii_case(named)
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let origin = text.strip_suffix('/').unwrap_or(text);
        let place = |(scheme, place): (&str, &str)| {
            let scheme_is_one = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
            place.parse::<Authority>().ok().filter(|_| scheme_is_one && !place.contains('@'))
        };
        let has_port = |place: &Authority| place.port_u16().is_some() || place.as_str() == place.host();
        match origin.split_once("://").and_then(place) {
            Some(place) if has_port(&place) => Ok(Self(origin.to_owned())),
            _ => Err(format!("`{text}` is not an origin such as https://xenith.example.org:8443")),
        }
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for text in ["https://x.example", "http://10.0.0.1:8080", "http://[::1]:8080", "https://X/"] {
            assert!(text.parse::<Origin>().is_ok_and(|it| it.is(text.trim_end_matches('/'))), "{text}");
        }
        for wrong in [
            "",
            "foo",
            "x.example:80",
            "https://",
            "https://x/path",
            "https://x:",
            "https://x:99999",
            "://x",
            "https://a@x",
            "https://x y",
            "null",
            "*",
        ] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
