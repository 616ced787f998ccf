//! The people: a founder and a clerk at office computers, two members with tablets. They are enrolled once, by
//! the code that ships; every seed starts from a copy of their disks and of the relay's log.

use std::sync::OnceLock;

use client::engine::Input;
use client::engine::api::{Answer, Ask, Invitee, ToPage};
use client::engine::disk::{Row, Table};
use client::engine::enrol::{self, Enrolled, Lock, Place};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use record::Document;
use shared::api::KeepInvitation;
use shared::codec;
use shared::ids::{DocId, DocKind, TabletId};
use shared::keys::{Code, Invitation, Stretched, stretch};
use shared::roll::Role;

use super::device::Device;
use super::disk::SimDisk;
use super::relay::{SimRelay, Sockets};

/// When everything begins, in milliseconds since 1970.
pub(super) const START_MS: u64 = 1_795_000_000_000;

/// The devices that stand in the office: the founder's and the clerk's.
pub(super) const OFFICE: [usize; 2] = [0, 1];

/// The people on the first day: their disks, and the relay.
pub(super) struct Cast {
    devices: Vec<Vec<(Table, Row)>>,
    relay: SimRelay,
}

impl Cast {
    /// The people, enrolled.
    pub(super) fn get() -> &'static Cast {
        static CAST: OnceLock<Cast> = OnceLock::new();
        CAST.get_or_init(enrol_all)
    }

    /// Each person's disk.
    pub(super) fn disks(&self) -> impl Iterator<Item = SimDisk> {
        self.devices.iter().map(|rows| SimDisk::holding(rows))
    }

    /// The relay as it was left.
    pub(super) fn relay(&self) -> SimRelay {
        self.relay.clone()
    }
}

/// Everybody's passphrase, stretched: that takes its time, and is done once.
pub(super) fn stretched() -> &'static Stretched {
    static STRETCHED: OnceLock<Stretched> = OnceLock::new();
    STRETCHED.get_or_init(|| stretch("a passphrase for all", &SALT).expect("it is long enough"))
}

const SALT: [u8; 16] = [7; 16];
const NEWCOMERS: [(&str, &[Role], bool); 3] =
    [("S01", &[Role::Clerk], true), ("M01", &[Role::Member], false), ("M02", &[Role::Member], false)];

fn enrol_all() -> Cast {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let lock = Lock { stretched: stretched(), salt: SALT, sheet: None };
    let place = |label: &str, office| Place { tablet: TabletId([1; 16]), label: label.to_owned(), office };

    let founder = enrol::found(&place("M00", true), &lock, START_MS, &mut rng).expect("a studio is founded");
    let mut relay = SimRelay::new(founder.session.studio);
    let mut first = settle(&mut relay, founder, &mut rng);
    let studio = DocId::only(first.session.studio, DocKind::Studio);
    finish(&mut first, async move |engine| {
        engine.make_studio(studio, "样例工作室", "许示例").await.expect("the studio's page is made");
    });

    let mut devices = vec![first];
    for (name, roles, office) in NEWCOMERS {
        let invitee = Invitee { name: name.to_owned(), roles: roles.to_vec(), again: None };
        let (code, sealed) = invite(&mut relay, &mut devices[0], invitee);
        let invitation = Invitation::of(&code);
        let package = invitation.open(&sealed).expect("the code opens its package");
        let invite = relay.tip().id;
        let place = place(name, office);
        let invited = (&invitation, &package, invite);
        let joined =
            enrol::join(&place, invited, relay.tip(), &lock, START_MS, &mut rng).expect("somebody joins");
        devices.push(settle(&mut relay, joined, &mut rng));
    }
    converse(&mut relay, &mut devices, None);
    let rows = |disk: &SimDisk| {
        let of = |table| disk.platter().rows(table, &[]).into_iter().map(move |row| (table, row));
        Table::ALL.into_iter().flat_map(of).collect()
    };
    let devices = devices.into_iter().map(|device| rows(&device.disk)).collect();
    Cast { devices, relay }
}

fn settle(relay: &mut SimRelay, enrolled: Enrolled, rng: &mut ChaCha8Rng) -> Device<Document> {
    let receipt = relay.keep_now(&enrolled.entry, START_MS);
    let disk = SimDisk::default();
    disk.platter().apply(enrolled.rows(Some(receipt), rng)).expect("an empty disk takes everything");
    let mut device = Device::new(disk, None);
    device.host.set_now(START_MS);
    device.start([3; 32]);
    device
}

/// Drives an engine by hand, its disk always open.
fn finish(
    device: &mut Device<Document>,
    act: impl AsyncFnOnce(&mut client::engine::Engine<super::host::SimHost<Document>>),
) {
    let disk = device.disk.clone();
    let engine = device.engine().expect("the device waits for an input");
    let mut work = std::pin::pin!(act(engine));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    while work.as_mut().poll(&mut context).is_pending() {
        disk.let_through();
    }
}

fn invite(relay: &mut SimRelay, founder: &mut Device<Document>, invitee: Invitee) -> (Code, Vec<u8>) {
    let ask = Input::Ask(1, Box::new(Ask::Invite(invitee)));
    let mut told = converse(relay, std::slice::from_mut(founder), Some(ask)).into_iter();
    let code = told.find_map(|frame| match frame {
        ToPage::Answer(1, Answer::Invitation(it)) => Some(it.code),
        _ => None,
    });
    let (_, kept) = founder.host.take_posted().pop().expect("the package was handed in");
    let kept: KeepInvitation = codec::decode(&kept).expect("what was handed in is a package");
    (Code::parse(&code.expect("an invitation was made")).expect("its code is one"), Vec::from(kept.package))
}

/// Everybody talks to the relay over a good network until nobody has anything to say; then the first is given one
/// thing more to do.
pub(super) fn converse(
    relay: &mut SimRelay,
    devices: &mut [Device<Document>],
    mut then: Option<Input>,
) -> Vec<ToPage> {
    let mut sockets = Sockets::default();
    let mut told = Vec::new();
    let mut out = Vec::new();
    for (no, device) in devices.iter_mut().enumerate() {
        device.inputs.push_front(Input::Up);
        out.extend(relay.open(&mut sockets, no as u32, [no as u8; 16], START_MS));
    }
    loop {
        for (no, frame) in out.drain(..) {
            let frame = frame.expect("nobody is hung up on");
            devices[no as usize].inputs.push_back(Input::Frame(frame.encode()));
        }
        for (no, device) in devices.iter_mut().enumerate() {
            while !device.inputs.is_empty() {
                device.begin();
                while device.is_busy() {
                    device.write();
                }
            }
            told.extend(device.host.take_told());
            for frame in device.host.take_out() {
                out.extend(relay.frame(&mut sockets, no as u32, &frame));
            }
        }
        out.extend(relay.batch(&mut sockets, START_MS, false, false));
        if out.is_empty() {
            let Some(input) = then.take() else { break };
            devices[0].inputs.push_back(input);
        }
    }
    for device in devices {
        device.inputs.push_back(Input::Down);
        device.begin();
        while device.is_busy() {
            device.write();
        }
    }
    told
}
