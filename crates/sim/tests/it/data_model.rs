//! The whole data model by the front door: each class, each field, each kind of generated call.

use serde_json::{Map, Value, json};
use sim::Config;
use xapi::schema::{CLASSES, Class, Field, Kind, Message, Qualifier, RELATIONS, Type, enum_values};

use crate::common::{Client, Line, start};

/// Some value of a type; `n` tells several apart.
pub fn sample(ty: &Type, n: usize) -> Value {
    match ty {
        Type::Void => json!(""),
        Type::String => json!(format!("text <{n}> & \"more\"")),
        Type::Int => json!(n as i64 + (1 << 40)),
        Type::Float => json!(n as f64 + 0.25),
        Type::Bool => json!(n.is_multiple_of(2)),
        Type::DateTime => json!(format!("2025031{}T04:16:24Z", n % 10)),
        Type::Enum(name) => {
            let values = enum_values(name).unwrap();
            json!(values[n % values.len()])
        }
        Type::Ref(_) => json!(format!("OpaqueRef:{n}")),
        Type::Set(of) => json!([sample(of, n), sample(of, n + 1)]),
        Type::Map(key, of) => {
            let key = match &**key {
                Type::Int => json!("7"),
                key => sample(key, n),
            };
            json!({ key.as_str().unwrap(): sample(of, n) })
        }
        Type::Option(of) => sample(of, n),
        Type::Record(_) | Type::AnyRecord | Type::EventBatch => json!({}),
    }
}

/// Values as a client that ignores the order of sets compares them.
fn unordered(value: &Value) -> Value {
    let Value::Array(items) = value else { return value.clone() };
    let mut items: Vec<Value> = items.clone();
    items.sort_by_key(Value::to_string);
    items.dedup();
    Value::Array(items)
}

/// Setters that the data model generates and that nevertheless have rules of their own.
const RULED: &[&str] = &["VM.set_is_a_template", "pool.set_wlb_enabled"];

/// Whether records of a class can be read.
fn has_records(class: &Class) -> bool {
    class.in_database && class.messages.iter().any(|m| m.kind == Kind::GetRecord && !m.removed)
}

struct Audit<'a> {
    line: Line,
    session: Value,
    class: &'a Class,
    /// An object of the class, and its record.
    object: String,
    record: Map<String, Value>,
}

