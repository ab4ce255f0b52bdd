-- Whether the appointment counts as missed, and the customer alone says that it took place:
-- such a review stands, and counts in no sum.
ALTER TABLE reviews ADD COLUMN attested BIGINT NOT NULL DEFAULT 0;
-- Stars of a month are counted from an index alone.
DROP INDEX reviews_by_subject;
CREATE INDEX reviews_by_subject ON reviews (subject_id, created_at DESC, id DESC, subject, stars, attested);
