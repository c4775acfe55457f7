//! What must survive: users, sessions, servers and their secrets, in SQLite or PostgreSQL. The only SQL.

use std::{io, path::Path, str::FromStr, time::Duration};

use sqlx::{
    Connection, Error, PgConnection, PgPool, SqlitePool,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::time::timeout;

mod grants;
mod roles;
mod servers;
mod sessions;
mod users;
mod vault;

pub use grants::{GrantRow, GroupRow, MemberRow};
pub use roles::RoleRow;
pub use servers::{Pin, ServerRow};
pub use sessions::{SessionRow, Use};
pub use users::UserRow;
pub use vault::{VaultError, write_private};

use vault::{Vault, make_private};

use crate::plain;

/// How long a connection to PostgreSQL may take.
const PATIENCE: Duration = Duration::from_secs(10);

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// Runs a query on whichever database there is. The texts are the same for both.
macro_rules! on {
    ($store:expr, $db:ident => $run:expr) => {
        match &$store.db {
            $crate::store::Db::Sqlite($db) => $run,
            $crate::store::Db::Postgres($db) => $run,
        }
    };
}
pub(crate) use on;

pub(crate) enum Db {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// The database and the key to its secrets.
pub struct Store {
    pub(crate) db: Db,
    vault: Vault,
}

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("cannot open the database {at}: {}", unopened(why))]
    Open { at: String, why: Error },
    #[error(
        "the database {at} is from a newer version of Xenith (it has migration {version}): \
         start that version, or restore a backup made by this one"
    )]
    Newer { at: String, version: i64 },
    #[error("cannot bring the database {at} up to date")]
    Migrate { at: String, source: MigrateError },
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A name that must be unique is taken.
    #[error("it exists already")]
    Exists,
    #[error("the database failed")]
    Sql(#[source] Error),
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error.as_database_error() {
            Some(e) if e.is_unique_violation() => Self::Exists,
            _ => Self::Sql(error),
        }
    }
}

impl From<StoreError> for api::ApiError {
    /// The caller hears nothing of the database; the log does.
    fn from(error: StoreError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "the store failed");
        Self::Internal
    }
}

impl Store {
    /// Opens the database at `url`, or `xenith.db` in `data`, makes it if there is none, and brings it up to
    /// date. The key to the secrets is `key` in `data`.
    pub async fn open(data: &Path, url: Option<&str>) -> Result<Self, StoreError> {
        let (db, at) = match url {
            Some(url) => (Db::Postgres(postgres(url, PATIENCE).await?), without_password(url)),
            None => {
                let file = data.join("xenith.db");
                (Db::Sqlite(sqlite(&file).await?), file.display().to_string())
            }
        };
        let migrated = match &db {
            Db::Sqlite(db) => MIGRATIONS.run(db).await,
            Db::Postgres(db) => MIGRATIONS.run(db).await,
        };
        migrated.map_err(|source| match source {
            MigrateError::VersionMissing(version) => StoreError::Newer { at: at.clone(), version },
            source => StoreError::Migrate { at, source },
        })?;
        let mut store = Self { db, vault: Vault::open(&data.join("key"))? };
        store.check_key(data).await?;
        Ok(store)
    }

    /// A database whose secrets were written with another key is refused, before anything is written to it.
    async fn check_key(&mut self, data: &Path) -> Result<(), StoreError> {
        const NAME: &str = "key_check";
        let known: Option<(String,)> = on!(self, db => {
            sqlx::query_as("SELECT value FROM meta WHERE name = $1").bind(NAME).fetch_optional(db).await
        })?;
        match known {
            Some((sealed,)) => match self.vault.open_sealed(NAME, &sealed) {
                Ok(_) => Ok(()),
                Err(_) => Err(VaultError::WrongKey { file: data.join("key") }.into()),
            },
            None => {
                let sealed = self.vault.seal(NAME, NAME);
                on!(self, db => {
                    sqlx::query("INSERT INTO meta (name, value) VALUES ($1, $2)")
                        .bind(NAME).bind(sealed).execute(db).await.map(drop)
                })?;
                Ok(())
            }
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> bool {
        on!(self, db => sqlx::query("SELECT 1").execute(db).await.is_ok())
    }

    /// Writes out what is pending and lets go of the database.
    pub async fn close(&self) {
        on!(self, db => db.close().await);
    }
}

async fn sqlite(file: &Path) -> Result<SqlitePool, StoreError> {
    let failed = |why| StoreError::Open { at: file.display().to_string(), why };
    make_private(file).map_err(|error| failed(error.into()))?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .pragma("cache_size", "-512");
    SqlitePoolOptions::new().max_connections(1).connect_with(options).await.map_err(failed)
}

/// Waits for a database that is just starting, and if it does not in that time says what it fails with.
async fn postgres(url: &str, patience: Duration) -> Result<PgPool, StoreError> {
    let failed = |why| StoreError::Open { at: without_password(url), why };
    let options = PgConnectOptions::from_str(url).map_err(failed)?;
    let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(patience);
    match pool.connect_with(options.clone()).await {
        Err(Error::PoolTimedOut) => {
            let cause = match timeout(patience, PgConnection::connect_with(&options)).await {
                Ok(Err(cause)) => cause,
                Ok(Ok(_)) => Error::PoolTimedOut,
                Err(_) => Error::Io(io::Error::new(io::ErrorKind::TimedOut, "nothing answers there")),
            };
            Err(failed(cause))
        }
        other => other.map_err(failed),
    }
}

fn unopened(why: &Error) -> String {
    match why {
        Error::Io(why) => plain::reason(why),
        Error::Database(why) => why.message().to_owned(),
        why => why.to_string(),
    }
}

/// A database URL as it may be shown.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://{place}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn passwords_of_urls_are_not_shown() {
        assert_eq!(without_password("postgres://u:p@h/db"), "postgres://h/db");
        assert_eq!(without_password("postgres://h/db"), "postgres://h/db");
    }

    #[tokio::test]
    async fn a_database_that_is_not_there_is_named_with_the_reason() {
        let url = "postgres://xenith:secret@127.0.0.1:1/xenith";
        let error = postgres(url, Duration::from_millis(100)).await.unwrap_err();
        let said = "cannot open the database postgres://127.0.0.1:1/xenith: nothing listens there";
        assert_eq!(error.to_string(), said);
    }

    #[tokio::test]
    async fn a_database_is_private_and_one_of_a_later_version_refused_by_name_and_left_alone() {
        let data = std::env::temp_dir().join(format!("xenith-store-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&data).unwrap();
        let store = Store::open(&data, None).await.unwrap();
        for file in ["xenith.db", "xenith.db-wal"] {
            let mode = std::fs::metadata(data.join(file)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
        let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                     VALUES (9999, 'later', TRUE, $1, 0)";
        on!(store, db => sqlx::query(later).bind(vec![0_u8]).execute(db).await.map(drop)).unwrap();
        store.close().await;
        for _ in 0..2 {
            let error = Store::open(&data, None).await.map(drop).unwrap_err().to_string();
            assert!(error.contains("newer version of Xenith") && error.contains("xenith.db"), "{error}");
        }
        std::fs::remove_dir_all(data).unwrap();
    }
}
