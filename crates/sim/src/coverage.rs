//! What becomes of each call of the data model, as a table to read.

use std::fmt::Write as _;

use xapi::schema::{CLASSES, Class, HTTP_HANDLERS, Message};

use crate::net::http;
use crate::{behave, generic};

/// What becomes of a call.
#[derive(Clone, Copy, PartialEq)]
enum Answer {
    /// It does what such a call does in every class.
    Generic,
    /// It does what it is for.
    Behaves,
    /// It is refused with this error.
    Refuses(&'static str),
}

fn answer(class: &Class, message: &Message) -> Answer {
    if message.removed {
        Answer::Refuses("MESSAGE_REMOVED")
    } else if behave::behaves(&format!("{}.{}", class.name, message.name)) {
        Answer::Behaves
    } else if generic::answers(message.kind) {
        Answer::Generic
    } else {
        Answer::Refuses("NOT_IMPLEMENTED")
    }
}

/// The whole data model as Markdown: counts by class, then each class with its calls by what becomes of them.
pub fn markdown() -> String {
    let mut table = String::new();
    let mut lists = String::new();
    let mut sums = [0; 4];
    for class in CLASSES {
        let with = |wanted: Answer| -> Vec<&str> {
            class.messages.iter().filter(|m| answer(class, m) == wanted).map(|m| m.name).collect()
        };
        let kinds = [
            ("generic", with(Answer::Generic)),
            ("behave", with(Answer::Behaves)),
            ("refuse with NOT_IMPLEMENTED", with(Answer::Refuses("NOT_IMPLEMENTED"))),
            ("refuse with MESSAGE_REMOVED", with(Answer::Refuses("MESSAGE_REMOVED"))),
        ];
        let _ = write!(table, "| {} |", class.name);
        let _ = writeln!(lists, "\n## {}\n", class.name);
        for (sum, (word, names)) in sums.iter_mut().zip(&kinds) {
            *sum += names.len();
            let _ = write!(table, " {} |", names.len());
            if !names.is_empty() {
                let _ = writeln!(lists, "- {word}: {}", names.join(", "));
            }
        }
        table.push('\n');
    }
    let [generic, behave, missing, removed] = sums;
    format!(
        "# What the simulator does with each call\n\n\
         Made by `xapi-sim --coverage`. Generic calls read and write records and fields alike in every class; those \
         that\nbehave do what they are for; the others refuse, and nothing pretends.\n\n\
         What refuses with `NOT_IMPLEMENTED` no client of a pool could see the effect of: what hosts say to each other \
         while\nthey join, elect a master, or hand on files and secrets; what looks into XAPI's own process; what sends \
         files to\nservers elsewhere. A few refuse because XAPI does too (`console.create`, `VM.send_sysrq`).\n\n\
         | class | generic | behave | `NOT_IMPLEMENTED` | `MESSAGE_REMOVED` |\n|---|---|---|---|---|\n{table}\
         | **all** | {generic} | {behave} | {missing} | {removed} |\n{lists}\n{}",
        handlers()
    )
}

/// The HTTP handlers of the data model, by what becomes of a request to each.
fn handlers() -> String {
    let mut out = String::from("## HTTP handlers\n\n| request | what becomes of it |\n|---|---|\n");
    for handler in HTTP_HANDLERS {
        let word = if http::behaves(handler.method, handler.uri) { "behaves" } else { "refuses" };
        let _ = writeln!(out, "| {} {} | {word} |", handler.method, handler.uri);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_table_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/COVERAGE.md");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            committed == super::markdown(),
            "run: cargo run -p sim --bin xapi-sim -- --coverage > {path}"
        );
    }
}
