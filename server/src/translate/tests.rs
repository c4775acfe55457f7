//! Every class, from the records of a small pool to the objects that are expected of them.

use std::collections::BTreeMap;

use cache::{Interner, Row};
use serde_json::{Value, json};

use super::*;

const RECORDS: &str = include_str!("golden/records.json");
const OBJECTS: &str = include_str!("golden/objects.json");

type Records = BTreeMap<String, BTreeMap<String, Value>>;

fn empty() -> Mirror {
    Mirror::new(Interner::new(), "592b3b53-be53-1149-35a9-ae111b7454f4", "OpaqueRef:pool")
}

fn put(mirror: &mut Mirror, class: &str, reference: &str, record: &str) -> Stale {
    let mut stale = Stale::default();
    mirror.put(Class::of(class).unwrap(), reference, record, &mut stale).unwrap();
    stale
}

fn pool() -> Mirror {
    let mut mirror = empty();
    for (class, records) in serde_json::from_str::<Records>(RECORDS).unwrap() {
        for (reference, record) in records {
            put(&mut mirror, &class, &reference, &record.to_string());
        }
    }
    mirror
}

fn object(mirror: &mut Mirror, reference: &str) -> Value {
    serde_json::to_value(mirror.translate(Key::of(reference)).unwrap().unwrap()).unwrap()
}

/// A record of the small pool, changed.
fn changed(class: &str, reference: &str, by: Value) -> String {
    let all: Value = serde_json::from_str(RECORDS).unwrap();
    let mut record = all[class][reference].clone();
    for (name, value) in by.as_object().unwrap() {
        record[name] = value.clone();
    }
    record.to_string()
}

#[test]
fn every_class_becomes_what_is_expected() {
    let mut mirror = pool();
    let shown: Keys = mirror.shown().into_iter().collect();
    let objects: BTreeMap<String, Value> = shown
        .into_iter()
        .map(|key| mirror.translate(key).unwrap().unwrap())
        .map(|object| {
            let json = serde_json::to_value(&object).unwrap();
            assert_eq!(json["type"], object.kind().as_str());
            (object.id().to_string(), json)
        })
        .collect();
    let expected: BTreeMap<String, Value> = serde_json::from_str(OBJECTS).unwrap();
    for (id, object) in &objects {
        assert_eq!(
            Some(object),
            expected.get(id),
            "{id}:\n{}",
            serde_json::to_string_pretty(object).unwrap()
        );
    }
    assert_eq!(objects.len(), expected.len());
}

#[test]
fn objects_are_rows_whose_fields_read_back() {
    let mut mirror = pool();
    let interner = Interner::new();
    for key in mirror.shown() {
        let object = mirror.translate(key).unwrap().unwrap();
        let row = Row::of(&interner, &object).unwrap();
        let back = match object {
            Object::Vm(vm) => row.read::<model::objects::Vm>().unwrap() == *vm,
            Object::Host(host) => row.read::<model::objects::Host>().unwrap() == *host,
            Object::Vdi(vdi) => row.read::<model::objects::Vdi>().unwrap() == *vdi,
            Object::Task(task) => row.read::<model::objects::Task>().unwrap() == *task,
            _ => true,
        };
        assert!(back, "{row:?}");
    }
}

#[test]
fn a_changed_part_makes_its_owner_stale() {
    let mut mirror = pool();
    for (class, reference, by, owner) in [
        ("VM_metrics", "OpaqueRef:vm-metrics", json!({ "VCPUs_number": 2 }), "OpaqueRef:vm-run"),
        ("VM_guest_metrics", "OpaqueRef:guest", json!({ "networks": {} }), "OpaqueRef:vm-run"),
        ("host_metrics", "OpaqueRef:host-metrics", json!({ "live": false }), "OpaqueRef:host-1"),
        ("PIF_metrics", "OpaqueRef:pif-metrics", json!({ "carrier": false }), "OpaqueRef:pif-bond"),
        ("VDI", "OpaqueRef:vdi-base", json!({ "physical_utilisation": 700 }), "OpaqueRef:vdi-disk"),
    ] {
        let before = object(&mut mirror, owner);
        assert!(
            put(&mut mirror, class, reference, &changed(class, reference, json!({}))) == Stale::default()
        );
        let stale = put(&mut mirror, class, reference, &changed(class, reference, by));
        assert!(stale.whole.contains(&Key::of(owner)), "{class}");
        assert_ne!(object(&mut mirror, owner), before, "{class}");
    }
    let renamed = changed("host", "OpaqueRef:host-1", json!({ "name_label": "n" }));
    let stale = put(&mut mirror, "host", "OpaqueRef:host-1", &renamed);
    assert_eq!(stale.whole, [Key::of("OpaqueRef:pool")].into());
    assert_eq!(stale.fields, [(Key::of("OpaqueRef:host-1"), ["name_label"].into())].into());
    assert_eq!(object(&mut mirror, "OpaqueRef:pool")["name_label"], "n");
}

