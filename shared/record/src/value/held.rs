//! What a field and a set may hold, and how it is stored.

use super::Fact;
use shared::ids::{DeviceId, DocId, PersonId, TabletId};

/// A type that a field may hold.
pub(crate) trait Held: Sized + Clone + PartialEq {
    fn to_fact(&self) -> Fact;
    fn from_fact(fact: &Fact) -> Option<Self>;
}

impl Held for Fact {
    fn to_fact(&self) -> Fact {
        self.clone()
    }
    fn from_fact(fact: &Fact) -> Option<Self> {
        Some(fact.clone())
    }
}

impl Held for String {
    fn to_fact(&self) -> Fact {
        Fact::Text(self.clone())
    }
    fn from_fact(fact: &Fact) -> Option<Self> {
        match fact {
            Fact::Text(text) => Some(text.clone()),
            Fact::Number(n) => Some(n.to_string()),
            Fact::Flag(_) | Fact::Name(_) => None,
        }
    }
}

impl Held for i64 {
    fn to_fact(&self) -> Fact {
        Fact::Number(*self)
    }
    fn from_fact(fact: &Fact) -> Option<Self> {
        if let Fact::Number(n) = fact { Some(*n) } else { None }
    }
}

impl Held for u32 {
    fn to_fact(&self) -> Fact {
        Fact::Number(i64::from(*self))
    }
    fn from_fact(fact: &Fact) -> Option<Self> {
        if let Fact::Number(n) = fact { u32::try_from(*n).ok() } else { None }
    }
}

impl Held for bool {
    fn to_fact(&self) -> Fact {
        Fact::Flag(*self)
    }
    fn from_fact(fact: &Fact) -> Option<Self> {
        if let Fact::Flag(flag) = fact { Some(*flag) } else { None }
    }
}

impl Held for Vec<u8> {
    fn to_fact(&self) -> Fact {
        Fact::Name(self.clone())
    }
    fn from_fact(fact: &Fact) -> Option<Self> {
        if let Fact::Name(bytes) = fact { Some(bytes.clone()) } else { None }
    }
}

macro_rules! held_name {
    ($($name:ty),*) => { $(
        impl Held for $name {
            fn to_fact(&self) -> Fact {
                Fact::Name(self.0.to_vec())
            }
            fn from_fact(fact: &Fact) -> Option<Self> {
                if let Fact::Name(bytes) = fact { <$name>::from_slice(bytes) } else { None }
            }
        }
    )* };
}
held_name!(PersonId, DeviceId, TabletId, DocId, crate::names::ItemId);

macro_rules! held_code {
    ($($name:ident),*) => { $(
        impl Held for crate::enums::$name {
            fn to_fact(&self) -> Fact {
                Fact::Text(self.code().to_owned())
            }
            fn from_fact(fact: &Fact) -> Option<Self> {
                if let Fact::Text(code) = fact { Self::from_code(code) } else { None }
            }
        }
    )* };
}
held_code!(
    Channel,
    Category,
    AppealKind,
    VisitKind,
    Urgency,
    Risk,
    Sensitivity,
    Acceptance,
    Status,
    CloseReason,
    PartyRole,
    PartyKind,
    InterviewKind,
    ConsentScope,
    ConsentStatus,
    ConsentMethod,
    Need,
    Readback,
    Sector,
    Specialty,
    StudioType,
    Level
);

macro_rules! held_local {
    ($($name:ty),*) => { $(
        impl Held for $name {
            fn to_fact(&self) -> Fact {
                Fact::Text(self.code().to_owned())
            }
            fn from_fact(fact: &Fact) -> Option<Self> {
                if let Fact::Text(code) = fact { Self::from_code(code) } else { None }
            }
        }
    )* };
}
held_local!(crate::people::Masked);

/// A key of a map whose presence is a fact: a tag, a person, a code.
pub(crate) trait Element: Sized + Clone + Ord {
    fn to_key(&self) -> String;
    fn from_key(key: &str) -> Option<Self>;
}

impl Element for String {
    fn to_key(&self) -> String {
        self.clone()
    }
    fn from_key(key: &str) -> Option<Self> {
        Some(key.to_owned())
    }
}

impl Element for PersonId {
    fn to_key(&self) -> String {
        self.to_string()
    }
    fn from_key(key: &str) -> Option<Self> {
        key.parse().ok()
    }
}

impl Element for crate::names::ItemId {
    fn to_key(&self) -> String {
        self.to_string()
    }
    fn from_key(key: &str) -> Option<Self> {
        key.parse::<PersonId>().ok().map(|name| Self(name.0))
    }
}

macro_rules! element_code {
    ($($name:ident),*) => { $(
        impl Element for crate::enums::$name {
            fn to_key(&self) -> String {
                self.code().to_owned()
            }
            fn from_key(key: &str) -> Option<Self> {
                Self::from_code(key)
            }
        }
    )* };
}
element_code!(Category, Sensitivity, Need, Specialty);
