//! One function for each door that bytes from outside come in by. Each says what must be true of any bytes at all.
//! The fuzzer calls them with what it invents, `cargo test` with what lies in `corpus`.
//!
//! - `wire`: entries, frames, bodies, vaults, invitations, what is asked beside the socket
//! - `sealed`: what a member with the key may put inside a seal, up to a document that takes it
//! - `own`: what a device reads from its own disk and its own page

mod own;
mod sealed;
mod studio;
mod wire;

pub use own::{digest, page, stored};
pub use sealed::{body, chunk, contents, write};
pub use wire::{api, entry, frame_to_device, frame_to_relay, grant, invitation, roll, vault};

/// One door.
pub type Target = fn(&[u8]);

/// Every door, by the name of its corpus.
pub const TARGETS: [(&str, Target); 13] = [
    ("api", api),
    ("body", body),
    ("chunk", chunk),
    ("digest", digest),
    ("entry", entry),
    ("frame_to_device", frame_to_device),
    ("frame_to_relay", frame_to_relay),
    ("grant", grant),
    ("invitation", invitation),
    ("page", page),
    ("roll", roll),
    ("stored", stored),
    ("vault", vault),
];

/// Before the first bytes: the studio is founded, which takes a while, and a panic that is caught passes without a
/// word, since a document catches those of Automerge. One that is not caught still ends the fuzzer.
pub fn prepare() {
    studio::Studio::get();
    std::panic::set_hook(Box::new(|_| {}));
}

/// What this studio's founder wrote, to begin from: the founding and the grant of a document.
pub fn founded() -> (Vec<u8>, Vec<u8>) {
    let studio = studio::Studio::get();
    (studio.founding.body().to_vec(), shared::codec::encode(&studio.making()))
}

/// What is read is written, and read again as the same.
fn round<T>(value: T)
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    let again = shared::codec::encode(&value);
    assert_eq!(shared::codec::decode::<T>(&again), Some(value));
}
