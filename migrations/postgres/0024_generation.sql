-- How often the sign-ins of an account were all ended. A session belongs to the generation
-- in which its password was checked, also when that takes longer than changing it.
ALTER TABLE accounts ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;
