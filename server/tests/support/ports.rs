//! The names of the methods of the store, read from the ports of the domain.

use std::{fs, path::PathBuf};

pub fn methods() -> Vec<String> {
    let domain = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../src");
    let nouns = fs::read_dir(&domain).expect("the domain").map(|entry| entry.expect("an entry").path());
    let ports = nouns.map(|noun| noun.join("port.rs")).filter(|port| port.exists());
    let methods: Vec<String> =
        ports.flat_map(|port| declared(&fs::read_to_string(port).expect("a port"))).collect();
    assert!(methods.len() > 60, "only {} methods found: have the ports moved?", methods.len());
    methods
}

fn declared(source: &str) -> Vec<String> {
    let declarations = source.split("async fn ").skip(1);
    declarations.filter_map(|rest| rest.split_once('(')).map(|(name, _)| name.to_owned()).collect()
}
