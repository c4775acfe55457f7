//! Groups of users, and what users and groups were granted.

use super::{Store, StoreError, UserRow, on};

/// A group as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct GroupRow {
    pub id: String,
    pub name: String,
    pub created_at: i64,
}

/// That a user is in a group.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MemberRow {
    pub group_id: String,
    pub user_id: String,
}

/// A grant as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct GrantRow {
    pub id: String,
    pub subject: String,
    /// `tree`, `object`, `tag` or `filter`.
    pub kind: String,
    /// An object's id, a tag or a filter.
    pub target: String,
    pub action: String,
}

impl Store {
    /// All groups, oldest first.
    pub async fn groups(&self) -> Result<Vec<GroupRow>, StoreError> {
        const ALL: &str = "SELECT id, name, created_at FROM groups ORDER BY created_at, id";
        Ok(on!(self, db => sqlx::query_as(ALL).fetch_all(db).await)?)
    }

    /// Who is in which group.
    pub async fn group_members(&self) -> Result<Vec<MemberRow>, StoreError> {
        const ALL: &str = "SELECT group_id, user_id FROM group_members";
        Ok(on!(self, db => sqlx::query_as(ALL).fetch_all(db).await)?)
    }

    /// [`StoreError::Exists`] when the name is taken.
    pub async fn insert_group(&self, group: &GroupRow) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO groups (id, name, name_key, created_at) VALUES ($1, $2, $3, $4)";
        on!(self, db => {
            sqlx::query(INSERT)
                .bind(&group.id)
                .bind(&group.name)
                .bind(UserRow::key(&group.name))
                .bind(group.created_at)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// [`StoreError::Exists`] when the new name is taken.
    pub async fn rename_group(&self, id: &str, name: &str) -> Result<(), StoreError> {
        const UPDATE: &str = "UPDATE groups SET name = $2, name_key = $3 WHERE id = $1";
        on!(self, db => {
            sqlx::query(UPDATE).bind(id).bind(name).bind(UserRow::key(name)).execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Its memberships and what was granted to it go with it.
    pub async fn delete_group(&self, id: &str) -> Result<(), StoreError> {
        on!(self, db => {
            let mut all = db.begin().await?;
            sqlx::query("DELETE FROM grants WHERE subject = $1").bind(id).execute(&mut *all).await?;
            sqlx::query("DELETE FROM groups WHERE id = $1").bind(id).execute(&mut *all).await?;
            all.commit().await?;
        });
        Ok(())
    }

    /// Makes these users the members of a group.
    pub async fn set_group_members(
        &self,
        group: &str,
        users: impl Iterator<Item = &str>,
    ) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)";
        on!(self, db => {
            let mut all = db.begin().await?;
            let old = sqlx::query("DELETE FROM group_members WHERE group_id = $1");
            old.bind(group).execute(&mut *all).await?;
            for user in users {
                sqlx::query(INSERT).bind(group).bind(user).execute(&mut *all).await?;
            }
            all.commit().await?;
        });
        Ok(())
    }

    /// Every grant.
    pub async fn grants(&self) -> Result<Vec<GrantRow>, StoreError> {
        const ALL: &str =
            "SELECT id, subject, kind, target, action FROM grants ORDER BY subject, kind, target, action";
        Ok(on!(self, db => sqlx::query_as(ALL).fetch_all(db).await)?)
    }

    /// [`StoreError::Exists`] when the same was granted already.
    pub async fn insert_grant(&self, grant: &GrantRow) -> Result<(), StoreError> {
        const INSERT: &str =
            "INSERT INTO grants (id, subject, kind, target, action) VALUES ($1, $2, $3, $4, $5)";
        on!(self, db => {
            sqlx::query(INSERT)
                .bind(&grant.id)
                .bind(&grant.subject)
                .bind(&grant.kind)
                .bind(&grant.target)
                .bind(&grant.action)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    pub async fn delete_grant(&self, id: &str) -> Result<(), StoreError> {
        on!(self, db => {
            sqlx::query("DELETE FROM grants WHERE id = $1").bind(id).execute(db).await.map(drop)
        })?;
        Ok(())
    }
}
