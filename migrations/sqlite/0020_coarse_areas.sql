-- Where somebody sets out to home calls may be her home: areas keep hundredths of a
-- degree, about a kilometre, as `Position::coarse` has them.
UPDATE engineer_areas SET lat = ROUND(lat * 100.0) / 100.0, lon = ROUND(lon * 100.0) / 100.0;
UPDATE engineer_reach SET lat = ROUND(lat * 100.0) / 100.0, lon = ROUND(lon * 100.0) / 100.0
WHERE mode = 'home';
-- As `Position::cell` has it. Twice a hundredth is a fiftieth: half less a ten thousandth
-- is rounded down to the whole number below, by both engines.
UPDATE engineer_reach SET cell =
    (CAST(ROUND(lat * 2.0 - 0.4999) AS BIGINT) + 180) * 720
    + (CAST(ROUND(lon * 2.0 - 0.4999) AS BIGINT) + 360) % 720
WHERE mode = 'home';
