//! What a relay is started with.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::system::Clock;

/// What a relay is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Everything the relay keeps lies in this folder.
    pub data: PathBuf,
    /// A built client to serve instead of the one that was put into the program.
    pub client: Option<PathBuf>,
    /// Speak HTTPS, with certificates that the relay issues itself.
    pub lan: bool,
    /// Addresses of pages that may talk to the relay, besides its own on this machine: `https://parlor.example`.
    pub origins: Vec<String>,
    /// Proxies whose word about who asks is believed.
    pub proxies: Vec<IpAddr>,
    /// What the relay takes.
    pub limits: Limits,
    /// What time it is.
    pub clock: Clock,
}

impl Config {
    /// A relay on this machine alone, keeping its data in a folder.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            client: None,
            lan: false,
            origins: Vec::new(),
            proxies: Vec::new(),
            limits: Limits::default(),
            clock: Clock::default(),
        }
    }

    /// Whether pages come over TLS: the relay's own, or that of a proxy in front of it.
    pub(crate) fn is_https(&self) -> bool {
        self.lan || self.origins.iter().any(|origin| origin.starts_with("https://"))
    }
}

/// What the relay takes. Past a limit it says so and nothing is lost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most bytes that the entries of a studio may have.
    pub studio_bytes: u64,
    /// The most bytes that one device may have in trays: what it hands in after its right has ended.
    pub tray_device_bytes: u64,
    /// The most bytes that all trays of a studio may have.
    pub tray_studio_bytes: u64,
    /// How long an entry lies in a tray.
    pub tray_for: Duration,
    /// Entries are refused when the disk has fewer bytes left: reading must go on, and the database needs some.
    pub free_bytes: u64,
    /// The most sockets of one address: a whole office may stand behind it.
    pub sockets: usize,
    /// The most sockets of all addresses together.
    pub sockets_total: usize,
    /// The most sockets of one address that may say who they are at once.
    pub greeting: usize,
    /// The most sockets of one address that wait for their turn to say who they are.
    pub waiting: usize,
    /// The most sockets of all addresses together that have not said who they are.
    pub waiting_total: usize,
    /// How long a socket may take to say who it is.
    pub greet_within: Duration,
    /// How long a socket may be silent.
    pub silent_for: Duration,
    /// How many frames a second a device may send.
    pub frames: u32,
    /// How many bytes a second a device may send.
    pub frame_bytes: u32,
    /// So many seconds of that it may send at once, after a silence.
    pub burst_seconds: u32,
    /// How many tries to log in an address has in a minute.
    pub logins: u32,
    /// How many wrong tries to log in a name has in an hour, wherever they come from.
    pub guesses: usize,
    /// How many tries to join a code has in an hour.
    pub joins: u32,
    /// How many questions of an address are answered at once.
    pub asking: usize,
    /// How many other questions an address may ask in a minute.
    pub questions: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            studio_bytes: 20 << 30,
            tray_device_bytes: 64 << 20,
            tray_studio_bytes: 1 << 30,
            tray_for: Duration::from_secs(90 * 86_400),
            free_bytes: 256 << 20,
            sockets: 1024,
            sockets_total: 10_000,
            greeting: 2,
            waiting: 64,
            waiting_total: 1024,
            greet_within: Duration::from_secs(10),
            silent_for: Duration::from_secs(45),
            frames: 4000,
            frame_bytes: 32 << 20,
            burst_seconds: 5,
            logins: 5,
            guesses: 10,
            joins: 5,
            asking: 64,
            questions: 120,
        }
    }
}
