//! `parlor`: the relay as a program.

mod limits;
mod logs;

use clap::{Args, Parser, Subcommand};
use limits::LimitArgs;
use logs::LogStyle;
use server::store::Manifest;
use server::{BackupError, Config, Relay, Restoring, ServeError, lan};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

/// Parlor: keeps the sealed records of a studio and passes them on.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the relay.
    Serve(Serve),
    /// Copy everything that the relay keeps into one file, while it runs.
    Backup(Backup),
    /// Put such a copy back, where no relay runs.
    Restore(Restore),
}

#[derive(Args)]
struct Backup {
    /// The folder in which the relay keeps everything.
    #[arg(long, env = "PARLOR_DATA", default_value = "./parlor-data")]
    data: PathBuf,
    /// The file to write, or a folder for a file under the name of the hour.
    #[arg(long)]
    to: PathBuf,
}

#[derive(Args)]
struct Restore {
    /// The file that `parlor backup` wrote.
    #[arg(long)]
    from: PathBuf,
    /// The folder in which the relay keeps everything.
    #[arg(long, env = "PARLOR_DATA", default_value = "./parlor-data")]
    data: PathBuf,
    /// Leave the database that was there beside the new one.
    #[arg(long)]
    keep_old: bool,
    /// Do not draw so many numbers of each series again: they may have been drawn after the copy was made.
    #[arg(long, default_value_t = 0)]
    skip_numbers: u32,
}

#[derive(Args)]
struct Serve {
    /// The port to listen on.
    #[arg(long, env = "PARLOR_PORT", default_value_t = 8080)]
    port: u16,
    /// The address to listen on; this machine only if not given, every address with --lan.
    #[arg(long, env = "PARLOR_ADDRESS")]
    address: Option<IpAddr>,
    /// The folder to keep everything in.
    #[arg(long, env = "PARLOR_DATA", default_value = "./parlor-data")]
    data: PathBuf,
    /// Serve the client from this folder instead of the one in the program.
    #[arg(long, env = "PARLOR_CLIENT")]
    client: Option<PathBuf>,
    /// Another address under which pages of this relay are opened, as https://parlor.example.
    #[arg(long, env = "PARLOR_ORIGIN", value_delimiter = ',')]
    origin: Vec<String>,
    /// The address of a proxy in front of this relay, whose word about who asks is believed.
    #[arg(long, env = "PARLOR_PROXY", value_delimiter = ',')]
    proxy: Vec<IpAddr>,
    /// Let tablets on the network in: HTTPS with certificates of its own.
    #[arg(long)]
    lan: bool,
    /// How to write the log, which goes to standard error.
    #[arg(long, env = "PARLOR_LOG_STYLE", default_value = "plain")]
    log: LogStyle,
    #[command(flatten)]
    limits: LimitArgs,
}

impl Serve {
    fn listen_on(&self) -> SocketAddr {
        let everywhere = if self.lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
        SocketAddr::new(self.address.unwrap_or(IpAddr::V4(everywhere)), self.port)
    }
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(serve) => {
            logs::start(serve.log);
            run(serve).map_err(Failed::from)
        }
        Command::Backup(it) => backup(&it).map_err(Failed::from),
        Command::Restore(it) => restore(&it).map_err(Failed::from),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to hear that standard error is closed.
            let _ = writeln!(io::stderr(), "parlor: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(serve: Serve) -> Result<(), ServeError> {
    let listener = server::listen(serve.listen_on())?;
    let port = listener.local_addr().map_err(ServeError::Stopped)?.port();
    let config = Config {
        client: serve.client,
        lan: serve.lan,
        origins: serve.origin,
        proxies: serve.proxy,
        limits: serve.limits.into(),
        ..Config::new(serve.data)
    };
    server::allow_many_files();
    let relay = Relay::open(config.clone(), port)?;
    let token = relay.founding_token()?;
    // A closed standard output is no reason to stop.
    let _ = greet(&config, port);
    let _ = greet_founder(&config, port, token);
    tracing::info!(port, version = env!("CARGO_PKG_VERSION"), "the relay runs");
    relay.serve(listener, stopped()).await
}

/// Why the program ends with an error.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Backup(#[from] BackupError),
}

fn backup(it: &Backup) -> Result<(), BackupError> {
    let (path, manifest) = server::backup(&it.data, &it.to)?;
    // A closed standard output is no reason to fail.
    let _ = tell(&format!("{} is whole", path.display()), &manifest);
    Ok(())
}

fn restore(it: &Restore) -> Result<(), BackupError> {
    let how = Restoring { keeps_old: it.keep_old, skip_numbers: it.skip_numbers };
    let manifest = server::restore(&it.from, &it.data, how)?;
    let _ = tell(&format!("{} is restored", it.data.display()), &manifest);
    Ok(())
}

/// What a copy holds: names that say nothing to anybody else, and numbers.
fn tell(what: &str, manifest: &Manifest) -> io::Result<()> {
    let Manifest { made, relay, sqlite, studios } = manifest;
    let mut out = io::stdout().lock();
    writeln!(out, "{what}: as of {made}, by parlor {relay} with SQLite {sqlite}")?;
    for it in studios {
        let hash: String = it.log_hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(out, "studio {}: {} entries, {} bytes, log hash {hash}", it.studio, it.head, it.bytes)?;
    }
    Ok(())
}

/// Prints the one-time link of a relay without a studio.
fn greet_founder(config: &Config, port: u16, token: Option<String>) -> io::Result<()> {
    let Some(token) = token else { return Ok(()) };
    let scheme = if config.lan { "https" } else { "http" };
    let own = format!("{scheme}://localhost:{port}");
    // behind a proxy this machine's own port is not where people go
    let at = config.origins.first().unwrap_or(&own);
    let mut out = io::stdout().lock();
    writeln!(out, "No studio is kept here yet. Found it once, at {at}/#found={token}")
}

/// Says where the relay is.
fn greet(config: &Config, port: u16) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if !config.lan {
        return writeln!(out, "Parlor is at http://localhost:{port}");
    }
    writeln!(out, "Parlor is at https://localhost:{port}")?;
    let Some(address) = lan::address() else {
        return writeln!(out, "This machine has no private address on a network, so no tablet can find it.");
    };
    writeln!(out, "Tablets on this network find it at https://{address}:{port}")?;
    writeln!(out, "Each of them must trust it once: open https://{address}:{port}{}", lan::TRUST_PATH)?;
    writeln!(out, "and install what it offers as a CA certificate, in the security settings of the tablet.")?;
    writeln!(out, "The certificate to trust is {}", lan::trust_file(&config.data).display())?;
    match lan::fingerprint(&config.data) {
        Some(print) => {
            writeln!(out, "and its SHA-256 is {print}: compare it on the tablet before trusting it.")
        }
        None => Ok(()),
    }
}

/// Ready when somebody asks the program to end.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler the system ends the program by itself.
    if interrupted.await.is_err() {
        std::future::pending::<()>().await;
    }
}
