-- A list by rating is read from its beginning, as one by score is.
CREATE INDEX engineer_reach_by_rating
    ON engineer_reach (cell, mode, average DESC, score DESC, engineer_id, tag_bits, lat, lon, radius_km, reviews);
-- An index that nothing is known of looks cheaper than one by another order.
ANALYZE engineer_reach;
