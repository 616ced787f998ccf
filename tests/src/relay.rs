//! The real relay on a port of its own, in this process; and what tests of the relay itself talk to it with:
//!
//! - [`process`]: the relay as a process of its own
//! - [`restored`]: the relay with its database copied and put back
//! - [`socket`]: one socket, frame by frame
//! - [`http`]: one question beside it
//! - [`cut`]: what a power cut leaves of what was written down
//! - [`studio`]: people who sign anything
//! - [`attack`]: a bounded load of those who mean harm
//! - [`kept`]: what lies at the relay, as a device is fed it and as it lies on the disk
//! - [`strace`]: a system that refuses, or writes down, what the relay asks of its disk

pub mod attack;
pub mod cut;
pub mod http;
pub mod kept;
pub mod process;
pub mod restored;
pub mod socket;
pub mod strace;
pub mod studio;

use crate::Scratch;
use server::store::{Sqlite, StoreError};
use server::{Clock, Config, Limits, Relay, ServeError};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// A relay that was told to stop lets go of its data folder within this time.
const LET_GO: Duration = Duration::from_secs(10);

/// A relay that runs until it is dropped.
pub struct RunningRelay {
    /// Where it listens.
    pub address: SocketAddr,
    /// The token of the founding link, while there is no studio.
    pub token: Option<String>,
    data: PathBuf,
    /// Goes with the relay, if the data folder is to go with it.
    _scratch: Option<Scratch>,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<Result<(), ServeError>>,
}

impl RunningRelay {
    /// Starts a relay with an empty data folder. To be called inside a Tokio runtime.
    pub fn start() -> Result<Self, ServeError> {
        let scratch = Scratch::new("relay");
        let relay = Self::start_on(scratch.path())?;
        Ok(Self { _scratch: Some(scratch), ..relay })
    }

    /// Starts a relay on a data folder that stays. To be called inside a Tokio runtime.
    pub fn start_on(data: &Path) -> Result<Self, ServeError> {
        Self::start_within(data, Limits::default())
    }

    /// Starts a relay whose clock runs ahead, on a data folder that stays.
    pub fn start_ahead(data: &Path, ahead: Duration) -> Result<Self, ServeError> {
        Self::run(Config { clock: Clock::ahead_by(ahead), ..Config::new(data) })
    }

    /// Starts a relay with these limits, save those of an address: every tablet of a test has the same.
    pub fn start_within(data: &Path, limits: Limits) -> Result<Self, ServeError> {
        Self::run(Config { limits, ..Config::new(data) })
    }

    fn run(config: Config) -> Result<Self, ServeError> {
        let listener = server::listen((Ipv4Addr::LOCALHOST, 0).into())?;
        let address = listener.local_addr().map_err(ServeError::Stopped)?;
        let limits = Limits { logins: 100, questions: 10_000, ..config.limits };
        let data = config.data.clone();
        let relay = Relay::open(Config { limits, ..config }, address.port())?;
        let token = relay.founding_token()?;
        let (stop, stopped) = oneshot::channel();
        let until_stopped = async move {
            // Dropping the sender stops the relay as well.
            let _ = stopped.await;
        };
        let running = tokio::spawn(relay.serve(listener, until_stopped));
        Ok(Self { address, token, data, _scratch: None, stop: Some(stop), running })
    }

    /// Stops the relay in good order and waits until it has let go of what it keeps: its last sockets end a little
    /// later than the relay itself.
    pub async fn stop(mut self) -> Result<(), ServeError> {
        drop(self.stop.take());
        (&mut self.running).await.unwrap_or(Ok(()))?;
        let deadline = Instant::now() + LET_GO;
        while let Err(StoreError::InUse(_)) = Sqlite::open(&self.data) {
            if Instant::now() >= deadline {
                return Err(StoreError::InUse(self.data).into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }
}
