-- The second factor of an account: the secret that its authenticator app has, sealed with the keys of the data folder, and
-- the last time-step whose code was taken, so that none is taken twice.
CREATE TABLE account_factors (
  account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  secret TEXT NOT NULL,
  last_step INTEGER NOT NULL,
  since TEXT NOT NULL
) STRICT;

-- What stands in for the factor once each; only hashes.
CREATE TABLE recovery_codes (
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  hash TEXT NOT NULL,
  used TEXT,
  PRIMARY KEY (account_id, hash)
) STRICT;

-- Where somebody is signed in. The id is in the sealed cookie, and a cookie is good while its row has not ended.
CREATE TABLE sign_ins (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  began TEXT NOT NULL,
  seen TEXT NOT NULL,
  address TEXT NOT NULL,
  browser TEXT NOT NULL,
  ended TEXT,
  why TEXT
) STRICT;
CREATE INDEX sign_ins_by_account ON sign_ins (account_id, began);

-- Somebody who may not sign in for now keeps the account; what they did stays theirs.
ALTER TABLE accounts ADD COLUMN disabled TEXT;

-- The one link with which somebody sets password and factor: only its hash, one for an account.
CREATE TABLE invitations (
  account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  until TEXT NOT NULL
) STRICT;
