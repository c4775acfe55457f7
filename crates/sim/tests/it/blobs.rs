//! Blobs: made on objects, written and read over HTTP.

use serde_json::json;
use sim::Config;

use crate::common::{request, start};

#[tokio::test]
async fn blobs_are_kept_beside_objects() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let blob = client.ok("VM.create_new_blob", json!([vm, "logo", "image/png", false])).await;
    assert_eq!(client.ok("VM.get_blobs", json!([vm])).await, json!({"logo": blob}));
    let again = client.refused("VM.create_new_blob", json!([vm, "logo", "image/png"])).await;
    assert_eq!(again, ["MAP_DUPLICATE_KEY", "VM", "blobs", &vm, "logo"]);
    let reference = blob.as_str().unwrap().to_owned();
    let mine = format!("session_id={}", client.session);
    let get = async |query: &str| request(client.address, &format!("GET /blob?{query} HTTP/1.1"), b"").await;

    let (head, body) = get(&format!("ref={reference}&{mine}")).await;
    assert!(
        head.starts_with("HTTP/1.1 200 OK") && head.contains("Content-Type: image/png") && body.is_empty()
    );
    let bytes: Vec<u8> = (0..200_000u32).map(|n| n as u8).collect();
    let put = async |query: &str, length: usize, bytes: &[u8]| {
        let head = format!("PUT /blob?{query} HTTP/1.1\r\nContent-Length: {length}");
        request(client.address, &head, bytes).await.0
    };
    assert!(put(&format!("ref={reference}"), 3, b"abc").await.starts_with("HTTP/1.1 401 "));
    assert!(put(&format!("ref={reference}&{mine}"), bytes.len(), &bytes).await.starts_with("HTTP/1.1 200 "));
    client.until("blob", &reference, "size", json!(bytes.len())).await;
    // Less than was announced changes nothing.
    put(&format!("ref={reference}&{mine}"), 100, b"short").await;
    let uuid = client.ok("blob.get_uuid", json!([blob])).await;
    let (_, body) = get(&format!("uuid={}&{mine}", uuid.as_str().unwrap())).await;
    assert!(body == bytes);
    // Public ones need no session, others do.
    assert!(get(&format!("ref={reference}")).await.0.starts_with("HTTP/1.1 401 "));
    client.ok("blob.set_public", json!([blob, true])).await;
    assert!(get(&format!("ref={reference}")).await.1 == bytes);
    assert!(get(&format!("ref=OpaqueRef:none&{mine}")).await.0.starts_with("HTTP/1.1 404 "));

    client.ok("blob.destroy", json!([blob])).await;
    assert_eq!(client.ok("VM.get_blobs", json!([vm])).await, json!({}));
    for class in ["host", "network", "SR", "pool"] {
        let owner = client.ok(&format!("{class}.get_all"), json!([])).await[0].clone();
        let blob = client.ok(&format!("{class}.create_new_blob"), json!([owner, "note", "", true])).await;
        assert_eq!(client.ok(&format!("{class}.get_blobs"), json!([owner])).await["note"], blob);
        assert_eq!(client.ok("blob.get_mime_type", json!([blob])).await, "application/octet-stream");
    }
    let loose = client.ok("blob.create", json!(["text/plain"])).await;
    assert_eq!(client.ok("blob.get_public", json!([loose])).await, false);
    assert_eq!(client.refused("crashdump.destroy", json!(["OpaqueRef:x"])).await[0], "HANDLE_INVALID");
}
