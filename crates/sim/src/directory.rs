//! The directory that pools with external authentication ask: people and groups of a small firm, always the same.
//!
//! | person | password | in groups | |
//! |---|---|---|---|
//! | `alice` | `alice-secret` | `it-staff` | |
//! | `bob` | `bob-secret` | `operators` | |
//! | `carol` | `carol-secret` | `helpdesk` | |
//! | `dave` | `dave-secret` | | |
//! | `erin` | `erin-secret` | `helpdesk` | account disabled |
//! | `frank` | `frank-secret` | `helpdesk` | account locked |
//! | `grace` | `grace-secret` | `helpdesk` | password expired |
//!
//! `operators` is a member of `it-staff`, and everybody is in `staff`. Names are understood bare, as `EXAMPLE\alice` and as
//! `alice@example.test`, whatever their case. Another directory may be given in the configuration.

use std::collections::BTreeSet;

/// What every identifier begins with.
const DOMAIN: &str = "S-1-5-21-1004336348-1177238915-682003330";

/// A person.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    /// As people call them.
    pub full_name: String,
    pub password: String,
    /// Groups they are in, not counting groups of groups.
    pub groups: Vec<String>,
    pub disabled: bool,
    pub locked: bool,
    pub password_expired: bool,
}

/// A group of people and of other groups.
#[derive(Clone, Debug)]
pub struct Group {
    pub name: String,
    /// Groups that this one is a member of.
    pub groups: Vec<String>,
}

/// People and groups.
#[derive(Clone, Debug)]
pub struct Directory {
    /// The domain's name before a backslash, such as `EXAMPLE`.
    pub domain: String,
    /// The name behind an at sign, such as `example.test`.
    pub realm: String,
    pub people: Vec<Person>,
    pub groups: Vec<Group>,
}

