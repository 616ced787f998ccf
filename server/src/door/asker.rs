//! Who asks: the address of the connection, or the one that a proxy names for it, if that proxy is ours.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::app::App;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address that limits are counted for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker(pub(crate) IpAddr);

impl FromRequestParts<Arc<App>> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        if app.proxies.is_empty() && parts.headers.contains_key(FORWARDED_FOR) {
            warn_once();
        }
        Ok(Self(asker(peer, &parts.headers, &app.proxies)))
    }
}

/// Everybody behind a proxy that is not named counts as one address and soon meets its limits.
fn warn_once() {
    static WARNED: AtomicBool = AtomicBool::new(false);
    if !WARNED.swap(true, Ordering::Relaxed) {
        tracing::warn!("a proxy says who asks, but none is named with --proxy: its word is not believed");
    }
}

/// Walks back from the connection as far as our own proxies vouch for it. What stands further left anybody can write.
fn asker(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let lines = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut at = peer.to_canonical();
    for hop in hops.into_iter().rev() {
        let Some(before) = read(hop).filter(|_| proxies.contains(&at)) else { break };
        at = before.to_canonical();
    }
    household(at)
}

fn read(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|it| it.ip()))
}

/// Whoever has one IPv6 address has the 2⁶⁴ beside it.
pub(super) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(it) => Ipv6Addr::from_bits(it.to_bits() & (u128::MAX << 64)).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: &str, lines: &[&'static str], proxies: &[&str], expected: &str) {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let proxies: Vec<IpAddr> = proxies.iter().map(|it| it.parse().unwrap()).collect();
        let found = asker(peer.parse().unwrap(), &headers, &proxies);
        assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {lines:?} {proxies:?}");
    }

    #[test]
    fn only_a_named_proxy_is_believed_and_only_as_far_as_it_saw() {
        check("192.0.2.7", &["198.51.100.1"], &[], "192.0.2.7");
        check("192.0.2.7", &["198.51.100.1"], &["127.0.0.1"], "192.0.2.7");
        check("127.0.0.1", &["198.51.100.1"], &["127.0.0.1"], "198.51.100.1");
        check("::ffff:127.0.0.1", &["198.51.100.1:4711"], &["127.0.0.1"], "198.51.100.1");
        // whoever asks can put words in front of what the proxy adds
        check("127.0.0.1", &["10.1.1.1, 198.51.100.1"], &["127.0.0.1"], "198.51.100.1");
        check("127.0.0.1", &["10.1.1.1", "198.51.100.1"], &["127.0.0.1"], "198.51.100.1");
        check("127.0.0.1", &["198.51.100.1, 10.0.0.2"], &["127.0.0.1", "10.0.0.2"], "198.51.100.1");
        check("127.0.0.1", &["198.51.100.1, nonsense"], &["127.0.0.1"], "127.0.0.1");
        check("127.0.0.1", &[], &["127.0.0.1"], "127.0.0.1");
    }

    #[test]
    fn all_of_an_ipv6_network_counts_as_one() {
        check("2001:db8:1:2:3:4:5:6", &[], &[], "2001:db8:1:2::");
        check("127.0.0.1", &["2001:db8:1:2:ffff::1"], &["127.0.0.1"], "2001:db8:1:2::");
    }
}
