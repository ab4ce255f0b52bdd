-- What takes place, by when it should be over: the clock closes what nobody finishes.
CREATE INDEX legs_under_way ON legs (ends_at)
    WHERE (state IN ('arrived', 'in_service') OR (state = 'confirmed' AND mode <> 'visit'));
