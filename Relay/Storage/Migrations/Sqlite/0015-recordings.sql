-- One row for each session that was ever recorded; the recording is a file beside the database, its hashes are entries of the log.
-- The row stays when the file is deleted.
CREATE TABLE recordings (
  session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id),
  case_id TEXT NOT NULL REFERENCES cases (id),
  protocol_version INTEGER NOT NULL,
  started TEXT NOT NULL,
  ended TEXT NULL,
  end_reason TEXT NULL,
  chunks INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  last_hash TEXT NULL,
  last_at INTEGER NOT NULL,
  held TEXT NULL,
  deleted TEXT NULL
) STRICT;
CREATE INDEX recordings_by_end ON recordings (ended);
