//! Registering: a password is traded for a token once, and the token is kept.

use std::{
    env, fs,
    io::{self, IsTerminal},
};

use serde_json::{Value, json};

use crate::{
    address::Address,
    args::Register,
    config::{Config, Registration},
    connection::{Connection, read},
    failure::Failure,
    output,
    tls::Trust,
};

pub fn register(request: &Register, allow_unauthorized: bool) -> Result<(), Failure> {
    let mut address = Address::parse(&request.url)?;
    let mut config = Config::load()?;
    // Before the password is asked for, so that a mistyped address costs no typing.
    let trust = if allow_unauthorized { Trust::FirstUse } else { Trust::SystemRoots };
    let mut connection = Connection::open(&address, trust)?;
    let (user, token) = match request.token.clone().or_else(|| address.token.take()) {
        Some(token) => (connection.sign_in(&json!({ "token": token }))?, token),
        None => {
            let name = request.user.as_deref().unwrap_or_default();
            let password = password(name, &address, request.password.clone())?;
            let mut credentials = json!({ "email": name, "password": password });
            if let Some(code) = &request.otp {
                credentials["otp"] = code.as_str().into();
            }
            let user = connection.sign_in(&credentials)?;
            let client = config.client_id.get_or_insert_with(|| uuid::Uuid::new_v4().to_string());
            let token = create_token(&mut connection, &address, client, request.expires_in.as_deref())?;
            (user, token)
        }
    };
    let url = address.to_string();
    let fingerprint = connection.shown.clone().filter(|_| allow_unauthorized);
    config.servers.insert(url.clone(), Registration { token, fingerprint: fingerprint.clone() });
    config.current = Some(url.clone());
    config.save()?;
    let pinned = fingerprint.map(|f| format!("\nTrusting only its certificate {f}")).unwrap_or_default();
    let name = user["email"].as_str().unwrap_or_default();
    output::text(&format!("Registered with {url} as {name}{pinned}"))
}

/// Ends the token and forgets it; a server that cannot be reached does not keep anybody from leaving.
pub fn unregister() -> Result<(), Failure> {
    let mut config = Config::load()?;
    let url = config.current.take().filter(|url| config.servers.contains_key(url));
    let (Some(url), true) = (url, !config.servers.is_empty()) else {
        return output::text("Not registered with any server");
    };
    let ended = match config.servers.remove(&url) {
        // A server may hang up on whoever ends the token that they came with; then a second look tells.
        Some(registration) => match end_token(&url, &registration) {
            Err(Failure::Unreachable(_)) => end_token(&url, &registration),
            ended => ended,
        },
        None => Ok(()),
    };
    config.current = config.servers.keys().next().cloned();
    config.save()?;
    if let Err(failure) = ended {
        output::warning(&format!("the token could not be ended on the server: {failure}"));
    }
    output::text(&format!("No longer registered with {url}"))
}

fn end_token(url: &str, registration: &Registration) -> Result<(), Failure> {
    let trust = registration.fingerprint.clone().map_or(Trust::SystemRoots, Trust::Pinned);
    let mut connection = Connection::open(&Address::parse(url)?, trust)?;
    match connection.sign_in(&json!({ "token": registration.token })) {
        Err(Failure::NotSignedIn(_)) => return Ok(()), // it has ended already
        other => other?,
    };
    let context = "The token could not be ended".to_owned();
    let answer = connection.call("token.deleteOwn", &json!({ "tokens": [registration.token] }))?;
    answer.map(drop).map_err(|refusal| Failure::Refused { context, refusal })
}

fn create_token(
    connection: &mut Connection,
    address: &Address,
    client: &str,
    expires_in: Option<&str>,
) -> Result<String, Failure> {
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let description = format!("xenith {} - {}", env!("CARGO_PKG_VERSION"), host.trim());
    let mut params = json!({ "client": { "id": client }, "description": description });
    if let Some(text) = expires_in {
        params["expiresIn"] = text.parse::<u64>().map_or_else(|_| text.into(), Value::from);
    }
    let context = "No token could be created".to_owned();
    let answer = connection.call("token.create", &params)?;
    let raw = answer.map_err(|refusal| Failure::Refused { context, refusal })?;
    match read(address, &raw)? {
        Value::String(token) => Ok(token),
        _ => Err(Failure::Unreachable(format!("{address} answered no token"))),
    }
}

/// The password as given, or from `XENITH_PASSWORD`, or as typed without being shown.
fn password(user: &str, address: &Address, given: Option<String>) -> Result<String, Failure> {
    if let Some(password) = given.or_else(|| env::var("XENITH_PASSWORD").ok()) {
        return Ok(password);
    }
    let typed = if io::stdin().is_terminal() {
        rpassword::prompt_password(format!("Password of {user} on {address}: "))
    } else {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map(|_| line.trim_end_matches(['\r', '\n']).to_owned())
    };
    match typed {
        Ok(password) if !password.is_empty() => Ok(password),
        Ok(_) => Err(Failure::Usage("no password was given".into())),
        Err(e) => Err(Failure::Usage(format!("the password could not be read: {e}"))),
    }
}
