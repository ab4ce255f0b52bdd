use std::collections::HashMap;

use async_trait::async_trait;
use handpick::{
    id::{CaseId, PhotoId},
    photo::{PHOTOS_MAX, Photo, PhotoOwner, Photos},
    store::StoreResult,
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row as _};

use super::{
    engine::{LOCK, SqlStore},
    row::{Columns, Unreadable},
    sql::Binds,
};

#[async_trait]
impl Photos for SqlStore {
    async fn add_photo(&self, photo: Photo, now: Timestamp) -> StoreResult<bool> {
        let (kind, owner) = columns(photo.owner);
        let mut tx = self.begin().await?;
        if let PhotoOwner::Draft(draft) = photo.owner {
            // Two uploads at once wait for each other, so that both are counted.
            let lock = format!("SELECT 1 FROM drafts WHERE id = $1 {LOCK}");
            sqlx::query(AssertSqlSafe(lock)).bind(draft.to_string()).execute(&mut *tx).await?;
        }
        let held: i64 = sqlx::query_scalar("SELECT count(*) FROM photos WHERE owner_id = $1 AND owner = $2")
            .bind(&owner)
            .bind(kind)
            .fetch_one(&mut *tx)
            .await?;
        let bounded = !matches!(photo.owner, PhotoOwner::Engineer(_));
        if bounded && held >= i64::try_from(PHOTOS_MAX)? {
            return Ok(false);
        }
        sqlx::query("INSERT INTO photos (id, owner, owner_id, jpeg, created_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(photo.id.to_string())
            .bind(kind)
            .bind(owner)
            .bind(photo.jpeg)
            .bind(now.as_millisecond())
            .execute(&mut *tx)
            .await?;
        self.commit(tx).await?;
        Ok(true)
    }

    async fn photo(&self, id: PhotoId) -> StoreResult<Option<Photo>> {
        let row = sqlx::query("SELECT owner, owner_id, jpeg FROM photos WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.reader().await?)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let owner = match row.text("owner")?.as_str() {
            "draft" => PhotoOwner::Draft(row.id("owner_id")?),
            "case" => PhotoOwner::Case(row.id("owner_id")?),
            "engineer" => PhotoOwner::Engineer(row.id("owner_id")?),
            other => return Err(Unreadable::new("owner", other).into()),
        };
        Ok(Some(Photo { id, owner, jpeg: row.try_get("jpeg")? }))
    }

    async fn remove_photo(&self, id: PhotoId, owner: PhotoOwner) -> StoreResult<()> {
        let (kind, owner) = columns(owner);
        self.execute(
            sqlx::query("DELETE FROM photos WHERE id = $1 AND owner = $2 AND owner_id = $3")
                .bind(id.to_string())
                .bind(kind)
                .bind(owner),
        )
        .await?;
        Ok(())
    }

    async fn photos_of(&self, owner: PhotoOwner) -> StoreResult<Vec<PhotoId>> {
        let (kind, owner) = columns(owner);
        let rows = sqlx::query("SELECT id FROM photos WHERE owner_id = $1 AND owner = $2 ORDER BY id")
            .bind(owner)
            .bind(kind)
            .fetch_all(&mut *self.reader().await?)
            .await?;
        rows.iter().map(|row| row.id("id")).collect()
    }

    async fn photo_counts(&self, cases: &[CaseId]) -> StoreResult<HashMap<CaseId, u64>> {
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let mut binds = Binds::default();
        let list = binds.list(cases.iter().map(ToString::to_string));
        let text = format!(
            "SELECT owner_id, COUNT(*) AS photos FROM photos
             WHERE owner = 'case' AND owner_id IN ({list}) GROUP BY owner_id"
        );
        let rows = binds.query(text).fetch_all(&mut *self.reader().await?).await?;
        rows.iter().map(|row| Ok((row.id("owner_id")?, u64::from(row.count("photos")?)))).collect()
    }
}

fn columns(owner: PhotoOwner) -> (&'static str, String) {
    match owner {
        PhotoOwner::Draft(id) => ("draft", id.to_string()),
        PhotoOwner::Case(id) => ("case", id.to_string()),
        PhotoOwner::Engineer(id) => ("engineer", id.to_string()),
    }
}
