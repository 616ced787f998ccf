//! Any value of a format, and any damage to its bytes.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use shared::codec::{self, Bytes};
use shared::entry::{Header, Kind, RollPoint};
use shared::ids::{DeviceId, DocId, DropName, EntryId, KeyName, PersonId, StudioId, TabletId};
use shared::keys::{BoxPublic, Envelope, Signature, VerifyKey};
use shared::roll::{
    Epoch, Found, Give, GiveSecret, GrantBody, Group, Introduction, Invite, Join, MemberSecret, OpenEpoch,
    Recipient, Renew, Right, Role, RollBody, SetRoles,
};
use shared::sync::{
    Delivered, Given, Hello, Kept, Lacking, Limits, Offered, Proof, Reason, Receipt, Refused, Short,
    ToDevice, ToRelay, Welcome,
};

/// What may happen to bytes on their way.
#[derive(Debug, Clone)]
pub(crate) enum Blow {
    Alter(prop::sample::Index, u8),
    Insert(prop::sample::Index, u8),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
}

pub(crate) fn blows() -> impl Strategy<Value = Vec<Blow>> {
    let at = || any::<prop::sample::Index>();
    let blow = prop_oneof![
        4 => (at(), 1..=u8::MAX).prop_map(|(at, by)| Blow::Alter(at, by)),
        2 => (at(), any::<u8>()).prop_map(|(at, byte)| Blow::Insert(at, byte)),
        1 => (at(), 1..40usize).prop_map(|(at, len)| Blow::Remove(at, len)),
        1 => (at(), 1..40usize).prop_map(|(at, len)| Blow::Repeat(at, len)),
    ];
    vec(blow, 1..4)
}

/// The bytes after all that.
pub(crate) fn struck(mut bytes: Vec<u8>, blows: &[Blow]) -> Vec<u8> {
    for blow in blows.iter().filter(|_| !bytes.is_empty()).cloned().collect::<Vec<_>>() {
        if bytes.is_empty() {
            break;
        }
        let until = |at: usize, len: usize| (at + len).min(bytes.len());
        match blow {
            Blow::Alter(at, by) => {
                let at = at.index(bytes.len());
                bytes[at] ^= by;
            }
            Blow::Insert(at, byte) => bytes.insert(at.index(bytes.len()), byte),
            Blow::Remove(at, len) => {
                let at = at.index(bytes.len());
                let until = until(at, len);
                bytes.drain(at..until);
            }
            Blow::Repeat(at, len) => {
                let at = at.index(bytes.len());
                let part = bytes[at..until(at, len)].to_vec();
                bytes.splice(at..at, part);
            }
        }
    }
    bytes
}

pub(crate) fn bytes(len_max: usize) -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..len_max).prop_map(Bytes::from)
}

/// A name of 16 bytes.
fn name<T>(of: fn([u8; 16]) -> T) -> impl Strategy<Value = T>
where
    T: std::fmt::Debug,
{
    any::<[u8; 16]>().prop_map(of)
}

fn entry_id() -> impl Strategy<Value = EntryId> {
    any::<[u8; 32]>().prop_map(EntryId)
}

fn verify_key() -> impl Strategy<Value = VerifyKey> {
    let read = |key: [u8; 32]| codec::decode(&codec::encode(&Bytes::from(key.to_vec()))).unwrap();
    any::<[u8; 32]>().prop_map(read)
}

fn signature() -> impl Strategy<Value = Signature> {
    vec(any::<u8>(), 64).prop_map(|bytes| Signature::from_slice(&bytes).unwrap())
}

fn boxed() -> impl Strategy<Value = BoxPublic> {
    any::<[u8; 32]>().prop_map(BoxPublic)
}

fn envelope() -> impl Strategy<Value = Envelope> {
    bytes(90).prop_map(Envelope)
}

fn group() -> impl Strategy<Value = Group> {
    prop::sample::select(Group::ALL.to_vec())
}

fn roles() -> impl Strategy<Value = Vec<Role>> {
    vec(any::<u8>().prop_map(Role::from_code), 0..12)
}

