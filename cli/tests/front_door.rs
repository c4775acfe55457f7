//! The program as a user runs it, against a small server that speaks Xenith's JSON-RPC.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::SystemTime,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use serde_json::{Value, json};
use tungstenite::Message;

/// A server with one user, `admin` / `secret`, whose token is `t0ken`.
struct Server {
    url: String,
    calls: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Server {
    fn start(tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let calls = Arc::<Mutex<Vec<_>>>::default();
        let log = calls.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, stream) = (log.clone(), stream.unwrap());
                match &tls {
                    None => thread::spawn(move || serve(stream, &log)),
                    Some(config) => {
                        let session = ServerConnection::new(config.clone()).unwrap();
                        thread::spawn(move || serve(StreamOwned::new(session, stream), &log))
                    }
                };
            }
        });
        Self { url, calls }
    }

    fn tls() -> (Self, String) {
        let pair = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pair.signing_key.serialize_der()));
        let der = pair.cert.der().clone();
        let fingerprint = ring_fingerprint(&der);
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![der], key)
            .unwrap();
        (Self::start(Some(Arc::new(config))), fingerprint)
    }

    fn called(&self) -> Vec<String> {
        self.calls.lock().unwrap().iter().map(|(method, _)| method.clone()).collect()
    }
}

fn ring_fingerprint(der: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(der).iter().map(|b| format!("{b:02X}")).collect::<Vec<_>>().join(":")
}

fn serve<S: Read + Write>(stream: S, log: &Mutex<Vec<(String, Value)>>) {
    let Ok(mut socket) = tungstenite::accept(stream) else { return };
    while let Ok(message) = socket.read() {
        let Message::Text(text) = message else { continue };
        let request: Value = serde_json::from_str(&text).unwrap();
        let (method, params) = (request["method"].as_str().unwrap().to_owned(), request["params"].clone());
        log.lock().unwrap().push((method.clone(), params.clone()));
        let noise = json!({ "jsonrpc": "2.0", "method": "all", "params": { "type": "enter", "items": {} } });
        socket.send(Message::text(noise.to_string())).unwrap();
        if method == "token.deleteOwn" {
            return; // it hangs up on whoever ends their own token
        }
        let ended = log.lock().unwrap().iter().any(|(method, _)| method == "token.deleteOwn");
        let mut answer = answer(&method, &params, ended);
        answer["jsonrpc"] = "2.0".into();
        answer["id"] = request["id"].clone();
        socket.send(Message::text(answer.to_string())).unwrap();
    }
}

fn answer(method: &str, params: &Value, ended: bool) -> Value {
    let error = |code: i64, message: &str, data: Value| json!({ "error": { "code": code, "message": message, "data": data } });
    match method {
        "session.signIn" if (params["token"] == "t0ken" && !ended) || params["password"] == "secret" => {
            json!({ "result": { "id": "u", "email": "admin", "permission": "admin" } })
        }
        "session.signIn" => error(3, "invalid credentials", Value::Null),
        "token.create" => json!({ "result": "t0ken" }),
        "xo.getAllObjects" => {
            let vm = |id: &str, name: &str, state: &str| {
                json!({ "id": id, "type": "VM", "name_label": name, "power_state": state,
                        "CPUs": { "number": 2 }, "memory": { "size": 2147483648_u64 } })
            };
            let mut all = json!({ "a": vm("a", "web 10", "Running"), "b": vm("b", "web 2", "Halted") });
            let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
            all["b"]["lastSeen"] = json!(now - 150);
            match params["filter"]["id"].as_str() {
                Some(id) => json!({ "result": { id: all[id] } }),
                None if ["nope", "host"].iter().any(|kind| params["filter"]["type"] == *kind) => {
                    json!({ "result": {} })
                }
                None => json!({ "result": all }),
            }
        }
        "vm.start" if params["id"] == "a" => error(
            13,
            "The VM is running; it must be halted for that.",
            json!({ "objectId": "a", "expected": "halted", "actual": "running" }),
        ),
        "vm.start" if params["id"].is_null() => error(
            10,
            "invalid parameters",
            json!({ "errors": [{ "instancePath": "", "keyword": "required",
                "params": { "missingProperty": "id" }, "message": "must have required property 'id'" }] }),
        ),
        "vm.start" => json!({ "result": true }),
        _ => error(-32601, &format!("method not found: {method}"), json!(method)),
    }
}

