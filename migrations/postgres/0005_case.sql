CREATE TABLE cases (
    id            TEXT   PRIMARY KEY,
    -- the draft it came from: a repeated submit finds it here
    draft_id      TEXT   NOT NULL UNIQUE,
    -- NULL for somebody who walked in without an account
    customer_id   TEXT   REFERENCES accounts (id),
    customer_name TEXT   NOT NULL,
    product       TEXT,
    need          TEXT,
    description   TEXT   NOT NULL,
    created_at    BIGINT NOT NULL
);
CREATE INDEX cases_by_customer ON cases (customer_id, created_at);

CREATE TABLE legs (
    id             TEXT   PRIMARY KEY,
    case_id        TEXT   NOT NULL REFERENCES cases (id),
    number         BIGINT NOT NULL,
    engineer_id    TEXT   NOT NULL REFERENCES engineers (id),
    mode           TEXT   NOT NULL,
    point_id       TEXT   REFERENCES points (id),
    bay_id         TEXT   REFERENCES bays (id),
    starts_at      BIGINT NOT NULL,
    ends_at        BIGINT NOT NULL,
    busy_until     BIGINT NOT NULL,
    zone           TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    -- the other time on offer, while proposed
    proposed_start BIGINT,
    proposed_end   BIGINT,
    proposed_busy  BIGINT,
    proposed_bay   TEXT   REFERENCES bays (id),
    requested_at   BIGINT NOT NULL,
    answer_by      BIGINT NOT NULL,
    reason         TEXT,
    done_note      TEXT,
    next_note      TEXT,
    UNIQUE (case_id, number)
);
CREATE INDEX legs_by_engineer ON legs (engineer_id, starts_at);
CREATE INDEX legs_by_point ON legs (point_id, starts_at);
CREATE INDEX legs_waiting ON legs (state, starts_at) WHERE state IN ('requested', 'proposed');

-- Apart from the case, so that no list can show an address by accident.
CREATE TABLE home_addresses (
    leg_id  TEXT   PRIMARY KEY REFERENCES legs (id),
    address TEXT   NOT NULL,
    place   BIGINT NOT NULL,
    lat     DOUBLE PRECISION NOT NULL,
    lon     DOUBLE PRECISION NOT NULL
);

-- Append only.
CREATE TABLE events (
    id          TEXT   PRIMARY KEY,
    case_id     TEXT   NOT NULL REFERENCES cases (id),
    number      BIGINT NOT NULL,
    leg_id      TEXT   NOT NULL REFERENCES legs (id),
    engineer_id TEXT   NOT NULL REFERENCES engineers (id),
    point_id    TEXT   REFERENCES points (id),
    at          BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    actor       TEXT   NOT NULL,
    actor_id    TEXT   REFERENCES accounts (id),
    actor_name  TEXT   NOT NULL,
    note        TEXT,
    starts_at   BIGINT,
    UNIQUE (case_id, number)
);
CREATE INDEX events_by_point ON events (point_id, id);
CREATE INDEX events_by_engineer ON events (engineer_id, id);
