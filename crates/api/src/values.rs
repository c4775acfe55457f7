//! Parameters that Xen Orchestra takes as a number or as text.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// As it comes in.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Number(i64),
    Text(String),
}

/// Bytes: a number, or text such as `10GiB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Given", into = "i64")]
pub struct Size(i64);

/// A whole number, or text of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Given", into = "i64")]
pub struct Whole(i64);

/// Text, or a number that stands for its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Given", into = "String")]
pub struct Label(String);

impl Size {
    /// How many.
    pub fn bytes(self) -> i64 {
        self.0
    }
}

impl Whole {
    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl Label {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<Given> for Size {
    type Error = &'static str;

    fn try_from(given: Given) -> Result<Self, Self::Error> {
        let bytes = match given {
            Given::Number(bytes) => Some(bytes),
            Given::Text(text) => model::filter::size(&text).and_then(|bytes| i64::try_from(bytes).ok()),
        };
        bytes.filter(|bytes| *bytes > 0).map(Self).ok_or("must be a size, in bytes or such as 10GiB")
    }
}

impl TryFrom<Given> for Whole {
    type Error = &'static str;

    fn try_from(given: Given) -> Result<Self, Self::Error> {
        let number = match given {
            Given::Number(number) => Some(number),
            Given::Text(text) => text.trim().parse().ok(),
        };
        number.map(Self).ok_or("must be a whole number")
    }
}

impl From<Given> for Label {
    fn from(given: Given) -> Self {
        match given {
            Given::Number(number) => Self(number.to_string()),
            Given::Text(text) => Self(text),
        }
    }
}

impl From<Size> for i64 {
    fn from(size: Size) -> i64 {
        size.0
    }
}

impl From<Whole> for i64 {
    fn from(number: Whole) -> i64 {
        number.0
    }
}

impl From<Label> for String {
    fn from(label: Label) -> String {
        label.0
    }
}

/// The schema of each is the same.
macro_rules! number_or_text {
    ($($name:ident),*) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": ["integer", "string"] })
            }
        }
    )*};
}
number_or_text!(Size, Whole, Label);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_say_the_same() {
        let size = |json: &str| serde_json::from_str::<Size>(json).ok().map(Size::bytes);
        assert_eq!(size("1024"), Some(1024));
        assert_eq!(size("\"10 GiB\""), Some(10 << 30));
        assert_eq!(size("\"2048\""), Some(2048));
        for wrong in ["0", "-1", "\"-7d\"", "\"2026-01-31\"", "\"big\"", "\"999999999PiB\"", "true"] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
        let whole = |json: &str| serde_json::from_str::<Whole>(json).ok().map(Whole::get);
        assert_eq!((whole("5"), whole("\"5\""), whole("\"x\"")), (Some(5), Some(5), None));
        assert_eq!(serde_json::from_str::<Label>("3").unwrap().as_str(), "3");
    }
}
