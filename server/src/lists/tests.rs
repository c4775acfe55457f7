use std::sync::Arc;

use cache::{Change, Row, Store};
use model::{Kind, View, Window};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::*;

fn caller(admin: bool) -> Caller {
    Caller {
        user_id: "u".into(),
        name: "u".into(),
        admin,
        grants: Arc::default(),
        session_id: "s".into(),
        scope: None,
    }
}

fn vms() -> View {
    View { kinds: vec![Kind::Vm], ..View::default() }
}

/// Until every list has heard everything.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_change_is_a_small_frame_and_what_the_view_does_not_show_is_none() {
    let store = Store::new("e");
    let mut writer = store.writer("w");
    let put = |id: &str, row: Value| {
        let row = Row::from_json(store.interner(), &row.to_string()).unwrap();
        Change::Put { kind: Kind::Vm, id: id.into(), row }
    };
    writer
        .apply([put("a", json!({"id": "a", "n": 1, "m": 1})), put("b", json!({"id": "b", "n": 1, "m": 1}))]);
    let lists = Lists::new(store.clone());
    let fields = Some(vec!["n".to_owned()]);
    let view = View { fields, window: Some(Window { start: 0, len: 1 }), ..vms() };
    let list = lists.open(&view, &caller(true), &Arc::default()).unwrap();
    let mut held = Held::new(view.window);
    settle().await;
    assert!(list.is_ready() && list.is_newer(&held));
    let mut out = Vec::new();
    list.write_reset(7, &mut held, &mut out);
    assert_eq!(
        String::from_utf8(std::mem::take(&mut out)).unwrap(),
        r#"{"watch":7,"seq":2,"reset":{"total":2,"start":0,"rows":[{"id":"a","type":"VM","n":1,"may":1023}]}}"#
    );
    writer.apply([put("a", json!({"id": "a", "n": 2, "m": 1}))]);
    settle().await;
    assert!(list.write_diff(7, &mut held, false, &mut out));
    let text = String::from_utf8(std::mem::take(&mut out)).unwrap();
    assert_eq!(text, r#"{"watch":7,"seq":3,"diff":{"set":[{"id":"a","n":2}]}}"#);
    // a field that is not shown, and a row outside of the window
    writer.apply([put("a", json!({"id": "a", "n": 2, "m": 5}))]);
    settle().await;
    writer.apply([put("b", json!({"id": "b", "n": 5, "m": 1}))]);
    settle().await;
    assert!(!list.write_diff(7, &mut held, false, &mut out) && out.is_empty());
}

#[tokio::test]
async fn a_list_is_told_once_to_who_does_not_watch() {
    let store = Store::new("e");
    let lists = Lists::new(store.clone());
    let row = |n: u8| Row::from_json(store.interner(), &json!({ "n": n }).to_string()).unwrap();
    let put = |(id, n): (&str, u8)| Change::Put { kind: Kind::Vm, id: id.into(), row: row(n) };
    store.writer("w").apply([("a", 2), ("b", 1), ("c", 3)].map(put));
    let sort = Some(model::Sort { field: "n".into(), desc: false });
    let view = View { sort, window: Some(Window { start: 0, len: 2 }), ..vms() };
    let told = async |admin| {
        serde_json::from_slice::<Value>(&lists.once(&view, &caller(admin)).await.unwrap()).unwrap()
    };
    let all = told(true).await;
    assert_eq!(
        (&all["total"], &all["rows"][0]["n"], &all["rows"][1]["n"]),
        (&json!(3), &json!(1), &json!(2))
    );
    assert_eq!(all["rows"].as_array().unwrap().len(), 2);
    assert_eq!(told(false).await, json!({ "total": 0, "start": 0, "rows": [] }));
    assert_eq!(lists.count(), 0);
}

#[tokio::test]
async fn a_bell_rings_for_what_concerns_the_list_and_lists_end_with_their_readers() {
    let store = Store::new("e");
    let mut writer = store.writer("w");
    let lists = Lists::new(store.clone());
    let bell = Arc::new(Notify::new());
    let list = lists.open(&vms(), &caller(true), &bell).unwrap();
    let nothing = lists.open(&vms(), &caller(false), &bell).unwrap();
    bell.notified().await;
    settle().await;
    let put = |kind: Kind| {
        let row = Row::from_json(store.interner(), "{\"n\":1}").unwrap();
        Change::Put { kind, id: kind.as_str().into(), row }
    };
    let rung = || futures::FutureExt::now_or_never(bell.notified()).is_some();
    rung();
    writer.apply([put(Kind::Host)]);
    settle().await;
    assert!(!rung());
    writer.apply([put(Kind::Vm)]);
    settle().await;
    assert!(rung());
    assert_eq!(
        (list.read().items.len(), nothing.read().items.len()),
        (1, 0),
        "without rights nothing is seen"
    );
    list.close(&bell);
    writer.apply([Change::Remove("VM".into())]);
    settle().await;
    assert!(!rung());
    assert_eq!(lists.count(), 2);
    drop((list, nothing));
    assert_eq!(lists.count(), 0);
}
