-- All tags of an engineer with their counts in one text, derived from `engineer_tags` in
-- the transactions that change those: reading her asks no other table.
ALTER TABLE engineers ADD COLUMN tags TEXT NOT NULL DEFAULT '';
UPDATE engineers SET tags = COALESCE(
    (SELECT string_agg(t.kind || ' ' || t.key || ' ' || t.count, ',') FROM engineer_tags t
     WHERE t.engineer_id = engineers.id),
    ''
);
