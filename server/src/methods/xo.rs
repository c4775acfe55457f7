//! Everything at once.

use std::sync::Arc;

use api::{ApiError, ParamError, xo::GetAllObjects};
use bytes::Bytes;
use cache::Object;
use model::{Filter, Id, Scope, objects::User};
use serde_json::{Map, Value};

use crate::{App, Caller, Cx, access};

/// A prepared answer is handed out in pieces of about this size.
const PIECE: usize = 64 * 1024;

/// Which objects somebody asked for.
pub struct Listing {
    user: Id<User>,
    scope: Option<Arc<Scope>>,
    filter: Wanted,
    limit: usize,
}

enum Wanted {
    All,
    Text(Filter),
    /// The members of this object must be in theirs.
    Like(Map<String, Value>),
}

pub async fn get_all_objects(cx: Cx, call: GetAllObjects) -> Result<String, ApiError> {
    let filter = match call.filter {
        None | Some(Value::Null) => Wanted::All,
        Some(Value::String(text)) => {
            let filter = Filter::parse(&text);
            Wanted::Text(filter.map_err(|error| ApiError::parameter(ParamError::filter("filter", &error)))?)
        }
        Some(Value::Object(members)) => Wanted::Like(members),
        Some(_) => {
            let wrong = ParamError::wrong("filter", "type", "must be an object or a string");
            return Err(ApiError::parameter(wrong));
        }
    };
    let limit = call.limit.map_or(usize::MAX, |l| l.try_into().unwrap_or(usize::MAX));
    let listing = Listing { user: cx.caller.user_id.clone(), scope: cx.caller.scope.clone(), filter, limit };
    if call.ndjson {
        let path = cx.app.one_shots.prepare(listing, cx.app.clock.now());
        return Ok(format!("{{\"$getFrom\":\"{path}\"}}"));
    }
    let objects = listing.objects(&cx.app, &cx.caller);
    let mut json = Vec::with_capacity(objects.len() * 1024 + 2);
    json.push(b'{');
    for object in objects {
        if json.len() > 1 {
            json.push(b',');
        }
        json.extend_from_slice(serde_json::to_string(object.id()).unwrap_or_default().as_bytes());
        json.push(b':');
        object.write_json(&mut json);
    }
    json.push(b'}');
    String::from_utf8(json).map_err(|_| ApiError::Internal)
}

impl Listing {
    /// One object a line, with what the user may see by now.
    pub fn lines(self, app: &App) -> impl Iterator<Item = Bytes> + Send + use<> {
        let caller = app.accounts.caller(&self.user).unwrap_or_else(Caller::visitor);
        let caller = caller.limited(self.scope.clone());
        let mut objects = self.objects(app, &caller).into_iter();
        std::iter::from_fn(move || {
            let mut piece = Vec::with_capacity(PIECE + 4096);
            while piece.len() < PIECE {
                let Some(object) = objects.next() else { break };
                object.write_json(&mut piece);
                piece.push(b'\n');
            }
            (!piece.is_empty()).then(|| Bytes::from(piece))
        })
    }

    fn objects(&self, app: &App, caller: &Caller) -> Vec<Arc<Object>> {
        let mut objects = app.cache.all();
        objects.retain(|o| {
            o.kind().is_of_pool() && access::sees(caller, o, &app.cache) && self.filter.matches(o)
        });
        objects.truncate(self.limit);
        objects
    }
}

impl Wanted {
    fn matches(&self, object: &Object) -> bool {
        match self {
            Self::All => true,
            Self::Text(filter) => filter.matches(object),
            Self::Like(members) => members.iter().all(|(name, wanted)| {
                let value = object.get(name).and_then(|raw| serde_json::from_str(raw).ok());
                model::matches(wanted, value.as_ref())
            }),
        }
    }
}
