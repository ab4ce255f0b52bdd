-- When the customer arrived, where a desk checked her in: who waits for a late customer is
-- not late. The move writes it beside the event that it came from.
ALTER TABLE legs ADD COLUMN arrived_at BIGINT;
UPDATE legs SET
    arrived_at = (SELECT MIN(e.at) FROM events e
                  WHERE e.case_id = legs.case_id AND e.leg_id = legs.id AND e.kind = 'arrived');
