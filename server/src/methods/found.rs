//! What a call is about: an object of a pool, and the pool to ask about it.

use api::ApiError;
use model::{
    Id, Kind,
    objects::{Pool, PoolObject},
};
use serde::de::DeserializeOwned;
use xapi::{Params, params};

use crate::{Cx, pools::PoolHandle, table::Started};

/// An object, and the pool that it is in. Whether the caller may do anything with it is checked before.
pub struct Found<T> {
    pub object: T,
    pub pool: PoolHandle,
}

/// The object of that id; not its pool, which need not be connected.
pub fn read<T: PoolObject>(cx: &Cx, id: &Id<T>) -> Result<T, ApiError> {
    let not_found = || ApiError::NotFound { what: T::NAME.into(), id: id.to_string() };
    let object = cx.app.cache.get(id.as_str()).ok_or_else(not_found)?;
    object.read().map_err(|error| {
        tracing::error!(%error, object.id = %id, "an object cannot be read from the cache");
        ApiError::Internal
    })
}

impl<T: PoolObject> Found<T> {
    pub fn find(cx: &Cx, id: &Id<T>) -> Result<Self, ApiError> {
        let object = read(cx, id)?;
        let not_found = || ApiError::NotFound { what: T::NAME.into(), id: id.to_string() };
        let pool = cx.app.pools.of(&*cx.app.cache.get(id.as_str()).ok_or_else(not_found)?, &cx.caller)?;
        Ok(Self { object, pool })
    }

    /// XAPI's reference of it.
    pub fn reference(&self) -> &str {
        self.object.reference()
    }

    /// Another object, which has to be in the same pool.
    pub fn beside<U: PoolObject>(&self, cx: &Cx, id: &Id<U>) -> Result<U, ApiError> {
        let other: U = read(cx, id)?;
        if other.pool() != self.object.pool() {
            let reason = format!("This {} is in another pool than the {}.", U::NAME, T::NAME);
            return Err(ApiError::IncorrectState { object: id.to_string(), reason });
        }
        Ok(other)
    }

    /// Makes a call that changes the object and is over at once; its reference comes first.
    pub async fn change<R: DeserializeOwned>(&self, method: &str, more: Params) -> Result<R, ApiError> {
        self.pool.change(method, self.with(more)).await
    }

    /// Starts a call that takes its time; the reference comes first.
    pub async fn start<R>(&self, method: &str, more: Params) -> Result<Started<R>, ApiError>
    where
        R: DeserializeOwned + Send + 'static,
    {
        self.pool.start(method, self.with(more), self.reference()).await
    }

    /// Makes a call that takes its time, and waits for its end; the reference comes first.
    pub async fn run<R>(&self, method: &str, more: Params) -> Result<R, ApiError>
    where
        R: DeserializeOwned + Send + 'static,
    {
        self.start(method, more).await?.done.await
    }

    fn with(&self, more: Params) -> Params {
        params![self.reference()].and(more)
    }
}

/// The id of an object that was just made, of which only the reference is known.
pub async fn id_of<T: PoolObject>(pool: &PoolHandle, reference: &str) -> Result<Id<T>, ApiError> {
    let uuid: String = pool.ask(&format!("{}.get_uuid", T::NAME), params![reference]).await?;
    Ok(uuid.into())
}

/// The objects of a kind that a pool has.
pub fn in_pool<T: PoolObject>(cx: &Cx, kind: Kind, pool: &Id<Pool>) -> Result<Vec<T>, ApiError> {
    let all = cx.app.cache.of_kind(kind);
    let all = all.iter().map(|object| read::<T>(cx, &object.id().into()));
    all.filter(|read| read.as_ref().map_or(true, |object| object.pool() == pool)).collect()
}

/// The choices that XAPI has for a setting.
pub fn choices(setting: &str) -> Vec<String> {
    xapi::schema::enum_values(setting).unwrap_or_default().iter().map(|choice| (*choice).to_owned()).collect()
}

/// Resource sets are not there yet: naming one is refused.
pub fn no_resource_set(named: Option<&String>) -> Result<(), ApiError> {
    let reason = || "resource sets are not available".into();
    named.map_or(Ok(()), |_| Err(ApiError::Unavailable { reason: reason() }))
}
