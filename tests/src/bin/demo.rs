//! `demo`: writes the demo studio into a data folder and says who can log in.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use tests::demo::{self, NoDemo, Written};

/// Writes the demo studio into a data folder that holds no studio, and says who can log in.
#[derive(Parser)]
struct Cli {
    /// The data folder of the relay.
    #[arg(long)]
    data: PathBuf,
    /// A file to write the people and cases to, as JSON.
    #[arg(long)]
    accounts: Option<PathBuf>,
}

/// Why the demo studio is not there, or not said.
#[derive(Debug, thiserror::Error)]
enum DemoError {
    #[error(transparent)]
    NotWritten(#[from] NoDemo),
    #[error("cannot start: {0}")]
    NotStarted(#[source] io::Error),
    #[error("cannot write {}: {source}", path.display())]
    Accounts {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(written) => {
            // A closed standard output is no reason to fail: the studio is there.
            let _ = written.print(&mut io::stdout().lock());
            ExitCode::SUCCESS
        }
        Err(error) => {
            // Nobody is left to hear that standard error is closed.
            let _ = writeln!(io::stderr(), "demo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<Written, DemoError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(DemoError::NotStarted)?;
    let written = tokio::task::LocalSet::new().block_on(&runtime, demo::write(&cli.data))?;
    if let Some(path) = &cli.accounts {
        let failed = |source| DemoError::Accounts { path: path.clone(), source };
        let json = written.to_json().map_err(|error| failed(error.into()))?;
        std::fs::write(path, json).map_err(failed)?;
    }
    Ok(written)
}
