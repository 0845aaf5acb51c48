-- Accounts, as ASP.NET Core Identity keeps them.
CREATE TABLE accounts (
  id TEXT NOT NULL PRIMARY KEY,
  user_name TEXT,
  normalized_user_name TEXT,
  email TEXT,
  normalized_email TEXT,
  email_confirmed INTEGER NOT NULL,
  password_hash TEXT,
  security_stamp TEXT,
  concurrency_stamp TEXT,
  phone_number TEXT,
  phone_number_confirmed INTEGER NOT NULL,
  two_factor_enabled INTEGER NOT NULL,
  lockout_end TEXT,
  lockout_enabled INTEGER NOT NULL,
  access_failed_count INTEGER NOT NULL,
  name TEXT NOT NULL,
  organisation TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX accounts_by_user_name ON accounts (normalized_user_name);
CREATE UNIQUE INDEX accounts_by_email ON accounts (normalized_email);

CREATE TABLE account_claims (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  claim_type TEXT,
  claim_value TEXT
) STRICT;
CREATE INDEX account_claims_by_account ON account_claims (user_id);

CREATE TABLE account_logins (
  login_provider TEXT NOT NULL,
  provider_key TEXT NOT NULL,
  provider_display_name TEXT,
  user_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (login_provider, provider_key)
) STRICT;
CREATE INDEX account_logins_by_account ON account_logins (user_id);

CREATE TABLE account_tokens (
  user_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  login_provider TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY (user_id, login_provider, name)
) STRICT;

CREATE TABLE cases (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  customer TEXT NOT NULL,
  callback TEXT NOT NULL,
  problem TEXT NOT NULL,
  opened TEXT NOT NULL
) STRICT;
CREATE INDEX cases_by_opened ON cases (opened);

CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  technician_id TEXT NOT NULL,
  technician TEXT NOT NULL,
  organisation TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  end_reason TEXT,
  requested TEXT NOT NULL,
  live TEXT,
  ended TEXT,
  until TEXT
) STRICT;
CREATE INDEX sessions_by_case ON sessions (case_id, requested);
CREATE INDEX sessions_by_state ON sessions (state);

-- The log: rows are added and stay. The triggers stop mistakes; the hashes show intent.
CREATE TABLE entries (
  sequence INTEGER NOT NULL PRIMARY KEY,
  json TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  session TEXT
) STRICT;
CREATE INDEX entries_by_session ON entries (session, sequence);
CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
  BEGIN SELECT RAISE(ABORT, 'entries stay as they are'); END;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
  BEGIN SELECT RAISE(ABORT, 'entries stay'); END;

-- Erasing a personal value deletes its row; nothing alters one.
CREATE TABLE personal_values (
  sequence INTEGER NOT NULL REFERENCES entries (sequence),
  key TEXT NOT NULL,
  salt TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (sequence, key)
) STRICT;
CREATE TRIGGER personal_values_stay_as_they_are BEFORE UPDATE ON personal_values
  BEGIN SELECT RAISE(ABORT, 'personal values stay as they are'); END;

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
