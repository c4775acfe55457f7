//! Sessions: logging in and out, those of single hosts, and which of them go when there are too many.
//!
//! Every password tried is noted, so that tests can prove that none was sent.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::behave::{Args, message};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::{Pool, lock};
use crate::rights::Rights;
use crate::time::Instant;

/// Sessions kept per originator and per user; beyond it the longest idle one goes.
const PER_ORIGINATOR: usize = 500;
/// Sessions kept of root's that tell no originator.
const ANONYMOUS: usize = 400;
/// Seconds after which an idle session goes.
const IDLE: i64 = 24 * 3600;
/// How often idle sessions are looked for, at speed 1.
const COLLECT: f64 = 30.0;
/// How often failed logins are told of, at speed 1.
const TELL_FAILED: f64 = 3600.0;

/// What a pool knows about who comes in, beside its sessions.
#[derive(Default)]
pub struct Access {
    /// Sessions of single hosts, by the host's number.
    local: Mutex<HashSet<(usize, Str)>>,
    /// Failed logins since they were last told of: how many, and when the last one was.
    failed: Mutex<BTreeMap<(String, String), (u64, i64)>>,
}

/// Somebody whose name and password are right, and what they may.
pub struct Who {
    pub name: String,
    pub superuser: bool,
    identifier: String,
    subject: Value,
    pub permissions: Value,
}

pub async fn login(cx: &Cx, args: &Args<'_>) -> Result<Value, Failure> {
    let pool = &cx.pool;
    let (user, password, originator) = (args.str(0), args.str(1), args.str(3));
    lock(&pool.door).passwords.push(password.to_owned());
    pool.assert_master(cx.host)?;
    let who = match authenticate(pool, user, password) {
        Ok(who) => who,
        Err(failure) => {
            note_failed(pool, user, originator);
            crate::time::sleep(pool.config.login_penalty).await;
            return Err(failure);
        }
    };
    let permissions = if who.superuser { Value::no_items() } else { who.permissions };
    let session = open(
        cx,
        [
            ("is_local_superuser", Value::Bool(who.superuser)),
            ("auth_user_name", Value::from(who.name)),
            ("auth_user_sid", Value::from(who.identifier)),
            ("subject", who.subject),
            ("rbac_permissions", permissions),
            ("originator", Value::from(originator)),
        ],
    )?;
    lock(&pool.door).logins += 1;
    Ok(session)
}

fn note_failed(pool: &Pool, user: &str, originator: &str) {
    let mut failed = lock(&pool.access.failed);
    let (number, last) = failed.entry((user.to_owned(), originator.to_owned())).or_default();
    *number += 1;
    *last = crate::time::now();
}

