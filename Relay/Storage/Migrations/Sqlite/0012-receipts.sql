-- What the customer allowed, as their Agent signed it, and with the Relay's signature once the hash is in the log.
CREATE TABLE receipts (
  session_id TEXT NOT NULL REFERENCES sessions (id),
  number INTEGER NOT NULL,
  sha256 TEXT NOT NULL UNIQUE,
  signed TEXT NOT NULL,
  countersigned TEXT,
  PRIMARY KEY (session_id, number)
) STRICT;