pub(crate) fn header() -> impl Strategy<Value = Header> {
    let names = (name(StudioId), name(DocId), name(KeyName), name(DeviceId), entry_id(), entry_id());
    let numbers = (any::<u8>(), any::<u8>(), 1..=u64::MAX, any::<u32>(), any::<u64>());
    (names, numbers).prop_map(
        |((studio, doc, key, device, id, taken), (format, kind, n, depth, written_ms))| Header {
            format,
            studio,
            doc,
            kind: Kind::from_code(kind),
            key,
            device,
            n,
            roll: RollPoint { id, depth },
            taken,
            written_ms,
        },
    )
}

fn introduction() -> impl Strategy<Value = Introduction> {
    let names = (name(StudioId), name(PersonId), name(TabletId), option::of(name(DeviceId)));
    let keys = (verify_key(), boxed(), verify_key(), option::of(signature()));
    (names, keys, "[A-Z0-9公]{0,9}", any::<bool>()).prop_map(
        |((studio, person, tablet, continues), (identity, boxed, device, signature), label, office)| {
            Introduction {
                studio,
                person,
                identity,
                boxed,
                device,
                tablet,
                label,
                office,
                continues,
                signature,
            }
        },
    )
}

fn secret() -> impl Strategy<Value = MemberSecret> {
    let all = (boxed(), name(PersonId), envelope());
    all.prop_map(|(epoch, person, envelope)| MemberSecret { epoch, person, envelope })
}

fn give_secret() -> impl Strategy<Value = GiveSecret> {
    (group(), secret()).prop_map(|(group, secret)| GiveSecret { group, secret })
}

fn epoch() -> impl Strategy<Value = Epoch> {
    let all = (group(), boxed(), vec(secret(), 0..3), option::of(envelope()));
    all.prop_map(|(group, public, secrets, before)| Epoch { group, public, secrets, before })
}

fn epochs() -> impl Strategy<Value = Vec<Epoch>> {
    vec(epoch(), 0..3)
}

pub(crate) fn roll_body() -> impl Strategy<Value = RollBody> {
    let invite = (name(DropName), verify_key(), name(PersonId), roles(), any::<u64>());
    let invite = invite.prop_map(|(name, key, person, roles, until_ms)| {
        RollBody::Invite(Invite { name, key, person, roles, until_ms })
    });
    let join = (entry_id(), introduction(), vec(secret(), 0..3), signature());
    let join = join.prop_map(|(invite, newcomer, secrets, signature)| {
        RollBody::Join(Join { invite, newcomer, secrets, signature })
    });
    let set = (name(PersonId), roles(), epochs(), vec(give_secret(), 0..3));
    let set = set.prop_map(|(person, roles, epochs, secrets)| {
        RollBody::SetRoles(SetRoles { person, roles, epochs, secrets })
    });
    prop_oneof![
        (introduction(), epochs()).prop_map(|(founder, epochs)| RollBody::Found(Found { founder, epochs })),
        invite,
        join,
        introduction().prop_map(RollBody::AddDevice),
        set,
        (name(DeviceId), epochs()).prop_map(|(device, epochs)| RollBody::RemoveDevice(device, epochs)),
        (name(PersonId), epochs()).prop_map(|(person, epochs)| RollBody::RemovePerson(person, epochs)),
        epoch().prop_map(|epoch| RollBody::OpenEpoch(OpenEpoch { epoch })),
        give_secret().prop_map(RollBody::GiveSecret),
        (any::<u64>(), boxed(), epochs(), signature()).prop_map(|(version, boxed, epochs, signature)| {
            RollBody::Renew(Renew { version, boxed, epochs, signature })
        }),
    ]
}

fn recipient() -> impl Strategy<Value = Recipient> {
    prop_oneof![name(PersonId).prop_map(Recipient::Person), group().prop_map(Recipient::Group)]
}

pub(crate) fn grant_body() -> impl Strategy<Value = GrantBody> {
    let right = prop::sample::select(vec![Right::Read, Right::Write, Right::Keep]);
    let give = (recipient(), right, boxed(), envelope());
    let give = give.prop_map(|(to, right, sealed_to, envelope)| Give { to, right, sealed_to, envelope });
    let all = (name(KeyName), vec(give, 0..4), bytes(90), vec(recipient(), 0..4), entry_id());
    all.prop_map(|(key, gives, earlier, takes, on)| GrantBody { key, gives, earlier, takes, on })
}

fn short() -> impl Strategy<Value = Short> {
    name(Short)
}

