//! Who may sign in.

use super::{Store, StoreError, on};

/// A user as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct UserRow {
    pub id: String,
    pub email: String,
    /// A PHC string.
    pub password_hash: String,
    /// `admin` or `none`.
    pub permission: String,
    /// A JSON object.
    pub preferences: String,
    pub created_at: i64,
    /// The secret of one-time codes that are asked for, sealed.
    pub otp_secret: Option<String>,
    /// One that is not confirmed yet, sealed.
    pub otp_pending: Option<String>,
    /// The step of the last code that was used.
    pub otp_step: i64,
    /// Hashes of the recovery codes that are left, a JSON list.
    pub recovery: String,
}

impl UserRow {
    /// What makes two names the same.
    pub fn key(email: &str) -> String {
        email.trim().to_lowercase()
    }

    /// The same user, who needs no one-time codes.
    pub fn without_otp(self) -> Self {
        Self { otp_secret: None, otp_pending: None, otp_step: 0, recovery: "[]".into(), ..self }
    }
}

impl Store {
    /// All users, oldest first.
    pub async fn users(&self) -> Result<Vec<UserRow>, StoreError> {
        const ALL: &str = "SELECT id, email, password_hash, permission, preferences, created_at, \
                           otp_secret, otp_pending, otp_step, recovery \
                           FROM users ORDER BY created_at, id";
        Ok(on!(self, db => sqlx::query_as(ALL).fetch_all(db).await)?)
    }

    /// The user of that name.
    pub async fn user_named(&self, email: &str) -> Result<Option<UserRow>, StoreError> {
        const ONE: &str = "SELECT id, email, password_hash, permission, preferences, created_at, \
                           otp_secret, otp_pending, otp_step, recovery \
                           FROM users WHERE email_key = $1";
        Ok(on!(self, db => sqlx::query_as(ONE).bind(UserRow::key(email)).fetch_optional(db).await)?)
    }

    /// [`StoreError::Exists`] when the name is taken.
    pub async fn insert_user(&self, user: &UserRow) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO users \
            (id, email, email_key, password_hash, permission, preferences, created_at, \
            otp_secret, otp_pending, otp_step, recovery) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        on!(self, db => {
            sqlx::query(INSERT)
                .bind(&user.id)
                .bind(&user.email)
                .bind(UserRow::key(&user.email))
                .bind(&user.password_hash)
                .bind(&user.permission)
                .bind(&user.preferences)
                .bind(user.created_at)
                .bind(&user.otp_secret)
                .bind(&user.otp_pending)
                .bind(user.otp_step)
                .bind(&user.recovery)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// [`StoreError::Exists`] when the new name is taken.
    pub async fn update_user(&self, user: &UserRow) -> Result<(), StoreError> {
        const UPDATE: &str = "UPDATE users \
            SET email = $2, email_key = $3, password_hash = $4, permission = $5, preferences = $6, \
            otp_secret = $7, otp_pending = $8, otp_step = $9, recovery = $10 WHERE id = $1";
        on!(self, db => {
            sqlx::query(UPDATE)
                .bind(&user.id)
                .bind(&user.email)
                .bind(UserRow::key(&user.email))
                .bind(&user.password_hash)
                .bind(&user.permission)
                .bind(&user.preferences)
                .bind(&user.otp_secret)
                .bind(&user.otp_pending)
                .bind(user.otp_step)
                .bind(&user.recovery)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Seals something of a user's, which opens for no other.
    pub fn seal_for(&self, user: &str, secret: &str) -> String {
        self.vault.seal(&format!("user {user}"), secret)
    }

    /// Opens what was sealed for a user.
    pub fn open_for(&self, user: &str, sealed: &str) -> Result<String, StoreError> {
        Ok(self.vault.open_sealed(&format!("user {user}"), sealed)?)
    }

    /// Their sessions, memberships and what was granted to them go with them.
    pub async fn delete_user(&self, id: &str) -> Result<(), StoreError> {
        on!(self, db => {
            let mut all = db.begin().await?;
            sqlx::query("DELETE FROM grants WHERE subject = $1").bind(id).execute(&mut *all).await?;
            sqlx::query("DELETE FROM users WHERE id = $1").bind(id).execute(&mut *all).await?;
            all.commit().await?;
        });
        Ok(())
    }
}
