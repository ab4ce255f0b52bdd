//! Tags of an engineer with their counts: a row each, and all in one text beside her
//! name. Whoever reads her reads the text, for putting it together takes longer than all
//! the rest of her. Whatever changes a count has changed her own row before, whose lock
//! lets one at a time tell the tags anew.

use handpick::{
    id::{CaseId, EngineerId},
    store::StoreResult,
    tag::{CountedTag, TagKind},
};

use super::{
    engine::{Connection, SqlStore},
    sql::Binds,
};

/// Gives her exactly these tags of each kind; those that stay keep their counts. One that
/// comes back has the reviews it had, and as many served cases as those prove.
pub async fn rewrite_tags<const N: usize>(
    conn: &mut Connection,
    id: EngineerId,
    tags: [(TagKind, &[&'static str]); N],
) -> StoreResult<()> {
    for (kind, keys) in tags {
        remove_others(conn, id, kind, keys).await?;
        for key in keys {
            add(conn, id, kind, key).await?;
        }
    }
    tell(conn, id).await
}

async fn remove_others(
    conn: &mut Connection,
    id: EngineerId,
    kind: TagKind,
    keys: &[&'static str],
) -> StoreResult<()> {
    let mut binds = Binds::default();
    let (engineer, kind) = (binds.add(id.to_string()), binds.add(kind.as_str()));
    let mut text = format!("DELETE FROM engineer_tags WHERE engineer_id = {engineer} AND kind = {kind}");
    if !keys.is_empty() {
        text += &format!(" AND key NOT IN ({})", binds.list(keys.iter().copied()));
    }
    binds.query(text).execute(conn).await?;
    Ok(())
}

async fn add(conn: &mut Connection, id: EngineerId, kind: TagKind, key: &str) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO engineer_tags (engineer_id, kind, key, count, reviews, favourable)
         SELECT $1, $2, $3, COUNT(*), COUNT(*), COUNT(CASE WHEN stars >= 4 THEN 1 END) FROM reviews
         WHERE subject_id = $1 AND subject = 'engineer' AND attested = 0
             AND CASE $2 WHEN 'product' THEN product WHEN 'need' THEN need END = $3
         ON CONFLICT DO NOTHING",
    )
    .bind(id.to_string())
    .bind(kind.as_str())
    .bind(key)
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts one more case of this product and need served.
pub async fn count_case(conn: &mut Connection, engineer: EngineerId, case: CaseId) -> StoreResult<()> {
    sqlx::query(
        "UPDATE engineer_tags SET count = count + 1
         WHERE engineer_id = $1
             AND ((kind = 'product' AND key = (SELECT product FROM cases WHERE id = $2))
                 OR (kind = 'need' AND key = (SELECT need FROM cases WHERE id = $2)))",
    )
    .bind(engineer.to_string())
    .bind(case.to_string())
    .execute(&mut *conn)
    .await?;
    tell(conn, engineer).await
}

pub async fn count_praise(
    conn: &mut Connection,
    engineer: EngineerId,
    praise: &[&'static str],
) -> StoreResult<()> {
    if praise.is_empty() {
        return Ok(());
    }
    for key in praise {
        sqlx::query(
            "INSERT INTO engineer_tags (engineer_id, kind, key, count) VALUES ($1, $2, $3, 1)
             ON CONFLICT (engineer_id, kind, key) DO UPDATE SET count = engineer_tags.count + 1",
        )
        .bind(engineer.to_string())
        .bind(TagKind::Praise.as_str())
        .bind(*key)
        .execute(&mut *conn)
        .await?;
    }
    tell(conn, engineer).await
}

/// As [`tags_from`] reads them.
async fn tell(conn: &mut Connection, engineer: EngineerId) -> StoreResult<()> {
    sqlx::query(
        "UPDATE engineers SET tags = COALESCE(
             (SELECT string_agg(t.kind || ' ' || t.key || ' ' || t.count, ',') FROM engineer_tags t
              WHERE t.engineer_id = $1), '')
         WHERE id = $1",
    )
    .bind(engineer.to_string())
    .execute(conn)
    .await?;
    Ok(())
}

/// Tags from `kind key count,kind key count`, which is one row where there would be
/// twenty. A word that this version does not know is left out.
pub fn tags_from(text: &str) -> Vec<CountedTag> {
    let mut tags: Vec<_> = text.split(',').filter_map(counted_tag).collect();
    tags.sort_unstable_by_key(|tag| (tag.kind, std::cmp::Reverse(tag.count), tag.key));
    tags
}

fn counted_tag(text: &str) -> Option<CountedTag> {
    let mut parts = text.split(' ');
    let kind = parts.next()?;
    let kind = TagKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
    Some(CountedTag { kind, key: kind.find(parts.next()?)?, count: parts.next()?.parse().ok()? })
}

impl SqlStore {
    /// How many engineers are told to have other tags than they have.
    pub(super) async fn wrongly_told(&self) -> StoreResult<u64> {
        let wrong: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM engineers e
             WHERE LENGTH(e.tags) <> COALESCE(
                     (SELECT SUM(LENGTH(t.kind || ' ' || t.key || ' ' || t.count)) + COUNT(*) - 1
                      FROM engineer_tags t WHERE t.engineer_id = e.id), 0)
                 OR EXISTS (SELECT 1 FROM engineer_tags t WHERE t.engineer_id = e.id
                     AND ',' || e.tags || ',' NOT LIKE '%,' || t.kind || ' ' || t.key || ' ' || t.count || ',%')",
        )
        .fetch_one(&mut *self.reader().await?)
        .await?;
        Ok(u64::try_from(wrong)?)
    }
}
