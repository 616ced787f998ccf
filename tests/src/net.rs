//! Sockets and requests to a relay, as a page of its own would make them.

use std::net::SocketAddr;

use shared::api::{MEDIA_TYPE, path};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// A socket to a relay.
pub type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<TcpStream>>;

/// The origin of a relay's own pages.
pub fn origin(relay: SocketAddr) -> String {
    format!("http://{relay}")
}

/// Opens a socket.
pub async fn connect(relay: SocketAddr) -> Option<Socket> {
    let url = format!("ws://{relay}{}", path::SOCKET);
    let mut request = url.into_client_request().ok()?;
    request.headers_mut().insert("origin", origin(relay).parse().ok()?);
    let (socket, _) = tokio_tungstenite::connect_async_with_config(request, None, true).await.ok()?;
    Some(socket)
}

/// What a relay answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The status; zero if there was none.
    pub status: u16,
    /// Cookies that it sets, as they are sent back.
    pub cookies: Vec<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// One request of HTTP/1.1, as small as it can be: a client library would be there for this alone. An empty body is a
/// `GET`.
pub async fn request(relay: SocketAddr, path: &str, body: &[u8], cookies: &str) -> std::io::Result<Answered> {
    let method = if body.is_empty() { "GET" } else { "POST" };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {relay}\r\nOrigin: {}\r\nContent-Type: {MEDIA_TYPE}\r\nCookie: {cookies}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        origin(relay),
        body.len()
    );
    let mut stream = TcpStream::connect(relay).await?;
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let set = lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    let cookies = set.filter_map(|(_, value)| value.split(';').next().map(str::to_owned)).collect();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Ok(Answered { status, cookies, body: answer.get(end + 4..).unwrap_or_default().to_vec() })
}
