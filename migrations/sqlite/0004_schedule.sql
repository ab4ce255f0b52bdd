CREATE TABLE windows (
    engineer_id  TEXT   NOT NULL REFERENCES engineers (id),
    weekday      BIGINT NOT NULL,
    start_minute BIGINT NOT NULL,
    end_minute   BIGINT NOT NULL,
    -- NULL: on the road
    point_id     TEXT   REFERENCES points (id),
    PRIMARY KEY (engineer_id, weekday, start_minute)
) WITHOUT ROWID;
CREATE INDEX windows_by_point ON windows (point_id, engineer_id);

CREATE TABLE days_off (
    id          TEXT PRIMARY KEY,
    engineer_id TEXT NOT NULL REFERENCES engineers (id),
    -- ISO 8601 dates, both included
    from_day    TEXT NOT NULL,
    to_day      TEXT NOT NULL
);
CREATE INDEX days_off_by_engineer ON days_off (engineer_id);

-- The heart: who or what is taken when. Two appointments that overlap in any
-- part collide here, whatever the code above believes. `resource` is an engineer
-- or a bay, `owner` a draft (while held) or a leg; `until` is when a hold ends.
CREATE TABLE occupancy (
    resource TEXT   NOT NULL,
    tick     BIGINT NOT NULL,
    owner    TEXT   NOT NULL,
    until    BIGINT,
    PRIMARY KEY (resource, tick)
) WITHOUT ROWID;
CREATE INDEX occupancy_by_owner ON occupancy (owner);
CREATE INDEX occupancy_by_end_of_hold ON occupancy (until) WHERE until IS NOT NULL;
