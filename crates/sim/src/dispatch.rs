//! One call from its parameters to its answer: count, types, session, behaviour, in XAPI's order.

use std::sync::Arc;
use std::time::Duration;

use crate::time::Instant;
use serde_json::Value as Json;
use tokio::sync::watch;
use xapi::schema::{EMERGENCY_CALLS, Message, Type};

use crate::audit;
use crate::behave::{self, calls};
use crate::data::db::Db;
use crate::data::schema::{Method, Schema};
use crate::data::value::{Str, Value, unmarshal};
use crate::error::Failure;
use crate::fault::{Kind, Site};
use crate::generic;
use crate::pool::{Pool, lock};
use crate::rights;
use crate::task;
use crate::wire::writer::Writer;
use crate::wire::{Framing, Origin, Request, json_rpc, xml_rpc};

/// Sessions note their activity at most this often.
const ACTIVITY: i64 = 600;
/// How often a call looks whether its object is still held up by a fault.
const HELD_LOOK: Duration = Duration::from_millis(20);

/// The call being served: whose, where, and the task that shows it.
#[derive(Clone)]
pub struct Cx {
    pub pool: Arc<Pool>,
    /// The host that was asked.
    pub host: usize,
    pub session: Str,
    /// The task of this call; calls without an asynchronous form have none.
    pub task: Option<Str>,
    pub cancelled: Option<watch::Receiver<bool>>,
}

impl Cx {
    /// The session must still be there.
    pub fn check_session(&self) -> Result<(), Failure> {
        if self.pool.read(|db| db.exists("session", &self.session)) {
            return Ok(());
        }
        Err(Failure::new("SESSION_INVALID", [&*self.session]))
    }

    /// Lets simulated time pass, unless the task is cancelled.
    pub async fn work(&self, seconds: f64) -> Result<(), Failure> {
        let pause = self.pool.pace(seconds);
        self.sleep(pause).await
    }

    /// A change that takes some (simulated) seconds: refused at once if `check` does, and after that time if it does
    /// then. The change is given what the check found.
    pub async fn change<C, R>(
        &self,
        seconds: f64,
        check: impl Fn(&Db) -> Result<C, Failure>,
        change: impl FnOnce(&mut Db, C) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        self.pool.read(&check)?;
        self.work(seconds).await?;
        self.pool.write(|db| {
            let found = check(db)?;
            change(db, found)
        })
    }

    /// Waits, unless the task is cancelled.
    pub async fn sleep(&self, pause: Duration) -> Result<(), Failure> {
        let Some(mut cancelled) = self.cancelled.clone() else {
            crate::time::sleep(pause).await;
            return Ok(());
        };
        tokio::select! {
            biased;
            Ok(_) = cancelled.wait_for(|c| *c) => Err(Failure::new("TASK_CANCELLED", [&*self.task_ref()])),
            () = crate::time::sleep(pause) => Ok(()),
        }
    }

    /// Moves the progress of the call's task.
    pub fn progress(&self, progress: f64) {
        if let Some(task) = &self.task {
            task::progress(&self.pool, task, progress);
        }
    }

    /// The key under which operations note this call.
    pub fn task_ref(&self) -> Str {
        self.task.clone().unwrap_or_else(|| self.session.clone())
    }
}

/// Serves a call and frames its answer.
pub async fn answer(pool: &Arc<Pool>, host: usize, framing: &Framing, request: Request) -> Vec<u8> {
    lock(&pool.door).calls += 1;
    let mut out = Writer::new(framing.format());
    let bare = request.method == "system.listMethods" && *framing == Framing::Xml;
    match framing {
        Framing::Xml if bare => xml_rpc::open_bare(&mut out),
        Framing::Xml => xml_rpc::open(&mut out),
        _ => json_rpc::open(framing, &mut out),
    }
    match serve(pool, host, request, &mut out).await {
        Ok(()) => {
            match framing {
                Framing::Xml if bare => xml_rpc::close_bare(&mut out),
                Framing::Xml => xml_rpc::close(&mut out),
                _ => json_rpc::close(framing, &mut out),
            }
            out.finish()
        }
        Err(failure) => {
            tracing::debug!(%failure, "refused");
            match framing {
                Framing::Xml => xml_rpc::failure(&failure),
                _ => json_rpc::failure(framing, &failure),
            }
        }
    }
}

