//! `cargo start`: from a checkout to a running relay.

mod ready;

use crate::say;
use bundle::{BundleError, Profile, cargo};
use ready::NotReady;
use std::io;
use std::path::PathBuf;
use std::process::Command;

/// Build the client, build the relay around it, and run it.
#[derive(clap::Args)]
pub(crate) struct Start {
    /// The port to listen on.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder to keep everything in: ./parlor-data if not given, with --demo a new one among temporary files.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Begin with a studio full of invented people and cases.
    #[arg(long)]
    demo: bool,
    /// Let tablets on the network in: HTTPS with certificates of its own.
    #[arg(long)]
    lan: bool,
    /// Build in seconds what runs slower: for working on the client.
    #[arg(long)]
    quick: bool,
}

/// Why nothing was started.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error(transparent)]
    NotReady(#[from] NotReady),
    #[error(transparent)]
    Bundle(#[from] BundleError),
    #[error("cannot make a folder for the demo studio: {0}")]
    NoFolder(#[source] io::Error),
    #[error("cannot run cargo: {0}")]
    NoCargo(#[source] io::Error),
    #[error("there is no demo studio; the reason is above")]
    NoDemo,
    #[error("cannot run the relay: {0}")]
    NotRun(#[source] io::Error),
    #[cfg(not(unix))]
    #[error("the relay ended; the reason is above")]
    Ended,
}

impl Start {
    pub(crate) fn run(self) -> Result<(), StartError> {
        self.is_ready()?;
        let mut relay = if self.quick { quick()? } else { shipping()? };
        let data = if self.demo { demo(self.data)? } else { self.data() };
        relay.arg("--port").arg(self.port.to_string()).arg("--data").arg(data);
        if self.lan {
            relay.arg("--lan");
        }
        become_relay(relay)
    }

    fn data(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| "./parlor-data".into())
    }

    /// Better now than after minutes of building.
    fn is_ready(&self) -> Result<(), NotReady> {
        ready::port(self.port, self.lan)?;
        if self.demo {
            ready::demo(self.data.as_deref())?;
        } else {
            ready::data(&self.data())?;
        }
        Ok(cargo::require_target()?)
    }
}

/// Writes the demo studio into a folder, and says where that is.
fn demo(data: Option<PathBuf>) -> Result<PathBuf, StartError> {
    let folder = match data {
        // cargo runs in the project's folder, not in the caller's
        Some(data) => std::path::absolute(data).map_err(StartError::NoFolder)?,
        None => {
            let folder = std::env::temp_dir().join(format!("parlor-demo-{}", std::process::id()));
            std::fs::create_dir(&folder).map_err(StartError::NoFolder)?;
            folder
        }
    };
    say(&format!("Writing the demo studio into {} …", folder.display()));
    let mut cargo = cargo::command();
    cargo.args(["run", "--quiet", "--package", "parlor-tests", "--bin", "demo", "--", "--data"]).arg(&folder);
    let status = cargo.status().map_err(StartError::NoCargo)?;
    if status.success() { Ok(folder) } else { Err(StartError::NoDemo) }
}

fn shipping() -> Result<Command, BundleError> {
    say("Building the client (about two minutes the first time) …");
    let dist = bundle::build(Profile::Ship)?;
    if let Some(sizes) = dist.sizes {
        say(&format!("The client: {} kB to fetch.", (sizes.wasm + sizes.text) / 1000));
    }
    say("Building the relay …");
    Ok(serve(cargo::build_relay()?))
}

fn quick() -> Result<Command, BundleError> {
    say("Building client and relay the quick way …");
    let dist = bundle::build(Profile::Quick)?;
    let mut relay = serve(cargo::build_quick_relay()?);
    relay.arg("--client").arg(dist.folder);
    Ok(relay)
}

fn serve(relay: PathBuf) -> Command {
    let mut command = Command::new(relay);
    command.arg("serve");
    command
}

/// The relay takes the place of this program, so that Ctrl-C and signals are its own.
#[cfg(unix)]
fn become_relay(mut relay: Command) -> Result<(), StartError> {
    use std::os::unix::process::CommandExt;
    Err(StartError::NotRun(relay.exec()))
}

#[cfg(not(unix))]
fn become_relay(mut relay: Command) -> Result<(), StartError> {
    let status = relay.status().map_err(StartError::NotRun)?;
    if status.success() { Ok(()) } else { Err(StartError::Ended) }
}
