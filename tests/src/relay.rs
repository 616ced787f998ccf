//! The real relay on a port of its own, in this process.

use crate::Scratch;
use server::{Config, Limits, Relay, ServeError};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A relay that runs until it is dropped.
pub struct RunningRelay {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it keeps.
    pub data: Scratch,
    /// The token of the founding link, while there is no studio.
    pub token: Option<String>,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<Result<(), ServeError>>,
}

impl RunningRelay {
    /// Starts a relay with an empty data folder. To be called inside a Tokio runtime.
    pub fn start() -> Result<Self, ServeError> {
        let data = Scratch::new("relay");
        let listener = server::listen((Ipv4Addr::LOCALHOST, 0).into())?;
        let address = listener.local_addr().map_err(ServeError::Stopped)?;
        let limits = Limits { logins: 100, questions: 10_000, ..Limits::default() };
        let relay = Relay::open(Config { limits, ..Config::new(data.path()) }, address.port())?;
        let token = relay.founding_token()?;
        let (stop, stopped) = oneshot::channel();
        let until_stopped = async move {
            // Dropping the sender stops the relay as well.
            let _ = stopped.await;
        };
        let running = tokio::spawn(relay.serve(listener, until_stopped));
        Ok(Self { address, data, token, stop: Some(stop), running })
    }

    /// Stops the relay in good order and waits for its end.
    pub async fn stop(mut self) -> Result<(), ServeError> {
        drop(self.stop.take());
        (&mut self.running).await.unwrap_or(Ok(()))
    }
}
