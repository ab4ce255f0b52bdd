-- Whether only the customer says that she was served: it had been noted that nobody came.
ALTER TABLE reviews ADD COLUMN attested BIGINT NOT NULL DEFAULT 0;
