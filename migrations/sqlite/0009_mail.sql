CREATE TABLE mails (
    id          TEXT   PRIMARY KEY,
    address     TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    lang        TEXT   NOT NULL,
    -- the letter as JSON
    letter      TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    next_try_at BIGINT,
    attempts    BIGINT NOT NULL DEFAULT 0,
    last_error  TEXT,
    sent_at     BIGINT
);
CREATE INDEX mails_due ON mails (next_try_at) WHERE sent_at IS NULL;
