//! What things inside a document are called: items, changes, heads, places.

use core::fmt;
use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use minicbor::{Decode, Encode};

/// An item of a list (a party, an interview, a step of the status log): 16 bytes drawn by whoever adds it.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub [u8; 16]);

/// A change, by its hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId(pub [u8; 32]);

macro_rules! bytes {
    ($name:ident) => {
        impl $name {
            /// Reads the name from bytes of exactly the right length.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str("…")
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
                Self::from_slice(d.bytes()?).ok_or_else(|| DecodeError::message("a name of the wrong length"))
            }
        }
    };
}

bytes!(ItemId);
bytes!(ChangeId);

/// The newest changes of a document: what somebody had seen when they wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Heads(#[n(0)] pub Vec<ChangeId>);

/// Where in a document a value stands: the items on the way, then the key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Place {
    /// The items on the way, outermost first.
    #[n(0)]
    pub steps: Vec<Step>,
    /// The key of the value.
    #[n(1)]
    pub key: String,
}

/// One item on the way to a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Step {
    /// The list, as in `parties`.
    #[n(0)]
    pub list: String,
    /// The item.
    #[n(1)]
    pub item: ItemId,
}

impl Place {
    /// A place at the top of the document.
    pub fn root(key: &str) -> Place {
        Place { steps: Vec::new(), key: key.to_owned() }
    }

    /// A place in an item of a list at the top.
    pub fn of(list: &str, item: ItemId, key: &str) -> Place {
        Place { steps: vec![Step { list: list.to_owned(), item }], key: key.to_owned() }
    }

    /// A place in an item of a list in this item.
    pub fn then(mut self, item: ItemId, key: &str) -> Place {
        let list = core::mem::replace(&mut self.key, key.to_owned());
        self.steps.push(Step { list, item });
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| write!(f, "{}/{}/", step.list, step.item))?;
        f.write_str(&self.key)
    }
}
