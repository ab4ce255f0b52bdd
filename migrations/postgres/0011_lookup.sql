-- Whoever asks for these asks for few of them: no statement looks through a whole
-- table for that (server/tests/plans).
CREATE INDEX tokens_by_account ON tokens (account_id, usage);
CREATE INDEX tokens_by_end ON tokens (expires_at);
CREATE INDEX staff_by_point ON staff (point_id);
CREATE INDEX points_by_name ON points (name, id) WHERE active = 1;

-- Everybody in the order of the next free time, as `search::soonest` has it.
CREATE INDEX engineers_by_next_visit
    ON engineers (active, next_visit, score DESC, id, tag_bits, modes, average, visit_days);
CREATE INDEX engineers_by_next_home
    ON engineers (active, next_home, score DESC, id, tag_bits, modes, average, home_days);
CREATE INDEX engineers_by_next_free
    ON engineers (active, (CASE WHEN next_visit IS NULL OR next_home < next_visit THEN next_home ELSE next_visit END),
                  score DESC, id, tag_bits, modes, average);
