//! Tracked changes of disks, NBD, databases on disks, and disks that move.

use base64::Engine as _;
use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, NULL, start};
use crate::disks::{MIB, pattern, succeeded};

async fn snapshot(client: &Client, disk: &str) -> String {
    client.ok("VDI.snapshot", json!([disk, {}])).await.as_str().unwrap().to_owned()
}

/// The 64 KiB blocks that changed.
async fn changed(client: &Client, from: &str, to: &str) -> Vec<usize> {
    let text = client.ok("VDI.list_changed_blocks", json!([from, to])).await;
    let bitmap = base64::engine::general_purpose::STANDARD.decode(text.as_str().unwrap()).unwrap();
    let size = client.ok("VDI.get_virtual_size", json!([to])).await.as_u64().unwrap() as usize;
    assert_eq!(bitmap.len(), size / (64 << 10) / 8);
    (0..bitmap.len() * 8).filter(|n| bitmap[n / 8] & (0x80 >> (n % 8)) != 0).collect()
}

#[tokio::test]
async fn changed_blocks_are_those_that_changed() {
    let (_sim, client) = start(Config::test()).await;
    let disk = client.new_disk(8 * MIB).await;
    let refused = client.refused("VDI.list_changed_blocks", json!([disk, disk])).await;
    assert_eq!(refused[0], "SR_BACKEND_FAILURE_460");
    client.ok("VDI.enable_cbt", json!([disk])).await;
    client.ok("VDI.enable_cbt", json!([disk])).await;
    assert_eq!(client.refused("VDI.set_on_boot", json!([disk, "reset"])).await, ["VDI_CBT_ENABLED", &disk]);
    let bytes = pattern(4 * MIB);
    succeeded(&client.import(&format!("vdi={disk}"), bytes.len(), &bytes).await);
    let first = snapshot(&client, &disk).await;
    assert_eq!(client.ok("VDI.get_cbt_enabled", json!([first])).await, true);
    let clone = client.ok("VDI.clone", json!([disk, {}])).await.as_str().unwrap().to_owned();
    assert_eq!(client.ok("VDI.get_cbt_enabled", json!([clone])).await, false);
    // Two places: the first block, and over the border of two others.
    let mut pieces = Vec::new();
    for (at, text) in [(5u64, "first"), (3 * 65536 - 2, "over")] {
        pieces.extend(at.to_le_bytes());
        pieces.extend((text.len() as u32).to_le_bytes());
        pieces.extend(text.as_bytes());
    }
    pieces.extend([0; 12]);
    succeeded(&client.import(&format!("vdi={disk}&chunked=true"), pieces.len(), &pieces).await);
    let second = snapshot(&client, &disk).await;
    assert_eq!(changed(&client, &first, &second).await, [0, 2, 3]);
    assert_eq!(changed(&client, &first, &disk).await, [0, 2, 3]);
    assert!(changed(&client, &second, &disk).await.is_empty());
    for (from, to) in [(&disk, &first), (&clone, &disk)] {
        assert_eq!(
            client.refused("VDI.list_changed_blocks", json!([from, to])).await[0],
            "SR_BACKEND_FAILURE_460"
        );
    }
    // A checksum is that of all bytes: of zeros it is known.
    let empty = client.new_disk(2 * MIB).await;
    let sum = client.ok("VDI.checksum", json!([empty])).await;
    assert_eq!(sum, "b2d1236c286a3c0704224fe4105eca49");
    assert_ne!(client.ok("VDI.checksum", json!([disk])).await, sum);

    // Without its data a snapshot still tells what changed since, and nothing else.
    assert_eq!(client.refused("VDI.data_destroy", json!([disk])).await[0], "OPERATION_NOT_ALLOWED");
    client.ok("VDI.data_destroy", json!([first])).await;
    let record = client.ok("VDI.get_record", json!([first])).await;
    assert_eq!(record["type"], "cbt_metadata");
    assert_eq!(record["allowed_operations"], json!(["generate_config", "update", "forget", "destroy"]));
    assert_eq!(changed(&client, &first, &second).await, [0, 2, 3]);
    for (call, args) in [
        ("VDI.clone", json!([first, {}])),
        ("VDI.copy", json!([first, NULL])),
        ("VDI.get_nbd_info", json!([first])),
        ("VDI.enable_cbt", json!([first])),
    ] {
        assert_eq!(
            client.refused(call, args).await,
            ["VDI_INCOMPATIBLE_TYPE", &first, "cbt_metadata"],
            "{call}"
        );
    }
    client.ok("VDI.disable_cbt", json!([disk])).await;
    assert_eq!(client.ok("VDI.get_cbt_enabled", json!([disk])).await, false);
    let untracked = snapshot(&client, &disk).await;
    assert_eq!(
        client.refused("VDI.data_destroy", json!([untracked])).await,
        ["VDI_NO_CBT_METADATA", &untracked]
    );
    assert_eq!(client.refused("VDI.enable_cbt", json!([untracked])).await[0], "OPERATION_NOT_ALLOWED");
    client.ok("VDI.destroy", json!([first])).await;
}

