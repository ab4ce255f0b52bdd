-- Whoever asks for these asks for few of them: no statement looks through a whole
-- table for that (server/tests/plans).
CREATE INDEX tokens_by_account ON tokens (account_id, usage);
CREATE INDEX tokens_by_end ON tokens (expires_at);
CREATE INDEX staff_by_point ON staff (point_id);
CREATE INDEX points_by_name ON points (name, id) WHERE active = 1;
