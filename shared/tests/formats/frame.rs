//! Every frame, both ways.

use shared::entry::Kind;
use shared::ids::{DocId, DocKind, EntryId};
use shared::sync::{
    Delivered, Given, Held, Hello, Kept, Lacking, Limits, Offered, Proof, Reason, Receipt, Refused, Short,
    ToDevice, ToRelay, VERSION, Welcome,
};

use super::cast::{STUDIO, WRITTEN_MS, doc, someone};
use super::golden::Golden;

const NONCE: Short = Short([0x2c; 16]);
const ORIGIN: &str = "https://parlor.example";
const REASONS: [Reason; 15] = [
    Reason::Studio,
    Reason::UnknownDevice,
    Reason::Removed,
    Reason::Signature,
    Reason::Gap,
    Reason::Fork,
    Reason::Forbidden,
    Reason::Moved,
    Reason::UnknownRoll,
    Reason::Backwards,
    Reason::Malformed,
    Reason::NotYet,
    Reason::Disk,
    Reason::Quota,
    Reason::Given,
];

pub(crate) fn all() -> Vec<Golden> {
    let proof = Proof::sign(NONCE, ORIGIN, STUDIO, &someone(1).key);
    assert!(proof.is_signed(NONCE, ORIGIN, STUDIO, &someone(1).key.public()));
    let known = Hello {
        version: VERSION,
        studio: STUDIO,
        cursor: Some(70_000),
        log_hash: Short([0x11; 16]),
        tip: Short([0x12; 16]),
        proof: Some(proof),
    };
    let fresh = Hello { cursor: None, ..known.clone() };
    let courier = Hello { proof: None, ..fresh.clone() };
    let welcome = Welcome {
        head: 70_001,
        log_hash: Short([0x13; 16]),
        tip: Short([0x14; 16]),
        limits: Limits::default(),
        heal: false,
        reached: 69_999,
    };
    vec![
        to_relay("to-relay-hello", ToRelay::Hello(known)),
        to_relay("to-relay-hello-fresh", ToRelay::Hello(fresh)),
        to_relay("to-relay-hello-courier", ToRelay::Hello(courier)),
        to_relay("to-relay-push", ToRelay::Push(vec![b"one".to_vec().into(), Vec::new().into()])),
        to_relay("to-relay-want", ToRelay::Want(doc(DocKind::People), 70_000)),
        to_relay("to-relay-saved", ToRelay::Saved(u64::MAX)),
        to_relay("to-relay-offer", ToRelay::Offer(offered(), true)),
        to_relay("to-relay-offer-empty", ToRelay::Offer(Vec::new(), false)),
        to_relay("to-relay-need", ToRelay::Need(lacking())),
        to_relay("to-relay-need-nothing", ToRelay::Need(Vec::new())),
        to_relay("to-relay-ping", ToRelay::Ping),
        to_device("to-device-challenge", ToDevice::Challenge(NONCE, WRITTEN_MS)),
        to_device("to-device-welcome", ToDevice::Welcome(welcome.clone())),
        to_device("to-device-welcome-heal", ToDevice::Welcome(Welcome { heal: true, ..welcome })),
        to_device("to-device-receipts", ToDevice::Receipts(vec![receipt(1), receipt(300)])),
        Golden::value("reasons", REASONS.map(|reason| ToDevice::Refused(refused(reason))).to_vec()),
        to_device("to-device-refused", ToDevice::Refused(refused(Reason::Gap))),
        to_device("to-device-feed", ToDevice::Feed(vec![kept(1), kept(2)], 2, Short([0x15; 16]))),
        to_device("to-device-feed-empty", ToDevice::Feed(Vec::new(), 2, Short([0x15; 16]))),
        to_device(
            "to-device-opened",
            ToDevice::Opened(vec![(DocId::ZERO, 9), (doc(DocKind::Case), 8)], true),
        ),
        to_device("to-device-given-more", given(vec![kept(7)], Delivered::More)),
        to_device("to-device-given-done", given(vec![kept(8)], Delivered::Done)),
        to_device("to-device-given-gone", given(Vec::new(), Delivered::Gone)),
        to_device("to-device-reached", ToDevice::Reached(70_000)),
        to_device("to-device-offer", ToDevice::Offer(offered(), false)),
        to_device("to-device-need", ToDevice::Need(lacking())),
        to_device("to-device-refused-late", ToDevice::Refused(refused(Reason::Late))),
        to_device("to-device-refused-erased", ToDevice::Refused(refused(Reason::Erased))),
        to_device(
            "to-device-held",
            ToDevice::Held(Held {
                doc: doc(DocKind::Case),
                device: someone(1).key.public().device(),
                up_to: 300,
            }),
        ),
        Golden::value("reason-tray-full", ToDevice::Refused(refused(Reason::TrayFull))),
        to_device("to-device-pong", ToDevice::Pong),
    ]
}

fn to_relay(name: &'static str, frame: ToRelay) -> Golden {
    Golden::bytes(name, frame.encode(), move |kept| {
        let read = ToRelay::decode(kept).unwrap();
        assert_eq!(read, frame, "{name}");
        assert_eq!(read.encode(), kept, "{name}");
    })
}

fn to_device(name: &'static str, frame: ToDevice) -> Golden {
    Golden::bytes(name, frame.encode(), move |kept| {
        let read = ToDevice::decode(kept).unwrap();
        assert_eq!(read, frame, "{name}");
        assert_eq!(read.encode(), kept, "{name}");
    })
}

fn receipt(n: u64) -> Receipt {
    let device = someone(1).key.public().device();
    Receipt { doc: doc(DocKind::Case), device, n, position: 70_000 + n, kept_ms: WRITTEN_MS }
}

fn offered() -> Vec<Offered> {
    let device = someone(1).key.public().device();
    let roll = Offered { doc: DocId::ZERO, numbers: vec![(device, 300)] };
    vec![roll, Offered { doc: doc(DocKind::Case), numbers: vec![(device, 2)] }]
}

fn lacking() -> Vec<Lacking> {
    let device = someone(1).key.public().device();
    vec![Lacking { doc: doc(DocKind::Case), device, from: 3 }]
}

fn refused(reason: Reason) -> Refused {
    let header = someone(1).header(Kind::Change, doc(DocKind::Case), 4, Default::default());
    Refused::of(&header, EntryId([0x16; 32]), reason, 3)
}

fn kept(position: u64) -> Kept {
    Kept { position, kept_ms: WRITTEN_MS, entry: vec![position as u8; 30].into() }
}

fn given(entries: Vec<Kept>, delivered: Delivered) -> ToDevice {
    ToDevice::Given(Given { doc: doc(DocKind::Case), entries, delivered })
}
