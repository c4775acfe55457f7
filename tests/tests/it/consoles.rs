//! Consoles: from the call that gives a ticket to keys that arrive in the guest.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::json;
use sim::{Config, Sim};
use tests::{ADMIN, PASSWORD, TestServer, eventually};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, protocol::CloseFrame},
};

/// A browser's console.
pub struct Screen {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    bytes: Vec<u8>,
}

impl Screen {
    pub async fn open(server: &TestServer, path: &str, cookie: Option<&str>) -> Result<Self, u16> {
        let mut request = format!("ws://{}{path}", server.address()).into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "binary".parse().unwrap());
        if let Some(cookie) = cookie {
            request.headers_mut().insert("cookie", format!("token={cookie}").parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, answer)) => {
                assert_eq!(answer.headers()["sec-websocket-protocol"], "binary");
                Ok(Self { socket, bytes: Vec::new() })
            }
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    async fn read(&mut self, count: usize) -> Vec<u8> {
        while self.bytes.len() < count {
            let message = tokio::time::timeout(Duration::from_secs(10), self.socket.next()).await;
            match message.expect("bytes in time") {
                Some(Ok(Message::Binary(bytes))) => self.bytes.extend(bytes),
                Some(Ok(Message::Ping(_))) => {}
                other => panic!("{other:?}"),
            }
        }
        self.bytes.drain(..count).collect()
    }

    async fn write(&mut self, bytes: &[u8]) {
        self.socket.send(Message::binary(bytes.to_vec())).await.unwrap();
    }

    /// RFB 3.8 up to the first picture: the name of the desktop.
    pub async fn greet(&mut self) -> String {
        assert_eq!(self.read(12).await, b"RFB 003.008\n");
        self.write(b"RFB 003.008\n").await;
        assert_eq!(self.read(2).await, [1, 1]);
        self.write(&[1]).await;
        assert_eq!(self.read(4).await, [0; 4]);
        self.write(&[1]).await;
        let head = self.read(24).await;
        let length = u32::from_be_bytes(head[20..].try_into().unwrap()) as usize;
        String::from_utf8(self.read(length).await).unwrap()
    }

    async fn type_text(&mut self, text: &str) {
        for byte in text.bytes() {
            self.write(&[4, 1, 0, 0, 0, 0, 0, byte]).await;
            self.write(&[4, 0, 0, 0, 0, 0, 0, byte]).await;
        }
    }

