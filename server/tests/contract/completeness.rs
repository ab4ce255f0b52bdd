//! That nothing is left out: methods without a test, engines that drift apart.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::support::ports;

/// A method that the suite never calls may be broken on one engine for long.
#[test]
fn every_method_of_every_port_is_called() {
    let suite: String = files(&crate_dir().join("tests/contract")).iter().map(|file| read(file)).collect();
    let code = suite.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    // rustfmt may break a chain of calls anywhere.
    let suite: String = code.flat_map(str::split_whitespace).collect();
    let methods = ports::methods();
    let missing: Vec<_> =
        methods.iter().filter(|method| !suite.contains(&format!("store.{method}("))).collect();
    assert!(missing.is_empty(), "no test in tests/contract calls store.<method>() for {missing:?}");
}

/// The same tables in both engines, but for what the engines spell differently.
#[test]
fn both_engines_have_the_same_migrations() {
    let migrations = crate_dir().join("../migrations");
    let sqlite = sources(&migrations.join("sqlite"));
    let postgres = sources(&migrations.join("postgres"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (name, text) in sqlite {
        // `BLOB` is padded, so that the columns stay aligned.
        let translated = text.replace(") WITHOUT ROWID;", ");").replace(" BLOB  ", " BYTEA ");
        // Words are compared sign by sign, whatever the language of the database.
        let translated = translated.replace("COLLATE BINARY", "COLLATE \"C\"");
        assert_eq!(translated, postgres[&name], "{name} differs between the engines");
    }
}

/// The texts of a folder's files by name.
fn sources(folder: &Path) -> BTreeMap<String, String> {
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    files(folder).iter().map(|path| (name(path), read(path))).collect()
}

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn crate_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
