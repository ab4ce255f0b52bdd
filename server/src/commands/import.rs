//! `handpick import`: an owner's own people and points.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use handpick::{clock::Clock, place::Gazetteer};

use super::{CommandError, Ended, open_store, progress::Progress, tell};
use crate::{
    clock::{SystemClock, SystemRandom},
    config::Config,
    http::Reencoder,
    import::{Importer, Loaded, Table},
};

#[derive(Debug, clap::Args)]
pub struct Import {
    /// Tables of engineers and of service points, in any order
    #[arg(required = true, value_name = "FILE.csv")]
    files: Vec<PathBuf>,
}

/// Rows were left out.
const INCOMPLETE: u8 = 2;

pub async fn run(config: &Config, import: Import) -> Ended {
    let mut tables = import.files.iter().map(|file| read(file)).collect::<Result<Vec<_>, _>>()?;
    tables.sort_by_key(|(_, table)| table.kind);
    let places = Gazetteer::parse(crate::PLACES).map_err(CommandError::refused)?;
    let store = open_store(config).await?;
    let (roster, pictures) = (store.engine.roster(), Reencoder::default());
    let now = SystemClock.now();
    let mut importer = Importer::new(&*store.store, &*roster, &places, &pictures, &SystemRandom, now).await?;
    let mut complete = true;
    for (file, table) in &tables {
        let folder = file.parent().unwrap_or(Path::new("."));
        let mut progress = Progress::new(file.display().to_string(), table.len() as u64);
        let loaded = importer.load(table, folder, |done| progress.show(done)).await?;
        progress.end();
        complete &= loaded.bad.is_empty();
        report(file, &loaded);
    }
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

fn read(file: &Path) -> Result<(&Path, Table), CommandError> {
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|why| CommandError::File { what: name.to_string(), why })?;
    let table = Table::parse(&bytes).map_err(|why| CommandError::refused(format!("{name}: {why}")))?;
    Ok((file, table))
}

fn report(file: &Path, loaded: &Loaded) {
    let name = file.display();
    for bad in &loaded.bad {
        // A table may be somebody else's, and a terminal obeys what it is sent.
        let reasons = bad.reasons.join("; ").replace(char::is_control, "\u{fffd}");
        eprintln!("{name}:{}: {reasons}", bad.line);
    }
    let Loaded { created, updated, unchanged, bad } = loaded;
    let bad = bad.len();
    tell(format_args!("{name}: {created} created, {updated} updated, {unchanged} unchanged, {bad} left out"));
}
