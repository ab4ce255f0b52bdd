-- One of three recommendations goes to a newcomer: how many reviews somebody has is
-- found with the other facts of a search.
ALTER TABLE engineer_reach ADD COLUMN reviews BIGINT NOT NULL DEFAULT 0;
UPDATE engineer_reach SET reviews = (
    SELECT e.stars1 + e.stars2 + e.stars3 + e.stars4 + e.stars5 FROM engineers e WHERE e.id = engineer_id
);
DROP INDEX engineer_reach_by_cell;
CREATE INDEX engineer_reach_by_cell
    ON engineer_reach (cell, mode, tag_bits, engineer_id, lat, lon, radius_km, average, score, reviews);
CREATE INDEX engineers_by_reviews
    ON engineers (active, (stars1 + stars2 + stars3 + stars4 + stars5), id DESC, tag_bits, modes, average,
                  visit_days, home_days);
