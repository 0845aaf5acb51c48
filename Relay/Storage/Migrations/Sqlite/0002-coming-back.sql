-- What a Relay needs to take a session up again after a restart: what was offered, since when the customer has been
-- asked, the hash of the token that seats the Agent, and the last number that a viewer had. Sessions from before have
-- no token, so nobody can come back to them.
ALTER TABLE sessions ADD COLUMN scopes TEXT NOT NULL DEFAULT 'View';
ALTER TABLE sessions ADD COLUMN minutes INTEGER NOT NULL DEFAULT 60;
ALTER TABLE sessions ADD COLUMN joined TEXT;
ALTER TABLE sessions ADD COLUMN seat_hash TEXT;
ALTER TABLE sessions ADD COLUMN last_viewer INTEGER NOT NULL DEFAULT 0;