async fn serve(pool: &Arc<Pool>, host: usize, request: Request, out: &mut Writer) -> Result<(), Failure> {
    let Request { method: called, params, origin } = request;
    tracing::trace!(method = %called, "call");
    let (name, asynchronous) = match called.strip_prefix("Async.") {
        Some(name) => (name, true),
        None => (&*called, false),
    };
    if called == "system.listMethods" {
        out.open_array();
        Schema::get().listed.iter().for_each(|name| out.string(name));
        out.close_array();
        return Ok(());
    }
    if called.starts_with("system.isAlive") {
        out.string(params.first().and_then(Json::as_str).unwrap_or(""));
        return Ok(());
    }
    let Some(method) = Schema::get().method(name) else {
        if let Some(session) = params.first() {
            open_session(pool, host, session)?;
        }
        return Err(Failure::new("MESSAGE_METHOD_UNKNOWN", [called]));
    };
    let message = method.message;
    let args = arguments(&called, message, &params)?;
    let class = Schema::get().classes[method.class].def.name;
    let name = format!("{class}.{}", message.name);
    pool.admit(host, &name)?;
    let session = match params.first() {
        Some(session) if message.session => session_of(pool, host, session, &name)?,
        _ => Str::from(""),
    };
    if message.removed {
        return Err(Failure::bare("MESSAGE_REMOVED"));
    }
    rights::check_call(pool, &session, class, message, args.get(1).map_or("", Value::as_str))?;
    if let Some(failure) = fault(pool, host, &name, message) {
        return Err(failure);
    }
    let cx = Cx { pool: pool.clone(), host, session, task: None, cancelled: None };
    if asynchronous {
        if !message.async_ok {
            return Err(Failure::internal(format!("No async mode for this operation (rpc: {name})")));
        }
        let cx = task::begin_from(cx, &called, &origin)?;
        let task = cx.task_ref();
        crate::time::spawn(async move {
            let result = act(&cx, &name, method, &args).await;
            task::finish(&cx, result);
        });
        out.string(&task);
        return Ok(());
    }
    if generic::answers(message.kind) && !calls::listed(&name) {
        let about = audit::subjects(pool, method, &args);
        let result = generic::run(&cx, method, &args, out);
        audit::note(&cx, &name, about, result.as_ref().err());
        return result;
    }
    match &*name {
        "event.from" => return crate::event::from(&cx, &args, out).await,
        "event.next" => return crate::event::legacy::next(&cx, out).await,
        name if behave::message::READS.contains(&name) => {
            return behave::message::read(&cx, message.name, &args, out);
        }
        _ => {}
    }
    let result = match origin.task.filter(|t| message.async_ok && pool.read(|db| db.exists("task", t))) {
        // The task belongs to whoever made it, who ends it too.
        Some(task) => act(&task::join(cx, task.into()), &name, method, &args).await,
        None if message.async_ok => {
            let cx = task::begin_from(cx, &name, &Origin { task: None, ..origin })?;
            let result = act(&cx, &name, method, &args).await;
            task::forget(&cx);
            result
        }
        None => act(&cx, &name, method, &args).await,
    };
    out.value(&result?);
    Ok(())
}

/// The failure that a call meets because of a fault.
fn fault(pool: &Pool, host: usize, name: &str, message: &Message) -> Option<Failure> {
    if message.async_ok && pool.faults.is(Site::call(host, name), &Kind::TooManyPending) {
        return Some(Failure::bare("TOO_MANY_PENDING_TASKS"));
    }
    pool.faults.failure_of(host, name)
}

/// Waits while a fault keeps the object of a call busy with something else.
async fn held(cx: &Cx, name: &str, args: &[Value]) -> Result<(), Failure> {
    let begun = Instant::now();
    while cx.pool.faults.holds(name) {
        if begun.elapsed() >= cx.pool.config.busy_wait {
            let (class, operation) = name.split_once('.').unwrap_or(("", name));
            let object = args.first().map_or("", Value::as_str);
            let other = cx.pool.fresh_ref();
            return Err(Failure::new("OTHER_OPERATION_IN_PROGRESS", [class, object, operation, &other]));
        }
        cx.sleep(HELD_LOOK).await?;
    }
    Ok(())
}

/// The session of a call. Calls that a host serves in an emergency take the sessions of that host as well.
fn session_of(pool: &Pool, host: usize, session: &Json, name: &str) -> Result<Str, Failure> {
    let text = session.as_str().unwrap_or("");
    if EMERGENCY_CALLS.contains(&name) && behave::session::is_local(pool, host, text) {
        return Ok(text.into());
    }
    open_session(pool, host, session)
}

