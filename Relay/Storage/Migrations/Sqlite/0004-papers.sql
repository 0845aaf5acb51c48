-- What technicians write beside the log: notes and checklist of a case, phrases of an account. The owner is the one or the
-- other's id. The version rises with each save, so that nobody overwrites what they have not seen.
CREATE TABLE papers (
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  by TEXT NOT NULL,
  saved TEXT NOT NULL,
  PRIMARY KEY (owner, kind)
) STRICT;
