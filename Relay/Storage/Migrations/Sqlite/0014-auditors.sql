-- Public keys of auditors, and what the organisation's root key signed of them. No private key ever comes here.
CREATE TABLE auditor_keys (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  public_key BLOB NOT NULL,
  added TEXT NOT NULL,
  name TEXT,
  made TEXT,
  until TEXT,
  signature BLOB,
  withdrawn TEXT
) STRICT;
CREATE INDEX auditor_keys_by_account ON auditor_keys (account_id, added);
