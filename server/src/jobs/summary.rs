use handpick::store::StoreError;
use handpick_app::ports::App;

/// Renews what search knows of free times, for engineers whose summary is due.
pub async fn renew(_: &App) -> Result<u64, StoreError> {
    Ok(0)
}
