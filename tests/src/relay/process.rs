//! The relay as a process of its own, as it is started from a terminal: it can be killed like one.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use bundle::{BundleError, cargo};

static PROGRAM: OnceLock<Result<PathBuf, BundleError>> = OnceLock::new();

/// Runs another program than [`program`] builds, if none was run yet.
pub fn run(relay: PathBuf) {
    let _ = PROGRAM.set(Ok(relay));
}

/// The relay's program, built once for all tests of a run. It carries no client.
pub fn program() -> &'static Path {
    match PROGRAM.get_or_init(cargo::build_quick_relay) {
        Ok(path) => path,
        Err(error) => panic!("{error}"),
    }
}

/// A relay that runs until it is killed or dropped.
pub struct RelayProcess {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
    said: BufReader<ChildStdout>,
    log_path: PathBuf,
}

impl RelayProcess {
    /// Starts the relay on a data folder and a port, any free one for zero, and waits until it listens. What it logs
    /// goes to a file beside the folder, after what the one before logged there.
    pub fn start(data: &Path, port: u16) -> io::Result<Self> {
        Self::start_with(data, port, &[], &[])
    }

    /// The same with further options, and under another program that runs it, if there is one.
    pub fn start_with(data: &Path, port: u16, options: &[&str], under: &[String]) -> io::Result<Self> {
        let log_path = data.with_extension("log");
        let log = File::options().create(true).append(true).open(&log_path)?;
        let mut command = match under.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program());
                command
            }
            None => Command::new(program()),
        };
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("PARLOR_")) {
                command.env_remove(name);
            }
        }
        command.args(["serve", "--port", &port.to_string(), "--data"]).arg(data).args(options);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn()?;
        let stdout = child.stdout.take().ok_or_else(|| io::Error::other("the relay has no output"))?;
        let mut relay = Self {
            address: (Ipv4Addr::LOCALHOST, port).into(),
            child,
            said: BufReader::new(stdout),
            log_path,
        };
        let greeting = relay.line()?;
        let port = greeting.rsplit(':').next().and_then(|port| port.parse().ok());
        let port = port
            .ok_or_else(|| io::Error::other(format!("the relay did not start: {greeting}{}", relay.log())))?;
        relay.address.set_port(port);
        Ok(relay)
    }

    /// The token of the founding link, which a relay without a studio prints next.
    pub fn founding_token(&mut self) -> io::Result<String> {
        let line = self.line()?;
        let token = line.split_once("#found=").map(|(_, token)| token.to_owned());
        token.ok_or_else(|| io::Error::other(format!("no founding link: {line}")))
    }

    /// Its number in the system.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How many KiB of memory it has resident.
    pub fn resident_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
    }

    /// Everything that it has logged, and those before it on the same data folder.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log_path).unwrap_or_default()
    }

    /// Kills it in the middle of whatever it does.
    pub fn kill(mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.said.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for RelayProcess {
    fn drop(&mut self) {
        // it may have ended already
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
