-- Names in several languages are JSON objects: {"en": "…", "zh-CN": "…"}.
-- stars1 … stars5 count the reviews with that many stars; `stars_sum` is their
-- sum and kept with them, so that lists can sort by the average.

CREATE TABLE points (
    id            TEXT   PRIMARY KEY,
    slug          TEXT   NOT NULL UNIQUE,
    name          TEXT   NOT NULL,
    address       TEXT   NOT NULL,
    place         BIGINT NOT NULL,
    lat           DOUBLE PRECISION NOT NULL,
    lon           DOUBLE PRECISION NOT NULL,
    cell          BIGINT NOT NULL,
    zone          TEXT   NOT NULL,
    opening_hours TEXT   NOT NULL,
    phone         TEXT,
    active        BIGINT NOT NULL DEFAULT 1,
    stars1        BIGINT NOT NULL DEFAULT 0,
    stars2        BIGINT NOT NULL DEFAULT 0,
    stars3        BIGINT NOT NULL DEFAULT 0,
    stars4        BIGINT NOT NULL DEFAULT 0,
    stars5        BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX points_by_cell ON points (cell) WHERE active = 1;

CREATE TABLE bays (
    id       TEXT   PRIMARY KEY,
    point_id TEXT   NOT NULL REFERENCES points (id),
    position BIGINT NOT NULL,
    label    TEXT   NOT NULL,
    active   BIGINT NOT NULL DEFAULT 1,
    UNIQUE (point_id, position)
);

CREATE TABLE staff (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    point_id   TEXT NOT NULL REFERENCES points (id),
    PRIMARY KEY (account_id, point_id)
);
