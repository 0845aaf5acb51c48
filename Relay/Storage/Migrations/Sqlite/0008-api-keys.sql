-- Keys with which programs come. The mark finds the row and is no secret; of the key itself there is only its hash.
CREATE TABLE api_keys (
  id TEXT NOT NULL PRIMARY KEY,
  mark TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  made_by_id TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made TEXT NOT NULL,
  expires TEXT NOT NULL,
  last_used TEXT,
  revoked TEXT
) STRICT;

-- What a program has written down for the next session of a case. It fills in a form, and starts nothing.
CREATE TABLE prepared_sessions (
  case_id TEXT NOT NULL PRIMARY KEY REFERENCES cases (id),
  reason TEXT NOT NULL,
  scopes TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  by_program TEXT NOT NULL,
  prepared TEXT NOT NULL
) STRICT;
