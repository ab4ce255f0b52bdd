//! What an owner may set: by flag or by environment.

use std::{
    net::{IpAddr, SocketAddr},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

/// The options as typed. [`Config::from`] fills in what was left out.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Settings")]
pub struct Options {
    /// sqlite:FILE or postgres://… [default: sqlite:<data dir>/handpick.db]
    #[arg(long, env = "HANDPICK_DATABASE_URL", value_name = "URL", global = true, hide_env_values = true)]
    database_url: Option<String>,

    /// Address and port to listen on
    #[arg(long, env = "HANDPICK_ADDR", value_name = "ADDR", global = true, default_value = "127.0.0.1:3000")]
    addr: SocketAddr,

    /// Where the SQLite database and unsent mail are kept
    #[arg(long, env = "HANDPICK_DATA_DIR", value_name = "DIR", global = true, default_value = "./data")]
    data_dir: PathBuf,

    /// The address people type, used in links and mail [default: http://<addr>]
    #[arg(long, env = "HANDPICK_PUBLIC_URL", value_name = "URL", global = true, value_parser = web_address)]
    public_url: Option<String>,

    /// Mail server, smtp://… or smtps://…; without one, mail is written into the data directory
    #[arg(long, env = "HANDPICK_SMTP_URL", value_name = "URL", global = true, hide_env_values = true)]
    smtp_url: Option<String>,

    /// Sender of mail
    #[arg(long, env = "HANDPICK_SMTP_FROM", value_name = "MAILBOX", global = true)]
    #[arg(default_value = "Handpick <handpick@localhost>")]
    smtp_from: String,

    /// Proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, env = "HANDPICK_TRUSTED_PROXIES", value_name = "IP,…", global = true, value_delimiter = ',')]
    trusted_proxies: Vec<IpAddr>,

    /// Address and port of /metrics for Prometheus; without one nothing is counted
    #[arg(long, env = "HANDPICK_METRICS_ADDR", value_name = "ADDR", global = true, value_parser = maybe_addr)]
    metrics_addr: Option<MaybeAddr>,

    /// Tile server for maps that can be moved, such as https://tiles.example.org/{z}/{x}/{y}.png;
    /// without one, maps are drawn by Handpick alone
    #[arg(long, env = "HANDPICK_TILES", value_name = "URL", global = true)]
    tiles: Option<String>,

    /// Whose map the tiles are, shown below them; needed with tiles
    #[arg(long, env = "HANDPICK_TILES_CREDIT", value_name = "TEXT", global = true)]
    tiles_credit: Option<String>,

    /// Who runs the site and how to reach them, shown on /about
    #[arg(long, env = "HANDPICK_CONTACT", value_name = "TEXT", global = true)]
    contact: Option<String>,
}

/// An address, or nothing: a variable set to nothing is as good as unset.
#[derive(Debug, Clone, Copy)]
struct MaybeAddr(Option<SocketAddr>);

fn maybe_addr(text: &str) -> Result<MaybeAddr, std::net::AddrParseError> {
    let text = text.trim();
    Ok(MaybeAddr(if text.is_empty() { None } else { Some(text.parse()?) }))
}

/// The settings with every default filled in.
#[derive(Debug, Clone)]
pub struct Config {
    pub database_url: String,
    pub addr: SocketAddr,
    pub data_dir: PathBuf,
    /// `http://…` or `https://…` without a slash at the end.
    pub public_url: String,
    pub smtp_url: Option<String>,
    pub smtp_from: String,
    pub trusted_proxies: Vec<IpAddr>,
    pub metrics_addr: Option<SocketAddr>,
    /// As typed: [`crate::tiles::tiles`] says whether they are sound.
    pub tiles: Option<String>,
    pub tiles_credit: Option<String>,
    pub contact: Option<String>,
}

impl From<Options> for Config {
    fn from(options: Options) -> Self {
        Self {
            database_url: given(options.database_url).unwrap_or_else(|| sqlite_in(&options.data_dir)),
            public_url: given(options.public_url).unwrap_or_else(|| format!("http://{}", options.addr)),
            addr: options.addr,
            data_dir: options.data_dir,
            smtp_url: given(options.smtp_url),
            smtp_from: options.smtp_from,
            trusted_proxies: options.trusted_proxies,
            metrics_addr: options.metrics_addr.and_then(|addr| addr.0),
            tiles: given(options.tiles),
            tiles_credit: given(options.tiles_credit),
            contact: given(options.contact),
        }
    }
}

impl Config {
    /// Whether people reach us by https: then cookies are `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Makes the data directory where it is missing.
    pub fn make_data_dir(&self) -> std::io::Result<()> {
        make_dir(&self.data_dir)
    }
}

/// Makes a directory where it is missing, for nobody else to read.
pub fn make_dir(dir: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// A variable set to nothing is as good as unset.
fn given(option: Option<String>) -> Option<String> {
    option.filter(|text| !text.trim().is_empty())
}

/// SQLite URLs are percent-decoded and end at a question mark.
fn sqlite_in(data_dir: &Path) -> String {
    let file = data_dir.join("handpick.db").display().to_string();
    format!("sqlite:{}", file.replace('%', "%25").replace('?', "%3F"))
}

fn web_address(text: &str) -> Result<String, String> {
    let bare = text.trim().trim_end_matches('/');
    let host = bare.strip_prefix("http://").or_else(|| bare.strip_prefix("https://"));
    match host {
        _ if bare.is_empty() => Ok(String::new()),
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => Ok(bare.to_owned()),
        _ => Err("write it as https://fix.example.org, without a path".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::tiles::{BadTiles, tiles};

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        options: Options,
    }

    fn config(arguments: &[&str]) -> Result<Config, clap::Error> {
        let all = std::iter::once("handpick").chain(arguments.iter().copied());
        Program::try_parse_from(all).map(|program| program.options.into())
    }

    #[test]
    fn what_is_left_out_follows_from_the_rest() {
        let config = config(&["--data-dir", "/srv/50%", "--addr", "[::1]:80"]).expect("sound");
        assert_eq!(config.database_url, "sqlite:/srv/50%25/handpick.db");
        assert_eq!(config.public_url, "http://[::1]:80");
        assert!(!config.is_https());
    }

    #[test]
    fn nothing_given_is_nothing_set() {
        let config = config(&["--smtp-url", "", "--database-url", " ", "--metrics-addr", ""]).expect("sound");
        assert_eq!((config.smtp_url, config.metrics_addr), (None, None));
        assert_eq!(config.database_url, "sqlite:./data/handpick.db");
    }

    #[test]
    fn a_public_url_is_an_origin() {
        let public = |url| config(&["--public-url", url]).map(|config| config.public_url).ok();
        assert_eq!(public("https://fix.example.org/"), Some("https://fix.example.org".to_owned()));
        assert_eq!(public("fix.example.org"), None);
        assert_eq!(public("https://fix.example.org/app"), None);
    }

    #[test]
    fn metrics_stand_at_an_address_of_their_own() {
        let config = |addr| config(&["--metrics-addr", addr]).map(|config| config.metrics_addr).ok();
        assert_eq!(config("127.0.0.1:9100"), Some(Some(([127, 0, 0, 1], 9100).into())));
        assert_eq!(config("9100"), None);
    }

    #[test]
    fn tiles_need_a_sound_address_and_a_credit() {
        let tiles = |template, credit| {
            let config = config(&["--tiles", template, "--tiles-credit", credit]).expect("parsed");
            tiles(&config)
        };
        let template = "https://tiles.example.org/{z}/{x}/{y}.png";
        let found = tiles(template, "© us").expect("sound").expect("set");
        assert_eq!((found.origin.as_str(), found.credit.as_str()), ("https://tiles.example.org", "© us"));
        assert_eq!(tiles("", ""), Ok(None));
        assert_eq!(tiles(template, " "), Err(BadTiles::NoCredit));
        assert_eq!(tiles("https://tiles.example.org/", "© us"), Err(BadTiles::Template));
    }

    #[test]
    fn proxies_are_listed_with_commas() {
        let config = config(&["--trusted-proxies", "10.0.0.1,::1"]).expect("sound");
        assert_eq!(config.trusted_proxies.len(), 2);
    }
}
