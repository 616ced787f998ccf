//! `late_relay`: the relay that ships, on another day. What is good for a day is tried with it, without waiting for one.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use server::{Clock, Config, Relay, ServeError};

/// Runs the relay with a clock that is ahead, until it is killed.
#[derive(Parser)]
struct Cli {
    /// The port to listen on.
    #[arg(long)]
    port: u16,
    /// The folder to keep everything in.
    #[arg(long)]
    data: PathBuf,
    /// The folder with the client.
    #[arg(long)]
    client: PathBuf,
    /// Another address under which pages of this relay are opened.
    #[arg(long)]
    origin: Vec<String>,
    /// How many hours its clock is ahead.
    #[arg(long)]
    hours_ahead: u64,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to hear that standard error is closed.
            let _ = writeln!(io::stderr(), "late_relay: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(cli: Cli) -> Result<(), ServeError> {
    let listener = server::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, cli.port)))?;
    let clock = Clock::ahead_by(Duration::from_secs(cli.hours_ahead * 3600));
    let config = Config { client: Some(cli.client), origins: cli.origin, clock, ..Config::new(cli.data) };
    let relay = Relay::open(config, cli.port)?;
    // A closed standard output is no reason to stop.
    let _ = writeln!(io::stdout(), "Parlor is at http://localhost:{}", cli.port);
    relay.serve(listener, std::future::pending()).await
}
