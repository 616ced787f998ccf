//! What can be known before minutes of building: each trouble is one line that says what to do.

use bundle::BundleError;
use std::fs::{self, OpenOptions};
use std::io;
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

/// What a relay keeps in its folder; see `server/src/store/sqlite.rs`.
const DATABASE: &str = "parlor.db";

/// Why there is no use in building anything.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotReady {
    #[error("port {0} is taken: stop the other program, or choose another port with --port")]
    PortTaken(u16),
    #[error("cannot listen on port {0} ({1}): choose another port with --port")]
    PortRefused(u16, #[source] io::Error),
    #[error("cannot write in {} ({source}): name another folder with --data", folder.display())]
    Data {
        folder: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("cannot write in {} ({source}): name a folder for the demo studio with --data", folder.display())]
    Temporary {
        folder: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "{} belongs to a relay already, and --demo needs a new folder: name another with --data, or start without --demo",
        .0.display()
    )]
    NotNew(PathBuf),
    #[error(transparent)]
    Target(#[from] BundleError),
}

/// Whether a relay could listen there.
pub(crate) fn port(port: u16, lan: bool) -> Result<(), NotReady> {
    let everywhere = if lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    match TcpListener::bind((IpAddr::V4(everywhere), port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(NotReady::PortTaken(port)),
        Err(error) => Err(NotReady::PortRefused(port, error)),
    }
}

/// Whether a relay could keep everything there. Nothing is left behind: the relay makes the folder, for its owner only.
pub(crate) fn data(folder: &Path) -> Result<(), NotReady> {
    try_to_write(folder).map_err(|source| NotReady::Data { folder: folder.to_owned(), source })
}

/// Whether the demo studio could be written there.
pub(crate) fn demo(folder: Option<&Path>) -> Result<(), NotReady> {
    match folder {
        Some(folder) if folder.join(DATABASE).exists() => Err(NotReady::NotNew(folder.to_owned())),
        Some(folder) => data(folder),
        None => {
            let folder = std::env::temp_dir();
            try_to_write(&folder).map_err(|source| NotReady::Temporary { folder, source })
        }
    }
}

/// Writes into the folder, or into the nearest one above it that is there.
fn try_to_write(folder: &Path) -> io::Result<()> {
    let folder = std::path::absolute(folder)?;
    for folder in folder.ancestors() {
        match fs::metadata(folder) {
            Ok(it) if it.is_dir() => return probe(folder),
            Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

fn probe(folder: &Path) -> io::Result<()> {
    let probe = folder.join(format!(".parlor-probe-{}", std::process::id()));
    OpenOptions::new().write(true).create_new(true).open(&probe)?;
    fs::remove_file(probe)
}
