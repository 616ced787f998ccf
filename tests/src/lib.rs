//! What the tests share.
//!
//! - [`browser`]: runs a scenario with real browsers against the real relay
//! - [`demo`]: writes the demo studio into a data folder, through the engine that ships
//! - [`net`]: sockets and requests to a relay
//! - [`people`]: how people come to live on a tablet
//! - [`relay`]: the real relay on a port of its own, in this process
//! - [`simulation`]: a studio in a box, driven by one seed
//! - [`tablet`]: a tablet without a browser, over real sockets

pub mod browser;
pub mod demo;
pub mod net;
pub mod people;
pub mod relay;
pub mod simulation;
pub mod tablet;
mod tools;

use std::fmt::Display;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, io, process};

/// Says a figure that is worth knowing also of a test that passes: what `println!` writes is then kept back.
pub fn say(line: impl Display) {
    // a closed standard output leaves nobody to tell
    let _ = writeln!(io::stdout(), "{line}");
}

/// A folder for one test, deleted when it is dropped.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder.
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("parlor-{name}-{}-{n}", process::id()));
        fs::create_dir_all(&path).expect("the folder for temporary files can be written");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be deleted is left to the system, which cleans that folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}
