//! The relay as a process of its own.

use std::io::{BufRead, BufReader, Lines};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use shared::api::{Found, path};
use shared::codec;
use tests::net;

use crate::Broken;
use crate::corpus::Corpus;

/// A relay that runs until it is dropped; then it is killed, as by a power cut.
pub(crate) struct Process {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts a relay on a folder. Answers with how long it took until it said that it can do its work.
    pub(crate) async fn start(relay: &Path, data: &Path) -> Result<(Self, Duration), Broken> {
        let begun = Instant::now();
        let mut command = Command::new(relay);
        command.args(["serve", "--port", "0", "--data"]).arg(data);
        let named = ["PARLOR_PORT", "PARLOR_ADDRESS", "PARLOR_DATA", "PARLOR_CLIENT", "PARLOR_ORIGIN"];
        for name in named {
            command.env_remove(name);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(Broken::Process)?;
        let mut said = BufReader::new(child.stdout.take().ok_or(Broken::Silent)?).lines();
        let line = said.next().ok_or(Broken::Silent)?.map_err(Broken::Process)?;
        let port = line.rsplit(':').next().and_then(|port| port.parse().ok()).ok_or(Broken::Silent)?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let relay = Self { address, child, said };
        let ready = net::request(address, "/readyz", &[], "").await.map_err(Broken::Process)?;
        if ready.status == 200 { Ok((relay, begun.elapsed())) } else { Err(Broken::Silent) }
    }

    /// Founds the corpus's studio with the one-time link that a relay without one prints.
    pub(crate) async fn found(&mut self, corpus: &Corpus) -> Result<(), Broken> {
        let line = self.said.next().ok_or(Broken::Silent)?.map_err(Broken::Process)?;
        let (_, token) = line.split_once("#found=").ok_or(Broken::Silent)?;
        let found = Found {
            token: token.to_owned(),
            login: Corpus::login()?,
            auth: corpus.auth.clone(),
            vault: corpus.founder.vault.encode().into(),
            entries: vec![corpus.founder.entry.bytes().to_vec().into()],
        };
        let answered = net::request(self.address, path::FOUND, &codec::encode(&found), "").await;
        if answered.map_err(Broken::Process)?.status == 200 {
            Ok(())
        } else {
            Err(Broken::Corpus("the relay does not found the studio"))
        }
    }

    /// The memory it holds, in bytes.
    pub(crate) fn memory(&self) -> Result<u64, Broken> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.map_err(Broken::Process)?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|it| it.trim().strip_suffix(" kB")).and_then(|it| it.parse::<u64>().ok());
        Ok(kib.ok_or(Broken::Silent)? * 1024)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended by itself cannot be killed, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
