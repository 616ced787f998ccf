//! How many connections are open, whether or not they say anything: each costs a file descriptor, and without any left
//! nothing can be read from the disk.

use std::collections::HashMap;
use std::future::{Ready, ready};
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum_server::accept::Accept;
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::asker::household;
use crate::config::Limits;

/// Other files that the relay opens.
const OTHER_FILES: u64 = 128;

/// Takes as many open files as the system gives this program: many start with a thousand.
pub fn allow_many_files() {
    let mut files = getrlimit(Resource::Nofile);
    files.current = files.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, files) {
        tracing::warn!("the system does not allow more open files: {error}");
    }
}

/// Lets connections in as long as there is room.
#[derive(Clone)]
pub(crate) struct Connections(Arc<Open>);

struct Open {
    max: usize,
    /// Of one address; a proxy stands for many.
    max_here: usize,
    proxies: Vec<IpAddr>,
    open: Mutex<(usize, HashMap<IpAddr, usize>)>,
}

impl Connections {
    /// None is open. The system's own bound is respected.
    pub(crate) fn new(limits: &Limits, proxies: Vec<IpAddr>) -> Self {
        let files = getrlimit(Resource::Nofile).current;
        let files = files.map_or(usize::MAX, |max| max.saturating_sub(OTHER_FILES) as usize);
        let wanted = limits.sockets_total + limits.sockets_total / 8 + 64;
        let (max, max_here) = (wanted.min(files), limits.sockets + limits.asking);
        if max < wanted {
            tracing::warn!(max, "the system allows few open files: raise its limit for more connections");
        }
        Self(Arc::new(Open { max, max_here, proxies, open: Mutex::default() }))
    }

    fn enter(&self, address: IpAddr) -> Option<Ticket> {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, each) = &mut *open;
        let here = each.get(&household(address)).copied().unwrap_or_default();
        let is_proxy = self.0.proxies.contains(&address.to_canonical());
        if *all >= self.0.max || here >= self.0.max_here && !is_proxy {
            return None;
        }
        *all += 1;
        each.insert(household(address), here + 1);
        Some(Ticket { open: self.0.clone(), address: household(address) })
    }
}

/// One connection, until it is dropped.
struct Ticket {
    open: Arc<Open>,
    address: IpAddr,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut open = self.open.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.0 -= 1;
        match open.1.get_mut(&self.address) {
            Some(here) if *here > 1 => *here -= 1,
            _ => drop(open.1.remove(&self.address)),
        }
    }
}

impl<S> Accept<TcpStream, S> for Connections {
    type Stream = Counted;
    type Service = S;
    type Future = Ready<io::Result<(Counted, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let accepted = stream.peer_addr().and_then(|peer| {
            stream.set_nodelay(true)?;
            let ticket = self.enter(peer.ip()).ok_or_else(|| io::Error::other("too many connections"))?;
            Ok((Counted { stream, _ticket: ticket }, service))
        });
        ready(accepted)
    }
}

/// A connection that is counted until it is closed.
pub(crate) struct Counted {
    stream: TcpStream,
    _ticket: Ticket,
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_take_all_connections_and_a_proxy_counts_for_many() {
        let limits = Limits { sockets: 10, asking: 2, sockets_total: 64, ..Limits::default() };
        let (foe, other, proxy) = ([192, 0, 2, 1].into(), [192, 0, 2, 2].into(), [127, 0, 0, 1].into());
        let connections = Connections::new(&limits, vec![proxy]);
        let foes: Vec<_> = std::iter::from_fn(|| connections.enter(foe)).collect();
        assert_eq!(foes.len(), 12);
        assert!(connections.enter(other).is_some());
        let proxied: Vec<_> = std::iter::from_fn(|| connections.enter(proxy)).collect();
        assert_eq!(proxied.len(), 64 + 8 + 64 - 12, "what is left of all");
        assert!(connections.enter(other).is_none());
        drop((foes, proxied));
        let open = connections.0.open.lock().unwrap();
        assert_eq!((open.0, open.1.len()), (0, 0), "nothing is left behind");
    }
}
