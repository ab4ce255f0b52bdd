-- What the row said that somebody was last imported from: a row that says the same
-- again has nothing to change.
ALTER TABLE engineers ADD COLUMN listed_as TEXT;
ALTER TABLE points ADD COLUMN listed_as TEXT;
