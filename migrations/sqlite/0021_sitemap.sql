-- The files of the sitemap are stepped through by slug alone.
CREATE INDEX engineers_by_slug ON engineers (slug) WHERE active = 1;
