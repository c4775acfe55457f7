-- A grant may be on more than an object with everything under it.
CREATE TABLE grants_on_targets (
    id TEXT PRIMARY KEY,
    -- A user's or a group's id.
    subject TEXT NOT NULL,
    -- `tree` (an object and everything under it), `object` (an object alone), `tag` or `filter`.
    kind TEXT NOT NULL,
    -- An object's id, a tag or a filter.
    target TEXT NOT NULL,
    -- The id of a role, or a permission.
    action TEXT NOT NULL,
    UNIQUE (subject, kind, target, action)
);
INSERT INTO grants_on_targets (id, subject, kind, target, action)
    SELECT id, subject, 'tree', object, action FROM grants;
DROP TABLE grants;
ALTER TABLE grants_on_targets RENAME TO grants;
