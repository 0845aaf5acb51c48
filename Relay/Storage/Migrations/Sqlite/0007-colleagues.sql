-- Who was invited to a session that is another technician's, and how they stand in it.
CREATE TABLE colleagues (
  session_id TEXT NOT NULL REFERENCES sessions (id),
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  organisation TEXT NOT NULL,
  invited_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (session_id, account)
) STRICT;
