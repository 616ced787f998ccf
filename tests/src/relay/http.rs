//! One question to the relay, as small as HTTP/1.1 can be: a client library would be there for this alone.

use std::io;
use std::net::SocketAddr;

use shared::api::MEDIA_TYPE;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What the relay answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// Everything above the body.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

/// Asks with a body; `more` are further lines of the head, each with its end.
pub async fn post(relay: SocketAddr, path: &str, body: Vec<u8>, more: &str) -> io::Result<HttpAnswer> {
    let head = format!("Content-Type: {MEDIA_TYPE}\r\nContent-Length: {}\r\n{more}", body.len());
    ask(relay, "POST", path, &head, &body).await
}

/// Asks for a page.
pub async fn get(relay: SocketAddr, path: &str) -> io::Result<HttpAnswer> {
    ask(relay, "GET", path, "", &[]).await
}

/// Asks as a page of another origin does.
pub async fn from_elsewhere(relay: SocketAddr, method: &str, path: &str) -> io::Result<HttpAnswer> {
    send(relay, "https://elsewhere.example", method, path, "Content-Length: 1\r\n", b"x").await
}

/// Asks with any method.
pub async fn with_method(relay: SocketAddr, method: &str, path: &str) -> io::Result<HttpAnswer> {
    ask(relay, method, path, "Content-Length: 0\r\n", &[]).await
}

async fn ask(relay: SocketAddr, method: &str, path: &str, head: &str, body: &[u8]) -> io::Result<HttpAnswer> {
    send(relay, &format!("http://{relay}"), method, path, head, body).await
}

async fn send(
    relay: SocketAddr,
    origin: &str,
    method: &str,
    path: &str,
    head: &str,
    body: &[u8],
) -> io::Result<HttpAnswer> {
    let common = format!("Host: {relay}\r\nOrigin: {origin}\r\nConnection: close\r\n");
    let mut stream = TcpStream::connect(relay).await?;
    stream.write_all(format!("{method} {path} HTTP/1.1\r\n{common}{head}\r\n").as_bytes()).await?;
    stream.write_all(body).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Ok(HttpAnswer { status, head, body: answer.get(end + 4..).unwrap_or_default().to_vec() })
}