/// Somebody or some group, found.
#[derive(Clone, Copy, PartialEq)]
pub enum Entry<'a> {
    Person(usize, &'a Person),
    Group(usize, &'a Group),
}

impl PartialEq for Person {
    fn eq(&self, other: &Person) -> bool {
        self.name == other.name
    }
}

impl PartialEq for Group {
    fn eq(&self, other: &Group) -> bool {
        self.name == other.name
    }
}

impl Default for Directory {
    fn default() -> Directory {
        let person = |name: &str, full_name: &str, groups: &[&str]| Person {
            name: name.to_owned(),
            full_name: full_name.to_owned(),
            password: format!("{name}-secret"),
            groups: groups.iter().chain(&["staff"]).map(|g| (*g).to_owned()).collect(),
            disabled: name == "erin",
            locked: name == "frank",
            password_expired: name == "grace",
        };
        let group = |name: &str, groups: &[&str]| Group {
            name: name.to_owned(),
            groups: groups.iter().map(|g| (*g).to_owned()).collect(),
        };
        Directory {
            domain: "EXAMPLE".to_owned(),
            realm: "example.test".to_owned(),
            people: vec![
                person("alice", "Alice Archer", &["it-staff"]),
                person("bob", "Bob Baker", &["operators"]),
                person("carol", "Carol Carter", &["helpdesk"]),
                person("dave", "Dave Draper", &[]),
                person("erin", "Erin Ewing", &["helpdesk"]),
                person("frank", "Frank Fisher", &["helpdesk"]),
                person("grace", "Grace Glover", &["helpdesk"]),
            ],
            groups: vec![
                group("staff", &[]),
                group("it-staff", &[]),
                group("operators", &["it-staff"]),
                group("helpdesk", &[]),
            ],
        }
    }
}

impl Directory {
    /// Somebody by a name in any of its forms.
    pub fn by_name(&self, name: &str) -> Option<Entry<'_>> {
        let bare = match (name.split_once('\\'), name.split_once('@')) {
            (Some((domain, bare)), _) if domain.eq_ignore_ascii_case(&self.domain) => bare,
            (None, Some((bare, realm))) if realm.eq_ignore_ascii_case(&self.realm) => bare,
            (None, None) => name,
            _ => return None,
        };
        self.entries().find(|e| e.name().eq_ignore_ascii_case(bare))
    }

    /// Somebody who can log in.
    pub fn person(&self, name: &str) -> Option<(Entry<'_>, &Person)> {
        match self.by_name(name)? {
            entry @ Entry::Person(_, person) => Some((entry, person)),
            Entry::Group(..) => None,
        }
    }

    /// Somebody by identifier.
    pub fn by_identifier(&self, identifier: &str) -> Option<Entry<'_>> {
        self.entries().find(|e| e.identifier() == identifier)
    }

    /// Identifiers of the groups that somebody is in, those of groups included.
    pub fn groups_of(&self, entry: Entry<'_>) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut next: Vec<&str> = entry.groups().iter().map(String::as_str).collect();
        while let Some(name) = next.pop() {
            let group = self.entries().find(|e| matches!(e, Entry::Group(..)) && e.name() == name);
            if let Some(group) = group
                && found.insert(group.identifier())
            {
                next.extend(group.groups().iter().map(String::as_str));
            }
        }
        found.into_iter().collect()
    }

    /// The name that logins are shown under: `EXAMPLE\alice`.
    pub fn full_name(&self, entry: Entry<'_>) -> String {
        format!("{}\\{}", self.domain, entry.name())
    }

    /// What `auth.get_subject_information_from_identifier` answers.
    pub fn information(&self, entry: Entry<'_>) -> Vec<(&'static str, String)> {
        let mut known = vec![
            ("subject-name", self.full_name(entry)),
            ("subject-sid", entry.identifier()),
            ("subject-is-group", matches!(entry, Entry::Group(..)).to_string()),
        ];
        match entry {
            Entry::Person(at, person) => known.extend([
                ("subject-upn", format!("{}@{}", person.name, self.realm.to_uppercase())),
                ("subject-uid", (2_087_715_920 + at).to_string()),
                ("subject-gid", "2087715329".to_owned()),
                ("subject-gecos", person.full_name.clone()),
                ("subject-displayname", person.full_name.clone()),
                ("subject-account-disabled", person.disabled.to_string()),
                ("subject-account-expired", "false".to_owned()),
                ("subject-account-locked", person.locked.to_string()),
                ("subject-password-expired", person.password_expired.to_string()),
            ]),
            Entry::Group(at, group) => known.extend([
                ("subject-gid", (2_087_716_400 + at).to_string()),
                ("subject-displayname", group.name.clone()),
            ]),
        }
        known
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let people = self.people.iter().enumerate().map(|(i, p)| Entry::Person(i, p));
        people.chain(self.groups.iter().enumerate().map(|(i, g)| Entry::Group(i, g)))
    }
}

impl<'a> Entry<'a> {
    pub fn identifier(&self) -> String {
        match self {
            Entry::Person(at, _) => format!("{DOMAIN}-{}", 1100 + at),
            Entry::Group(at, _) => format!("{DOMAIN}-{}", 1500 + at),
        }
    }

    fn name(&self) -> &'a str {
        match self {
            Entry::Person(_, person) => &person.name,
            Entry::Group(_, group) => &group.name,
        }
    }

    fn groups(&self) -> &'a [String] {
        match self {
            Entry::Person(_, person) => &person.groups,
            Entry::Group(_, group) => &group.groups,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_three_forms() {
        let directory = Directory::default();
        let alice = directory.by_name("alice").unwrap();
        for name in ["ALICE", "example\\alice", "alice@Example.test"] {
            assert!(directory.by_name(name) == Some(alice), "{name}");
        }
        assert!(directory.by_name("other\\alice").is_none() && directory.by_name("nobody").is_none());
        assert!(directory.by_identifier(&alice.identifier()) == Some(alice));
    }

    #[test]
    fn groups_of_groups_count() {
        let directory = Directory::default();
        let group = |name: &str| directory.by_name(name).unwrap().identifier();
        let of_bob = directory.groups_of(directory.by_name("bob").unwrap());
        assert!(of_bob.contains(&group("operators")) && of_bob.contains(&group("it-staff")));
        assert!(!of_bob.contains(&group("helpdesk")));
    }
}
