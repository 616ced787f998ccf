//! A file of a release, what it was made from, and how it is read.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use minicbor::{Decode, Encode};
use shared::codec;

/// One file.
pub(crate) struct Golden {
    name: &'static str,
    made: Vec<u8>,
    read: Box<dyn Fn(&[u8])>,
    /// Whether this version must write the very bytes that the release wrote.
    is_rewritten: bool,
}

impl Golden {
    /// A value that is what its bytes say.
    pub(crate) fn value<T>(name: &'static str, value: T) -> Self
    where
        T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + Debug + 'static,
    {
        Self::bytes(name, codec::encode(&value), move |kept| {
            let read: T = codec::decode(kept).unwrap_or_else(|| panic!("{name} is not read any more"));
            assert_eq!(read, value, "{name} is read otherwise");
            assert_eq!(codec::encode(&read), kept, "{name} changes when it is read and written again");
        })
    }

    /// Bytes that this version makes, with what must be true of those that the release made.
    pub(crate) fn bytes(name: &'static str, made: Vec<u8>, read: impl Fn(&[u8]) + 'static) -> Self {
        Self { name, made, read: Box::new(read), is_rewritten: true }
    }

    /// As [`Golden::bytes`], for what a writer may write in more than one way, such as what was deflated.
    pub(crate) fn readable(name: &'static str, made: Vec<u8>, read: impl Fn(&[u8]) + 'static) -> Self {
        Self { is_rewritten: false, ..Self::bytes(name, made, read) }
    }

    /// The name of the file.
    pub(crate) fn file(&self) -> String {
        format!("{}.cbor", self.name)
    }

    /// Reads the file and compares.
    pub(crate) fn check(&self) {
        let kept = self.kept();
        (self.read)(&kept);
        if self.is_rewritten {
            assert_eq!(self.made, kept, "{} is written otherwise than in the first release", self.name);
        }
    }

    fn kept(&self) -> Vec<u8> {
        let path = folder().join(self.file());
        if is_blessing() {
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(mut file) => file.write_all(&self.made).unwrap(),
                Err(bad) if bad.kind() == ErrorKind::AlreadyExists => (),
                Err(bad) => panic!("{}: {bad}", path.display()),
            }
        }
        kept(self.name)
    }
}

/// The bytes of a file.
pub(crate) fn kept(name: &str) -> Vec<u8> {
    let path = folder().join(format!("{name}.cbor"));
    fs::read(&path).unwrap_or_else(|bad| {
        panic!(
            "{}: {bad}; PARLOR_BLESS=1 cargo test -p parlor-shared --test formats writes new files",
            path.display()
        )
    })
}

/// The files that there are.
pub(crate) fn files() -> BTreeSet<String> {
    let names = fs::read_dir(folder()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".cbor")).collect()
}

/// Whether files that are missing are to be written.
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("PARLOR_BLESS").is_some_and(|it| it == "1")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/v1")
}
