-- How the served cases behind a tag were rated: their reviews, and how many of those
-- gave 4 or 5 stars. Counted in the transaction of the review, so that a
-- recommendation can tell it without reading one; 0 for languages and praise.
ALTER TABLE engineer_tags ADD COLUMN reviews BIGINT NOT NULL DEFAULT 0;
ALTER TABLE engineer_tags ADD COLUMN favourable BIGINT NOT NULL DEFAULT 0;

UPDATE engineer_tags SET reviews = r.reviews, favourable = r.favourable
FROM (SELECT subject_id, product, COUNT(*) AS reviews, COUNT(CASE WHEN stars >= 4 THEN 1 END) AS favourable
      FROM reviews WHERE subject = 'engineer' GROUP BY subject_id, product) r
WHERE engineer_tags.engineer_id = r.subject_id AND engineer_tags.kind = 'product'
    AND engineer_tags.key = r.product;

UPDATE engineer_tags SET reviews = r.reviews, favourable = r.favourable
FROM (SELECT subject_id, need, COUNT(*) AS reviews, COUNT(CASE WHEN stars >= 4 THEN 1 END) AS favourable
      FROM reviews WHERE subject = 'engineer' GROUP BY subject_id, need) r
WHERE engineer_tags.engineer_id = r.subject_id AND engineer_tags.kind = 'need'
    AND engineer_tags.key = r.need;
