//! Building blocks of the generated records: references, moments, enums, and readers that accept what servers send.
//!
//! XAPI's encodings vary by release and by transport: integers may be texts, floats integers or texts, and an absent
//! object may be an empty string or one of several null references. The readers here take all of them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

pub(crate) use crate::lenient;

/// The reference XAPI sends for "no object".
pub const NULL_REF: &str = "OpaqueRef:NULL";

/// A class with a generated record.
pub trait Record:
    serde::de::DeserializeOwned + Default + fmt::Debug + Clone + PartialEq + Send + Sync + 'static
{
    /// The exact class name, such as `VM`.
    const CLASS: &'static str;
}

/// A reference to an object of class `T`, as an opaque text.
pub struct Ref<T> {
    text: Box<str>,
    class: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    /// A reference from its text.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Ref { text: text.into(), class: PhantomData }
    }

    /// The reference to no object.
    pub fn null() -> Self {
        Ref::new(NULL_REF)
    }

    /// The text as sent by the server.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it names no object: empty, a null reference, or one that only has a meaning inside an export.
    pub fn is_null(&self) -> bool {
        is_null_ref(&self.text)
    }

    /// The text, or nothing for a reference to no object.
    pub fn get(&self) -> Option<&str> {
        (!self.is_null()).then_some(&*self.text)
    }
}

/// Whether the text of a reference names no object.
pub fn is_null_ref(text: &str) -> bool {
    text.is_empty() || text == NULL_REF || text.starts_with("Ref:")
}

impl<T> Default for Ref<T> {
    fn default() -> Self {
        Ref::new("")
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Ref::new(self.text.clone())
    }
}

impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Ref<T> {}

impl<T> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ref<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Ref<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> fmt::Display for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> From<&str> for Ref<T> {
    fn from(text: &str) -> Self {
        Ref::new(text)
    }
}

impl<T> From<String> for Ref<T> {
    fn from(text: String) -> Self {
        Ref::new(text)
    }
}

impl<T> Serialize for Ref<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.text.is_empty() { NULL_REF } else { &self.text })
    }
}

impl<'de, T> Deserialize<'de> for Ref<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RefVisitor(PhantomData))
    }
}

struct RefVisitor<T>(PhantomData<fn() -> T>);

impl<T> serde::de::Visitor<'_> for RefVisitor<T> {
    type Value = Ref<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reference")
    }

    fn visit_str<E>(self, text: &str) -> Result<Ref<T>, E> {
        Ok(Ref::new(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Ref<T>, E> {
        Ok(Ref::new(text))
    }

    fn visit_unit<E>(self) -> Result<Ref<T>, E> {
        Ok(Ref::default())
    }
}

/// A moment as XAPI sends it: `20250319T04:16:24Z`, always UTC; 1970 stands for "never".
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(Box<str>);

impl DateTime {
    /// A moment from its text, kept as it is.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        DateTime(text.into())
    }

    /// The moment a number of seconds after 1970.
    pub fn from_unix(seconds: i64) -> Self {
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
        DateTime::new(format!("{year:04}{month:02}{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
    }

    /// The text as sent by the server.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Seconds since 1970, or nothing when it is not a moment. With and without dashes and colons, fractions and `Z`.
    pub fn unix(&self) -> Option<f64> {
        let text = self.0.trim().trim_end_matches('Z');
        let (date, clock) = text.split_once(['T', ' '])?;
        let date: String = date.chars().filter(|c| *c != '-').collect();
        let (whole, fraction) = clock.split_once('.').unwrap_or((clock, ""));
        let clock: String = whole.chars().filter(|c| *c != ':').collect();
        if date.len() != 8 || clock.len() != 6 || !date.is_ascii() || !clock.is_ascii() {
            return None;
        }
        let number =
            |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i64>().ok())?;
        let (year, month, day) = (number(&date[..4])?, number(&date[4..6])?, number(&date[6..])?);
        let (hour, minute, second) = (number(&clock[..2])?, number(&clock[2..4])?, number(&clock[4..])?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let fraction = if fraction.is_empty() { 0.0 } else { format!("0.{fraction}").parse().ok()? };
        let whole = days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
        Some(whole as f64 + fraction)
    }

    /// Seconds since 1970, or nothing when it never happened.
    pub fn happened(&self) -> Option<f64> {
        self.unix().filter(|seconds| *seconds > 0.0)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(DateTime(Option::<Box<str>>::deserialize(deserializer)?.unwrap_or_default()))
    }
}

/// Days from 1970-01-01 of a date of the Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// Makes an enum of the data model: its known values, and `Other` which keeps the text of a value of the future.
macro_rules! xapi_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A value that this data model does not know, kept as it was sent.
            Other(Box<str>),
        }

        impl $name {
            /// Every known value.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $text,)*
                    $name::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => $name::$variant,)*
                    _ => $name::Other(text.into()),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $name::Other("".into())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::types::enum_text(deserializer, |text| $name::from(text))
            }
        }
    };
}
pub(crate) use xapi_enum;

