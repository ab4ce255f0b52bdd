-- What search asks of everybody stands in the index that it goes through: tags as
-- bits (`tag::bits`), and in `engineer_reach` the ratings too. Derived from
-- `engineer_tags` and `engineers` in the transactions that change those; an
-- engineer who is not active reaches nobody.
ALTER TABLE engineers ADD COLUMN tag_bits BIGINT NOT NULL DEFAULT 0;
ALTER TABLE engineer_reach ADD COLUMN tag_bits BIGINT NOT NULL DEFAULT 0;
ALTER TABLE engineer_reach ADD COLUMN average DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE engineer_reach ADD COLUMN score DOUBLE PRECISION NOT NULL DEFAULT 0;

WITH words (kind, key, bit) AS (
    VALUES
        ('product', 'laptop', 1),
        ('product', 'phone', 2),
        ('product', 'tablet', 4),
        ('product', 'desktop', 8),
        ('product', 'printer', 16),
        ('product', 'router', 32),
        ('product', 'tv', 64),
        ('product', 'monitor', 128),
        ('need', 'screen', 4096),
        ('need', 'battery', 8192),
        ('need', 'slow', 16384),
        ('need', 'keyboard', 32768),
        ('need', 'data', 65536),
        ('need', 'water', 131072),
        ('need', 'charging', 262144),
        ('need', 'camera', 524288),
        ('need', 'sound', 1048576),
        ('need', 'network', 2097152),
        ('need', 'software', 4194304),
        ('need', 'mainboard', 8388608),
        ('need', 'setup', 16777216),
        ('need', 'cleaning', 33554432),
        ('language', 'zh', 4294967296),
        ('language', 'yue', 8589934592),
        ('language', 'wuu', 17179869184),
        ('language', 'nan', 34359738368),
        ('language', 'hak', 68719476736),
        ('language', 'cmn-wuhan', 137438953472),
        ('language', 'cmn-sichuan', 274877906944),
        ('language', 'cmn-northeast', 549755813888),
        ('language', 'cmn-tianjin', 1099511627776),
        ('language', 'cmn-henan', 2199023255552),
        ('language', 'cmn-shaanxi', 4398046511104),
        ('language', 'hsn', 8796093022208),
        ('language', 'gan', 17592186044416),
        ('language', 'en', 35184372088832),
        ('language', 'fa', 70368744177664),
        ('language', 'ar', 140737488355328),
        ('language', 'ja', 281474976710656),
        ('language', 'ko', 562949953421312),
        ('language', 'ms', 1125899906842624),
        ('language', 'fr', 2251799813685248),
        ('language', 'de', 4503599627370496),
        ('language', 'es', 9007199254740992)
)
UPDATE engineers SET tag_bits = COALESCE(
    (SELECT SUM(w.bit) FROM engineer_tags t JOIN words w ON w.kind = t.kind AND w.key = t.key
     WHERE t.engineer_id = engineers.id),
    0
);

DELETE FROM engineer_reach WHERE engineer_id IN (SELECT id FROM engineers WHERE active = 0);
UPDATE engineer_reach SET
    tag_bits = (SELECT e.tag_bits FROM engineers e WHERE e.id = engineer_id),
    average = (SELECT e.average FROM engineers e WHERE e.id = engineer_id),
    score = (SELECT e.score FROM engineers e WHERE e.id = engineer_id);

DROP INDEX engineer_reach_by_cell;
CREATE INDEX engineer_reach_by_cell
    ON engineer_reach (cell, mode, tag_bits, engineer_id, lat, lon, radius_km, average, score);

-- `active` leads them: SQLite reads the row for the condition of a partial index, and
-- goes through one that holds all it needs five times as fast.
DROP INDEX engineers_by_score;
CREATE INDEX engineers_by_score
    ON engineers (active, score DESC, id, tag_bits, modes, average, visit_days, home_days);
DROP INDEX engineers_by_average;
CREATE INDEX engineers_by_average
    ON engineers (active, average DESC, score DESC, id, tag_bits, modes, visit_days, home_days);

-- Search was its only reader.
DROP INDEX engineer_tags_by_key;
