//! What the engine needs of the place it runs in: a disk, a link, a clock, and somebody to tell.

use shared::api::ApiError;

use super::api::ToPage;
use super::disk::Disk;
use super::guard::Doing;
use super::records::Record;

/// The place the engine runs in: a worker, a test, the simulation. Randomness comes once, as a seed, when an
/// engine is made.
pub trait Host: Clock + Link {
    /// Where entries lie.
    type Disk: Disk;
    /// What documents are made of.
    type Record: Record;

    /// Tells the page something.
    fn tell(&self, frame: ToPage);
    /// Notes what is about to be done, where a failure of the whole engine leaves it readable. A place whose engine cannot
    /// fail on its own needs no note.
    fn doing(&self, _doing: Option<Doing>) {}
    /// Asks to be given [`super::Input::Tick`] at this time, at the latest.
    fn wake(&self, at_ms: u64);
}

/// The relay did not do what was asked beside the socket.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// It did not answer.
    #[error("the relay does not answer")]
    Offline,
    /// It answered no.
    #[error(transparent)]
    Refused(#[from] ApiError),
}

/// What time it is.
pub trait Clock {
    /// Milliseconds since 1970, by the device's clock.
    fn now_ms(&self) -> u64;
}

/// The way to the relay. Nothing waits here: frames go out in order, or are lost with the socket.
pub trait Link {
    /// Opens a socket, closing an older one.
    fn dial(&self);
    /// Sends a frame on the open socket.
    fn send(&self, frame: Vec<u8>);
    /// Asks the relay beside the socket: see [`shared::api::path`]. An empty body is a `GET`.
    #[expect(async_fn_in_trait, reason = "the engine runs on one thread, natively as in the browser")]
    async fn post(&self, path: &str, body: Vec<u8>) -> Result<Vec<u8>, PostError>;
    /// The page's origin: signed, so that a socket proves itself to one relay only.
    fn origin(&self) -> String;
}
