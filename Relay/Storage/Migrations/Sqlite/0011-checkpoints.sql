-- Signed states of the whole log, kept for ever; the note is the text that was signed, with the Relay's signature under it.
CREATE TABLE checkpoints (
  size INTEGER NOT NULL PRIMARY KEY,
  note TEXT NOT NULL,
  made TEXT NOT NULL
) STRICT;
CREATE TRIGGER checkpoints_stay_as_they_are BEFORE UPDATE ON checkpoints
  BEGIN SELECT RAISE(ABORT, 'checkpoints stay as they are'); END;
CREATE TRIGGER checkpoints_stay BEFORE DELETE ON checkpoints
  BEGIN SELECT RAISE(ABORT, 'checkpoints stay'); END;

-- What witnesses signed of them: the line under the note.
CREATE TABLE cosignatures (
  size INTEGER NOT NULL REFERENCES checkpoints (size),
  witness TEXT NOT NULL,
  line TEXT NOT NULL,
  signed TEXT NOT NULL,
  PRIMARY KEY (size, witness)
) STRICT;
