-- Instants are milliseconds since 1970-01-01T00:00Z; identifiers are ULIDs as text.

CREATE TABLE accounts (
    id                 TEXT   PRIMARY KEY,
    email              TEXT   NOT NULL UNIQUE,
    name               TEXT   NOT NULL,
    phone              TEXT,
    password_hash      TEXT   NOT NULL,
    lang               TEXT   NOT NULL,
    operator           BIGINT NOT NULL DEFAULT 0,
    email_confirmed_at BIGINT,
    deactivated_at     BIGINT,
    created_at         BIGINT NOT NULL
);

CREATE TABLE sessions (
    id         TEXT   PRIMARY KEY,
    account_id TEXT   REFERENCES accounts (id),
    data       TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Links sent by mail. Only the hash of the secret is kept.
CREATE TABLE tokens (
    hash       TEXT   PRIMARY KEY,
    usage      TEXT   NOT NULL,
    account_id TEXT   REFERENCES accounts (id),
    payload    TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
