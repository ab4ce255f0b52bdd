//! Creating and editing an engineer's public profile.

use handpick::{
    engineer::{Area, NewEngineer, ProfileEdit},
    id::EngineerId,
    schedule::Lengths,
    store::StoreResult,
    tag::{self, TagKind},
};

use jiff::Timestamp;

use super::super::{
    engine::{Connection, SqlStore},
    name::{ENGINEER, rewrite_names},
    search::rewrite_reach,
    tag::rewrite_tags,
};

impl SqlStore {
    pub(super) async fn insert_engineer(&self, new: NewEngineer) -> StoreResult<String> {
        let mut tx = self.begin().await?;
        let slug = insert_with_free_slug(&mut tx, &new).await?;
        self.commit(tx).await?;
        Ok(slug)
    }

    pub(super) async fn rewrite_profile(
        &self,
        id: EngineerId,
        edit: &ProfileEdit,
        now: Timestamp,
    ) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        write_profile(&mut tx, id, edit, now).await?;
        self.commit(tx).await?;
        Ok(())
    }
}

/// Inserts the engineer and answers her slug, numbered when a namesake has it.
pub async fn insert_with_free_slug(conn: &mut Connection, new: &NewEngineer) -> StoreResult<String> {
    let mut slug = new.slug.clone();
    let mut number = 1;
    while !insert(conn, new, &slug).await? {
        // Namesakes are numbered without gaps, mostly: their count is a good guess.
        number = (number + 1).max(namesakes(conn, &new.slug).await? + 1);
        slug = format!("{}-{number}", new.slug);
    }
    Ok(slug)
}

/// Rewrites the profile within a transaction.
pub async fn write_profile(
    conn: &mut Connection,
    id: EngineerId,
    edit: &ProfileEdit,
    now: Timestamp,
) -> StoreResult<()> {
    update(conn, id, edit, now).await?;
    rewrite_tags(conn, id, chosen_tags(edit)).await?;
    rewrite_areas(conn, id, &edit.areas).await?;
    rewrite_reach(conn, id).await
}

/// `false` when the slug is taken.
pub async fn insert(conn: &mut Connection, new: &NewEngineer, slug: &str) -> StoreResult<bool> {
    let lengths = Lengths::default();
    let now = new.now.as_millisecond();
    let inserted = sqlx::query(
        "INSERT INTO engineers (id, account_id, slug, name, words, portrait, years, place, lat, lon, zone,
                                modes, slot, buffer, travel, refresh_at, created_at)
         VALUES ($1, $2, $3, $4, '{}', $5, 0, $6, $7, $8, $9, 0, $10, $11, $12, $13, $13)
         ON CONFLICT (slug) DO NOTHING",
    )
    .bind(new.id.to_string())
    .bind(new.account.map(|id| id.to_string()))
    .bind(slug)
    .bind(serde_json::to_string(&new.name)?)
    .bind(new.portrait.to_string())
    .bind(i64::from(new.place))
    .bind(new.position.lat)
    .bind(new.position.lon)
    .bind(&new.zone)
    .bind(i64::from(lengths.slot))
    .bind(i64::from(lengths.buffer))
    .bind(i64::from(lengths.travel))
    .bind(now)
    .execute(&mut *conn)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(false);
    }
    rewrite_names(conn, ENGINEER, &new.id.to_string(), &new.name).await?;
    Ok(true)
}

/// How many have this slug, with or without a number behind it.
async fn namesakes(conn: &mut Connection, slug: &str) -> StoreResult<i64> {
    // '.' follows '-' in ASCII: everything that begins with the slug and a dash.
    let count =
        sqlx::query_scalar("SELECT COUNT(*) FROM engineers WHERE slug = $1 OR (slug >= $2 AND slug < $3)")
            .bind(slug)
            .bind(format!("{slug}-"))
            .bind(format!("{slug}."))
            .fetch_one(&mut *conn)
            .await?;
    Ok(count)
}

async fn update(
    conn: &mut Connection,
    id: EngineerId,
    edit: &ProfileEdit,
    now: Timestamp,
) -> StoreResult<()> {
    sqlx::query(
        "UPDATE engineers SET name = $2, words = $3, years = $4, place = $5, lat = $6, lon = $7, zone = $8,
                              modes = $9, tag_bits = $10, refresh_at = $11
         WHERE id = $1",
    )
    .bind(id.to_string())
    .bind(serde_json::to_string(&edit.name)?)
    .bind(serde_json::to_string(&edit.words)?)
    .bind(i64::from(edit.years))
    .bind(i64::from(edit.place))
    .bind(edit.position.lat)
    .bind(edit.position.lon)
    .bind(&edit.zone)
    .bind(edit.modes.0)
    .bind(tag_bits(edit))
    // Her free times may have changed with the zone and the modes.
    .bind(now.as_millisecond())
    .execute(&mut *conn)
    .await?;
    rewrite_names(conn, ENGINEER, &id.to_string(), &edit.name).await
}

fn tag_bits(edit: &ProfileEdit) -> i64 {
    let tags = chosen_tags(edit).into_iter();
    tag::bits(tags.flat_map(|(kind, keys)| keys.iter().map(move |key| (kind, *key))))
}

/// What she says of herself; praise is others'.
fn chosen_tags(edit: &ProfileEdit) -> [(TagKind, &[&'static str]); 3] {
    [(TagKind::Product, &edit.products), (TagKind::Need, &edit.needs), (TagKind::Language, &edit.languages)]
}

async fn rewrite_areas(conn: &mut Connection, id: EngineerId, areas: &[Area]) -> StoreResult<()> {
    sqlx::query("DELETE FROM engineer_areas WHERE engineer_id = $1")
        .bind(id.to_string())
        .execute(&mut *conn)
        .await?;
    for area in areas {
        let centre = area.centre.coarse();
        sqlx::query(
            "INSERT INTO engineer_areas (id, engineer_id, place, lat, lon, radius_km)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(area.id.to_string())
        .bind(id.to_string())
        .bind(i64::from(area.place))
        .bind(centre.lat)
        .bind(centre.lon)
        .bind(area.radius_km)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
