//! What a relay is started with.

use std::path::PathBuf;

/// What a relay is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Everything the relay keeps lies in this folder.
    pub data: PathBuf,
    /// A built client to serve instead of the one that was put into the program.
    pub client: Option<PathBuf>,
    /// Speak HTTPS, with certificates that the relay issues itself.
    pub lan: bool,
}

impl Config {
    /// A relay on this machine alone, keeping its data in a folder.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self { data: data.into(), client: None, lan: false }
    }
}
