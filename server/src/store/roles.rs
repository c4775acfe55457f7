//! Roles that were made here; those that are built in are not kept.

use super::{Store, StoreError, UserRow, on};

/// A role as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RoleRow {
    pub id: String,
    pub name: String,
    /// Empty for none.
    pub description: String,
    /// The names of its privileges, a blank between them.
    pub privileges: String,
    pub created_at: i64,
}

impl Store {
    /// All roles, oldest first.
    pub async fn roles(&self) -> Result<Vec<RoleRow>, StoreError> {
        const ALL: &str =
            "SELECT id, name, description, privileges, created_at FROM roles ORDER BY created_at, id";
        Ok(on!(self, db => sqlx::query_as(ALL).fetch_all(db).await)?)
    }

    /// [`StoreError::Exists`] when the name is taken.
    pub async fn insert_role(&self, role: &RoleRow) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO roles (id, name, name_key, description, privileges, created_at) \
                              VALUES ($1, $2, $3, $4, $5, $6)";
        on!(self, db => {
            sqlx::query(INSERT)
                .bind(&role.id)
                .bind(&role.name)
                .bind(UserRow::key(&role.name))
                .bind(&role.description)
                .bind(&role.privileges)
                .bind(role.created_at)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// [`StoreError::Exists`] when the new name is taken.
    pub async fn update_role(&self, role: &RoleRow) -> Result<(), StoreError> {
        const UPDATE: &str =
            "UPDATE roles SET name = $2, name_key = $3, description = $4, privileges = $5 WHERE id = $1";
        on!(self, db => {
            sqlx::query(UPDATE)
                .bind(&role.id)
                .bind(&role.name)
                .bind(UserRow::key(&role.name))
                .bind(&role.description)
                .bind(&role.privileges)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// What was granted of it goes with it.
    pub async fn delete_role(&self, id: &str) -> Result<(), StoreError> {
        on!(self, db => {
            let mut all = db.begin().await?;
            sqlx::query("DELETE FROM grants WHERE action = $1").bind(id).execute(&mut *all).await?;
            sqlx::query("DELETE FROM roles WHERE id = $1").bind(id).execute(&mut *all).await?;
            all.commit().await?;
        });
        Ok(())
    }
}
