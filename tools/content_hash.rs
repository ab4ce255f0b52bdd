//! Names a content in the address of a file. A module of the build scripts of `app`,
//! which writes such addresses, and of `server`, which knows them again: FNV-1a, the
//! same with every compiler.

pub fn content_hash(bytes: &[u8]) -> String {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let hash = bytes.iter().fold(START, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    format!("{hash:016x}")
}