/// Runs a call that changes something or has a behaviour of its own.
async fn act(cx: &Cx, name: &str, method: Method, args: &[Value]) -> Result<Value, Failure> {
    held(cx, name, args).await?;
    let about = audit::subjects(&cx.pool, method, args);
    let result = if generic::changes(method.message.kind) && !calls::listed(name) {
        generic::change(cx, method, args)
    } else {
        calls::run(cx, name, method, args).await
    };
    audit::note(cx, name, about, result.as_ref().err());
    result
}

/// Checks the count of the parameters, then reads each as its type.
fn arguments(called: &str, message: &Message, params: &[Json]) -> Result<Vec<Value>, Failure> {
    let given = params.get(usize::from(message.session)..).unwrap_or(&[]);
    let (expected, received) = (message.mandatory(), given.len());
    let optional = message.params.iter().any(|p| p.optional);
    if received < expected || (received > expected && !optional) || (message.session && params.is_empty()) {
        return Err(Failure::new(
            "MESSAGE_PARAMETER_COUNT_MISMATCH",
            [called.to_owned(), expected.to_string(), received.to_string()],
        ));
    }
    let mut args = Vec::with_capacity(message.params.len());
    for (i, param) in message.params.iter().enumerate() {
        args.push(match given.get(i) {
            Some(json) => argument(&param.ty, json)?,
            None => {
                let default = param.default.and_then(|text| serde_json::from_str::<Json>(text).ok());
                argument(&param.ty, &default.unwrap_or(Json::String(String::new())))?
            }
        });
    }
    Ok(args)
}

fn argument(ty: &Type, json: &Json) -> Result<Value, Failure> {
    let Type::Record(class) = ty else { return unmarshal(ty, json) };
    // A record for a constructor: the fields it knows, each by its type; unknown members are ignored.
    let (Json::Object(members), Some(class)) = (json, Schema::get().class(class)) else {
        return Err(Failure::internal("Expected a struct"));
    };
    let mut fields = Vec::new();
    for field in &class.fields {
        if let Some(json) = members.get(field.def.name) {
            fields.push((Str::from(field.def.name), unmarshal(&field.def.ty, json)?));
        }
    }
    Ok(Value::Map(fields.into()))
}

/// Finds the session of a call; members of the pool send the caller to the master first.
fn open_session(pool: &Pool, host: usize, session: &Json) -> Result<Str, Failure> {
    let session = session.as_str().unwrap_or("");
    let (idle, of_pool) = pool.read(|db| {
        let get = |field| db.get("session", session, field).ok();
        let idle = get("last_active").map(|last| crate::time::now() - last.as_int() > ACTIVITY);
        (idle, get("pool").is_some_and(|p| p.as_bool()))
    });
    // Sessions of the hosts themselves are served by every host; in emergency mode a host knows no master to send
    // anybody to.
    if !of_pool && !pool.machines.lost_its_master(host) {
        pool.assert_master(host)?;
    }
    match idle {
        None => Err(Failure::new("SESSION_INVALID", [session])),
        Some(false) => Ok(session.into()),
        Some(true) => {
            pool.write(|db| db.set("session", session, "last_active", Value::Time(crate::time::now())))?;
            Ok(session.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn args(method: &str, params: &[Json]) -> Result<Vec<Value>, Failure> {
        arguments(method, Schema::get().method(method).unwrap().message, params)
    }

    #[test]
    fn counts_come_before_types() {
        let f = args("VM.start", &[json!("s"), json!(1)]).unwrap_err();
        assert_eq!(f, Failure::new("MESSAGE_PARAMETER_COUNT_MISMATCH", ["VM.start", "3", "1"]));
        let f = args("VM.start", &[json!("s"), json!("vm"), json!("no"), json!(false)]).unwrap_err();
        assert_eq!(f.code, "INTERNAL_ERROR");
        assert!(args("VM.start", &[json!("s"), json!("vm"), json!(true), json!(false)]).is_ok());
    }

    #[test]
    fn optional_tails_take_defaults_and_tolerate_more() {
        let short = args("VM.snapshot", &[json!("s"), json!("vm"), json!("name")]).unwrap();
        assert_eq!(short[2], Value::no_items());
        assert!(args("VM.snapshot", &[json!("s"), json!("vm"), json!("n"), json!([]), json!(1)]).is_ok());
        let login = args("session.login_with_password", &[json!("root"), json!("x")]).unwrap();
        assert_eq!(login[2].as_str(), "1.1");
    }
}
