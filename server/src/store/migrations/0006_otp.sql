-- One-time codes: the secret as sealed, the one that is not confirmed yet, and the last step of which a code was used.
ALTER TABLE users ADD COLUMN otp_secret TEXT;
ALTER TABLE users ADD COLUMN otp_pending TEXT;
ALTER TABLE users ADD COLUMN otp_step BIGINT NOT NULL DEFAULT 0;
-- SHA-256 of the recovery codes that are left, a JSON list.
ALTER TABLE users ADD COLUMN recovery TEXT NOT NULL DEFAULT '[]';
