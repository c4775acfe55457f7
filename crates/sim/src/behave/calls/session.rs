//! Sessions, events, tasks, messages, and the objects that only hold something.

use super::calls;
use crate::behave::{message, objects, session, subject, task_calls};
use crate::data::value::Value;
use crate::error::Failure;
use crate::{event, generic, task};

calls!(|cx, a, method| {
    "session.login_with_password" => session::login(cx, a).await,
    "session.logout" => session::logout(cx),
    "session.change_password" => session::change_password(cx, a),
    "session.slave_login" => session::slave_login(cx, a.str(0), a.str(1)),
    "session.slave_local_login" => session::slave_local_login(cx, a.str(0)),
    "session.slave_local_login_with_password" => {
        session::slave_local_login_with_password(cx, a.str(0), a.str(1)).await
    },
    "session.local_logout" => session::local_logout(cx),
    "session.create_from_db_file" => session::create_from_db_file(a.str(0)),
    "session.get_all_subject_identifiers" => session::subject_identifiers(cx),
    "session.logout_subject_identifier" => session::logout_subject_identifier(cx, a.str(0)),

    "auth.get_subject_identifier"
    | "auth.get_subject_information_from_identifier"
    | "auth.get_group_membership" => subject::ask_directory(cx, method.message.name, a),

    "subject.create" => subject::create(cx, &a.value(0)),
    "subject.destroy" => objects::destroy_plain(cx, "subject", a.str(0)),
    "subject.add_to_roles" => subject::add_role(cx, a.str(0), &a.shared(1)),
    "subject.remove_from_roles" => subject::remove_role(cx, a.str(0), &a.shared(1)),
    "subject.get_permissions_name_label" => subject::permissions(cx, a.str(0)),

    "role.get_permissions" => subject::held(cx, a.str(0), false),
    "role.get_permissions_name_label" => subject::held(cx, a.str(0), true),
    "role.get_by_permission" => subject::by_permission(cx, a.str(0)),
    "role.get_by_permission_name_label" => Ok(subject::by_permission_name(cx, a.str(0))),

    // Users of hosts came before subjects; XAPI makes none any more.
    "user.create" | "user.destroy" => Err(Failure::bare("MESSAGE_DEPRECATED")),

    "event.inject" => event::inject(cx, a.str(0), a.str(1)),
    "event.get_current_id" => Ok(Value::Int(cx.pool.read(|db| db.clock.rows as i64))),
    "event.register" => event::legacy::register(cx, &a.value(0)),
    "event.unregister" => event::legacy::unregister(cx, &a.value(0)),

    "task.create" => task::create(&cx.pool, a.str(0), a.str(1), cx.host, &cx.session).map(Value::from),
    "task.destroy" => task_calls::destroy(cx, a.str(0)),
    "task.cancel" => task_calls::cancel(cx, a.str(0)),
    "task.set_status" => task_calls::set_status(cx, a.str(0), a.str(1)),
    "task.set_progress"
    | "task.set_result"
    | "task.set_error_info"
    | "task.set_other_config"
    | "task.add_to_other_config"
    | "task.remove_from_other_config" => {
        task_calls::assert_own(cx, a.str(0), "task.destroy/any")?;
        generic::change(cx, method, a.0)
    },

    "message.create" => message::create(cx, a),
    "message.destroy" => message::destroy(cx, &a.value(0)),
    "message.destroy_many" => message::destroy_many(cx, &a.value(0)),
    "message.destroy_all" => message::destroy_all(cx, &a.value(0)),
    "message.get_all" => Ok(message::all(cx)),
    "message.get_by_uuid" => message::by_uuid(cx, a.str(0)),

    "secret.create" => objects::create_plain(cx, "secret", &a.value(0)),
    "secret.introduce" => objects::introduce_secret(cx, a),
    "secret.destroy" => objects::destroy_plain(cx, "secret", a.str(0)),
});
