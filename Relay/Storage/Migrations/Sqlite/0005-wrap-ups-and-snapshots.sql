-- What the technician wrote down after a session, and pictures of the screen that they kept. Names of enums, apart by commas.
CREATE TABLE wrap_ups (
  session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id),
  topics TEXT NOT NULL,
  solved INTEGER NOT NULL,
  done TEXT NOT NULL,
  next TEXT NOT NULL,
  words TEXT NOT NULL,
  written TEXT NOT NULL
) STRICT;

CREATE TABLE snapshots (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  session_id TEXT NOT NULL REFERENCES sessions (id),
  technician_id TEXT NOT NULL,
  technician TEXT NOT NULL,
  taken TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX snapshots_by_case ON snapshots (case_id, taken);

-- Apart, so that a list of snapshots does not read their pixels.
CREATE TABLE snapshot_pictures (
  id TEXT NOT NULL PRIMARY KEY REFERENCES snapshots (id) ON DELETE CASCADE,
  png BLOB NOT NULL
) STRICT;
