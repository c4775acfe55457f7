//! The command line, parsed into what is to be done. Nothing is read or sent here.

use serde_json::{Map, Value};

use crate::{describe, failure::Failure};

/// One command with the options that any command takes.
#[derive(Debug, PartialEq)]
pub struct Line {
    pub json: bool,
    pub url: Option<String>,
    pub allow_unauthorized: bool,
    pub command: Command,
}

#[derive(Debug, PartialEq)]
pub enum Command {
    /// In general, or of one command.
    Help(Option<String>),
    Version,
    Register(Register),
    Unregister,
    ListObjects {
        /// The properties to show; a choice that suits the kind when empty.
        properties: Vec<String>,
        /// What the objects must have.
        filter: Map<String, Value>,
    },
    ListCommands {
        patterns: Vec<String>,
    },
    Call {
        method: String,
        params: Map<String, Value>,
    },
}

#[derive(Debug, Default, PartialEq)]
pub struct Register {
    pub url: String,
    pub user: Option<String>,
    pub password: Option<String>,
    pub token: Option<String>,
    /// A one-time code.
    pub otp: Option<String>,
    /// As `token.create` takes it.
    pub expires_in: Option<String>,
}

pub fn parse(args: impl Iterator<Item = String>) -> Result<Line, Failure> {
    let mut args = Args { args, json: false, url: None, allow_unauthorized: false, help: false };
    let command = match args.next_word()? {
        None if args.help => Command::Help(None),
        None => return Err(usage("a command is missing: xenith --help lists them")),
        Some(word) => args.command(&word)?,
    };
    let command = match (args.help, command) {
        (true, Command::Call { method, .. }) => Command::Help(Some(method)),
        (true, Command::Help(of)) => Command::Help(of),
        (true, _) => Command::Help(None),
        (false, command) => command,
    };
    Ok(Line { json: args.json, url: args.url, allow_unauthorized: args.allow_unauthorized, command })
}

struct Args<I> {
    args: I,
    json: bool,
    url: Option<String>,
    allow_unauthorized: bool,
    help: bool,
}

impl<I: Iterator<Item = String>> Args<I> {
    /// The next argument that is not an option for every command.
    fn next_word(&mut self) -> Result<Option<String>, Failure> {
        while let Some(arg) = self.args.next() {
            match arg.as_str() {
                "--json" => self.json = true,
                "--help" | "-h" => self.help = true,
                "--allowUnauthorized" | "--au" => self.allow_unauthorized = true,
                "--url" => self.url = Some(self.value("--url")?),
                _ => return Ok(Some(arg)),
            }
        }
        Ok(None)
    }

    fn value(&mut self, option: &str) -> Result<String, Failure> {
        self.args.next().ok_or_else(|| usage(&format!("{option} needs a value")))
    }

    fn command(&mut self, word: &str) -> Result<Command, Failure> {
        // Calls have a dot in their names, so plain words are free for commands.
        match word.strip_prefix("--").unwrap_or(word) {
            "version" => Ok(Command::Version),
            "help" => self.one("a command").map(Command::Help),
            "register" => self.register(),
            "unregister" => self.none("--unregister").map(|()| Command::Unregister),
            "list-objects" => self.list_objects(),
            "list-commands" => self.list_commands(),
            _ if word == "-V" => Ok(Command::Version),
            _ if !word.starts_with('-') && word.contains('.') => self.call(word),
            _ => Err(usage(&format!("there is no command {word}: xenith --help lists them"))),
        }
    }

    fn register(&mut self) -> Result<Command, Failure> {
        let mut register = Register::default();
        let mut words = Vec::new();
        while let Some(word) = self.next_word()? {
            match word.as_str() {
                "--token" => register.token = Some(self.value("--token")?),
                "--otp" => register.otp = Some(self.value("--otp")?),
                "--expiresIn" => register.expires_in = Some(self.value("--expiresIn")?),
                _ if word.starts_with("--") => {
                    return Err(usage(&format!("--register does not know the option {word}")));
                }
                _ => words.push(word),
            }
        }
        let mut words = words.into_iter();
        register.url = match words.next().or_else(|| self.url.take()) {
            Some(url) => url,
            None if self.help => return Ok(Command::Help(None)),
            None => return Err(usage("--register needs the URL of the server")),
        };
        register.user = words.next();
        register.password = words.next();
        match (words.next(), &register) {
            (Some(extra), _) => Err(usage(&format!("--register does not know what to do with {extra}"))),
            (None, Register { user: Some(_), token: Some(_), .. }) => {
                Err(usage("--register takes a user or a --token, not both"))
            }
            (None, Register { user: None, token: None, .. }) if !self.help => {
                Err(usage("--register needs a user name, or a --token"))
            }
            _ => Ok(Command::Register(register)),
        }
    }

