//! How writings meet that did not know of each other: one small module for each way.
//!
//! | class | what happens |
//! |---|---|
//! | once | set when the thing is made, never again |
//! | auto | one value stands, the same on every device; the others are history |
//! | kept | different values are all kept and somebody is asked, with or without stopping the case |
//! | highest | the higher value stands and somebody is asked |
//! | set | what one person adds wins over what another takes away |
//! | text | the writings of both are in the text |
//! | list | items merge by their own fields; removing is a mark |
//! | log | nothing is ever changed |

mod auto;
mod highest;
mod kept;
mod list;
mod log;
mod once;
mod set;
mod text;

#[cfg(test)]
mod tests;

pub(crate) use list::Item;

use crate::document::Node;
use crate::value::{Field, Held};

/// How a value with one key merges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Once,
    Auto,
    Warn,
    Block,
    Highest,
}

impl Class {
    /// Whether different values wait for somebody to decide.
    pub(crate) fn asks(self) -> bool {
        matches!(self, Class::Warn | Class::Block | Class::Highest)
    }
}

/// A key of a document and how its values merge; written down once, for reading and for writing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) class: Class,
}

pub(crate) const fn once(name: &'static str) -> Key {
    Key { name, class: Class::Once }
}

pub(crate) const fn auto(name: &'static str) -> Key {
    Key { name, class: Class::Auto }
}

pub(crate) const fn warn(name: &'static str) -> Key {
    Key { name, class: Class::Warn }
}

pub(crate) const fn block(name: &'static str) -> Key {
    Key { name, class: Class::Block }
}

pub(crate) const fn highest(name: &'static str) -> Key {
    Key { name, class: Class::Highest }
}

impl Node<'_> {
    /// Reads a value with everything that stands beside it.
    pub(crate) fn field<T: Held>(&self, key: Key) -> Field<T> {
        self.field_at(key.name, key.class)
    }

    /// Reads a value whose key is only known from what stands in the document.
    pub(crate) fn field_at<T: Held>(&self, key: &str, class: Class) -> Field<T> {
        match class {
            Class::Once => once::read(self, key),
            Class::Auto | Class::Highest => auto::read(self, key),
            Class::Warn => kept::read(self, key, crate::enums::Level::Warn),
            Class::Block => kept::read(self, key, crate::enums::Level::Block),
        }
    }

    /// Reads a value of which the highest stands.
    pub(crate) fn highest<T: Held + Ord>(&self, key: Key) -> Field<T> {
        highest::read(self, key.name)
    }
}
