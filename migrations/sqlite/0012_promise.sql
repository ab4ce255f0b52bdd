-- What a profile tells of promises stands with the leg, so that one look at an
-- engineer's legs counts it: when the last request was first answered, and when the
-- service began. Moves write both beside the event that they came from.
ALTER TABLE legs ADD COLUMN answered_at BIGINT;
ALTER TABLE legs ADD COLUMN started_at BIGINT;
UPDATE legs SET
    answered_at = (SELECT MIN(e.at) FROM events e
                   WHERE e.case_id = legs.case_id AND e.leg_id = legs.id AND e.at >= legs.requested_at
                       AND e.kind IN ('confirmed', 'proposed', 'declined')),
    started_at = (SELECT MIN(e.at) FROM events e
                  WHERE e.case_id = legs.case_id AND e.leg_id = legs.id AND e.kind = 'started');

-- The stars of a month are counted without reading what was written.
DROP INDEX reviews_by_subject;
CREATE INDEX reviews_by_subject ON reviews (subject_id, created_at DESC, id DESC, subject, stars);
