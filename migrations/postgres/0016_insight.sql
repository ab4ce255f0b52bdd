-- How often each kind of question was asked on a day, and how often it found nobody or
-- too few (src/insight/): nothing that was typed, nobody who asked. What was not asked
-- for is 0 or empty.
CREATE TABLE questions (
    day      TEXT   NOT NULL,
    place    BIGINT NOT NULL,
    product  TEXT   NOT NULL,
    need     TEXT   NOT NULL,
    language TEXT   NOT NULL,
    mode     TEXT   NOT NULL,
    asked    BIGINT NOT NULL,
    nobody   BIGINT NOT NULL,
    few      BIGINT NOT NULL,
    PRIMARY KEY (day, place, product, need, language, mode)
);

-- The last time that all ratings were counted anew, and how many sums were wrong.
CREATE TABLE recounts (
    id    BIGINT PRIMARY KEY CHECK (id = 1),
    at    BIGINT NOT NULL,
    wrong BIGINT NOT NULL
);
