-- The best of a cell come first in its index, so that a page of a crowded city is
-- filled without reading everybody there.
DROP INDEX engineer_reach_by_cell;
CREATE INDEX engineer_reach_by_cell
    ON engineer_reach (cell, mode, score DESC, engineer_id, tag_bits, lat, lon, radius_km, average, reviews);
