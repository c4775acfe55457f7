-- What a token is limited to, as JSON; nothing when it is not.
ALTER TABLE sessions ADD COLUMN scope TEXT;
