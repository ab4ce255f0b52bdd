CREATE TABLE photos (
    id         TEXT   PRIMARY KEY,
    -- 'draft', 'case' or 'engineer', and which
    owner      TEXT   NOT NULL,
    owner_id   TEXT   NOT NULL,
    jpeg       BYTEA  NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX photos_by_owner ON photos (owner_id, id);