    fn list_objects(&mut self) -> Result<Command, Failure> {
        let (mut properties, mut filter) = (Vec::new(), Map::new());
        while let Some(word) = self.next_word()? {
            if let Some(property) = word.strip_prefix("--").filter(|p| !p.is_empty()) {
                properties.push(property.to_owned());
            } else {
                let (name, text) = pair(&word, "a property")?;
                filter.insert(name.to_owned(), describe::value(name, text)?);
            }
        }
        Ok(Command::ListObjects { properties, filter })
    }

    fn list_commands(&mut self) -> Result<Command, Failure> {
        let mut patterns = Vec::new();
        while let Some(word) = self.next_word()? {
            if word.starts_with('-') {
                return Err(usage(&format!("--list-commands does not know the option {word}")));
            }
            patterns.push(word);
        }
        Ok(Command::ListCommands { patterns })
    }

    fn call(&mut self, method: &str) -> Result<Command, Failure> {
        let mut params = Map::new();
        while let Some(word) = self.next_word()? {
            if word.starts_with('-') {
                return Err(usage(&format!("{method} does not know the option {word}")));
            }
            let (name, text) = pair(&word, "a parameter")?;
            if params.contains_key(name) {
                return Err(usage(&format!("the parameter {name} is given twice")));
            }
            params.insert(name.to_owned(), describe::parameter(method, name, text)?);
        }
        Ok(Command::Call { method: method.to_owned(), params })
    }

    fn one(&mut self, what: &str) -> Result<Option<String>, Failure> {
        let word = self.next_word()?;
        match self.next_word()? {
            Some(extra) => Err(usage(&format!("one name of {what} is enough, {extra} is too much"))),
            None => Ok(word),
        }
    }

    fn none(&mut self, command: &str) -> Result<(), Failure> {
        match self.next_word()? {
            Some(extra) => Err(usage(&format!("{command} does not know what to do with {extra}"))),
            None => Ok(()),
        }
    }
}

fn pair<'a>(word: &'a str, what: &str) -> Result<(&'a str, &'a str), Failure> {
    match word.split_once('=') {
        Some((name, text)) if !name.is_empty() => Ok((name, text)),
        _ => Err(usage(&format!("{word} is not {what}: write NAME=VALUE"))),
    }
}

fn usage(why: &str) -> Failure {
    Failure::Usage(why.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(text: &str) -> Result<Line, Failure> {
        parse(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn commands_are_read_in_both_spellings() {
        for text in ["--list-objects --json --name_label type=VM", "list-objects --name_label type=VM --json"]
        {
            let read = line(text).unwrap();
            assert!(read.json);
            let Command::ListObjects { properties, filter } = read.command else { panic!("{text}") };
            assert_eq!(properties, ["name_label"]);
            assert_eq!(Value::Object(filter), json!({ "type": "VM" }));
        }
    }

    #[test]
    fn values_follow_the_declared_types() {
        let read = line("vm.stop id=true force=true forceShutdownDelay=500 x=true y=json:[1]").unwrap();
        let Command::Call { params, .. } = read.command else { panic!() };
        let expected = json!({ "id": "true", "force": true, "forceShutdownDelay": 500, "x": true, "y": [1] });
        assert_eq!(Value::Object(params), expected);
    }

    #[test]
    fn help_is_a_command_wherever_it_is_asked() {
        let vm_start = Command::Help(Some("vm.start".into()));
        for text in ["vm.start --help", "--help vm.start", "help vm.start", "vm.start id=x -h"] {
            assert_eq!(line(text).unwrap().command, vm_start, "{text}");
        }
        assert_eq!(line("--help").unwrap().command, Command::Help(None));
        assert_eq!(line("--register --help").unwrap().command, Command::Help(None));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (text, named) in [
            ("", "command"),
            ("--frobnicate", "--frobnicate"),
            ("frobnicate", "frobnicate"),
            ("vm.start id", "id"),
            ("vm.start id=a id=b", "id"),
            ("vm.start id=json:{", "id"),
            ("--register", "URL"),
            ("--register http://h", "user"),
            ("--register --token t http://h me", "--token"),
            ("--register http://h me secret more", "more"),
            ("--unregister now", "now"),
        ] {
            match line(text) {
                Err(Failure::Usage(why)) => assert!(why.contains(named), "{text}: {why}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}