impl Audit<'_> {
    async fn call(&mut self, message: &str, params: &[Value]) -> Result<Value, Vec<String>> {
        let mut all = vec![self.session.clone()];
        all.extend(params.iter().cloned());
        self.line.call(&format!("{}.{message}", self.class.name), &all).await
    }

    async fn ok(&mut self, message: &str, params: &[Value]) -> Value {
        let result = self.call(message, params).await;
        result.unwrap_or_else(|e| panic!("{}.{message}{params:?}: {e:?}", self.class.name))
    }

    async fn refused(&mut self, message: &str, params: &[Value], wanted: &[&str]) {
        let error = self.call(message, params).await.err();
        assert_eq!(
            error.as_deref(),
            Some(&wanted.map_owned()[..]),
            "{}.{message}{params:?}",
            self.class.name
        );
    }

    async fn generation(&mut self) -> Value {
        self.line.call("event.get_current_id", std::slice::from_ref(&self.session)).await.unwrap()
    }

    fn field(&self, message: &Message) -> Option<&'static Field> {
        let mut prefixes = ["get_", "set_", "add_to_", "remove_from_", "add_", "remove_"].iter();
        prefixes.find_map(|prefix| {
            let name = message.name.strip_prefix(prefix)?;
            self.class.fields.iter().find(|f| f.name == name)
        })
    }

    /// A call with one parameter too few and, unless its tail is optional, one too many.
    async fn counts(&mut self, message: &Message) {
        let name = format!("{}.{}", self.class.name, message.name);
        let optional = message.params.iter().any(|p| p.optional);
        let mandatory = message.mandatory();
        let wrong = [mandatory.checked_sub(1), (!optional).then_some(mandatory + 1)];
        for count in wrong.into_iter().flatten() {
            let params = vec![json!("x"); count];
            let wanted =
                ["MESSAGE_PARAMETER_COUNT_MISMATCH", &name, &mandatory.to_string(), &count.to_string()];
            self.refused(message.name, &params, &wanted).await;
        }
    }

    async fn message(&mut self, message: &Message) {
        if message.session {
            self.counts(message).await;
        }
        let (class, object) = (self.class.name, json!(self.object));
        if message.removed {
            let params: Vec<Value> = message.params.iter().map(|p| sample(&p.ty, 0)).collect();
            return self.refused(message.name, &params, &["MESSAGE_REMOVED"]).await;
        }
        let uuid = self.record.get("uuid").cloned().unwrap_or(json!(""));
        let where_uuid = json!(format!("field \"uuid\" = \"{}\"", uuid.as_str().unwrap()));
        let stranger = json!("OpaqueRef:nobody");
        match message.kind {
            Kind::Getter => {
                let Some(field) = self.field(message) else { return };
                if field.internal_only {
                    return;
                }
                let value = self.ok(message.name, &[object]).await;
                // An option that is not there is left out of records.
                let recorded = self.record.get(field.name).cloned().unwrap_or(json!(""));
                assert_eq!(value, recorded, "{class}.{}", message.name);
                self.refused(message.name, &[stranger], &["HANDLE_INVALID", class, "OpaqueRef:nobody"]).await;
            }
            Kind::GetRecord => {
                self.refused(message.name, &[stranger], &["HANDLE_INVALID", class, "OpaqueRef:nobody"]).await;
            }
            Kind::GetByUuid => {
                assert_eq!(self.ok(message.name, &[uuid]).await, object);
                self.refused(message.name, &[json!("nope")], &["UUID_INVALID", class, "nope"]).await;
            }
            Kind::GetByNameLabel => {
                let named = self.ok(message.name, &[self.record["name_label"].clone()]).await;
                assert!(named.as_array().unwrap().contains(&object), "{class}");
                assert_eq!(self.ok(message.name, &[json!("no such name")]).await, json!([]));
            }
            Kind::GetAll => assert!(self.ok(message.name, &[]).await.as_array().unwrap().contains(&object)),
            Kind::GetAllRecords => {
                let all = self.ok(message.name, &[]).await;
                assert_eq!(all[&self.object], Value::Object(self.record.clone()), "{class}");
                let count = self.ok("get_all", &[]).await.as_array().unwrap().len();
                assert_eq!(all.as_object().unwrap().len(), count, "{class}");
            }
            Kind::GetAllWhere => {
                assert_eq!(self.ok(message.name, &[where_uuid]).await, json!([object]));
                self.bad_condition(message).await;
            }
            Kind::GetAllRecordsWhere => {
                let found = self.ok(message.name, &[where_uuid]).await;
                assert_eq!(found, json!({ self.object.as_str(): self.record }));
                let all = self.ok(message.name, &[json!("true")]).await;
                assert_eq!(all, self.ok("get_all_records", &[]).await, "{class}");
                assert_eq!(self.ok(message.name, &[json!("false")]).await, json!({}));
                self.bad_condition(message).await;
            }
            Kind::Setter => self.setter(message).await,
            Kind::Add => self.adder(message).await,
            Kind::Remove | Kind::Custom | Kind::Create | Kind::Destroy => {}
        }
    }

    async fn bad_condition(&mut self, message: &Message) {
        for text in ["", "field", "field \"no_such\" = \"x\"", "true or", "(true"] {
            self.refused(message.name, &[json!(text)], &["INVALID_VALUE", "expr", text]).await;
        }
    }

    async fn setter(&mut self, message: &Message) {
        let (class, object) = (self.class.name, json!(self.object));
        let Some(field) = self.field(message) else { return };
        if RULED.contains(&format!("{class}.{}", message.name).as_str()) {
            return;
        }
        assert_eq!(field.qualifier, Qualifier::Rw, "{class}.{} has a generated setter", field.name);
        let getter = format!("get_{}", field.name);
        for n in 1..=2 {
            let value = sample(&field.ty, n);
            self.ok(message.name, &[object.clone(), value.clone()]).await;
            assert_eq!(
                unordered(&self.ok(&getter, std::slice::from_ref(&object)).await),
                unordered(&value),
                "{class}.{getter}"
            );
            let before = self.generation().await;
            self.ok(message.name, &[object.clone(), value]).await;
            assert_eq!(self.generation().await, before, "{class}.{}: an equal write is silent", message.name);
        }
        let stranger = [json!("OpaqueRef:nobody"), sample(&field.ty, 1)];
        self.refused(message.name, &stranger, &["HANDLE_INVALID", class, "OpaqueRef:nobody"]).await;
        match field.ty {
            Type::Enum(name) => {
                let params = [object, json!("no such value")];
                self.refused(message.name, &params, &["INVALID_VALUE", name, "no such value"]).await;
            }
            Type::String => {
                let error = self.call(message.name, &[object.clone(), json!("a\u{1}b")]).await.unwrap_err();
                assert_eq!(error[0], "INVALID_VALUE", "{class}.{}", message.name);
                let error = self.call(message.name, &[object, json!(["a"])]).await.unwrap_err();
                assert_eq!(error[0], "INTERNAL_ERROR", "{class}.{}", message.name);
            }
            // Any text may be a reference.
            Type::Ref(_) => {}
            _ => {
                let error = self.call(message.name, &[object, json!("not a value")]).await.unwrap_err();
                let wanted = if field.ty == Type::DateTime { "INVALID_VALUE" } else { "INTERNAL_ERROR" };
                assert_eq!(error[0], wanted, "{class}.{}", message.name);
            }
        }
    }

    async fn adder(&mut self, message: &Message) {
        let (class, object) = (self.class.name, json!(self.object));
        let Some(field) = self.field(message) else { return };
        let getter = format!("get_{}", field.name);
        let remove = message.name.replacen("add_", "remove_", 1).replacen("remove_to_", "remove_from_", 1);
        match field.ty {
            Type::Map(key, of) => {
                let key = match sample(key, 3) {
                    Value::String(key) => key,
                    _ => "3".to_owned(),
                };
                let value = sample(of, 4);
                let params = [object.clone(), json!(key), value.clone()];
                self.ok(message.name, &params).await;
                assert_eq!(
                    self.ok(&getter, std::slice::from_ref(&object)).await[&key],
                    value,
                    "{class}.{}",
                    message.name
                );
                let duplicate = ["MAP_DUPLICATE_KEY", class, field.name, &self.object.clone(), &key];
                self.refused(message.name, &params, &duplicate).await;
                if *key_type(&field.ty) == Type::String {
                    let error =
                        self.call(message.name, &[object.clone(), json!(""), value]).await.unwrap_err();
                    assert_eq!(error[0], "INVALID_VALUE", "{class}.{}", message.name);
                }
                self.ok(&remove, &[object.clone(), json!(key)]).await;
                assert_eq!(
                    self.ok(&getter, std::slice::from_ref(&object)).await.get(&key),
                    None,
                    "{class}.{remove}"
                );
                let before = self.generation().await;
                self.ok(&remove, &[object, json!(key)]).await;
                assert_eq!(self.generation().await, before, "{class}.{remove}: no such key");
            }
            Type::Set(of) => {
                let item = sample(of, 5);
                self.ok(message.name, &[object.clone(), item.clone()]).await;
                let before = self.generation().await;
                self.ok(message.name, &[object.clone(), item.clone()]).await;
                assert_eq!(self.generation().await, before, "{class}.{}: it was there", message.name);
                let now = self.ok(&getter, std::slice::from_ref(&object)).await;
                assert_eq!(now.as_array().unwrap().iter().filter(|i| **i == item).count(), 1);
                self.ok(&remove, &[object.clone(), item.clone()]).await;
                assert!(
                    !self.ok(&getter, &[object]).await.as_array().unwrap().contains(&item),
                    "{class}.{remove}"
                );
            }
            _ => panic!("{class}.{} adds to neither set nor map", message.name),
        }
    }
}

