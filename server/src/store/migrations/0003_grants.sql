CREATE TABLE groups (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name in lower case: names that differ in case alone are one.
    name_key TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE group_members (
    group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_members_by_user ON group_members (user_id);

CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    -- A user's or a group's id.
    subject TEXT NOT NULL,
    -- An object of a pool, by its id.
    object TEXT NOT NULL,
    -- The id of a role, or a permission.
    action TEXT NOT NULL,
    UNIQUE (subject, object, action)
);
