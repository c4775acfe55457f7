//! Who calls a pool, and how often they may: the records of it.

use serde_json::json;
use sim::Config;

use crate::common::start;

#[tokio::test]
async fn callers_are_known_by_their_marks_and_have_one_limit() {
    let (_sim, client) = start(Config::test()).await;
    let nobody = client.refused("Caller.create", json!([{"name_label": "nobody"}])).await;
    assert_eq!(nobody, ["INVALID_VALUE", "user_agent/client_ip", "all-wildcard pattern not allowed"]);
    let caller =
        client.ok("Caller.create", json!([{"name_label": "backup", "user_agent": "backup/1"}])).await;
    let again =
        client.ok("Caller.create", json!([{"name_label": "nightly", "user_agent": "backup/1"}])).await;
    assert_eq!(caller, again, "the same marks are the same caller");
    let other =
        client.ok("Caller.create", json!([{"user_agent": "backup/1", "client_ip": "10.0.0.7"}])).await;
    assert_ne!(caller, other);
    for group in ["night", "day", "night"] {
        client.ok("Caller.add_group", json!([caller, group])).await;
    }
    client.ok("Caller.remove_group", json!([caller, "day"])).await;
    let record = client.ok("Caller.get_record", json!([caller])).await;
    assert_eq!((&record["name_label"], &record["groups"]), (&json!("nightly"), &json!(["night"])));
    assert_eq!(
        (&record["auto_registered"], &record["rate_limit"]),
        (&json!(false), &json!("OpaqueRef:NULL"))
    );

    for (burst, fill, wrong) in [
        (10.0, 0.0, ["fill_rate", "0."]),
        (-1.5, 2.0, ["burst_size", "-1.5"]),
        (0.0, 0.0, ["fill_rate", "0."]),
    ] {
        let limit = json!([{"burst_size": burst, "fill_rate": fill}]);
        assert_eq!(client.refused("Rate_limit.create", limit).await, ["INVALID_VALUE", wrong[0], wrong[1]]);
    }
    let mut limits = Vec::new();
    for name in ["slow", "fast"] {
        let record = json!([{"name_label": name, "burst_size": 10.0, "fill_rate": 0.5}]);
        limits.push(client.ok("Rate_limit.create", record).await);
    }
    client.ok("Rate_limit.set_burst_size", json!([limits[0], 20.0])).await;
    client.ok("Rate_limit.set_fill_rate", json!([limits[0], 4.0])).await;
    let negative = client.refused("Rate_limit.set_fill_rate", json!([limits[0], -4.0])).await;
    assert_eq!(negative, ["INVALID_VALUE", "fill_rate", "-4."]);
    let record = client.ok("Rate_limit.get_record", json!([limits[0]])).await;
    assert_eq!((&record["burst_size"], &record["fill_rate"]), (&json!(20.0), &json!(4.0)));

    let callers = async |limit: usize| client.ok("Rate_limit.get_callers", json!([limits[limit]])).await;
    client.ok("Rate_limit.add_caller", json!([limits[0], caller])).await;
    client.ok("Rate_limit.add_caller", json!([limits[1], caller])).await;
    assert_eq!((callers(0).await, callers(1).await), (json!([]), json!([caller])), "one limit at a time");
    client.ok("Rate_limit.remove_caller", json!([limits[0], caller])).await;
    assert_eq!(callers(1).await, json!([caller]), "another limit takes nobody away");
    client.ok("Rate_limit.remove_caller", json!([limits[1], caller])).await;
    assert_eq!(callers(1).await, json!([]));
    client.ok("Rate_limit.add_caller", json!([limits[1], caller])).await;
    client.ok("Rate_limit.destroy", json!([limits[1]])).await;
    assert_eq!(client.ok("Caller.get_rate_limit", json!([caller])).await, "OpaqueRef:NULL");
    client.ok("Caller.destroy", json!([caller])).await;
    let gone = client.refused("Rate_limit.add_caller", json!([limits[0], caller])).await;
    assert_eq!(gone, ["HANDLE_INVALID", "Caller", caller.as_str().unwrap()]);
}
