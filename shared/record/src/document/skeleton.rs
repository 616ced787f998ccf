//! The change that every document of a kind starts from: it makes each list, map and shared text once, so that two
//! devices never make "the same" list twice.
//!
//! The bytes are fixed files. They never change once released: a later version adds what it needs by edits, since
//! a device that knows only the old skeleton must find its lists where they were.

use automerge::Change;
use shared::ids::DocKind;

/// Who "writes" a skeleton: nobody. As long as an actor of ours, so that nothing else is special about it.
pub(crate) const ACTOR: [u8; 24] = *b"parlor, a fixed skeleton";

/// What a skeleton makes.
#[cfg(test)]
#[derive(Clone, Copy)]
pub(crate) enum Part {
    List,
    Map,
    Text,
}

/// What a skeleton of a kind holds; decisions and who was told of them stand in every document.
#[cfg(test)]
#[expect(clippy::wildcard_enum_match_arm, reason = "every kind that is not made is the same here")]
pub(crate) fn parts(kind: DocKind) -> &'static [(&'static str, Part)] {
    use Part::{List, Map, Text};
    match kind {
        DocKind::Studio => &[
            ("decisions", List),
            ("told", Map),
            ("settings", Map),
            ("deadlines", Map),
            ("names", Map),
            ("sectors", Map),
            ("specialties", Map),
            ("labels", Map),
            ("groups", Map),
        ],
        DocKind::Case => &[
            ("decisions", List),
            ("told", Map),
            ("secondary", Map),
            ("assist", Map),
            ("sensitivity", Map),
            ("deadlines", Map),
            ("status_log", List),
        ],
        DocKind::Story => &[
            ("decisions", List),
            ("told", Map),
            ("appeal", Text),
            ("facts", Text),
            ("close_note", Text),
            ("tags", Map),
            ("notes", List),
            ("visits", List),
            ("interviews", List),
            ("reasons", List),
        ],
        DocKind::People => {
            &[("decisions", List), ("told", Map), ("parties", List), ("consents", List), ("reveals", List)]
        }
        other => panic!("{other:?} has no skeleton"),
    }
}

/// The skeleton of a kind; `None` for kinds this version does not make.
pub(crate) fn bytes(kind: DocKind) -> Option<&'static [u8]> {
    match kind {
        DocKind::Studio => Some(include_bytes!("skeleton/studio.bin")),
        DocKind::Case => Some(include_bytes!("skeleton/case.bin")),
        DocKind::Story => Some(include_bytes!("skeleton/story.bin")),
        DocKind::People => Some(include_bytes!("skeleton/people.bin")),
        DocKind::Roll
        | DocKind::Slip
        | DocKind::Aside
        | DocKind::Roster
        | DocKind::Activity
        | DocKind::Study
        | DocKind::Publicity
        | DocKind::Care
        | DocKind::Output
        | DocKind::Member
        | DocKind::Directory
        | DocKind::Venue
        | DocKind::Figures
        | DocKind::Other(_) => None,
    }
}

/// Whether a change is a skeleton, perhaps of a newer version: a first change under the skeletons' actor that builds on
/// nothing. A document takes one only, since a second one has the same number under the same actor.
pub(crate) fn is_one(change: &Change) -> bool {
    change.actor_id().to_bytes() == ACTOR && change.seq() == 1 && change.deps().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use automerge::transaction::{CommitOptions, Transactable};
    use automerge::{ActorId, Automerge, ObjType, ROOT, TextEncoding};

    const KINDS: [(DocKind, &str); 4] = [
        (DocKind::Studio, "studio"),
        (DocKind::Case, "case"),
        (DocKind::Story, "story"),
        (DocKind::People, "people"),
    ];

    fn make(kind: DocKind) -> Vec<u8> {
        let mut doc =
            Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit).with_actor(ActorId::from(&ACTOR[..]));
        let mut tx = doc.transaction();
        for (key, part) in parts(kind) {
            let kind = match part {
                Part::List => ObjType::List,
                Part::Map => ObjType::Map,
                Part::Text => ObjType::Text,
            };
            tx.put_object(ROOT, *key, kind).unwrap();
        }
        tx.commit_with(CommitOptions::default().with_time(0));
        doc.get_last_local_change().unwrap().raw_bytes().to_vec()
    }

    #[test]
    fn the_skeletons_are_byte_for_byte_what_they_always_were() {
        for (kind, name) in KINDS {
            let path = format!("{}/src/document/skeleton/{name}.bin", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("WRITE_SKELETONS").is_some() {
                std::fs::write(&path, make(kind)).unwrap();
            }
            assert_eq!(std::fs::read(&path).unwrap(), make(kind), "{name}");
        }
    }
}