fn key_type(ty: &Type) -> &Type {
    match ty {
        Type::Map(key, _) => key,
        other => other,
    }
}

trait MapOwned {
    fn map_owned(&self) -> Vec<String>;
}

impl MapOwned for &[&str] {
    fn map_owned(&self) -> Vec<String> {
        self.iter().map(|t| (*t).to_owned()).collect()
    }
}

/// Every generated call of every class does what such calls do.
#[tokio::test]
async fn every_generated_call_of_every_class_works() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let (mut classes, mut messages) = (0, 0);
    for class in CLASSES.iter().filter(|c| has_records(c)) {
        // Sessions and tasks of long ago would be collected.
        let young = "20990101T00:00:00Z";
        let fields = json!({"name_label": "the one", "last_active": young, "created": young});
        let object = sim.first().add(class.name, &fields).unwrap();
        let record = client.ok(&format!("{}.get_record", class.name), json!([object])).await;
        let record = record.as_object().unwrap().clone();
        for field in class.fields {
            let there = record.contains_key(field.name);
            assert_eq!(
                there,
                !field.internal_only && !matches!(field.ty, Type::Option(_)),
                "{}.{}",
                class.name,
                field.name
            );
        }
        let (line, session) = (Line::open(sim.address()).await, json!(client.session));
        let mut audit = Audit { line, session, class, object, record };
        // What reads comes before what writes: the record is of before.
        let (writes, reads): (Vec<_>, Vec<_>) =
            class.messages.iter().partition(|m| matches!(m.kind, Kind::Setter | Kind::Add));
        for message in reads.into_iter().chain(writes) {
            audit.message(message).await;
            messages += 1;
        }
        for field in class.fields.iter().filter(|f| f.qualifier != Qualifier::Rw) {
            let setter = format!("set_{}", field.name);
            if class.messages.iter().all(|m| m.name != setter) {
                let name = format!("{}.{setter}", class.name);
                let params = [json!(audit.object), sample(&field.ty, 1)];
                audit.refused(&setter, &params, &["MESSAGE_METHOD_UNKNOWN", &name]).await;
            }
        }
        classes += 1;
    }
    assert!(classes > 55 && messages > 1500, "{classes} classes, {messages} messages");
}

