-- The words by which engineers and points are found (src/search/name.rs). What has
-- been there before has the empty word, until the program has read its name.
CREATE TABLE names (
    id TEXT NOT NULL,
    word TEXT COLLATE BINARY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('engineer', 'point')),
    PRIMARY KEY (id, word)
) WITHOUT ROWID;
CREATE INDEX names_by_word ON names (kind, word, id);

INSERT INTO names (id, word, kind)
SELECT id, '', 'engineer' FROM engineers UNION ALL SELECT id, '', 'point' FROM points;
