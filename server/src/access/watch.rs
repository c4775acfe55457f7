//! Waiting for the moment at which somebody may no longer do something.

use std::{future::pending, sync::Arc};

use cache::{Batch, Object, Store, Told};
use model::Privilege;

use super::{Caller, deciding, may, moved};

/// Ends once the caller does not have a privilege on an object any more. A change of grants ends the session and is not
/// waited for here: only what becomes of objects is.
pub async fn until_lost(caller: &Caller, id: &str, needs: Privilege, among: &Arc<Store>) {
    if !caller.depends_on_links() {
        return pending().await;
    }
    loop {
        let mut heard = among.subscribe();
        let Some(object) = among.get(id).filter(|object| may(caller, object, among).has(needs)) else {
            return;
        };
        let deciding = deciding(&[object.kind()]);
        let concerns = |batch: &Batch| {
            batch.deltas.iter().any(|delta| {
                let (old, new) = (delta.old.as_deref(), delta.new.as_deref());
                let either = || [old, new].into_iter().flatten();
                let is_it = |object: &Object| object.id() == id;
                either().any(is_it)
                    || either().any(|object| deciding.contains(&object.kind())) && moved(caller, old, new)
            })
        };
        loop {
            match heard.next().await {
                Some(Told::Batch(batch)) if !concerns(&batch) => {}
                Some(_) => break,
                None => return pending().await,
            }
        }
    }
}
