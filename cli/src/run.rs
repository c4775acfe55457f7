//! Does what the command line asks.

use std::env;

use serde_json::{Map, Value, json, value::RawValue};

use crate::{
    address::Address,
    args::{Command, Line},
    config::Config,
    connection::{Connection, read},
    describe,
    failure::{Failure, Refusal},
    help, objects, output, register,
    tls::Trust,
};

pub fn run(line: Line) -> Result<(), Failure> {
    match &line.command {
        Command::Help(None) => output::text(&help::general()),
        Command::Help(Some(method)) => output::text(&help::call(method)?),
        Command::Version => output::text(concat!("xenith ", env!("CARGO_PKG_VERSION"))),
        Command::ListCommands { patterns } => help::list(patterns, line.json),
        Command::Register(request) => register::register(request, line.allow_unauthorized),
        Command::Unregister => register::unregister(),
        Command::ListObjects { properties, filter } => {
            let (address, mut connection) = connect(&line)?;
            let params = if filter.is_empty() {
                json!({})
            } else {
                json!({ "filter": Value::Object(filter.clone()) })
            };
            let answer = connection.call("xo.getAllObjects", &params)?;
            let context = "The objects could not be listed".to_owned();
            let raw = answer.map_err(|refusal| Failure::Refused { context, refusal })?;
            objects::print(read(&address, &raw)?, properties, filter, line.json)
        }
        Command::Call { method, params } => call(&line, method, params),
    }
}

/// Where a command goes, as the options, the environment and the registration have it.
struct Target {
    address: Address,
    token: String,
    trust: Trust,
}

fn connect(line: &Line) -> Result<(Address, Connection), Failure> {
    let Target { address, token, trust } = target(line, &Config::load()?)?;
    let mut connection = Connection::open(&address, trust)?;
    connection.sign_in(&json!({ "token": token }))?;
    Ok((address, connection))
}

fn target(line: &Line, config: &Config) -> Result<Target, Failure> {
    let environment = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let url = line.url.clone().or_else(|| environment("XENITH_URL")).or_else(|| config.current.clone());
    let unregistered = || Failure::NotSignedIn("no server is known yet: xenith --register URL USER".into());
    let mut address = Address::parse(&url.ok_or_else(unregistered)?)?;
    let known = config.servers.get(&address.to_string());
    let token = address
        .token
        .take()
        .or_else(|| environment("XENITH_TOKEN"))
        .or_else(|| known.map(|k| k.token.clone()))
        .ok_or_else(|| {
            Failure::NotSignedIn(format!(
                "there is no token for {address}: xenith --register {address} USER, or set XENITH_TOKEN"
            ))
        })?;
    let pin = environment("XENITH_FINGERPRINT").or_else(|| known.and_then(|k| k.fingerprint.clone()));
    let trust = match pin {
        Some(fingerprint) => Trust::Pinned(fingerprint.to_uppercase()),
        None if line.allow_unauthorized => Trust::FirstUse,
        None => Trust::SystemRoots,
    };
    Ok(Target { address, token, trust })
}

fn call(line: &Line, method: &str, params: &Map<String, Value>) -> Result<(), Failure> {
    let (address, mut connection) = connect(line)?;
    let params = Value::Object(params.clone());
    match connection.call(method, &params)? {
        Ok(raw) => print(&address, &raw, line.json),
        Err(mut refusal) => {
            if refusal.code == Refusal::UNKNOWN_METHOD {
                refusal.message = unknown(&address, method);
            }
            let context = context(&mut connection, method, &params, &refusal);
            Err(Failure::Refused { context, refusal })
        }
    }
}

fn print(address: &Address, raw: &RawValue, json: bool) -> Result<(), Failure> {
    let value = read(address, raw)?;
    if json { output::json(&value) } else { output::value(&value) }
}

/// The server knows no such call: what may have been meant.
fn unknown(address: &Address, method: &str) -> String {
    let there_is_none = format!("{address} knows no command {method}");
    match describe::similar(method) {
        Some(name) if name == method => format!("{there_is_none}; it may be older than this program"),
        Some(name) => format!("{there_is_none}; did you mean {name}?"),
        None => format!("{there_is_none}; xenith --list-commands lists what there is"),
    }
}

/// Names the call and, unless the refusal does so itself, the object by name and id.
fn context(connection: &mut Connection, method: &str, params: &Value, refusal: &Refusal) -> String {
    match refusal.code {
        Refusal::UNKNOWN_METHOD => return String::new(),
        Refusal::INVALID_PARAMETERS | Refusal::NO_SUCH_OBJECT => return method.to_owned(),
        _ => {}
    }
    let Some(id) = params["id"].as_str() else { return method.to_owned() };
    let filter = json!({ "filter": { "id": id } });
    let object = connection.call("xo.getAllObjects", &filter).ok().and_then(Result::ok);
    let object: Value = object.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
    let object = &object[id];
    match (object["type"].as_str(), object["name_label"].as_str()) {
        (Some(kind), Some(name)) if !name.is_empty() => format!("{method} of the {kind} {name} ({id})"),
        _ => format!("{method} of {id}"),
    }
}
