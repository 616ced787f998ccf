//! Runs a relay until it is told to stop.

use crate::app::App;
use crate::data::{self, DataError};
use crate::door::Connections;
use crate::lan::{self, LanError};
use crate::ledger::{Ledger, LedgerError};
use crate::store::StoreError;
use crate::{Config, assets, router};
use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A relay that is told to stop lets requests under way finish, and does not wait for a socket that never ends.
const GRACE: Duration = Duration::from_secs(3);
/// Who connects and says nothing is let go.
const FIRST_REQUEST: Duration = Duration::from_secs(10);
/// Who asks in very small pieces is let go as well.
const HEADER_READ: Duration = Duration::from_secs(30);

/// How often a disk that failed is tried again.
const TRY_DISK_EVERY: Duration = Duration::from_secs(2);

/// Why a relay did not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else listens there.
    #[error("port {0} is taken: stop the other program, or choose another port with --port")]
    PortTaken(u16),
    /// The address cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] io::Error),
    /// The data folder cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The certificates cannot be made.
    #[error(transparent)]
    Lan(#[from] LanError),
    /// What is kept cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was erased cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The sockets of this machine failed.
    #[error("the relay stopped: {0}")]
    Stopped(#[source] io::Error),
}

/// Takes the port, before anything else is done.
pub fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).map_err(|error| {
        if error.kind() == io::ErrorKind::AddrInUse {
            return ServeError::PortTaken(address.port());
        }
        ServeError::Listen(address, error)
    })
}

/// A relay that is ready to run.
pub struct Relay {
    config: Config,
    tls: Option<RustlsConfig>,
    app: Arc<App>,
    /// The client unpacks itself while the log is read.
    client: JoinHandle<Router>,
}

impl Relay {
    /// Makes the data folder if it is missing, and the certificates if they are wanted.
    pub fn open(config: Config, port: u16) -> Result<Self, ServeError> {
        data::prepare(&config.data)?;
        let folder = config.client.clone();
        let client = thread::Builder::new()
            .name("client".to_owned())
            .spawn(move || assets::service(folder.as_deref()))
            .map_err(ServeError::Stopped)?;
        let tls = if config.lan { Some(lan::tls(&config.data)?) } else { None };
        let origins = own_origins(&config, port);
        let ledger = Ledger::open(&config.data)?;
        let app = App::open(&config, ledger, origins)?;
        Ok(Self { config, tls, app, client })
    }

    /// A token for the one-time link that founds a studio; none if there is a studio.
    pub fn founding_token(&self) -> Result<Option<String>, ServeError> {
        Ok(self.app.founding_token()?)
    }

    /// Runs on a listener until `shutdown` is ready.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let client = self.client.join();
        let client = client
            .map_err(|_| ServeError::Stopped(io::Error::other("the client that it carries is damaged")))?;
        let connections = Connections::new(&self.config.limits, self.app.proxies.clone());
        let app = self.app.clone();
        let router = router::router(&self.config, self.app, client);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let handle = Handle::new();
        let mut server = axum_server::from_tcp(listener).map_err(ServeError::Stopped)?;
        server.http_builder().http1().header_read_timeout(HEADER_READ);
        let server = server.handle(handle.clone()).first_request_timeout(FIRST_REQUEST).acceptor(connections);

        let mend = tokio::spawn(mend(app));
        let stop = tokio::spawn(async move {
            shutdown.await;
            handle.graceful_shutdown(Some(GRACE));
        });
        let done = if let Some(tls) = self.tls {
            let renew = tokio::spawn(lan::renew(self.config.data, tls.clone()));
            let done = server.map(|plain| RustlsAcceptor::new(tls).acceptor(plain)).serve(service).await;
            renew.abort();
            done
        } else {
            server.serve(service).await
        };
        stop.abort();
        mend.abort();
        done.map_err(ServeError::Stopped)
    }
}

/// Tries a disk that failed again, now and then.
async fn mend(app: Arc<App>) {
    loop {
        tokio::time::sleep(TRY_DISK_EVERY).await;
        // a writer that does not answer has stopped with the relay
        if app.space.is_failing() && app.writer.run(|writer| writer.try_again()).await.is_err() {
            return;
        }
    }
}

/// Opens a relay and runs it on a listener until `shutdown` is ready.
pub async fn serve(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let port = listener.local_addr().map_err(ServeError::Stopped)?.port();
    Relay::open(config, port)?.serve(listener, shutdown).await
}

/// The addresses under which pages of this relay are opened, and those that were named.
fn own_origins(config: &Config, port: u16) -> Vec<String> {
    let scheme = if config.lan { "https" } else { "http" };
    let mut hosts = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "[::1]".to_owned()];
    hosts.extend(config.lan.then(lan::address).flatten().map(|address| address.to_string()));
    let own = hosts.into_iter().map(|host| format!("{scheme}://{host}:{port}"));
    own.chain(config.origins.iter().cloned()).collect()
}
