CREATE TABLE roles (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name in lower case: names that differ in case alone are one.
    name_key TEXT NOT NULL UNIQUE,
    -- Empty for none.
    description TEXT NOT NULL,
    -- The names of its privileges, a blank between them.
    privileges TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
