//! Signed-in browsers and scripts. Of a secret only the hash is kept.

use super::{Store, StoreError, on};

/// A session as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionRow {
    pub id: String,
    pub user_id: String,
    /// SHA-256 of the secret, hexadecimal.
    pub hash: String,
    /// `browser` or `token`.
    pub kind: String,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
    pub used_from: Option<String>,
    pub description: Option<String>,
    pub client_id: Option<String>,
    /// JSON.
    pub scope: Option<String>,
}

/// When and from where a session was used last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub session: String,
    pub at: i64,
    pub from: String,
}

impl Store {
    /// All sessions, expired ones included.
    pub async fn sessions(&self) -> Result<Vec<SessionRow>, StoreError> {
        const ALL: &str = "SELECT id, user_id, hash, kind, created_at, expires_at, used_at, used_from, \
                           description, client_id, scope FROM sessions";
        Ok(on!(self, db => sqlx::query_as(ALL).fetch_all(db).await)?)
    }

    pub async fn insert_session(&self, session: &SessionRow) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO sessions (id, user_id, hash, kind, created_at, expires_at, used_at, \
            used_from, description, client_id, scope) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        on!(self, db => {
            sqlx::query(INSERT)
                .bind(&session.id)
                .bind(&session.user_id)
                .bind(&session.hash)
                .bind(&session.kind)
                .bind(session.created_at)
                .bind(session.expires_at)
                .bind(session.used_at)
                .bind(&session.used_from)
                .bind(&session.description)
                .bind(&session.client_id)
                .bind(&session.scope)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// A new secret, another end or description.
    pub async fn update_session(&self, session: &SessionRow) -> Result<(), StoreError> {
        const UPDATE: &str = "UPDATE sessions SET hash = $2, expires_at = $3, description = $4 WHERE id = $1";
        on!(self, db => {
            sqlx::query(UPDATE)
                .bind(&session.id)
                .bind(&session.hash)
                .bind(session.expires_at)
                .bind(&session.description)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    pub async fn delete_sessions(&self, ids: &[String]) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM sessions WHERE id = $1";
        on!(self, db => {
            let mut all = db.begin().await?;
            for id in ids {
                sqlx::query(DELETE).bind(id).execute(&mut *all).await?;
            }
            all.commit().await
        })?;
        Ok(())
    }

    /// Notes when sessions were used last.
    pub async fn note_uses(&self, uses: &[Use]) -> Result<(), StoreError> {
        const NOTE: &str = "UPDATE sessions SET used_at = $2, used_from = $3 WHERE id = $1";
        on!(self, db => {
            let mut all = db.begin().await?;
            for one in uses {
                sqlx::query(NOTE).bind(&one.session).bind(one.at).bind(&one.from).execute(&mut *all).await?;
            }
            all.commit().await
        })?;
        Ok(())
    }
}
