//! Small values that several kinds of object share.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// A map of texts, as XAPI's `other_config`.
pub type Texts = BTreeMap<String, String>;

/// A moment in seconds since 1970, UTC; a whole number in JSON unless it has a fraction.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Seconds(pub f64);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            s.serialize_i64(self.0 as i64)
        } else {
            s.serialize_f64(self.0)
        }
    }
}

/// Whether a VM or a host runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum PowerState {
    Running,
    Paused,
    Suspended,
    Halted,
    /// A host without metrics, or a state that this version does not know.
    #[serde(other)]
    Unknown,
}

impl PowerState {
    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "Running",
            Self::Paused => "Paused",
            Self::Suspended => "Suspended",
            Self::Halted => "Halted",
            Self::Unknown => "Unknown",
        }
    }

    /// The state with that name.
    pub fn parse(text: &str) -> Self {
        [Self::Running, Self::Paused, Self::Suspended, Self::Halted]
            .into_iter()
            .find(|state| state.as_str() == text)
            .unwrap_or(Self::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_whole_numbers_where_they_can_be() {
        assert_eq!(
            serde_json::to_string(&[Seconds(1742357784.0), Seconds(0.5)]).unwrap(),
            "[1742357784,0.5]"
        );
        assert_eq!(serde_json::from_str::<Seconds>("1742357784").unwrap(), Seconds(1742357784.0));
    }

    #[test]
    fn power_states_round_trip_and_unknown_ones_are_read() {
        for state in [PowerState::Running, PowerState::Halted, PowerState::Unknown] {
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.as_str()));
            assert_eq!(PowerState::parse(state.as_str()), state);
        }
        assert_eq!(serde_json::from_str::<PowerState>("\"Migrating\"").unwrap(), PowerState::Unknown);
    }
}
