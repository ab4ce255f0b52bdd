CREATE TABLE reviews (
    id          TEXT   PRIMARY KEY,
    leg_id      TEXT   NOT NULL REFERENCES legs (id),
    -- 'engineer' or 'point', and which
    subject     TEXT   NOT NULL,
    subject_id  TEXT   NOT NULL,
    customer_id TEXT   NOT NULL REFERENCES accounts (id),
    author      TEXT   NOT NULL,
    stars       BIGINT NOT NULL,
    text        TEXT,
    -- keys of praise, in order, joined by spaces
    praise      TEXT   NOT NULL,
    mode        TEXT   NOT NULL,
    product     TEXT,
    need        TEXT,
    created_at  BIGINT NOT NULL,
    reply       TEXT,
    replied_at  BIGINT,
    UNIQUE (leg_id, subject)
);
CREATE INDEX reviews_by_subject ON reviews (subject_id, created_at DESC, id DESC);
