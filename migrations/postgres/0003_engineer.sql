CREATE TABLE engineers (
    id           TEXT   PRIMARY KEY,
    account_id   TEXT   UNIQUE REFERENCES accounts (id),
    slug         TEXT   NOT NULL UNIQUE,
    name         TEXT   NOT NULL,
    -- {"en": {"headline": "…", "bio": "…"}, …}
    words        TEXT   NOT NULL,
    -- drawn:<file stem> or photo:<id>
    portrait     TEXT   NOT NULL,
    years        BIGINT NOT NULL,
    place        BIGINT NOT NULL,
    lat          DOUBLE PRECISION NOT NULL,
    lon          DOUBLE PRECISION NOT NULL,
    zone         TEXT   NOT NULL,
    -- bits: 1 online, 2 visit, 4 home
    modes        BIGINT NOT NULL,
    slot         BIGINT NOT NULL,
    buffer       BIGINT NOT NULL,
    travel       BIGINT NOT NULL,
    active       BIGINT NOT NULL DEFAULT 1,
    served       BIGINT NOT NULL DEFAULT 0,
    stars1       BIGINT NOT NULL DEFAULT 0,
    stars2       BIGINT NOT NULL DEFAULT 0,
    stars3       BIGINT NOT NULL DEFAULT 0,
    stars4       BIGINT NOT NULL DEFAULT 0,
    stars5       BIGINT NOT NULL DEFAULT 0,
    -- derived from the stars: the average, and the shrunk favourable rate
    average      DOUBLE PRECISION NOT NULL DEFAULT 0,
    score        DOUBLE PRECISION NOT NULL DEFAULT 0.9,
    -- derived from schedule and occupancy, refreshed by a job
    next_visit   BIGINT,
    next_home    BIGINT,
    visit_days   BIGINT NOT NULL DEFAULT 0,
    home_days    BIGINT NOT NULL DEFAULT 0,
    refresh_at   BIGINT NOT NULL,
    created_at   BIGINT NOT NULL
);
-- These two hold what search asks of everybody, so that it need not read wide rows.
CREATE INDEX engineers_by_score ON engineers (score DESC, id, modes, average, visit_days, home_days)
    WHERE active = 1;
CREATE INDEX engineers_by_average ON engineers (average DESC, score DESC, id, modes, visit_days, home_days)
    WHERE active = 1;
CREATE INDEX engineers_by_refresh ON engineers (refresh_at) WHERE active = 1;

-- Products, needs, languages; and praise, counted from reviews. `count` is the
-- number of served cases (product, need) or reviews (praise) behind the tag.
CREATE TABLE engineer_tags (
    engineer_id TEXT   NOT NULL REFERENCES engineers (id),
    kind        TEXT   NOT NULL,
    key         TEXT   NOT NULL,
    count       BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (engineer_id, kind, key)
);
CREATE INDEX engineer_tags_by_key ON engineer_tags (kind, key, engineer_id);

CREATE TABLE engineer_areas (
    id          TEXT   PRIMARY KEY,
    engineer_id TEXT   NOT NULL REFERENCES engineers (id),
    place       BIGINT NOT NULL,
    lat         DOUBLE PRECISION NOT NULL,
    lon         DOUBLE PRECISION NOT NULL,
    radius_km   DOUBLE PRECISION NOT NULL
);
CREATE INDEX engineer_areas_by_engineer ON engineer_areas (engineer_id);

-- Where an engineer serves, one row per point (visit) and area (home): derived
-- from windows and areas in the same transaction, so that search asks one index.
CREATE TABLE engineer_reach (
    engineer_id TEXT   NOT NULL REFERENCES engineers (id),
    mode        TEXT   NOT NULL,
    lat         DOUBLE PRECISION NOT NULL,
    lon         DOUBLE PRECISION NOT NULL,
    cell        BIGINT NOT NULL,
    -- home: how far she goes; visit: 0, the customer travels
    radius_km   DOUBLE PRECISION NOT NULL,
    -- the point or area it stems from
    source_id   TEXT   NOT NULL,
    PRIMARY KEY (engineer_id, mode, source_id)
);
-- Holds all that search asks for.
CREATE INDEX engineer_reach_by_cell ON engineer_reach (cell, mode, engineer_id, lat, lon, radius_km);

CREATE TABLE favourites (
    account_id  TEXT   NOT NULL REFERENCES accounts (id),
    engineer_id TEXT   NOT NULL REFERENCES engineers (id),
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (account_id, engineer_id)
);
