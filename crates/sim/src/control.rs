//! The control socket (`--control ADDR:PORT`): plain HTTP for tests and rehearsals, apart from the pools.
//!
//! Every route takes `pool=K` (0 when left out) and answers JSON.
//!
//! | route | what it does |
//! |---|---|
//! | `GET /sim/pools` | addresses, master, fingerprints, sessions, logins of every pool |
//! | `GET /sim/keys?vm=UUID` | keys and text typed on a VM's console |
//! | `GET /sim/door` | logins, calls and passwords tried |
//! | `POST /sim/rename?vm=UUID&name=NAME` | renames a VM |
//! | `POST /sim/kill-sessions` | ends all sessions |
//! | `POST /sim/kill-master` | the master dies, the next host takes over |
//! | `POST /sim/set-master?host=J` | another host becomes master |
//! | `POST /sim/stop?host=J` | a host stops listening, its connections are cut; if that lasts, it is taken for dead |
//! | `POST /sim/restart?host=J` | it listens again |
//! | `POST /sim/power-off?host=J` | a host loses its power |
//! | `POST /sim/power-on?host=J` | it boots |
//! | `POST /sim/emergency?host=J` | a host is in emergency mode |
//! | `POST /sim/certificate?host=J` | a host gets another certificate |
//! | `POST /sim/restart-toolstack?state=keep` | the master's toolstack starts again; with `state=lose` generations start anew |
//! | `POST /sim/advance?seconds=S` | lets time pass and all that falls due happen; needs `--clock manual` |
//! | `POST /sim/fault?spec=SPEC` | adds a fault; see `--fault` |
//! | `POST /sim/clear-faults` | ends all faults |

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::net::http::{Head, parse_head};
use crate::running::{Neighbourhood, RunningPool};

const MAX_HEAD: usize = 8 << 10;

/// Serves the control socket.
pub(crate) async fn serve(listener: TcpListener, neighbourhood: Arc<Neighbourhood>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                if let Err(error) = answer(stream, &neighbourhood.pools()).await {
                    tracing::debug!(%error, "control");
                }
            }
            Err(error) => {
                tracing::warn!(%error, "control socket");
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
    }
}

async fn answer(mut stream: TcpStream, pools: &[RunningPool]) -> std::io::Result<()> {
    let mut buffer = Vec::new();
    let head = loop {
        if let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") {
            break std::str::from_utf8(&buffer[..end]).ok().and_then(parse_head);
        }
        if buffer.len() > MAX_HEAD || stream.read_buf(&mut buffer).await? == 0 {
            break None;
        }
    };
    let (status, body) = match head {
        None => ("400 Bad Request", json!({"error": "not a request"})),
        Some(head) => match route(&head, pools).await {
            Ok(body) => ("200 OK", body),
            Err(why) => ("400 Bad Request", json!({"error": why})),
        },
    };
    let body = body.to_string();
    let text = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await
}

async fn route(head: &Head, pools: &[RunningPool]) -> Result<Json, String> {
    let text =
        |name: &str| head.query.get(name).map(String::as_str).ok_or_else(|| format!("{name}= is missing"));
    let number = |name: &str| text(name)?.parse::<usize>().map_err(|_| format!("{name}= must be a number"));
    let index = if head.query.contains_key("pool") { number("pool")? } else { 0 };
    let pool = pools.get(index).ok_or("no such pool")?;
    let host = || match number("host") {
        Ok(host) if host < pool.addresses().len() => Ok(host),
        Ok(_) => Err("no such host".to_owned()),
        Err(why) => Err(why),
    };
    let done = json!({"ok": true});
    match (head.verb.as_str(), head.path.as_str()) {
        ("GET", "/sim/pools") => Ok(pools.iter().map(describe).collect()),
        ("GET", "/sim/keys") => {
            let vm = text("vm")?;
            let keys: Vec<Json> =
                pool.keys(vm).iter().map(|k| json!({"keysym": k.keysym, "down": k.down})).collect();
            Ok(json!({"typed": pool.typed(vm), "keys": keys}))
        }
        ("GET", "/sim/door") => {
            let door = pool.door();
            Ok(json!({"logins": door.logins, "calls": door.calls, "passwords": door.passwords}))
        }
        ("POST", "/sim/rename") => {
            pool.rename(text("vm")?, text("name")?).map(|()| done).map_err(|f| f.to_string())
        }
        ("POST", "/sim/kill-sessions") => {
            pool.kill_sessions();
            Ok(done)
        }
        ("POST", "/sim/kill-master") => {
            pool.kill_master().map(|master| json!({"master": master})).map_err(|f| f.to_string())
        }
        ("POST", "/sim/set-master") => pool.set_master(host()?).map(|()| done).map_err(|f| f.to_string()),
        ("POST", "/sim/stop") => {
            pool.stop(host()?);
            Ok(done)
        }
        ("POST", "/sim/power-off") => {
            pool.power_off(host()?);
            Ok(done)
        }
        ("POST", "/sim/power-on") => {
            pool.power_on(host()?);
            Ok(done)
        }
        ("POST", "/sim/emergency") => {
            pool.emergency(host()?);
            Ok(done)
        }
        ("POST", "/sim/restart") => pool.restart(host()?).await.map(|()| done).map_err(|e| e.to_string()),
        ("POST", "/sim/certificate") => match pool.change_certificate(host()?) {
            Some(fingerprint) => Ok(json!({"fingerprint": fingerprint})),
            None => Err("the pool is served without TLS".to_owned()),
        },
        ("POST", "/sim/fault") => {
            pool.strike(text("spec")?.parse()?).map(|()| done).map_err(|f| f.to_string())
        }
        ("POST", "/sim/advance") => {
            let seconds = text("seconds")?.parse().ok().and_then(|s| Duration::try_from_secs_f64(s).ok());
            let seconds = seconds.ok_or("seconds= must be a number")?;
            pool.advance(seconds).await.map(|()| done).map_err(|f| f.to_string())
        }
        ("POST", "/sim/restart-toolstack") => {
            let keep = match head.query.get("state").map_or("keep", String::as_str) {
                "keep" => true,
                "lose" => false,
                _ => return Err("state= is keep or lose".to_owned()),
            };
            pool.restart_toolstack(keep).map(|()| done).map_err(|f| f.to_string())
        }
        ("POST", "/sim/clear-faults") => {
            pool.clear_faults();
            Ok(done)
        }
        _ => Err(format!("no route {} {}", head.verb, head.path)),
    }
}

fn describe(pool: &RunningPool) -> Json {
    let addresses: Vec<String> = pool.addresses().iter().map(ToString::to_string).collect();
    let fingerprints: Vec<Option<String>> = (0..addresses.len()).map(|h| pool.fingerprint(h)).collect();
    json!({
        "addresses": addresses,
        "master": pool.master(),
        "fingerprints": fingerprints,
        "sessions": pool.sessions(),
        "logins": pool.door().logins,
        "url": pool.url(),
    })
}
