//! `handpick-bundle IN.wasm OUT_DIR`: what the `wasm-bindgen` program does, as a
//! library of the locked version, so that nobody has to install a matching program.

use std::{env, path::Path, process::ExitCode};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, out_dir] = arguments.as_slice() else {
        eprintln!("usage: handpick-bundle IN.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    match bundle(Path::new(input), Path::new(out_dir)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("handpick-bundle: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes `handpick.js` and `handpick_bg.wasm`.
fn bundle(input: &Path, out_dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name("handpick").typescript(false).remove_producers_section(true);
    bindgen.web(true)?;
    bindgen.generate(out_dir)?;
    Ok(())
}