/// Calls that are no generated ones check their parameters' count first too, and removed ones say so.
#[tokio::test]
async fn every_class_without_records_counts_parameters() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    for class in CLASSES.iter().filter(|c| !has_records(c)) {
        let (line, session) = (Line::open(sim.address()).await, json!(client.session));
        let mut audit = Audit { line, session, class, object: String::new(), record: Map::new() };
        for message in class.messages.iter().filter(|m| m.session) {
            audit.counts(message).await;
            if message.removed {
                audit.message(message).await;
            }
        }
    }
}

/// The list names what is not hidden, and nothing else.
#[tokio::test]
async fn list_methods_is_the_data_model() {
    let (_sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let listed = client.ok("system.listMethods", json!([])).await;
    let mut listed: Vec<String> = serde_json::from_value(listed).unwrap();
    let mut known = vec!["system.listMethods".to_owned()];
    for class in CLASSES {
        let shown = class.messages.iter().filter(|m| !m.hidden);
        known.extend(shown.map(|m| format!("{}.{}", class.name, m.name)));
    }
    listed.sort();
    known.sort();
    assert_eq!(listed, known);
}

async fn linked(client: &Client, class: &str, field: &str, object: &str, other: &str) -> bool {
    let value = client.ok(&format!("{class}.get_{field}"), json!([object])).await;
    value == json!(other) || value.as_array().is_some_and(|items| items.contains(&json!(other)))
}

/// Both ends of every relation are kept in step when it is made and when either end goes.
#[tokio::test]
async fn both_ends_of_every_relation_are_kept() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let pool = sim.first();
    let mut tried = 0;
    for relation in RELATIONS.iter().filter(|r| r.a != r.b) {
        let ((a, a_field), (b, b_field)) = (relation.a, relation.b);
        let readable = |class: &str, field: &str| {
            let getter = format!("get_{field}");
            let class = CLASSES.iter().find(|c| c.name == class).unwrap();
            class.messages.iter().any(|m| m.name == getter && !m.removed)
        };
        if !readable(a, a_field) || !readable(b, b_field) {
            continue;
        }
        let one = pool.add(b, &json!({})).unwrap();
        let value = if relation.many_to_many { json!([one]) } else { json!(one) };
        let many = pool.add(a, &json!({ a_field: value })).unwrap();
        assert!(linked(&client, b, b_field, &one, &many).await, "{relation:?}");
        pool.remove(a, &many).unwrap();
        assert!(!linked(&client, b, b_field, &one, &many).await, "{relation:?}: the one end went");
        if relation.many_to_many {
            let many = pool.add(a, &json!({ a_field: [one] })).unwrap();
            pool.remove(b, &one).unwrap();
            assert!(!linked(&client, a, a_field, &many, &one).await, "{relation:?}: the other end went");
        }
        tried += 1;
    }
    assert!(tried > 45, "{tried}");
}

/// Constructors take defaults, miss what has none, and ignore what they do not know.
#[tokio::test]
async fn constructors_take_defaults_and_miss_what_has_none() {
    let (_sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let secret = client.ok("secret.create", json!([{"value": "s3cret", "surprise": [1, {}]}])).await;
    assert_eq!(client.ok("secret.get_value", json!([secret])).await, "s3cret");
    assert_eq!(client.ok("secret.get_other_config", json!([secret])).await, json!({}));
    let error = client.refused("secret.create", json!([{}])).await;
    assert_eq!(error[0], "INTERNAL_ERROR");
    assert!(error[1].contains("Dispatcher_FieldNotFound") && error[1].contains("value"), "{error:?}");
    client.ok("secret.destroy", json!([secret])).await;
    assert_eq!(
        client.refused("secret.destroy", json!([secret])).await,
        ["HANDLE_INVALID", "secret", secret.as_str().unwrap()]
    );
    let uuid = "6d9f2d28-0000-4000-8000-000000000001";
    let kept = client.ok("secret.introduce", json!([uuid, "x", {"k": "v"}])).await;
    assert_eq!(client.ok("secret.get_by_uuid", json!([uuid])).await, kept);
    assert_eq!(client.ok("secret.get_other_config", json!([kept])).await, json!({"k": "v"}));
    assert_eq!(
        client.refused("secret.introduce", json!([uuid, "y"])).await,
        ["DB_UNIQUENESS_CONSTRAINT_VIOLATION", "secret", "uuid", uuid]
    );
}
