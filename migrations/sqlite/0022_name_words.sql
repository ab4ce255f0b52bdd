-- All words of a name stand beside each, so that a name of several words is found in the
-- index of one of them.
ALTER TABLE names ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE names SET words = (SELECT string_agg(' ' || o.word, '') FROM names o WHERE o.id = names.id);

DROP INDEX names_by_word;
CREATE INDEX names_by_word ON names (kind, word, id, words);
