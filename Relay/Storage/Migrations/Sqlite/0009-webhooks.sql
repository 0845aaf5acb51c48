-- Whom the Relay tells of the steps of sessions. The secret that it signs with is sealed with the keys of the data folder.
CREATE TABLE webhooks (
  id TEXT NOT NULL PRIMARY KEY,
  url TEXT NOT NULL,
  inside INTEGER NOT NULL,
  steps TEXT NOT NULL,
  secret TEXT NOT NULL,
  made_by_id TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made TEXT NOT NULL,
  paused TEXT,
  last_told TEXT,
  lost_outbox_full INTEGER NOT NULL,
  given_up INTEGER NOT NULL
) STRICT;

-- What is still to be told, and what was given up. What it says is in the entry of this sequence; what was told has no row.
CREATE TABLE webhook_deliveries (
  webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  queued TEXT NOT NULL,
  due TEXT NOT NULL,
  tries INTEGER NOT NULL,
  trouble TEXT,
  status INTEGER,
  given_up TEXT,
  PRIMARY KEY (webhook_id, sequence)
) STRICT;
