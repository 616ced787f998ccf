//! What the relay does in which time: the workloads of `docs/PERFORMANCE.md`, over real sockets against the relay as
//! it is released, in a process of its own. Entries are sealed and signed, and on the disk before they are answered.
//!
//! `cargo bench -p parlor-tests` runs all of it and prints the tables; `-- 1000` (or `10000`, `100000`) only the part with
//! so many documents, for whoever works on one of them. The release relay carries the client, so `cargo start` must have
//! built that once.

mod corpus;
mod figure;
mod limits;
mod process;
mod report;
mod wire;
mod workloads;

use std::io::{self, Write};
use std::process::ExitCode;

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    NotBuilt(#[from] bundle::BundleError),
    #[error("the relay cannot be run: {0}")]
    Process(#[source] io::Error),
    #[error("the relay does not say where it is")]
    Silent,
    #[error("the corpus cannot be made: {0}")]
    Corpus(&'static str),
    #[error("the socket broke: {0}")]
    Socket(&'static str),
    #[error("nothing came for half a minute")]
    Stuck,
    #[error("an entry is refused: {0}")]
    Refused(shared::sync::Reason),
    #[error("the disk cannot be measured: {0}")]
    Disk(#[source] io::Error),
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let measured = match runtime {
        Ok(runtime) => tokio::task::LocalSet::new().block_on(&runtime, measure()),
        Err(error) => Err(Broken::Process(error)),
    };
    match measured {
        Ok(report) => {
            // A closed standard output leaves nobody to tell.
            let _ = report.print(&mut io::stdout().lock());
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("performance: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<report::Report, Broken> {
    say("building the relay …");
    let relay = bundle::cargo::build_relay()?;
    say("making the corpus …");
    let corpus = corpus::Corpus::make()?;
    let mut report = report::Report::new(&corpus);
    report.limits = limits::measure()?;
    let parts: Vec<_> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    workloads::run(&relay, &corpus, &parts, &mut report).await?;
    Ok(report)
}

/// Says how far it is.
fn say(line: &str) {
    // Nobody is left to hear that standard error is closed.
    let _ = writeln!(io::stderr(), "{line}");
}
