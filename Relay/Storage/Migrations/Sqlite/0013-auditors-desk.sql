-- All that the customer has allowed in a session, so that sessions are found by it; of those before, it is read from their entries.
ALTER TABLE sessions ADD COLUMN allowed TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_by_requested ON sessions (requested, id);
UPDATE sessions SET allowed = coalesce((
  WITH scopes (name) AS (VALUES ('View'), ('Control'), ('Drawing'), ('Clipboard'), ('Files'), ('Diagnostics'), ('Recording'))
  SELECT group_concat(name, ',') FROM scopes WHERE EXISTS (
    SELECT 1 FROM entries WHERE entries.session = sessions.id
      AND json_extract(json, '$.action') IN ('session.allow', 'session.change') AND json_extract(json, '$.outcome') = 'success'
      AND ',' || json_extract(json, '$.detail.scopes') || ',' LIKE '%,' || name || ',%')), '');

-- What an auditor found of a session, once; the words are in the entry.
CREATE TABLE reviews (
  session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id),
  verdict TEXT NOT NULL,
  account TEXT NOT NULL,
  reviewed TEXT NOT NULL
) STRICT;

-- When somebody's last reading of something became an entry, so that reloads within the hour do not.
CREATE TABLE log_readings (
  account TEXT NOT NULL,
  what TEXT NOT NULL,
  read TEXT NOT NULL,
  PRIMARY KEY (account, what)
) STRICT;
