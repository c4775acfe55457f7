//! What somebody was granted, compiled once so that it is quick to look up.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use cache::Object;
use model::{Filter, Id, Privileges};
use sha2::{Digest, Sha256};

use super::ways::each_text;

/// What a grant is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// An object and everything under it.
    Tree(Box<str>),
    /// An object alone.
    Object(Box<str>),
    /// Every object with the tag, and everything under those.
    Tag(Box<str>),
    /// Every object that the filter finds, and everything under those.
    Filter(Box<str>),
}

impl Target {
    /// The target of that kind, see [`Self::kind`].
    pub fn parse(kind: &str, text: &str) -> Option<Self> {
        match kind {
            "tree" => Some(Self::Tree(text.into())),
            "object" => Some(Self::Object(text.into())),
            "tag" => Some(Self::Tag(text.into())),
            "filter" => Some(Self::Filter(text.into())),
            _ => None,
        }
    }

    /// What kind it is, as the store keeps it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Tree(_) => "tree",
            Self::Object(_) => "object",
            Self::Tag(_) => "tag",
            Self::Filter(_) => "filter",
        }
    }

    /// The object's id, the tag or the filter.
    pub fn text(&self) -> &str {
        match self {
            Self::Tree(text) | Self::Object(text) | Self::Tag(text) | Self::Filter(text) => text,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tree(id) => f.write_str(id),
            Self::Object(id) => write!(f, "{id} alone"),
            Self::Tag(tag) => write!(f, "the tag {tag}"),
            Self::Filter(filter) => write!(f, "the filter {filter}"),
        }
    }
}

/// What somebody was granted: privileges by target.
#[derive(Clone, Debug, Default)]
pub struct Grants {
    trees: BTreeMap<Box<str>, Privileges>,
    objects: BTreeMap<Box<str>, Privileges>,
    tags: BTreeMap<Box<str>, Privileges>,
    filters: Vec<(Filter, Privileges)>,
    /// Only there and under it, whatever was granted elsewhere.
    within: Option<BTreeSet<Box<str>>>,
    /// Equal for equal grants, and for no others.
    key: [u8; 16],
}

impl PartialEq for Grants {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Grants {}

impl Grants {
    /// Several for one target add up. A filter that cannot be read finds nothing.
    pub fn of(all: impl IntoIterator<Item = (Target, Privileges)>) -> Self {
        let mut by_target: BTreeMap<Target, Privileges> = BTreeMap::new();
        for (target, privileges) in all {
            *by_target.entry(target).or_default() |= privileges;
        }
        let mut hash = Sha256::new();
        let mut grants = Self::default();
        for (target, privileges) in by_target {
            for text in [target.kind(), target.text()] {
                hash.update((text.len() as u64).to_le_bytes());
                hash.update(text.as_bytes());
            }
            hash.update(privileges.bits().to_le_bytes());
            let by_text = match &target {
                Target::Tree(_) => &mut grants.trees,
                Target::Object(_) => &mut grants.objects,
                Target::Tag(_) => &mut grants.tags,
                Target::Filter(text) => {
                    grants.filters.extend(Filter::parse(text).ok().map(|filter| (filter, privileges)));
                    continue;
                }
            };
            by_text.insert(target.text().into(), privileges);
        }
        grants.key.copy_from_slice(&hash.finalize()[..16]);
        grants
    }

    /// The same on these objects and what is under them, and nothing elsewhere.
    pub fn within(self, objects: &[Id<()>]) -> Self {
        let within: BTreeSet<Box<str>> = objects.iter().map(|object| object.as_str().into()).collect();
        let mut hash = Sha256::new();
        hash.update(self.key);
        for object in &within {
            hash.update((object.len() as u64).to_le_bytes());
            hash.update(object.as_bytes());
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        Self { key, within: Some(within), ..self }
    }

    /// Whether they hold for an object by itself, not only because of what it is under.
    pub(super) fn hold_at(&self, object: &str) -> bool {
        self.within.as_ref().is_none_or(|within| within.contains(object))
    }

    /// Equal for equal grants, and for no others.
    pub fn key(&self) -> [u8; 16] {
        self.key
    }

    /// Whether there is nothing to look up.
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty() && self.objects.is_empty() && self.tags.is_empty() && self.filters.is_empty()
    }

    /// What was granted on an object that is not for what is under it.
    pub(super) fn alone(&self, object: &Object) -> Privileges {
        self.objects.get(object.id()).copied().unwrap_or_default()
    }

    /// What was granted on an object that is also for everything under it.
    pub(super) fn passed_on(&self, object: &Object) -> Privileges {
        let mut may = self.trees.get(object.id()).copied().unwrap_or_default();
        if !self.tags.is_empty() && object.get("tags").is_some_and(|tags| tags != "[]") {
            each_text(object, "tags", &mut |tag| may |= self.tags.get(tag).copied().unwrap_or_default());
        }
        for (filter, privileges) in &self.filters {
            if !may.covers(*privileges) && filter.matches(object) {
                may |= *privileges;
            }
        }
        may
    }

    /// Where on a way down to an object these are: the place of the object that they are on.
    pub fn reach(&self, ways: &[Vec<Arc<Object>>]) -> Option<usize> {
        ways.iter().enumerate().position(|(at, way)| {
            let Some(top) = way.first() else { return false };
            !self.passed_on(top).is_empty() || at == 0 && !self.alone(top).is_empty()
        })
    }

    /// What was granted on an object itself, not on what it is under.
    pub fn on(&self, object: &Object) -> Privileges {
        self.alone(object) | self.passed_on(object)
    }
}
