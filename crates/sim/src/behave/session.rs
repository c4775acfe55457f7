//! Logging in and out. Every password tried is noted, so that tests can prove that none was sent.

use crate::behave::Args;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::lock;

/// Sessions kept per originator; beyond it the longest idle one goes.
const PER_ORIGINATOR: usize = 500;

pub async fn login(cx: &Cx, args: &Args<'_>) -> Result<Value, Failure> {
    let pool = &cx.pool;
    let (user, password, originator) = (args.str(0), args.str(1), args.shared(3));
    lock(&pool.door).passwords.push(password.to_owned());
    pool.assert_master(cx.host)?;
    if user != pool.config.user || password != pool.config.password {
        crate::time::sleep(pool.config.login_penalty).await;
        return Err(Failure::new("SESSION_AUTHENTICATION_FAILED", [user, "Authentication failure"]));
    }
    let (reference, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    let now = Value::Time(crate::time::now());
    pool.write(|db| {
        let mut same: Vec<(i64, Str)> = Vec::new();
        for session in db.refs("session") {
            if db.get_str("session", &session, "originator")? == originator {
                same.push((db.get("session", &session, "last_active")?.as_int(), session));
            }
        }
        same.sort();
        for (_, idle) in same.iter().take((same.len() + 1).saturating_sub(PER_ORIGINATOR)) {
            db.delete("session", idle)?;
        }
        db.insert(
            "session",
            &reference,
            &uuid,
            [
                ("this_host", Value::from(&pool.hosts[cx.host].reference)),
                ("last_active", now.clone()),
                ("validation_time", now),
                ("is_local_superuser", Value::Bool(true)),
                ("auth_user_name", Value::from(user)),
                ("originator", Value::from(originator)),
            ],
        )
    })?;
    lock(&pool.door).logins += 1;
    Ok(Value::from(reference))
}

pub fn logout(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.write(|db| db.delete("session", &cx.session))?;
    cx.pool.wake();
    Ok(Value::Void)
}
