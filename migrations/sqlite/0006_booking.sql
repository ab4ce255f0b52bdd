CREATE TABLE drafts (
    id          TEXT   PRIMARY KEY,
    -- a secret in the session of the browser that began it
    owner       TEXT   NOT NULL,
    engineer_id TEXT   NOT NULL REFERENCES engineers (id),
    mode        TEXT,
    point_id    TEXT   REFERENCES points (id),
    address     TEXT,
    place       BIGINT,
    lat         DOUBLE PRECISION,
    lon         DOUBLE PRECISION,
    product     TEXT,
    need        TEXT,
    description TEXT   NOT NULL DEFAULT '',
    held_start  BIGINT,
    held_end    BIGINT,
    held_busy   BIGINT,
    held_bay    TEXT   REFERENCES bays (id),
    held_until  BIGINT,
    case_id     TEXT   REFERENCES cases (id),
    created_at  BIGINT NOT NULL
);
CREATE INDEX drafts_by_age ON drafts (created_at);