/// Reads the text of an enum without copying it; null reads as the empty text.
pub(crate) fn enum_text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    make: fn(&str) -> T,
) -> Result<T, D::Error> {
    #[derive(serde::Deserialize)]
    struct Text<'a>(#[serde(borrow)] Option<Cow<'a, str>>);
    Ok(make(Text::deserialize(deserializer)?.0.as_deref().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::{Host, Task, TaskStatusType, Vm, VmMetrics, VmPowerState};

    #[test]
    fn moments() {
        assert_eq!(DateTime::new("19700101T00:00:00Z").unix(), Some(0.0));
        assert_eq!(DateTime::new("19700101T00:00:00Z").happened(), None);
        assert_eq!(DateTime::new("20250319T04:16:24Z").unix(), Some(1_742_357_784.0));
        assert_eq!(DateTime::new("2025-03-19T04:16:24").unix(), Some(1_742_357_784.0));
        assert_eq!(DateTime::new("2025-03-19T04:16:24.5Z").unix(), Some(1_742_357_784.5));
        assert_eq!(DateTime::from_unix(1_742_357_784).as_str(), "20250319T04:16:24Z");
        for wrong in [
            "",
            "now",
            "20251319T04:16:24Z",
            "2025T1",
            "20250319T04:16",
            "2025+319T04:16:24Z",
            "20ä0319T04:16:24Z",
        ] {
            assert_eq!(DateTime::new(wrong).unix(), None, "{wrong}");
        }
    }

    #[test]
    fn moments_survive_a_round_trip() {
        for seconds in (-3_000_000_000..5_000_000_000_i64).step_by(86_399_113) {
            assert_eq!(DateTime::from_unix(seconds).unix(), Some(seconds as f64));
        }
    }

    #[test]
    fn null_references() {
        for text in ["", "OpaqueRef:NULL", "Ref:12"] {
            assert!(Ref::<Vm>::new(text).is_null(), "{text}");
        }
        assert_eq!(Ref::<Vm>::new("OpaqueRef:1").get(), Some("OpaqueRef:1"));
        assert_eq!(serde_json::to_string(&Ref::<Vm>::default()).unwrap(), "\"OpaqueRef:NULL\"");
    }

    #[test]
    fn records_read_what_servers_send() {
        let vm: Vm = serde_json::from_str(
            r#"{"uuid":"u","power_state":"Running","memory_static_max":"1073741824","VCPUs_max":2,"is_a_template":"0",
                "affinity":null,"VBDs":["OpaqueRef:b"],"other_config":{"a":"b"},"HVM_shadow_multiplier":1,
                "domid":-1,"new_field":{"x":[1]},"snapshot_time":"19700101T00:00:00Z"}"#,
        )
        .unwrap();
        assert_eq!((vm.uuid.as_str(), vm.memory_static_max, vm.vcpus_max, vm.domid), ("u", 1 << 30, 2, -1));
        assert_eq!(vm.power_state, VmPowerState::Running);
        assert!(vm.affinity.is_null() && !vm.is_a_template);
        assert_eq!(vm.hvm_shadow_multiplier, 1.0);
        assert_eq!(vm.vbds[0].as_str(), "OpaqueRef:b");

        let metrics: VmMetrics = serde_json::from_str(
            r#"{"VCPUs_CPU":{"0":"3","1":4},"VCPUs_utilisation":{"0":"NaN"},"VCPUs_flags":{"0":["a"]}}"#,
        )
        .unwrap();
        assert_eq!(metrics.vcpus_cpu, [(0, 3), (1, 4)].into());
        assert!(metrics.vcpus_utilisation[&0].is_nan());
        assert_eq!(metrics.vcpus_flags[&0], ["a"]);

        let task: Task = serde_json::from_str(r#"{"progress":"0.5","status":"frozen"}"#).unwrap();
        assert_eq!((task.progress, task.status.as_str()), (0.5, "frozen"));
        assert_eq!(task.status, TaskStatusType::Other("frozen".into()));
        assert_eq!(serde_json::to_string(&task.status).unwrap(), "\"frozen\"");

        assert!(serde_json::from_str::<Host>(r#"{"API_version_major":"two"}"#).is_err());
    }
}
