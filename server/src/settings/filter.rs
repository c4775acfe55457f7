//! What is logged: `info,xenith_server=debug`.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, de::Error};
use tracing_subscriber::{EnvFilter, filter::Directive};

/// A filter as `tracing` has it, that can be read.
#[derive(Debug)]
pub struct Filter(pub String);

impl FromStr for Filter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if EnvFilter::try_new(text).is_ok() {
            return Ok(Self(text.to_owned()));
        }
        let wrong = text.split(',').find(|part| part.parse::<Directive>().is_err()).unwrap_or(text);
        Err(format!("`{wrong}` is not a filter such as info or xenith_server=debug"))
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}