/// Adds the row of a session.
fn open(cx: &Cx, fields: impl IntoIterator<Item = (&'static str, Value)>) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    let now = Value::Time(crate::time::now());
    let common = [
        ("this_host", Value::from(&cx.pool.hosts[cx.host].reference)),
        ("last_active", now.clone()),
        ("validation_time", now),
    ];
    let gone = cx.pool.write(|db| {
        db.insert("session", &reference, &uuid, common.into_iter().chain(fields))?;
        collect_at(db, crate::time::now())
    })?;
    if gone > 0 {
        cx.pool.wake();
    }
    Ok(Value::from(reference))
}

/// Finds out who somebody is. Root is known to the hosts; everybody else to the directory, if the pool asks one.
pub fn authenticate(pool: &Pool, user: &str, password: &str) -> Result<Who, Failure> {
    let unknown = || Failure::new("SESSION_AUTHENTICATION_FAILED", [user, "Authentication failure"]);
    if user == pool.config.user {
        if password != root_password(pool) {
            return Err(unknown());
        }
        return Ok(Who {
            name: user.to_owned(),
            superuser: true,
            identifier: String::new(),
            subject: Value::null(),
            permissions: Value::no_items(),
        });
    }
    if !asks_directory(pool) {
        return Err(unknown());
    }
    let directory = &pool.config.directory;
    let Some((entry, person)) = directory.person(user) else { return Err(unknown()) };
    if person.password != password {
        return Err(unknown());
    }
    let denied = |why: String| Err(Failure::new("SESSION_AUTHORIZATION_FAILED", [user.to_owned(), why]));
    for (held, why) in [
        (person.disabled, "is disabled"),
        (person.locked, "is locked"),
        (person.password_expired, "has an expired password"),
    ] {
        if held {
            return denied(format!("The account of {user} {why}"));
        }
    }
    let identifier = entry.identifier();
    let mut theirs = vec![identifier.clone()];
    theirs.extend(directory.groups_of(entry));
    let (subject, roles) = pool.read(|db| {
        let mut subject = None;
        let mut roles: Vec<Str> = Vec::new();
        for row in db.refs("subject") {
            let of = db.get_str("subject", &row, "subject_identifier")?;
            if !theirs.iter().any(|t| **t == *of) {
                continue;
            }
            roles.extend(db.get("subject", &row, "roles")?.items().iter().map(Value::to_shared));
            if subject.is_none() || *of == *identifier {
                subject = Some(row);
            }
        }
        Ok::<_, Failure>((subject, roles))
    })?;
    let Some(subject) = subject else {
        return denied(format!(
            "Subject {user} (identifier {identifier}) is not in the list of subjects of this pool"
        ));
    };
    let permissions = Rights::get().union(roles);
    if permissions.items().is_empty() {
        let text = format!("Subject {user} (identifier {identifier}) has no roles in this pool");
        return Err(Failure::new("RBAC_PERMISSION_DENIED", [user.to_owned(), text]));
    }
    Ok(Who {
        name: directory.full_name(entry),
        superuser: false,
        identifier,
        subject: Value::from(subject),
        permissions,
    })
}

/// Whether the pool's master has external authentication.
pub fn asks_directory(pool: &Pool) -> bool {
    let master = &pool.hosts[pool.master()].reference;
    pool.read(|db| db.get("host", master, "external_auth_type").is_ok_and(|t| !t.as_str().is_empty()))
}

fn root_password(pool: &Pool) -> String {
    lock(&pool.kept).password.clone().unwrap_or_else(|| pool.config.password.clone())
}

/// What the hosts of a pool know each other by.
pub fn pool_secret(pool: &Pool) -> String {
    let changes = lock(&pool.kept).secrets;
    let digest = Sha256::digest(format!("pool secret {} {} {changes}", pool.config.seed, pool.index));
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

pub fn logout(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.write(|db| db.delete("session", &cx.session))?;
    cx.pool.wake();
    Ok(Value::Void)
}

/// `session.change_password`: of root, whoever root's session belongs to.
pub fn change_password(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let superuser = cx.pool.read(|db| db.get("session", &cx.session, "is_local_superuser"))?.as_bool();
    if !superuser {
        let text = "Only the local superuser can change the password";
        return Err(Failure::new("USER_IS_NOT_LOCAL_SUPERUSER", [text]));
    }
    if a.str(0) != root_password(&cx.pool) {
        return Err(Failure::new("CHANGE_PASSWORD_REJECTED", ["The old password is wrong"]));
    }
    if a.str(1).is_empty() {
        return Err(Failure::new("CHANGE_PASSWORD_REJECTED", ["The new password is empty"]));
    }
    lock(&cx.pool.kept).password = Some(a.str(1).to_owned());
    Ok(Value::Void)
}

/// `session.slave_login`: a host of the pool logs in at the master, by what only hosts know.
pub fn slave_login(cx: &Cx, host: &str, secret: &str) -> Result<Value, Failure> {
    check_secret(cx, secret)?;
    cx.pool.read(|db| db.get("host", host, "uuid"))?;
    open(
        cx,
        [
            ("this_host", Value::from(host)),
            ("pool", Value::Bool(true)),
            ("is_local_superuser", Value::Bool(true)),
        ],
    )
}

/// `session.slave_local_login`: a session of one host that no database knows.
pub fn slave_local_login(cx: &Cx, secret: &str) -> Result<Value, Failure> {
    check_secret(cx, secret)?;
    Ok(open_local(cx))
}

pub async fn slave_local_login_with_password(cx: &Cx, user: &str, password: &str) -> Result<Value, Failure> {
    lock(&cx.pool.door).passwords.push(password.to_owned());
    // The directory may be out of reach: only root is asked for.
    if user != cx.pool.config.user || password != root_password(&cx.pool) {
        crate::time::sleep(cx.pool.config.login_penalty).await;
        return Err(Failure::new("SESSION_AUTHENTICATION_FAILED", [user, "Authentication failure"]));
    }
    Ok(open_local(cx))
}

fn open_local(cx: &Cx) -> Value {
    let reference = cx.pool.fresh_ref();
    lock(&cx.pool.access.local).insert((cx.host, reference.clone()));
    Value::from(reference)
}

/// Whether a session is one of that host alone.
pub fn is_local(pool: &Pool, host: usize, session: &str) -> bool {
    lock(&pool.access.local).contains(&(host, Str::from(session)))
}

pub fn local_logout(cx: &Cx) -> Result<Value, Failure> {
    if lock(&cx.pool.access.local).remove(&(cx.host, cx.session.clone())) {
        return Ok(Value::Void);
    }
    Err(Failure::new("SESSION_INVALID", [&*cx.session]))
}

fn check_secret(cx: &Cx, secret: &str) -> Result<(), Failure> {
    if secret == pool_secret(&cx.pool) {
        return Ok(());
    }
    Err(Failure::bare("SESSION_AUTHENTICATION_FAILED"))
}

/// `session.create_from_db_file`: the control domain of a simulated host has no such file.
pub fn create_from_db_file(file: &str) -> Result<Value, Failure> {
    Err(Failure::internal(format!("Unix.Unix_error(Unix.ENOENT, \"open\", {file:?})")))
}

/// Identifiers of the directory's people who are logged in.
pub fn subject_identifiers(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let mut found = HashSet::new();
        for session in db.refs("session") {
            found.insert(db.get_str("session", &session, "auth_user_sid")?);
        }
        found.remove("");
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort();
        Ok(Value::set(found))
    })
}

