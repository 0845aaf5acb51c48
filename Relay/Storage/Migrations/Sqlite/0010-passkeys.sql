-- Passkeys of an account: the public halves of keys that its owner's devices keep.
CREATE TABLE passkeys (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  credential TEXT NOT NULL UNIQUE,
  public_key BLOB NOT NULL,
  name TEXT NOT NULL,
  made TEXT NOT NULL,
  used TEXT,
  sign_count INTEGER NOT NULL,
  transports TEXT NOT NULL,
  backup_eligible INTEGER NOT NULL,
  backed_up INTEGER NOT NULL
) STRICT;
CREATE INDEX passkeys_by_account ON passkeys (account_id, made);

-- Challenges that a passkey has answered: an answer is good once. Only hashes, and only while they could be shown again.
CREATE TABLE answered_challenges (
  hash TEXT NOT NULL PRIMARY KEY,
  until TEXT NOT NULL
) STRICT;
