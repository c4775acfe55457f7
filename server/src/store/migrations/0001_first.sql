-- One text for SQLite and PostgreSQL. Times are milliseconds since 1970, hashes hexadecimal, secrets base64.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    -- The name in lower case: names that differ in case alone are one.
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    permission TEXT NOT NULL,
    preferences TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- SHA-256 of the secret; the secret itself is never kept.
    hash TEXT NOT NULL UNIQUE,
    -- 'browser' or 'token'.
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_from TEXT,
    description TEXT,
    client_id TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE servers (
    id TEXT PRIMARY KEY,
    host TEXT NOT NULL UNIQUE,
    label TEXT,
    username TEXT NOT NULL,
    -- XChaCha20-Poly1305 under the key file, nonce first.
    password TEXT NOT NULL,
    allow_unauthorized BOOLEAN NOT NULL,
    enabled BOOLEAN NOT NULL,
    read_only BOOLEAN NOT NULL,
    -- The pool that answered there last.
    pool_id TEXT,
    created_at BIGINT NOT NULL
);

-- Certificates trusted for a server's hosts.
CREATE TABLE server_pins (
    server_id TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (server_id, address)
);