    async fn closed(mut self) -> Option<CloseFrame> {
        loop {
            let message = tokio::time::timeout(Duration::from_secs(10), self.socket.next()).await;
            match message.expect("the end in time") {
                Some(Ok(Message::Close(frame))) => return frame,
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }
}

async fn rig(config: Config) -> (Sim, TestServer, String) {
    let (sim, server) = (Sim::start(config).await.unwrap(), TestServer::start().await);
    server.add_pool(&sim).await;
    let vm = sim.first().vms("Running").into_iter().next().unwrap();
    (sim, server, vm)
}

async fn cookie(server: &TestServer, email: &str, password: &str) -> String {
    let answer = server.visitor().post("/signin", &json!({ "email": email, "password": password })).await;
    answer.cookie().unwrap()
}

async fn types_into_the_guest(config: Config) {
    let (sim, server, vm) = rig(config).await;
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    let ticket = rpc.call("vm.console", json!({ "id": vm })).await.unwrap();
    let path = ticket["path"].as_str().unwrap();
    let mut screen = Screen::open(&server, path, None).await.unwrap();
    screen.greet().await;
    screen.type_text("hello").await;
    eventually("the keys", async || Some(()).filter(|()| sim.first().typed(&vm).contains("hello"))).await;
    assert_eq!(Screen::open(&server, path, None).await.err(), Some(403), "a ticket is good once");
    let used = server.admin().await.get(path).await.json();
    assert_eq!(used["code"], "ticket_void", "{used}");
    assert!(used["error"].as_str().unwrap().contains("was used already"), "{used}");

    assert_eq!(rpc.call("vm.stop", json!({ "id": vm, "force": true })).await, Ok(json!(true)));
    let close = screen.closed().await.unwrap();
    assert_eq!(close.reason.as_str(), "The console closed the connection.");
    // the task may end before the VM's new state is told
    let refused =
        eventually("the refusal", async || rpc.call("vm.console", json!({ "id": vm })).await.err()).await;
    assert!(refused["message"].as_str().unwrap().ends_with("has no screen now: it is halted."), "{refused}");
}

#[tokio::test]
async fn keys_reach_the_guest() {
    types_into_the_guest(Config { vms: 6, hosts: 2, ..Config::test() }).await;
}

#[tokio::test]
async fn keys_reach_the_guest_over_tls() {
    types_into_the_guest(Config { vms: 6, hosts: 3, tls: true, ..Config::test() }).await;
}

#[tokio::test]
async fn xen_orchestras_door_takes_the_cookie_of_those_who_may() {
    let (sim, server, vm) = rig(Config { vms: 6, ..Config::test() }).await;
    server.user("bob", "b").await;
    let path = format!("/api/consoles/{vm}");
    let bob = cookie(&server, "bob", "b").await;
    for (who, path, status) in [
        (None, path.as_str(), 401),
        (Some("nonsense"), &path, 401),
        (Some(bob.as_str()), &path, 404),
        (None, &format!("{path}?ticket=nonsense"), 403),
    ] {
        assert_eq!(Screen::open(&server, path, who).await.err(), Some(status), "{who:?} {path}");
    }
    let admin = cookie(&server, ADMIN, PASSWORD).await;
    assert_eq!(Screen::open(&server, "/api/consoles/nope", Some(&admin)).await.err(), Some(404));
    let mut screen = Screen::open(&server, &path, Some(&admin)).await.unwrap();
    screen.greet().await;
    let plain = server.visitor().with("cookie", &format!("token={admin}")).get(&path).await;
    assert_eq!(plain.status, 426);

    // The session ends, and with it the console.
    server.visitor().with("cookie", &format!("token={admin}")).post("/signout", &json!({})).await;
    let close = screen.closed().await.unwrap();
    assert_eq!((u16::from(close.code), close.reason.as_str()), (4001, "The session has ended."));
    assert!(!sim.first().vms("Running").is_empty());
}

#[tokio::test]
async fn tickets_expire_and_are_for_one_vm() {
    let (sim, server, vm) = rig(Config { vms: 8, ..Config::test() }).await;
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    let path = |ticket: &serde_json::Value| ticket["path"].as_str().unwrap().to_owned();
    let late = path(&rpc.call("vm.console", json!({ "id": vm })).await.unwrap());
    server.pass(Duration::from_secs(31));
    assert_eq!(Screen::open(&server, &late, None).await.err(), Some(403));
    let other = sim.first().vms("Running").into_iter().find(|it| *it != vm).unwrap();
    let mixed = path(&rpc.call("vm.console", json!({ "id": vm })).await.unwrap()).replace(&vm, &other);
    assert_eq!(Screen::open(&server, &mixed, None).await.err(), Some(403));
    let unused = path(&rpc.call("vm.console", json!({ "id": vm })).await.unwrap());
    rpc.call("session.signOut", json!({})).await.unwrap();
    assert_eq!(Screen::open(&server, &unused, None).await.err(), Some(401), "it ends with its session");
}

#[tokio::test]
async fn a_console_ends_with_its_pool_and_one_that_cannot_be_reached_says_why() {
    let (sim, server, vm) = rig(Config { vms: 6, ..Config::test() }).await;
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    let admin = cookie(&server, ADMIN, PASSWORD).await;
    let halted = sim.first().vms("Halted").into_iter().next().unwrap();
    let path = |vm: &str| format!("/api/consoles/{vm}");
    let close = Screen::open(&server, &path(&halted), Some(&admin)).await.unwrap().closed().await.unwrap();
    assert_eq!(u16::from(close.code), 4000);
    assert!(close.reason.ends_with("has no screen now: it is halted."), "{close:?}");
    let gone = "fail=console.get_record:1:HANDLE_INVALID:console:OpaqueRef:gone";
    sim.first().add_fault(gone.parse().unwrap());
    let close = Screen::open(&server, &path(&vm), Some(&admin)).await.unwrap().closed().await.unwrap();
    assert!(close.reason.ends_with("has no console yet: try again in a moment."), "{close:?}");

    let mut screen = Screen::open(&server, &path(&vm), Some(&admin)).await.unwrap();
    screen.greet().await;
    let servers = rpc.call("server.getAll", json!({})).await.unwrap();
    rpc.call("server.disable", json!({ "id": servers[0]["id"] })).await.unwrap();
    assert_eq!(screen.closed().await.unwrap().reason.as_str(), "The pool was disconnected.");
}
