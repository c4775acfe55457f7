//! Configured pool connections, their sealed passwords, where their hosts are and which certificates are trusted.

use super::{Store, StoreError, on};

/// A pool connection as configured. The password is in the clear here and sealed in the database.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ServerRow {
    pub id: String,
    pub host: String,
    pub label: Option<String>,
    pub username: String,
    pub password: String,
    pub allow_unauthorized: bool,
    pub enabled: bool,
    pub read_only: bool,
    /// The pool that answered there last.
    pub pool_id: Option<String>,
    pub created_at: i64,
}

impl std::fmt::Debug for ServerRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerRow").field("id", &self.id).field("host", &self.host).finish_non_exhaustive()
    }
}

/// A certificate trusted for one host of a server.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Pin {
    /// `host:port`.
    pub address: String,
    /// SHA-256, `AB:CD:…`.
    pub fingerprint: String,
}

const FORGET_MEMBERS: &str = "DELETE FROM server_members WHERE server_id = $1";

impl Store {
    /// All servers, oldest first.
    pub async fn servers(&self) -> Result<Vec<ServerRow>, StoreError> {
        const ALL: &str = "SELECT id, host, label, username, password, allow_unauthorized, enabled, read_only, \
                           pool_id, created_at FROM servers ORDER BY created_at, id";
        let mut rows: Vec<ServerRow> = on!(self, db => sqlx::query_as(ALL).fetch_all(db).await)?;
        for row in &mut rows {
            row.password = self.vault.open_sealed(&row.id, &row.password)?;
        }
        Ok(rows)
    }

    /// [`StoreError::Exists`] when there is one with that address.
    pub async fn insert_server(&self, server: &ServerRow) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO servers (id, host, label, username, password, allow_unauthorized, \
            enabled, read_only, pool_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let sealed = self.vault.seal(&server.id, &server.password);
        on!(self, db => {
            sqlx::query(INSERT)
                .bind(&server.id)
                .bind(&server.host)
                .bind(&server.label)
                .bind(&server.username)
                .bind(&sealed)
                .bind(server.allow_unauthorized)
                .bind(server.enabled)
                .bind(server.read_only)
                .bind(&server.pool_id)
                .bind(server.created_at)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// [`StoreError::Exists`] when another one has that address.
    pub async fn update_server(&self, server: &ServerRow) -> Result<(), StoreError> {
        const UPDATE: &str = "UPDATE servers SET host = $2, label = $3, username = $4, password = $5, \
            allow_unauthorized = $6, enabled = $7, read_only = $8, pool_id = $9 WHERE id = $1";
        let sealed = self.vault.seal(&server.id, &server.password);
        on!(self, db => {
            sqlx::query(UPDATE)
                .bind(&server.id)
                .bind(&server.host)
                .bind(&server.label)
                .bind(&server.username)
                .bind(&sealed)
                .bind(server.allow_unauthorized)
                .bind(server.enabled)
                .bind(server.read_only)
                .bind(&server.pool_id)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Remembers which pool answers there.
    pub async fn note_pool(&self, server: &str, pool: &str) -> Result<(), StoreError> {
        const NOTE: &str = "UPDATE servers SET pool_id = $2 WHERE id = $1";
        on!(self, db => sqlx::query(NOTE).bind(server).bind(pool).execute(db).await.map(drop))?;
        Ok(())
    }

    /// What is known of its hosts goes with it.
    pub async fn delete_server(&self, id: &str) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM servers WHERE id = $1";
        on!(self, db => sqlx::query(DELETE).bind(id).execute(db).await.map(drop))?;
        Ok(())
    }

    /// The certificates trusted for a server's hosts.
    pub async fn pins(&self, server: &str) -> Result<Vec<Pin>, StoreError> {
        const ALL: &str =
            "SELECT address, fingerprint FROM server_pins WHERE server_id = $1 ORDER BY address";
        Ok(on!(self, db => sqlx::query_as(ALL).bind(server).fetch_all(db).await)?)
    }

    /// Trusts a certificate for a host, in place of any other.
    pub async fn pin(&self, server: &str, pin: &Pin) -> Result<(), StoreError> {
        const PIN: &str = "INSERT INTO server_pins (server_id, address, fingerprint) VALUES ($1, $2, $3) \
            ON CONFLICT (server_id, address) DO UPDATE SET fingerprint = excluded.fingerprint";
        on!(self, db => {
            sqlx::query(PIN)
                .bind(server)
                .bind(&pin.address)
                .bind(&pin.fingerprint)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Where the hosts of a server's pool were when it was last connected.
    pub async fn members(&self, server: &str) -> Result<Vec<String>, StoreError> {
        const ALL: &str = "SELECT address FROM server_members WHERE server_id = $1 ORDER BY address";
        Ok(on!(self, db => sqlx::query_scalar(ALL).bind(server).fetch_all(db).await)?)
    }

    /// Remembers where the hosts of a server's pool are, in place of what was known.
    pub async fn note_members(&self, server: &str, members: &[String]) -> Result<(), StoreError> {
        const NOTE: &str =
            "INSERT INTO server_members (server_id, address) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        on!(self, db => {
            let mut turn = db.begin().await?;
            sqlx::query(FORGET_MEMBERS).bind(server).execute(&mut *turn).await?;
            for address in members {
                sqlx::query(NOTE).bind(server).bind(address).execute(&mut *turn).await?;
            }
            turn.commit().await?;
        });
        Ok(())
    }

    /// Forgets the hosts of a server's pool, their addresses and certificates: its own address changed.
    pub async fn forget_hosts(&self, server: &str) -> Result<(), StoreError> {
        const FORGET_PINS: &str = "DELETE FROM server_pins WHERE server_id = $1";
        for forget in [FORGET_PINS, FORGET_MEMBERS] {
            on!(self, db => sqlx::query(forget).bind(server).execute(db).await.map(drop))?;
        }
        Ok(())
    }
}
