//! Help made from the declarations.

use std::fmt::Write;

use api::{Entry, Permission};
use serde_json::Value;

use crate::{
    describe::{self, Parameter},
    failure::Failure,
    output,
};

/// The help of the program as a whole.
pub fn general() -> String {
    format!(
        "xenith {version} - the command line of Xenith

Usage:
  xenith --register [--allowUnauthorized] [--expiresIn TIME] [--otp CODE] URL USER [PASSWORD]
  xenith --register [--allowUnauthorized] --token TOKEN URL
      Sign in and remember a token for this server. The password is asked for when it is not given.
      --allowUnauthorized trusts the certificate that the server shows now, and only that one from then on.
  xenith --unregister
      End the token and forget it.
  xenith --list-objects [--json] [--PROPERTY]... [PROPERTY=VALUE]...
      List objects that have these values, as a table of these properties (memory.size reaches inside).
  xenith --list-commands [--json] [PATTERN]...
      List the commands whose names match (vm.* or a part of the name).
  xenith COMMAND [--json] [PARAMETER=VALUE]...
      Make a call, for instance: xenith vm.start id=ID
      A VALUE is text, true, false, a number where one is declared, or json:...
  xenith COMMAND --help
      Say what a command does and which parameters it takes.

Options for every command:
  --json       print JSON
  --url URL    use this server instead of the registered one; https://TOKEN@HOST carries a token
  --help, --version

Environment: XENITH_URL, XENITH_TOKEN, XENITH_FINGERPRINT (the SHA-256 of the only certificate to trust),
XENITH_PASSWORD (for --register). Registrations are kept in $XDG_CONFIG_HOME/xenith/config.json.

Exit codes: 0 done, 1 refused, 2 wrong command line, 3 no connection, 4 not signed in.
",
        version = env!("CARGO_PKG_VERSION")
    )
}

/// The help of one call.
pub fn call(method: &str) -> Result<String, Failure> {
    let Some(entry) = describe::find(method) else {
        let guess = describe::similar(method).map(|name| format!(", did you mean {name}?"));
        let list = || "; xenith --list-commands lists what there is".to_owned();
        return Err(Failure::Usage(format!("there is no command {method}{}", guess.unwrap_or_else(list))));
    };
    let parameters = describe::parameters(entry);
    let mut text = format!("{}\n\nUsage: xenith {}\n", describe::summary(entry), usage(entry, &parameters));
    let width = parameters.iter().map(|p| p.name.len() + p.kind.len()).max().unwrap_or(0);
    if !parameters.is_empty() {
        text.push_str("\nParameters:\n");
    }
    for p in &parameters {
        let head = format!("{}=<{}>", p.name, p.kind);
        let need = if p.required { "(required) " } else { "" };
        let line = format!("  {head:0$}  {need}{1}", width + 3, p.description);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let who = match entry.permission {
        Permission::Anyone => "anyone, signed in or not",
        Permission::SignedIn => "whoever has the right on the object it is about, if any",
        Permission::Admin => "administrators",
    };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\nFor {who}.");
    Ok(text)
}

/// `--list-commands`: every call that matches one of the patterns.
pub fn list(patterns: &[String], json: bool) -> Result<(), Failure> {
    let wanted = |entry: &&Entry| patterns.is_empty() || patterns.iter().any(|p| matches(p, entry.name));
    let mut entries: Vec<&Entry> = api::METHODS.iter().filter(wanted).collect();
    entries.sort_by_key(|entry| entry.name);
    if entries.is_empty() {
        return Err(Failure::Usage(format!("no command matches {}", patterns.join(" "))));
    }
    if json {
        return output::json(&entries.into_iter().map(describe::json).collect::<Value>());
    }
    let describe = |entry: &Entry| {
        format!("{}\n    {}\n", usage(entry, &describe::parameters(entry)), describe::summary(entry))
    };
    output::text(&entries.into_iter().map(describe).collect::<String>())
}

fn usage(entry: &Entry, parameters: &[Parameter]) -> String {
    let one = |p: &Parameter| match p.required {
        true => format!(" {}=<{}>", p.name, p.kind),
        false => format!(" [{}=<{}>]", p.name, p.kind),
    };
    format!("{}{}", entry.name, parameters.iter().map(one).collect::<String>())
}

/// `*` stands for any letters, `?` for one; a pattern without either is a part of the name.
fn matches(pattern: &str, name: &str) -> bool {
    fn glob(pattern: &[u8], name: &[u8]) -> bool {
        match (pattern.first(), name.first()) {
            (None, None) => true,
            (Some(b'*'), _) => glob(&pattern[1..], name) || (!name.is_empty() && glob(pattern, &name[1..])),
            (Some(b'?'), Some(_)) => glob(&pattern[1..], &name[1..]),
            (Some(p), Some(n)) => p.eq_ignore_ascii_case(n) && glob(&pattern[1..], &name[1..]),
            _ => false,
        }
    }
    match pattern.contains(['*', '?']) {
        true => glob(pattern.as_bytes(), name.as_bytes()),
        false => name.to_lowercase().contains(&pattern.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_has_help_that_names_its_parameters() {
        for entry in api::METHODS {
            let text = call(entry.name).unwrap();
            assert!(text.contains(&format!("Usage: xenith {}", entry.name)), "{text}");
            for p in describe::parameters(entry) {
                assert!(text.contains(&format!("  {}=<", p.name)), "{}: {text}", p.name);
            }
        }
        assert!(call("vm.start").unwrap().contains("Usage: xenith vm.start id=<string>"));
        assert!(call("vm.strat").unwrap_err().to_string().contains("vm.start"));
    }

    #[test]
    fn patterns_match_names() {
        for (pattern, name, expected) in [
            ("vm.*", "vm.start", true),
            ("vm.*", "server.add", false),
            ("*.s?t", "vm.set", true),
            ("VM.st", "vm.start", true),
            ("stop", "vm.start", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