fn kept() -> impl Strategy<Value = Vec<Kept>> {
    let all = (any::<u64>(), any::<u64>(), bytes(60));
    vec(all.prop_map(|(position, kept_ms, entry)| Kept { position, kept_ms, entry }), 0..5)
}

pub(crate) fn to_relay() -> impl Strategy<Value = ToRelay> {
    let proof = (name(DeviceId), signature()).prop_map(|(device, signature)| Proof { device, signature });
    let hello = (any::<u16>(), name(StudioId), option::of(any::<u64>()), short(), short(), option::of(proof));
    prop_oneof![
        hello.prop_map(|(version, studio, cursor, log_hash, tip, proof)| {
            ToRelay::Hello(Hello { version, studio, cursor, log_hash, tip, proof })
        }),
        vec(bytes(60), 0..5).prop_map(ToRelay::Push),
        (name(DocId), any::<u64>()).prop_map(|(doc, after)| ToRelay::Want(doc, after)),
        any::<u64>().prop_map(ToRelay::Saved),
        (vec(offered(), 0..5), any::<bool>()).prop_map(|(page, more)| ToRelay::Offer(page, more)),
        vec(lacking(), 0..5).prop_map(ToRelay::Need),
        Just(ToRelay::Ping),
    ]
}

pub(crate) fn to_device() -> impl Strategy<Value = ToDevice> {
    let receipt = (name(DocId), name(DeviceId), any::<u64>(), any::<u64>(), any::<u64>());
    let receipt =
        receipt.prop_map(|(doc, device, n, position, kept_ms)| Receipt { doc, device, n, position, kept_ms });
    let delivered = prop::sample::select(vec![Delivered::More, Delivered::Done, Delivered::Gone]);
    let given = (name(DocId), kept(), delivered);
    let given =
        given.prop_map(|(doc, entries, delivered)| ToDevice::Given(Given { doc, entries, delivered }));
    prop_oneof![
        (short(), any::<u64>()).prop_map(|(nonce, now_ms)| ToDevice::Challenge(nonce, now_ms)),
        welcome().prop_map(ToDevice::Welcome),
        vec(receipt, 0..5).prop_map(ToDevice::Receipts),
        refused().prop_map(ToDevice::Refused),
        (kept(), any::<u64>(), short()).prop_map(|(kept, up_to, hash)| ToDevice::Feed(kept, up_to, hash)),
        (vec((name(DocId), any::<u64>()), 0..5), any::<bool>())
            .prop_map(|(docs, more)| ToDevice::Opened(docs, more)),
        given,
        any::<u64>().prop_map(ToDevice::Reached),
        (vec(offered(), 0..5), any::<bool>()).prop_map(|(page, more)| ToDevice::Offer(page, more)),
        vec(lacking(), 0..5).prop_map(ToDevice::Need),
        Just(ToDevice::Pong),
    ]
}

fn refused() -> impl Strategy<Value = Refused> {
    use Reason::*;
    let reasons = vec![
        Studio,
        UnknownDevice,
        Removed,
        Signature,
        Gap,
        Fork,
        Forbidden,
        Moved,
        UnknownRoll,
        Backwards,
        Malformed,
        NotYet,
        Disk,
        Quota,
        Given,
    ];
    let all =
        (name(DocId), name(DeviceId), any::<u64>(), entry_id(), prop::sample::select(reasons), any::<u64>());
    all.prop_map(|(doc, device, n, id, reason, expected)| Refused { doc, device, n, id, reason, expected })
}

fn welcome() -> impl Strategy<Value = Welcome> {
    let limits = any::<(u32, u32)>();
    let limits = limits.prop_map(|(entry_bytes, frame_bytes)| Limits { entry_bytes, frame_bytes });
    let all = (any::<u64>(), short(), short(), limits, any::<bool>(), any::<u64>());
    all.prop_map(|(head, log_hash, tip, limits, heal, reached)| Welcome {
        head,
        log_hash,
        tip,
        limits,
        heal,
        reached,
    })
}

fn offered() -> impl Strategy<Value = Offered> {
    let numbers = vec((name(DeviceId), any::<u64>()), 0..5);
    (name(DocId), numbers).prop_map(|(doc, numbers)| Offered { doc, numbers })
}

fn lacking() -> impl Strategy<Value = Lacking> {
    (name(DocId), name(DeviceId), any::<u64>()).prop_map(|(doc, device, from)| Lacking { doc, device, from })
}
