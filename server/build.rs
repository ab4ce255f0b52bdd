//! Puts what is served as it is into the binary: the style sheet made of `style/`,
//! the files of `public/` and the islands that `tools/build-browser` left in
//! `target/site/pkg/`. `src/site.rs` serves them.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

#[path = "../tools/content_hash.rs"]
mod content_hash;
use content_hash::content_hash;

/// A file on its way into the binary.
struct Asset {
    path: String,
    bytes: Vec<u8>,
}

fn main() {
    let root = Path::new("..");
    let package = root.join("target/site/pkg");
    // Cargo would run this every time for want of a folder that it is told to watch.
    let _ = fs::create_dir_all(&package);
    for watched in [&root.join("style"), &root.join("public"), &package] {
        println!("cargo::rerun-if-changed={}", watched.display());
    }

    let mut assets = vec![Asset { path: "/style.css".to_owned(), bytes: style_sheet(&root.join("style")) }];
    assets.extend(files_under(&root.join("public"), ""));
    let (home, islands) = islands(&package);
    let script = |name: &str| home.as_ref().map(|home| format!("{home}/{name}.js"));
    assets.extend(islands);
    assets.sort_by(|one, other| one.path.cmp(&other.path));

    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let table: String = assets.iter().enumerate().map(|(index, asset)| embed(asset, index, &out)).collect();
    let code = format!(
        "static FILES: &[File] = &[\n{table}];\nconst STYLE: &str = {:?};\n\
         const START: Option<&str> = {:?};\nconst MOVING_MAP: Option<&str> = {:?};\n",
        versioned("/style.css", &assets),
        script("start"),
        script("moving_map"),
    );
    fs::write(out.join("site.rs"), code).expect("OUT_DIR can be written");
}

/// Tokens, base and layout come first, then the components by name.
fn style_sheet(folder: &Path) -> Vec<u8> {
    let mut components: Vec<PathBuf> = entries(&folder.join("components"));
    components.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    let first = ["tokens.css", "base.css", "layout.css"].map(|name| folder.join(name));
    let sheets = first
        .into_iter()
        .chain(components)
        .map(|path| fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    sheets.map(|sheet| shortened(&sheet)).collect::<String>().into_bytes()
}

/// The style sheet without comments, indents and empty lines. Texts in quotes stay.
fn shortened(sheet: &str) -> String {
    let mut plain = String::with_capacity(sheet.len());
    let mut quote = None;
    let mut rest = sheet.chars().peekable();
    while let Some(next) = rest.next() {
        match (quote, next) {
            (None, '/') if rest.peek() == Some(&'*') => skip_comment(&mut rest),
            (None, '"' | '\'') => {
                quote = Some(next);
                plain.push(next);
            }
            (Some(_), '\\') => {
                plain.push(next);
                plain.extend(rest.next());
            }
            _ => {
                if quote == Some(next) {
                    quote = None;
                }
                plain.push(next);
            }
        }
    }
    plain.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
}

fn skip_comment(rest: &mut impl Iterator<Item = char>) {
    rest.next();
    let mut before = ' ';
    for next in rest {
        if before == '*' && next == '/' {
            return;
        }
        before = next;
    }
}

/// The islands under a folder named by their content, so that the modules which one
/// imports are as fresh as itself; and the path of that folder, if there is anything in it.
fn islands(folder: &Path) -> (Option<String>, Vec<Asset>) {
    let mut assets = files_under(folder, "");
    if assets.is_empty() && env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::warning=this server has no islands: run tools/build-browser before it is built");
    }
    let all: Vec<u8> = assets.iter().flat_map(|asset| asset.bytes.iter().copied()).collect();
    let home = format!("/pkg/{}", content_hash(&all));
    for asset in &mut assets {
        asset.path = format!("{home}{}", asset.path);
    }
    ((!assets.is_empty()).then_some(home), assets)
}

/// All files of a folder and the folders in it, by name.
fn files_under(folder: &Path, prefix: &str) -> Vec<Asset> {
    let mut assets = Vec::new();
    for path in entries(folder) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain file name");
        let here = format!("{prefix}/{name}");
        if path.is_dir() {
            assets.extend(files_under(&path, &here));
        } else {
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assets.push(Asset { path: here, bytes });
        }
    }
    assets
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// The address of a file that changes with its content.
fn versioned(path: &str, assets: &[Asset]) -> String {
    let asset = assets.iter().find(|asset| asset.path == path).unwrap_or_else(|| panic!("no {path}"));
    format!("{path}?v={}", content_hash(&asset.bytes))
}

/// The line of the table for one file, whose bytes are put beside the table.
fn embed(asset: &Asset, index: usize, out: &Path) -> String {
    let plain = out.join(format!("{index}.plain"));
    fs::write(&plain, &asset.bytes).expect("OUT_DIR can be written");
    let brotli = match compressed(asset) {
        Some(bytes) => {
            let path = out.join(format!("{index}.br"));
            fs::write(&path, bytes).expect("OUT_DIR can be written");
            format!("Some(include_bytes!({path:?}))")
        }
        None => "None".to_owned(),
    };
    format!(
        "    File {{ path: {:?}, kind: {:?}, hash: {:?}, plain: include_bytes!({plain:?}), brotli: {brotli} }},\n",
        asset.path,
        kind(&asset.path),
        content_hash(&asset.bytes),
    )
}

/// As brotli, where that makes the file smaller.
fn compressed(asset: &Asset) -> Option<Vec<u8>> {
    if asset.path.ends_with(".webp") || asset.path.ends_with(".png") {
        return None;
    }
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(&asset.bytes).expect("memory can be written");
    let bytes = writer.into_inner();
    (bytes.len() < asset.bytes.len()).then_some(bytes)
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        other => panic!("{path}: what type has a .{other} file? Say so in server/build.rs"),
    }
}