#[tokio::test]
async fn copies_with_a_base_bring_only_the_difference() {
    let (_sim, client) = start(Config::test()).await;
    let disk = client.new_disk(8 * MIB).await;
    let bytes = pattern(8 * MIB);
    succeeded(&client.import(&format!("vdi={disk}"), bytes.len(), &bytes).await);
    let base = snapshot(&client, &disk).await;
    let into = client.new_disk(8 * MIB).await;
    client.ok("VDI.copy", json!([base, NULL, NULL, into])).await;
    assert!(client.export(&format!("vdi={into}")).await == bytes);
    // What only the target has stays, for the base is told to be there.
    let mut pieces = Vec::from((6 * MIB as u64).to_le_bytes());
    pieces.extend(4u32.to_le_bytes());
    pieces.extend(b"mine");
    pieces.extend([0; 12]);
    succeeded(&client.import(&format!("vdi={into}&chunked=true"), pieces.len(), &pieces).await);
    succeeded(&client.import(&format!("vdi={disk}"), 7, b"changed").await);
    client.ok("VDI.copy", json!([disk, NULL, base, into])).await;
    let copy = client.export(&format!("vdi={into}")).await;
    assert!(&copy[..7] == b"changed" && &copy[6 * MIB..6 * MIB + 4] == b"mine");
    // Whole, nothing of it stays.
    client.ok("VDI.copy", json!([disk, NULL, NULL, into])).await;
    assert!(client.export(&format!("vdi={into}")).await == client.export(&format!("vdi={disk}")).await);
    client.ok("VDI.set_read_only", json!([into, true])).await;
    assert_eq!(client.refused("VDI.copy", json!([disk, NULL, NULL, into])).await, ["VDI_READONLY", &into]);
}

async fn other_repository(client: &Client, disk: &str) -> String {
    let own = client.ok("VDI.get_SR", json!([disk])).await;
    let fits = |sr: &Value| sr["content_type"] == "user" && sr["PBDs"] != json!([]);
    client.find("SR", fits).await.into_iter().find(|sr| own != **sr).unwrap()
}

