//! What the mirror finds records by.

use std::hash::{DefaultHasher, Hash, Hasher};

/// A reference, or a uuid, in few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u128);

impl Key {
    pub(super) const LEAST: Self = Self(0);
    pub(super) const MOST: Self = Self(u128::MAX);

    /// The key of a reference. References are a word and a uuid; of any others a hash is as good.
    pub fn of(reference: &str) -> Self {
        let uuid = reference.strip_prefix("OpaqueRef:").filter(|uuid| uuid.len() == 36);
        uuid.and_then(hex).map_or_else(|| Self::hash(reference), Self)
    }

    /// The key of a uuid.
    pub(super) fn of_uuid(uuid: &str) -> Self {
        hex(uuid).map_or_else(|| Self::hash(uuid), Self)
    }

    fn hash(text: &str) -> Self {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, text).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        Self(half(0) << 64 | half(1))
    }
}

/// The number that a lower-case uuid stands for.
fn hex(uuid: &str) -> Option<u128> {
    let mut number = 0;
    for (at, byte) in uuid.bytes().enumerate() {
        let digit = match (at, byte) {
            (8 | 13 | 18 | 23, b'-') => continue,
            (8 | 13 | 18 | 23, _) => return None,
            (_, b'0'..=b'9') => byte - b'0',
            (_, b'a'..=b'f') => byte - b'a' + 10,
            _ => return None,
        };
        number = number << 4 | u128::from(digit);
    }
    Some(number)
}
