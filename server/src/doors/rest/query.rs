//! What stands behind the `?` of a path.

use api::{ApiError, ParamError};
use axum::response::Response;

use super::failure;

/// What is wrong with a query.
#[derive(Debug)]
pub enum Wrong {
    Malformed(&'static str),
    /// This parameter is there more than once.
    Repeated(String),
}

impl Wrong {
    pub fn answer(&self) -> Response {
        match self {
            Self::Malformed(why) => failure::malformed(&format!("the query cannot be read: {why}")),
            Self::Repeated(name) => failure::answer(&ApiError::parameter(ParamError::repeated(name))),
        }
    }
}

/// The parameters in their order, each of which may be there once.
pub fn parameters(query: &str) -> Result<Vec<(String, String)>, Wrong> {
    let mut parameters: Vec<(String, String)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name)?, decoded(value)?);
        if parameters.iter().any(|(known, _)| *known == name) {
            return Err(Wrong::Repeated(name));
        }
        parameters.push((name, value));
    }
    Ok(parameters)
}

/// A `+` is a blank, and `%` and two hexadecimal digits are a byte.
fn decoded(text: &str) -> Result<String, Wrong> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let both = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
                both.ok_or(Wrong::Malformed("a % is not followed by two hexadecimal digits"))?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| Wrong::Malformed("it is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_whole_or_refused() {
        let read = |query: &str| {
            let pairs = parameters(query).map_err(|wrong| wrong.answer().status().as_u16())?;
            Ok(pairs.iter().map(|(name, value)| format!("{name}={value};")).collect::<String>())
        };
        for (query, expected) in [
            ("", Ok("")),
            ("a=b+c%3a%C3%A9&ndjson&d=e=f&", Ok("a=b c:\u{e9};ndjson=;d=e=f;")),
            ("\u{e9}=1", Ok("\u{e9}=1;")),
            ("a=%ff", Err(400)),
            ("%C3=1", Err(400)),
            ("a=%", Err(400)),
            ("a=%4", Err(400)),
            ("a=%+1", Err(400)),
            ("a=%zz", Err(400)),
            ("a=1&b=2&a=1", Err(422)),
            ("a=1&%61=2", Err(422)),
        ] {
            assert_eq!(read(query), expected.map(str::to_owned), "{query}");
        }
    }
}
