//! Writes the part of the corpus that follows from the code: `cargo run --example seed` in `tests/fuzz`. Files of
//! findings are added by hand and stay.

use std::fs;
use std::path::Path;

use client::engine::api::{Answer, Ask, Invitee, Room, Search, ToEngine, ToPage, Told, Topic, Trouble, View};
use client::engine::store::{Outgoing, Standing};
use record::enums::{AppealKind, Category, Risk, Sensitivity};
use record::{Document, Edit, Heads, case};
use shared::codec::encode;
use shared::entry::Entry;
use shared::entry::chunk::wrap;
use shared::ids::{DocId, DocKind, PersonId};
use shared::roll::Role;
use shared::sync::Reason;

fn main() -> std::io::Result<()> {
    let mut doc = Document::new(DocKind::Case).expect("cases are made");
    let edits = [
        case::Edit::SetCategory(Category::Wages),
        case::Edit::AddSecondary(Category::Land),
        case::Edit::SetRisk(Risk::Red),
        case::Edit::AddSensitivity(Sensitivity::ALL[0].clone()),
        case::Edit::SetAppealKind(AppealKind::Unknown("petition_by_drone".into())),
        case::Edit::SetTown("远安镇".into()),
    ];
    for (i, edit) in edits.into_iter().enumerate() {
        // the first two are those that the target's own document begins with
        let by = if i < 2 { 1 } else { 2 };
        let chunk = fuzz::write(&mut doc.clone(), by, edit.clone());
        save("chunk", &format!("edit-{i}"), fuzz::contents(&chunk))?;
        fuzz::write(&mut doc, 1, edit);
        save("digest", &format!("case-{i}"), &doc.digest().expect("cases have one").to_bytes())?;
        save("body", &format!("raw-{i}"), &plain(0, chunk.len(), &chunk))?;
    }
    for kind in [DocKind::Story, DocKind::People] {
        let doc = Document::new(kind).expect("both are made");
        save(
            "digest",
            &format!("{kind:?}").to_lowercase(),
            &doc.digest().expect("both have one").to_bytes(),
        )?;
    }
    let skeleton = Document::skeleton(DocKind::Case).expect("cases have one");
    save("chunk", "skeleton", fuzz::contents(skeleton))?;
    save("body", "skeleton", &plain(0, skeleton.len(), skeleton))?;
    save("body", "bomb", &plain(1, 9, &[0x4b, 0x04, 0x00]))?;
    save("body", "later", &plain(2, 9, &wrap(b"later")))?;
    save("invitation", "code", "ABCDE－fghjk LMNPQ rstuv".as_bytes())?;
    // a list that lies about its length, a field of a later version, nesting: for doors that begin from fixtures
    for target in ["api", "entry", "frame_to_device", "frame_to_relay", "vault"] {
        save(target, "lying-list", &[0x82, 1, 0x81, 0x9a, 0xff, 0xff, 0xff, 0xff])?;
        save(target, "later-field", &[0xa2, 0, 1, 0x18, 99, 0x63, b'n', b'e', b'w'])?;
        save(target, "nesting", &[0x81; 600])?;
    }
    bodies()?;
    pages()?;
    stored()
}

/// The bodies of the roll entries and grants of the first release, and those that the target's own studio takes.
fn bodies() -> std::io::Result<()> {
    let (founding, making) = fuzz::founded();
    save("roll", "founding", &founding)?;
    save("grant", "making", &making)?;
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/v1"))? {
        let name = file.as_ref().expect("a folder is read").file_name().to_string_lossy().into_owned();
        let target = ["roll", "grant"].into_iter().find(|it| name.starts_with(&format!("{it}-")));
        if let (Some(target), Ok(entry)) = (target, Entry::decode(fs::read(file?.path())?)) {
            save(target, name.trim_end_matches(".cbor"), entry.body())?;
        }
    }
    Ok(())
}

/// A plaintext as it lies inside a seal.
fn plain(encoding: u8, inflated: usize, stored: &[u8]) -> Vec<u8> {
    let head = [&[1, encoding][..], &(inflated as u32).to_be_bytes(), &(stored.len() as u32).to_be_bytes()];
    [&head.concat()[..], stored, &[0; 40]].concat()
}

fn pages() -> std::io::Result<()> {
    let doc = DocId([0xd0; 16]).sibling(DocKind::Case);
    let trouble = Trouble { code: "set-aside".into(), detail: "the change cannot be read".into() };
    let invitee =
        Invitee { name: "李委员".into(), roles: vec![Role::Member], again: Some(PersonId([3; 16])) };
    let asks = [
        ToEngine::Ask(
            1,
            Box::new(Ask::Write(doc, Edit::Case(case::Edit::SetRisk(Risk::Red)), Heads::default())),
        ),
        ToEngine::Ask(2, Box::new(Ask::Invite(invitee))),
        ToEngine::Watch(Topic::Cases(Search::default())),
        ToEngine::Watch(Topic::Case(doc)),
        ToEngine::Wake,
    ];
    for (i, ask) in asks.iter().enumerate() {
        save("page", &format!("ask-{i}"), &encode(ask))?;
    }
    let tells = [
        ToPage::Answer(1, Answer::Trouble(trouble.clone())),
        ToPage::Answer(2, Answer::Room(Room { used: 1, quota: 2, is_kept: true })),
        ToPage::View(Topic::Case(doc), View::NotHere),
        ToPage::Told(Told::NotSaved(trouble)),
    ];
    for (i, tell) in tells.iter().enumerate() {
        save("page", &format!("tell-{i}"), &encode(tell))?;
    }
    Ok(())
}

fn stored() -> std::io::Result<()> {
    let doc = DocId([0xd0; 16]);
    let row = Outgoing {
        doc,
        n: 3,
        len: 700,
        left: true,
        refused: Some(Reason::Forbidden),
        since: None,
        once: None,
    };
    save("stored", "outgoing", &encode(&row))?;
    save("stored", "standing", &encode(&Standing { cursor: Some((7, Default::default())), reached: 5 }))?;
    save("stored", "kept", &encode(&(7u64, 1_795_000_000_000u64)))
}

fn save(target: &str, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), bytes)
}
