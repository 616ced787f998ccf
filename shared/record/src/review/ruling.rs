//! Decisions as they stand in a document.

use crate::document::{Index, Reader};
use crate::enums::Roles;
use crate::names::{ChangeId, ItemId, Place};
use crate::value::{Fact, Written};
use shared::ids::PersonId;
use std::collections::BTreeSet;

/// What somebody chose. Stored as a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Use,
    KeepBoth,
    Later,
    Propose,
    Undo,
}

impl Verdict {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Verdict::Use => "use",
            Verdict::KeepBoth => "keep_both",
            Verdict::Later => "later",
            Verdict::Propose => "propose",
            Verdict::Undo => "undo",
        }
    }

    fn from_code(code: &str) -> Option<Verdict> {
        let all = [Verdict::Use, Verdict::KeepBoth, Verdict::Later, Verdict::Propose, Verdict::Undo];
        all.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// One decision.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    pub(crate) id: ItemId,
    pub(crate) verdict: Verdict,
    pub(crate) place: Place,
    /// The changes it decided between.
    pub(crate) candidates: BTreeSet<ChangeId>,
    /// Which of them was chosen or proposed.
    pub(crate) chosen: Option<ChangeId>,
    /// What stands since.
    pub(crate) value: Option<Fact>,
    pub(crate) undoes: Option<ItemId>,
    pub(crate) reason: Option<String>,
    pub(crate) change: Index,
    /// The same, by its name.
    pub(crate) change_id: ChangeId,
    pub(crate) written: Written,
    pub(crate) roles: Roles,
    /// Who has put away the message about it.
    pub(crate) put_away: BTreeSet<PersonId>,
}

impl Ruling {
    #[cfg(test)]
    pub(crate) fn is_proposal(&self) -> bool {
        self.verdict == Verdict::Propose
    }
}

pub(crate) fn read_rulings(reader: &Reader<'_>) -> Vec<Ruling> {
    let root = reader.root();
    let put_away: Vec<String> = root.set::<String>("told").into_iter().map(|mark| mark.value).collect();
    root.log("decisions")
        .into_iter()
        .filter_map(|item| {
            let node = item.node;
            let (change, written) = node.made()?;
            let place: Vec<u8> = node.plain("place")?;
            let candidates: Vec<u8> = node.plain("candidates").unwrap_or_default();
            let own = format!("{}:", item.id);
            let people = put_away.iter().filter_map(|key| key.strip_prefix(&own)?.parse().ok());
            Some(Ruling {
                id: item.id,
                verdict: Verdict::from_code(&node.plain::<String>("verdict")?)?,
                place: minicbor::decode(&place).ok()?,
                candidates: candidates.as_chunks().0.iter().map(|id| ChangeId(*id)).collect(),
                chosen: node.plain::<Vec<u8>>("chosen").and_then(|bytes| ChangeId::from_slice(&bytes)),
                value: node.plain("value"),
                undoes: node.plain("undoes"),
                reason: node.plain("reason"),
                change,
                change_id: reader.change_id(change),
                written,
                roles: reader.doc.roles_in(change),
                put_away: people.collect(),
            })
        })
        .collect()
}
