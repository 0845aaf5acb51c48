-- What the customer answered after the end; null where it was skipped, all null where nothing was answered.
ALTER TABLE sessions ADD COLUMN rated TEXT;
ALTER TABLE sessions ADD COLUMN solved INTEGER;
ALTER TABLE sessions ADD COLUMN ease INTEGER;
ALTER TABLE sessions ADD COLUMN sentence TEXT;