#[test]
fn a_copied_field_is_what_a_translation_makes_of_it() {
    let interner = Interner::new();
    let row = |mirror: &mut Mirror, key| {
        let object = mirror.translate(key).unwrap().unwrap();
        Row::of(&interner, &object).unwrap()
    };
    let mut mirror = pool();
    let mut copied = 0;
    for (class, records) in serde_json::from_str::<Records>(RECORDS).unwrap() {
        for (reference, record) in records {
            let key = Key::of(&reference);
            for name in Class::of(&class).unwrap().copied.iter().filter(|name| record[**name] != Value::Null)
            {
                let before = row(&mut mirror, key);
                let other = if record[name].is_array() { r#"["\u00e9","b"]"# } else { r#""a\/\u00e9""# };
                let text = record[name].to_string();
                let now =
                    record.to_string().replace(&format!("\"{name}\":{text}"), &format!("\"{name}\":{other}"));
                let stale = put(&mut mirror, &class, &reference, &now);
                assert_eq!(
                    (stale.whole.contains(&key), stale.fields.get(&key)),
                    (false, Some(&[*name].into()))
                );
                let fields = mirror.copy(key, &[*name].into()).unwrap();
                let after = row(&mut mirror, key);
                assert_eq!(before.with(&interner, &fields).as_ref(), Some(&after), "{class}.{name}");
                assert_ne!(after, before, "{class}.{name}");
                put(&mut mirror, &class, &reference, &record.to_string());
                copied += 1;
            }
        }
    }
    assert!(copied > 20, "{copied}");
    let odd = changed("VM", "OpaqueRef:vm-run", json!({ "tags": [1] }));
    put(&mut mirror, "VM", "OpaqueRef:vm-run", &odd);
    assert_eq!(mirror.copy(Key::of("OpaqueRef:vm-run"), &["tags"].into()), None);
    let more = changed("VM", "OpaqueRef:vm-run", json!({ "name_label": "n", "power_state": "Halted" }));
    let stale = put(&mut mirror, "VM", "OpaqueRef:vm-run", &more);
    assert!(stale.fields.is_empty() && stale.whole.contains(&Key::of("OpaqueRef:vm-run")));
}

#[test]
fn what_no_translation_looks_at_is_no_change() {
    let mut mirror = pool();
    let busy = changed("VM", "OpaqueRef:vm-run", json!({ "allowed_operations": [], "domid": 8 }));
    assert!(put(&mut mirror, "VM", "OpaqueRef:vm-run", &busy) == Stale::default());
}

#[test]
fn a_link_is_made_when_its_object_comes_later() {
    let mut mirror = pool();
    let vm =
        changed("VM", "OpaqueRef:vm-run", json!({ "current_operations": { "OpaqueRef:late": "start" } }));
    put(&mut mirror, "VM", "OpaqueRef:vm-run", &vm);
    assert_eq!(object(&mut mirror, "OpaqueRef:vm-run")["current_operations"], json!({}));
    let stale = put(&mut mirror, "task", "OpaqueRef:late", r#"{"uuid":"t-late"}"#);
    assert!(stale.whole.contains(&Key::of("OpaqueRef:vm-run")));
    assert_eq!(object(&mut mirror, "OpaqueRef:vm-run")["current_operations"], json!({ "t-late": "start" }));
}

#[test]
fn what_is_gone_is_named_and_its_owner_stale() {
    let mut mirror = pool();
    let mut stale = Stale::default();
    assert_eq!(mirror.remove("OpaqueRef:guest", &mut stale), None, "a part is not shown");
    assert!(stale.whole.contains(&Key::of("OpaqueRef:vm-run")));
    assert_eq!(object(&mut mirror, "OpaqueRef:vm-run")["os_version"], Value::Null);
    let present = [Key::of("OpaqueRef:vbd-disk")].into();
    let gone = mirror.retain(Class::of("VBD").unwrap(), &present, &mut stale);
    assert_eq!(gone.iter().map(|id| &**id).collect::<Vec<_>>(), ["227e5a21-347d-a21c-de00-167670491092"]);
    assert!(mirror.translate(Key::of("OpaqueRef:vbd-cd")).is_none());
}

#[test]
fn an_object_keeps_the_id_it_had_first() {
    let mut mirror = pool();
    let pool = "592b3b53-be53-1149-35a9-ae111b7454f4";
    let template = |more: Value| {
        let mut record = json!({ "uuid": "t-1", "is_a_template": true, "is_default_template": true });
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        changed("VM", "OpaqueRef:vm-run", record)
    };
    put(&mut mirror, "VM", "OpaqueRef:new-template", &template(json!({})));
    assert_eq!(object(&mut mirror, "OpaqueRef:new-template")["id"], format!("{pool}-t-1"));
    for more in [json!({ "is_default_template": false }), json!({ "uuid": "t-2" })] {
        put(&mut mirror, "VM", "OpaqueRef:new-template", &template(more));
        assert_eq!(object(&mut mirror, "OpaqueRef:new-template")["id"], format!("{pool}-t-1"));
    }
    for uuid in ["", "v-1", "v-2"] {
        put(&mut mirror, "VIF", "OpaqueRef:new-vif", &json!({ "uuid": uuid }).to_string());
        assert_eq!(object(&mut mirror, "OpaqueRef:new-vif")["id"], "OpaqueRef:new-vif");
    }
    put(&mut mirror, "VIF", "OpaqueRef:new-other", r#"{"uuid":"o-1"}"#);
    put(&mut mirror, "VIF", "OpaqueRef:new-other", r#"{"uuid":"o-2"}"#);
    assert_eq!(object(&mut mirror, "OpaqueRef:new-other")["id"], "o-1");
    assert_eq!(mirror.remove("OpaqueRef:new-other", &mut Stale::default()).as_deref(), Some("o-1"));
}

#[test]
fn a_stopped_vm_is_where_its_disks_are() {
    let mut mirror = pool();
    let halted = json!({ "power_state": "Halted", "resident_on": "OpaqueRef:NULL" });
    let vm = changed("VM", "OpaqueRef:vm-run", halted);
    put(&mut mirror, "VM", "OpaqueRef:vm-run", &vm);
    let vm = object(&mut mirror, "OpaqueRef:vm-run");
    assert_eq!(vm["$container"], "90b01091-150d-e3d8-a56b-526457060e34");
    assert_eq!((&vm["memory"]["size"], &vm["CPUs"]["number"]), (&json!(4294967296_i64), &json!(1)));
    assert!(vm.get("xenTools").is_none() && vm.get("pvDriversDetected").is_none());
    assert_eq!(
        (&vm["addresses"], vm.get("mainIpAddress")),
        (&json!({}), None),
        "though the last ones are known"
    );
    let shared = changed("SR", "OpaqueRef:sr-local", json!({ "shared": true }));
    put(&mut mirror, "SR", "OpaqueRef:sr-local", &shared);
    assert_eq!(object(&mut mirror, "OpaqueRef:vm-run")["$container"], "592b3b53-be53-1149-35a9-ae111b7454f4");
}

#[test]
fn an_unreadable_record_is_told_with_class_and_reference() {
    let mut mirror = empty();
    put(&mut mirror, "VBD", "OpaqueRef:odd", r#"{"uuid":"u","bootable":[1]}"#);
    let failed = mirror.translate(Key::of("OpaqueRef:odd")).unwrap().unwrap_err();
    assert_eq!(failed.to_string(), "the VBD OpaqueRef:odd cannot be read");
    let stale = &mut Stale::default();
    assert!(mirror.put(Class::of("VBD").unwrap(), "OpaqueRef:worse", "[]", stale).is_err());
    assert_eq!(mirror.len(), 1);
}

#[test]
fn classes_and_their_fields_are_in_the_data_model() {
    for class in CLASSES {
        let schema = xapi::schema::class(class.name).unwrap_or_else(|| panic!("no class {}", class.name));
        for field in class.keep.iter().chain(class.parts) {
            assert!(schema.fields.iter().any(|known| known.name == *field), "{}.{field}", class.name);
        }
        assert!(class.parts.iter().all(|part| class.keep.contains(part)), "{}", class.name);
    }
}
