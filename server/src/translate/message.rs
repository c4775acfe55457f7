//! `message` → [`Message`].

use cache::Row;
use model::{Id, Kind, objects::Message};

use super::{Context, Object, class::Head, values::moment};

pub const KEEP: &[&str] = &["uuid", "name", "obj_uuid", "timestamp", "body"];

pub fn translate(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let message: xapi::Message = row.read()?;
    Ok(Object::Message(Box::new(Message {
        kind: Kind::Message,
        id: Id::new(head.id.clone()),
        uuid: message.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        time: moment(&message.timestamp),
        object: message.obj_uuid.into(),
        name: message.name,
        body: message.body,
    })))
}
