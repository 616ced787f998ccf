//! One socket to the real relay, spoken to frame by frame: what no tablet would ever send can be sent here.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures::stream::{SplitSink, SplitStream};
use futures::{SinkExt, StreamExt};
use shared::entry::Entry;
use shared::ids::StudioId;
use shared::keys::SignKey;
use shared::sync::{Hello, Proof, Receipt, Refused, Short, ToDevice, ToRelay, VERSION, Welcome};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The relay answers at once, or something is wrong with it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The socket is gone, and nobody said why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the socket is gone")]
pub struct Gone;

/// What comes from the relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A frame.
    Frame(ToDevice),
    /// It hung up and said why: the code of a [`shared::sync::Closing`], and its sentence.
    Closed(u16, String),
}

/// What became of one pushed entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is kept.
    Kept(Receipt),
    /// It is not.
    Refused(Refused),
}

impl Fate {
    /// The receipt, if it is kept.
    pub fn receipt(&self) -> Option<Receipt> {
        match self {
            Self::Kept(receipt) => Some(*receipt),
            Self::Refused(_) => None,
        }
    }
}

/// One socket.
pub struct Socket {
    out: SplitSink<Stream, Message>,
    incoming: SplitStream<Stream>,
    origin: String,
    /// What a Hello must sign.
    pub nonce: Short,
}

/// Connects from one of this machine's own addresses.
pub async fn connect_from(relay: SocketAddr, from: IpAddr) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(from, 0))?;
    let stream = socket.connect(relay).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl Socket {
    /// Opens a socket and takes the challenge.
    pub async fn open(relay: SocketAddr) -> Result<Self, Gone> {
        Self::open_from(relay, relay.ip()).await
    }

    /// The same from another address of this machine, which has many of them.
    pub async fn open_from(relay: SocketAddr, from: IpAddr) -> Result<Self, Gone> {
        let origin = format!("http://{relay}");
        let url = format!("ws://{relay}{}", shared::api::path::SOCKET);
        let mut request = url.into_client_request().map_err(|_| Gone)?;
        request.headers_mut().insert("origin", origin.parse().map_err(|_| Gone)?);
        let stream = MaybeTlsStream::Plain(connect_from(relay, from).await.map_err(|_| Gone)?);
        let (stream, _) = tokio_tungstenite::client_async(request, stream).await.map_err(|_| Gone)?;
        let (out, incoming) = stream.split();
        let mut socket = Self { out, incoming, origin, nonce: Short::default() };
        match socket.next().await? {
            Said::Frame(ToDevice::Challenge(nonce, _)) => Ok(Self { nonce, ..socket }),
            Said::Frame(_) | Said::Closed(..) => Err(Gone),
        }
    }

    /// Opens a socket and says who is there; without a key it may only push.
    pub async fn greet(
        relay: SocketAddr,
        studio: StudioId,
        key: Option<&SignKey>,
        cursor: Option<u64>,
    ) -> Result<(Self, Welcome), Gone> {
        let mut socket = Self::open(relay).await?;
        let proof = key.map(|key| Proof::sign(socket.nonce, &socket.origin, studio, key));
        socket.hello(studio, proof, cursor).await?;
        match socket.next().await? {
            Said::Frame(ToDevice::Welcome(welcome)) => Ok((socket, welcome)),
            Said::Frame(_) | Said::Closed(..) => Err(Gone),
        }
    }

    /// Says who is there, or claims to.
    pub async fn hello(
        &mut self,
        studio: StudioId,
        proof: Option<Proof>,
        cursor: Option<u64>,
    ) -> Result<(), Gone> {
        let (log_hash, tip) = Default::default();
        self.send(&ToRelay::Hello(Hello { version: VERSION, studio, cursor, log_hash, tip, proof })).await
    }

    /// Says who is there, as a device that has everything, and waits to be welcomed.
    pub async fn greet_as(&mut self, studio: StudioId, key: &SignKey) -> Result<(), Gone> {
        let proof = Proof::sign(self.nonce, &self.origin, studio, key);
        self.hello(studio, Some(proof), Some(0)).await?;
        match self.next().await? {
            Said::Frame(ToDevice::Welcome(_)) => Ok(()),
            Said::Frame(_) | Said::Closed(..) => Err(Gone),
        }
    }

    /// The page that this socket claims to belong to.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &ToRelay) -> Result<(), Gone> {
        self.send_message(Message::Binary(frame.encode().into())).await
    }

    /// Sends anything.
    pub async fn send_message(&mut self, message: Message) -> Result<(), Gone> {
        self.out.send(message).await.map_err(|_| Gone)
    }

    /// Hands entries in, without waiting for what becomes of them.
    pub async fn push(&mut self, entries: &[Entry]) -> Result<(), Gone> {
        let entries = entries.iter().map(|entry| entry.bytes().to_vec().into()).collect();
        self.send(&ToRelay::Push(entries)).await
    }

    /// Hands entries in and waits for what becomes of each. Other frames are passed over.
    pub async fn settle(&mut self, entries: &[Entry]) -> Result<Vec<Fate>, Gone> {
        self.push(entries).await?;
        let mut fates = Vec::new();
        while fates.len() < entries.len() {
            match self.next().await? {
                Said::Frame(ToDevice::Receipts(receipts)) => {
                    fates.extend(receipts.into_iter().map(Fate::Kept));
                }
                Said::Frame(ToDevice::Refused(refused)) => fates.push(Fate::Refused(refused)),
                Said::Frame(_) => {}
                Said::Closed(..) => return Err(Gone),
            }
        }
        Ok(fates)
    }

    /// What comes next.
    pub async fn next(&mut self) -> Result<Said, Gone> {
        loop {
            let message = timeout(PATIENCE, self.incoming.next()).await.map_err(|_| Gone)?;
            match message.ok_or(Gone)?.map_err(|_| Gone)? {
                Message::Binary(bytes) => {
                    return ToDevice::decode(&bytes).map(Said::Frame).map_err(|_| Gone);
                }
                Message::Close(Some(frame)) => {
                    return Ok(Said::Closed(frame.code.into(), frame.reason.to_string()));
                }
                Message::Close(None) => return Err(Gone),
                Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }
}
