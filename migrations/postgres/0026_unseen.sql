-- As before, with visits for which nobody was checked in: the clock closes these too.
DROP INDEX legs_under_way;
CREATE INDEX legs_under_way ON legs (ends_at) WHERE state IN ('confirmed', 'arrived', 'in_service');