/// A home of its own for each test.
struct Home(PathBuf);

impl Home {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("home-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xenith"));
        command.args(args).env_clear().env("XDG_CONFIG_HOME", &self.0).stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        told(self.command(args).output().unwrap())
    }

    fn config(&self) -> PathBuf {
        self.0.join("xenith/config.json")
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn register_then_call_then_leave() {
    let (server, home) = (Server::start(None), Home::new());
    let (code, out, err) =
        home.run(&["--register", "--expiresIn", "1h", &format!("{}/", server.url), "admin", "secret"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("as admin"), "{out}");
    assert_eq!(std::fs::metadata(home.config()).unwrap().permissions().mode() & 0o777, 0o600);
    let (method, params) = server.calls.lock().unwrap().last().unwrap().clone();
    assert_eq!((method.as_str(), &params["expiresIn"]), ("token.create", &json!("1h")));
    assert!(!params["client"]["id"].as_str().unwrap().is_empty());

    let (code, out, err) = home.run(&["--list-objects", "type=VM"]);
    assert_eq!(code, 0);
    assert_eq!(err, "xenith: 1 of these was last seen 2 min ago: its pool is not connected\n");
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("name_label  power_state"), "{out}");
    assert!(lines[1].starts_with("web 2 ") && lines[1].contains("2 GiB"), "{out}");
    assert!(lines[2].starts_with("web 10"), "{out}");
    let (code, out, err) = home.run(&["--list-objects", "type=nope"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.starts_with("xenith: no object has the type nope: there are VM, VM-template, "), "{err}");
    assert!(!err.contains("session"), "there are more, but not to be listed so: {err}");
    let empty = ["--list-objects", "--json", "type=host"];
    assert_eq!(home.run(&empty), (0, "[]\n".into(), "xenith: no object matches\n".into()));
    let (code, out, err) = home.run(&["--list-objects", "--json", "--name_label", "--memory.size"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let listed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(listed[0], json!({ "name_label": "web 2", "memory.size": 2147483648_u64 }));

    assert_eq!(home.run(&["vm.start", "id=b", "force=true"]), (0, "true\n".into(), String::new()));
    let (_, params) = server.calls.lock().unwrap().last().unwrap().clone();
    assert_eq!(params, json!({ "id": "b", "force": true }));

    let (code, out, err) = home.run(&["--unregister"]);
    assert_eq!((code, out.contains(&server.url), err.as_str()), (0, true, ""));
    assert!(server.called().contains(&"token.deleteOwn".to_owned()));
    let (code, _, err) = home.run(&["vm.start", "id=b"]);
    assert_eq!(code, 4);
    assert!(err.contains("--register"), "{err}");
}

#[test]
fn refusals_name_the_object_and_the_parameter() {
    let (server, home) = (Server::start(None), Home::new());
    let run = |args: &[&str]| {
        let mut command = home.command(args);
        told(command.env("XENITH_URL", &server.url).env("XENITH_TOKEN", "t0ken").output().unwrap())
    };
    let (code, out, err) = run(&["vm.start", "id=a"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(
        err,
        "xenith: vm.start of the VM web 10 (a): The VM is running; it must be halted for that.\n"
    );
    assert_eq!(run(&["vm.start"]).2, "xenith: vm.start: the parameter id is missing\n");
    let (code, _, err) = run(&["vm.strat", "id=a"]);
    assert_eq!(code, 1);
    assert!(err.contains("did you mean vm.start?"), "{err}");
    assert!(!home.config().exists(), "what the environment says is not kept");
}

#[test]
fn a_wrong_password_or_token_is_told_apart() {
    let (server, home) = (Server::start(None), Home::new());
    let (code, _, err) = home.run(&["--register", &server.url, "admin", "wrong"]);
    assert_eq!(code, 4);
    assert!(err.contains("user name and password"), "{err}");
    let url = server.url.replace("http://", "http://stale@");
    let (code, _, err) = home.run(&["--url", &url, "--list-objects"]);
    assert_eq!(code, 4);
    assert!(err.contains("token") && !err.contains("stale"), "{err}");
    // A password may come from a pipe as well.
    let mut child = home
        .command(&["--register", &server.url, "admin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"secret\n").unwrap();
    assert_eq!(told(child.wait_with_output().unwrap()).0, 0);
}

#[test]
fn a_certificate_is_pinned_and_a_changed_one_gets_nothing() {
    let (server, home) = (Server::tls().0, Home::new());
    let (code, _, err) = home.run(&["--register", &server.url, "admin", "secret"]);
    assert_eq!(code, 3);
    assert!(err.contains("not trusted") && err.contains("SHA-256"), "{err}");
    assert!(server.called().is_empty(), "no password goes to a server that is not trusted");
    let (code, out, _) = home.run(&["--register", "--allowUnauthorized", &server.url, "admin", "secret"]);
    assert_eq!((code, out.contains("Trusting only")), (0, true));
    assert_eq!(home.run(&["vm.start", "id=b"]).0, 0);

    // The same address with another certificate.
    let (other, fingerprint) = Server::tls();
    let config = std::fs::read_to_string(home.config()).unwrap();
    std::fs::write(home.config(), config.replace(&server.url, &other.url)).unwrap();
    let (code, _, err) = home.run(&["vm.start", "id=b"]);
    assert_eq!(code, 3);
    assert!(err.contains("another certificate") && err.contains(&fingerprint), "{err}");
    assert!(other.called().is_empty());
    let mut told_to_trust = home.command(&["vm.start", "id=b"]);
    assert_eq!(told(told_to_trust.env("XENITH_FINGERPRINT", &fingerprint).output().unwrap()).0, 0);
}

#[test]
fn what_is_no_server_is_said_to_be_none() {
    let home = Home::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = |url: &str| home.run(&["--url", &url.replace("//", "//t@"), "--list-objects"]);
    let (code, _, err) = run(&format!("http://{free}"));
    assert_eq!(code, 3);
    assert!(err.contains("nothing listens there"), "{err}");

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream: TcpStream = stream.unwrap();
            let mut head = [0; 1024];
            let _ = stream.read(&mut head);
            stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").unwrap();
        }
    });
    let (code, _, err) = run(&format!("http://{address}"));
    assert_eq!(code, 3);
    assert!(err.contains("is not a Xenith server") && err.contains("404"), "{err}");
    let (code, _, err) = run(&format!("https://{address}"));
    assert_eq!(code, 3);
    assert!(err.contains(&format!("perhaps it is http://{address}")), "{err}");

    let guarded = Server::tls().0.url;
    let (code, _, err) = run(&guarded.replace("https:", "http:"));
    assert_eq!(code, 3);
    assert!(err.contains(&format!("perhaps it is {guarded}")), "{err}");
}

#[test]
fn help_and_commands_need_no_server() {
    let home = Home::new();
    let (code, out, _) = home.run(&["--list-commands", "--json", "vm.*"]);
    assert_eq!(code, 0);
    let listed: Value = serde_json::from_str(&out).unwrap();
    let names: Vec<&str> = listed.as_array().unwrap().iter().filter_map(|c| c["name"].as_str()).collect();
    assert!(names.contains(&"vm.start") && !names.contains(&"server.add"), "{names:?}");
    assert_eq!(home.run(&["--list-commands"]).1.matches("\n    ").count(), api::METHODS.len());
    let (code, out, _) = home.run(&["vm.stop", "--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("forceShutdownDelay=<integer>"), "{out}");
    assert_eq!(home.run(&["--frobnicate"]).0, 2);
    assert_eq!(home.run(&["no.such", "--help"]).0, 2);
}

#[test]
fn a_damaged_configuration_is_kept_and_named() {
    let home = Home::new();
    std::fs::create_dir_all(home.config().parent().unwrap()).unwrap();
    std::fs::write(home.config(), r#"{ "sevrers": {} }"#).unwrap();
    let (code, _, err) = home.run(&["--list-objects"]);
    assert_eq!(code, 1);
    assert!(err.contains("config.json") && err.contains("sevrers"), "{err}");
}