/// Ends the sessions of one of the directory's people, except the caller's own.
pub fn logout_subject_identifier(cx: &Cx, identifier: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        for session in db.refs("session") {
            let theirs = db.get_str("session", &session, "auth_user_sid")?;
            if *theirs == *identifier && !identifier.is_empty() && session != cx.session {
                db.delete("session", &session)?;
            }
        }
        Ok::<_, Failure>(())
    })?;
    cx.pool.wake();
    Ok(Value::Void)
}

/// Ends idle sessions and tells of failed logins, for as long as the pool lives.
pub async fn look_after(pool: Arc<Pool>) {
    let often = Duration::from_secs_f64(COLLECT / pool.config.speed.max(1.0));
    let told = Duration::from_secs_f64(TELL_FAILED / pool.config.speed);
    let mut due = Instant::now() + told;
    loop {
        crate::time::sleep(often.min(told)).await;
        if pool.write(|db| collect_at(db, crate::time::now())).is_ok_and(|gone| gone > 0) {
            pool.wake();
        }
        if let Err(error) = pool.write(message::collect_at) {
            tracing::error!(%error, "messages not collected");
        }
        if Instant::now() >= due {
            due = Instant::now() + told;
            tell_of_failed_logins(&pool);
        }
    }
}

/// One message for all logins that failed since the last one.
fn tell_of_failed_logins(pool: &Pool) {
    let failed = std::mem::take(&mut *lock(&pool.access.failed));
    let of_pool = pool.read(|db| {
        let pool = db.refs("pool").into_iter().next()?;
        db.get_str("pool", &pool, "uuid").ok()
    });
    let Some(uuid) = of_pool.filter(|_| !failed.is_empty()) else { return };
    let total: u64 = failed.values().map(|(n, _)| n).sum();
    let mut body = format!("<body><total>{total}</total>");
    let text = |text: &str| {
        let mut out = Vec::new();
        crate::wire::writer::escape_xml(text, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    };
    for ((user, originator), (number, last)) in &failed {
        body += &format!("<known><username>{}</username>", text(user));
        if !originator.is_empty() {
            body += &format!("<originator>{}</originator>", text(originator));
        }
        body += &format!("<number>{number}</number><date>{}</date></known>", crate::time::format(*last));
    }
    pool.message("FAILED_LOGIN_ATTEMPTS", "Pool", &uuid, 3, body + "</body>");
}

/// Ends sessions that idle too long or are too many; those with work under way stay. Tells how many went.
fn collect_at(db: &mut Db, now: i64) -> Result<usize, Failure> {
    let mut busy = HashSet::new();
    for task in db.refs("task") {
        if matches!(db.get("task", &task, "status")?.as_str(), "pending" | "cancelling") {
            busy.insert(db.get_str("task", &task, "session")?);
        }
    }
    // Longest idle first; among equals the one that was opened first.
    let mut idle: Vec<(i64, u64, Str)> = Vec::new();
    for row in db.table("session")?.iter() {
        if !busy.contains(&row.reference) {
            let last = db.get("session", &row.reference, "last_active")?.as_int();
            idle.push((last, row.created, row.reference.clone()));
        }
    }
    idle.sort();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut gone = Vec::new();
    // From the busiest on, each session that is one too many goes.
    for (last, _, session) in idle.into_iter().rev() {
        let get = |field| db.get("session", &session, field);
        if get("pool")?.as_bool() {
            continue;
        }
        let (originator, user) = (get("originator")?.to_shared(), get("auth_user_name")?.to_shared());
        let limits = match (originator.is_empty(), get("is_local_superuser")?.as_bool()) {
            (true, true) => vec![("anonymous root".to_owned(), ANONYMOUS)],
            (false, true) => vec![(format!("by {originator}"), PER_ORIGINATOR)],
            (true, false) => vec![(format!("of {user}"), PER_ORIGINATOR)],
            (false, false) => {
                vec![(format!("by {originator}"), PER_ORIGINATOR), (format!("of {user}"), PER_ORIGINATOR)]
            }
        };
        let mut keep = now - last <= IDLE;
        for (group, most) in limits {
            let count = counts.entry(group).or_default();
            *count += 1;
            keep &= *count <= most;
        }
        if !keep {
            gone.push(session);
        }
    }
    for session in &gone {
        db.delete("session", session)?;
    }
    Ok(gone.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(db: &mut Db, n: usize, last: i64, originator: &str, user: &str) -> Str {
        let reference: Str = format!("OpaqueRef:{n}").into();
        db.insert(
            "session",
            &reference,
            &format!("u{n}").into(),
            [
                ("last_active", Value::Time(last)),
                ("originator", originator.into()),
                ("auth_user_name", user.into()),
                ("is_local_superuser", Value::Bool(user == "root")),
            ],
        )
        .unwrap();
        reference
    }

    #[test]
    fn the_longest_idle_session_goes_first() {
        let mut db = Db::new();
        let busy = add(&mut db, 0, 1_000_000, "", "root");
        let fields = [("status", "pending".into()), ("session", (&busy).into())];
        db.insert("task", &"OpaqueRef:t".into(), &"t".into(), fields).unwrap();
        for n in 1..=ANONYMOUS + 2 {
            add(&mut db, n, 2_000_000 - n as i64, "", "root");
        }
        let others: Vec<Str> = (1000..1010).map(|n| add(&mut db, n, 1_999_000, "other", "root")).collect();
        assert_eq!(collect_at(&mut db, 2_000_000), Ok(2));
        assert!(db.exists("session", &busy), "its task is pending");
        assert!(others.iter().all(|s| db.exists("session", s)), "each originator has its own limit");
        assert!(!db.exists("session", &format!("OpaqueRef:{}", ANONYMOUS + 2)));
        assert!(db.exists("session", &format!("OpaqueRef:{ANONYMOUS}")));
        assert_eq!(collect_at(&mut db, 2_000_000 + IDLE), Ok(ANONYMOUS + 10));
        assert_eq!(db.refs("session"), [busy]);
    }

    #[test]
    fn people_have_a_limit_whatever_they_call_their_program() {
        let mut db = Db::new();
        for n in 0..PER_ORIGINATOR + 7 {
            add(&mut db, n, 5, &format!("program {n}"), "EXAMPLE\\alice");
        }
        assert_eq!(collect_at(&mut db, 5), Ok(7));
        assert!(!db.exists("session", "OpaqueRef:0") && db.exists("session", "OpaqueRef:7"));
    }
}