#[tokio::test]
async fn disks_move_to_another_repository_with_their_snapshots() {
    let (_sim, client) = start(Config { speed: 200.0, ..Config::test() }).await;
    for state in ["Running", "Halted"] {
        let vm = client.vms(state).await[0].clone();
        let (disk, vbd) = client.disks(&vm).await.swap_remove(0);
        let there = other_repository(&client, &disk).await;
        let snapshot = client.ok("VM.snapshot", json!([vm, "before"])).await;
        let (kept, kept_vbd) = client.disks(snapshot.as_str().unwrap()).await.swap_remove(0);
        let before = client.export(&format!("vdi={kept}&format=vhd")).await;
        let uuid = client.ok("VDI.get_uuid", json!([disk])).await;
        let allocated = client.ok("SR.get_virtual_allocation", json!([there])).await.as_i64().unwrap();

        let task = client.ok("Async.VDI.pool_migrate", json!([disk, there, {}])).await;
        let done = client.task(&task).await;
        succeeded(&done);
        let new = done["result"].as_str().unwrap().replace("<value>", "").replace("</value>", "");
        assert_eq!(client.ok("VBD.get_VDI", json!([vbd])).await, json!(new));
        assert_eq!(client.ok("VBD.get_currently_attached", json!([vbd])).await, json!(state == "Running"));
        assert_eq!(client.refused("VDI.get_uuid", json!([disk])).await[0], "HANDLE_INVALID");
        let record = client.ok("VDI.get_record", json!([new])).await;
        assert_eq!((&record["SR"], &record["VBDs"]), (&json!(there), &json!([vbd])));
        assert_ne!(record["uuid"], uuid);
        let moved = client.ok("VBD.get_VDI", json!([kept_vbd])).await;
        let snapshots = record["snapshots"].as_array().unwrap();
        assert!(snapshots.contains(&moved));
        let after = client.export(&format!("vdi={}&format=vhd", moved.as_str().unwrap())).await;
        // But for the UUID, which the footers and their checksums hold.
        assert!(
            before.len() == after.len() && before[2048..before.len() - 512] == after[2048..after.len() - 512]
        );
        let size = record["virtual_size"].as_i64().unwrap();
        let grown = client.ok("SR.get_virtual_allocation", json!([there])).await.as_i64().unwrap();
        assert_eq!(grown, allocated + (1 + snapshots.len() as i64) * size);
        assert_eq!(client.ok("VM.get_current_operations", json!([vm])).await, json!({}));
        // Where it is already it stays.
        assert_eq!(client.ok("VDI.pool_migrate", json!([new, there, {}])).await, json!(new));
    }
    let alone = client.new_disk(2 * MIB).await;
    let there = other_repository(&client, &alone).await;
    let refused = client.refused("VDI.pool_migrate", json!([alone, there, {}])).await;
    assert_eq!(refused, ["VDI_NEEDS_VM_FOR_MIGRATE", &alone]);
    // Cancelled in the middle, all is as it was.
    let (sim, client) = start(Config { speed: 2.0, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let (disk, vbd) = client.disks(&vm).await.swap_remove(0);
    let there = other_repository(&client, &disk).await;
    let disks = sim.first().count("VDI");
    let task = client.ok("Async.VDI.pool_migrate", json!([disk, there, {}])).await;
    client.until("VDI", &disk, "current_operations", json!({task.as_str().unwrap(): "mirror"})).await;
    assert_eq!(client.refused("VDI.snapshot", json!([disk, {}])).await[0], "OTHER_OPERATION_IN_PROGRESS");
    client.ok("task.cancel", json!([task])).await;
    assert_eq!(client.task(&task).await["status"], "cancelled");
    client.until("VDI", &disk, "current_operations", json!({})).await;
    assert_eq!(client.ok("VBD.get_VDI", json!([vbd])).await, json!(disk));
    assert_eq!(sim.first().count("VDI"), disks);
}

#[tokio::test]
async fn databases_on_disks_and_nbd() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let sr = client.repository().await;
    client.ok("SR.assert_supports_database_replication", json!([sr])).await;
    client.ok("SR.enable_database_replication", json!([sr])).await;
    client.ok("SR.enable_database_replication", json!([sr])).await;
    let disks = client.ok("VDI.get_all_records", json!([])).await;
    let metadata: Vec<_> =
        disks.as_object().unwrap().iter().filter(|(_, d)| d["type"] == "metadata").collect();
    assert_eq!(metadata.len(), 1);
    let (disk, record) = metadata[0];
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    assert_eq!((&record["metadata_of_pool"], &record["metadata_latest"]), (&pool, &json!(true)));
    let uuid = client.ok("pool.get_uuid", json!([pool])).await;
    assert_eq!(client.ok("VDI.read_database_pool_uuid", json!([disk])).await, uuid);
    let refused = client.refused("VDI.open_database", json!([disk])).await;
    assert_eq!(refused, ["VDI_CONTAINS_METADATA_OF_THIS_POOL", disk, pool.as_str().unwrap()]);
    client.ok("SR.disable_database_replication", json!([sr])).await;
    assert_eq!(client.refused("VDI.get_uuid", json!([disk])).await[0], "HANDLE_INVALID");
    let library = client.ok("SR.get_by_name_label", json!(["ISO library"])).await[0].clone();
    let refused = client.refused("SR.assert_supports_database_replication", json!([library])).await;
    assert_eq!(refused, ["SR_OPERATION_NOT_SUPPORTED", library.as_str().unwrap()]);

    // Only networks made for it serve disks by NBD.
    let disk = client.new_disk(2 * MIB).await;
    assert_eq!(client.ok("VDI.get_nbd_info", json!([disk])).await, json!([]));
    let other = client.new_disk(2 * MIB).await;
    assert_eq!(
        client.refused("VDI.open_database", json!([other])).await,
        ["VDI_INCOMPATIBLE_TYPE", &other, "user"]
    );
    assert_eq!(client.refused("VDI.force_unlock", json!([other])).await, ["MESSAGE_DEPRECATED"]);
    let kept = snapshot(&client, &other).await;
    assert_eq!(client.refused("VDI.revert", json!([kept])).await[0], "UNIMPLEMENTED_IN_SM_BACKEND");
}
