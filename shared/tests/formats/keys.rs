//! Everything that is sealed outside an entry.

use shared::codec;
use shared::entry::RollPoint;
use shared::ids::{DocKind, EntryId};
use shared::keys::{
    BoxKey, Envelope, Invitation, Package, PackagedSecret, Purpose, RecoverySheet, SealedVault, VaultFrame,
    stretch,
};
use shared::roll::{Group, Role};

use super::cast::{PASSPHRASE, SALT, STUDIO, code, doc, doc_key, group_key, rng, someone};
use super::golden::Golden;

pub(crate) fn all() -> Vec<Golden> {
    let epoch = group_key(Group::Office, 0).public();
    vec![
        sealed_with_a_key(),
        envelope("envelope-document", Purpose::Document(STUDIO, doc(DocKind::Case), doc_key().name())),
        envelope("envelope-member", Purpose::Member(STUDIO, Group::Office, epoch, someone(1).person)),
        envelope("envelope-epoch-before", Purpose::EpochBefore(STUDIO, Group::Office, epoch)),
        envelope("envelope-recovery", Purpose::Recovery(STUDIO, someone(1).person, 7)),
        vault("vault", 1, None),
        vault("vault-with-a-sheet", 2, Some(RecoverySheet::of(&code()))),
        Golden::value("package", package()),
        sealed_package(),
    ]
}

fn sealed_with_a_key() -> Golden {
    Golden::bytes("sealed", doc_key().seal(b"words", b"bound", &mut rng(0x40)), |kept| {
        assert_eq!(doc_key().open(kept, b"bound"), Ok(b"words".to_vec()));
    })
}

fn envelope(name: &'static str, purpose: Purpose) -> Golden {
    let key = BoxKey::from_material(&[0x42; 32]);
    let made = key.public().seal(&[0x43; 32], &purpose, &mut rng(0x41)).unwrap();
    Golden::bytes(name, codec::encode(&made), move |kept| {
        let read: Envelope = codec::decode(kept).unwrap();
        assert_eq!(key.open_secret(&read, &purpose), Ok([0x43; 32]), "{name}");
        assert_eq!(codec::encode(&read), kept, "{name}");
    })
}

/// A vault under a passphrase, stretched as people's tablets stretch it.
fn vault(name: &'static str, version: u64, sheet: Option<RecoverySheet>) -> Golden {
    let mut owner = someone(1);
    owner.vault.remember_founding(EntryId([0x45; 32]));
    let key = stretch(PASSPHRASE, &SALT).unwrap().vault_key();
    let slot = sheet.as_ref().map(|it| (it.name, it.key.public()));
    let frame = VaultFrame { studio: STUDIO, person: owner.person, version, salt: SALT, sheet: slot };
    let made = owner.vault.seal(frame, &key, &mut rng(0x46)).unwrap();
    Golden::bytes(name, made.encode(), move |kept| {
        let read = SealedVault::decode(kept).unwrap();
        assert_eq!(read, made, "{name}");
        assert_eq!(read.encode(), kept, "{name}");
        assert_eq!(read.verify(&owner.vault.identity().public()), Ok(()), "{name}");
        let key = stretch(PASSPHRASE, &read.salt).unwrap().vault_key();
        let by_sheet = sheet.as_ref().map(|it| read.open_with_sheet(&it.key).unwrap());
        for opened in [Some(read.open(&key).unwrap()), by_sheet].into_iter().flatten() {
            assert_eq!(opened.identity().seed(), owner.vault.identity().seed(), "{name}");
            assert_eq!(opened.box_key(), owner.vault.box_key(), "{name}");
            assert_eq!(opened.local_key(), owner.vault.local_key(), "{name}");
            assert_eq!(opened.founding(), Some(EntryId([0x45; 32])), "{name}");
        }
        assert_eq!(read.sheet.as_ref().map(|it| it.name), sheet.as_ref().map(|it| it.name), "{name}");
    })
}

fn package() -> Package {
    let secrets = [Group::Everyone, Group::Auditors];
    Package {
        studio: STUDIO,
        founding: EntryId([0x47; 32]),
        tip: RollPoint { id: EntryId([0x48; 32]), depth: 40 },
        person: someone(2).person,
        roles: vec![Role::Member, Role::Other(40)],
        studio_name: "金太阳工作室".to_owned(),
        person_name: "李委员".to_owned(),
        inviter_name: "王召集人".to_owned(),
        secrets: secrets.map(|group| PackagedSecret { group, secret: group_key(group, 0).bytes() }).to_vec(),
    }
}

fn sealed_package() -> Golden {
    let made = Invitation::of(&code()).seal(&package(), &mut rng(0x49));
    Golden::bytes("package-sealed", made, |kept| {
        assert_eq!(Invitation::of(&code()).open(kept), Ok(package()));
    })
}
