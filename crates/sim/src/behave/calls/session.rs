//! Sessions, events, tasks, messages, and the objects that only hold something.

use super::calls;
use crate::behave::{message, objects, session};
use crate::data::value::Value;
use crate::{event, task};

calls!(|cx, a, _method| {
    "session.login_with_password" => session::login(cx, a).await,
    "session.logout" => session::logout(cx),

    "event.inject" => event::inject(cx, a.str(0), a.str(1)),
    "event.get_current_id" => Ok(Value::Int(cx.pool.read(|db| db.clock.rows as i64))),

    "task.create" => task::create(&cx.pool, a.str(0), a.str(1), cx.host, &cx.session).map(Value::from),
    "task.destroy" => task::destroy(cx, a.str(0)),
    "task.cancel" => task::cancel(cx, a.str(0)),
    "task.set_status" => objects::set_task_status(cx, a),

    "message.create" => message::create(cx, a),
    "message.destroy" => message::destroy(cx, &a.value(0)),
    "message.destroy_many" => message::destroy_many(cx, &a.value(0)),
    "message.get_all" => Ok(message::all(cx)),
    "message.get_by_uuid" => message::by_uuid(cx, a.str(0)),

    "secret.create" => objects::create_plain(cx, "secret", &a.value(0)),
    "secret.destroy" => objects::destroy_plain(cx, "secret", a.str(0)),
});
