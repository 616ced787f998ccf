//! An entry that is refused, however late, leaves the roll as it was.

use super::*;
use crate::keys::Invitation;

/// A roll with something of everything: people who came, changed and went, invitations that are out, groups that are
/// due.
struct Full {
    studio: Studio,
    founder: Someone,
    clerk: Someone,
    gone: Someone,
    newcomer: Someone,
    invitation: Invitation,
}

fn full() -> Full {
    let (mut studio, founder) = Studio::founded(7);
    let clerk = studio.joined(&founder, "P02", &[Role::Clerk]);
    let gone = studio.joined(&founder, "P03", &[Role::Member]);
    studio.take(&founder, &RollBody::RemovePerson(gone.person, Vec::new())).unwrap();
    let newcomer = Someone::new("P04", &mut studio.rng);
    let invitation = studio.invite(&founder, newcomer.person, &[Role::Member]).unwrap();
    Full { studio, founder, clerk, gone, newcomer, invitation }
}

impl Full {
    fn refuses(&mut self, what: &str, who: &Someone, body: &RollBody, why: BadRoll) {
        let entry = self.studio.roll_entry(who, body);
        let before = self.studio.roll.clone();
        assert_eq!(self.studio.roll.take(&entry), Err(why), "{what}");
        assert_eq!(self.studio.roll, before, "{what}");
    }
}

#[test]
fn an_epoch_that_does_not_fit_takes_back_the_change_of_roles_before_it() {
    let mut it = full();
    let (founder, clerk, gone) = (it.founder.clone(), it.clerk.clone(), it.gone.clone());
    let before = BoxKey::random(&mut it.studio.rng);
    let studio = &mut it.studio;
    let good = studio.epoch(Group::Office, &[&founder], Some(&before));
    let same = studio.epoch(Group::Everyone, &[&founder], Some(&before));
    let of = |epochs| RollBody::RemovePerson(clerk.person, epochs);
    let without_author = studio.epoch(Group::Office, &[], Some(&before));
    let not_left = studio.epoch(Group::Auditors, &[&founder], Some(&before));
    let to_the_gone = studio.epoch(Group::Office, &[&founder, &gone], Some(&before));
    let to_the_clerk = studio.epoch(Group::Office, &[&founder, &clerk], Some(&before));
    let first = studio.epoch(Group::Office, &[&founder], None);
    let twice = studio.epoch(Group::Office, &[&founder, &founder], Some(&before));
    let mut of_another = studio.epoch(Group::Everyone, &[&founder], Some(&before));
    of_another.public = good.public;
    let bad = BadRoll::Epochs;
    it.refuses("without its author", &founder, &of(vec![good.clone(), without_author]), bad);
    it.refuses("of a group that nobody left", &founder, &of(vec![good.clone(), not_left]), bad);
    it.refuses("for somebody who is gone", &founder, &of(vec![to_the_gone]), bad);
    it.refuses("for the one who goes", &founder, &of(vec![same, to_the_clerk]), bad);
    it.refuses("with nothing before it", &founder, &of(vec![first]), bad);
    it.refuses("one secret twice", &founder, &of(vec![twice]), BadRoll::Taken);
    it.refuses("the same group twice", &founder, &of(vec![good.clone(), good.clone()]), bad);
    it.refuses("the key of another group", &founder, &of(vec![good.clone(), of_another]), bad);
    let device = RollBody::RemoveDevice(founder.device(), vec![good]);
    it.refuses("one's own device with a new epoch", &founder, &device, bad);
}

#[test]
fn the_last_first_convener_stays() {
    let mut it = full();
    let founder = it.founder.clone();
    let denied = BadRoll::Denied(Denied::Role);
    it.refuses("by going", &founder, &RollBody::RemovePerson(founder.person, Vec::new()), denied);
    let set = SetRoles {
        person: founder.person,
        roles: vec![Role::Clerk],
        epochs: Vec::new(),
        secrets: Vec::new(),
    };
    it.refuses("by another role", &founder, &RollBody::SetRoles(set), denied);
}

#[test]
fn secrets_that_do_not_fit_take_back_a_joining_and_a_change_of_roles() {
    let mut it = full();
    let (founder, clerk, newcomer) = (it.founder.clone(), it.clerk.clone(), it.newcomer.clone());
    let unknown = BoxKey::random(&mut it.studio.rng);
    let secret = it.studio.secret(Group::Everyone, &unknown, &newcomer);
    let RollBody::Join(join) = it.studio.joining(&newcomer, &it.invitation) else { panic!("a joining") };
    let joining = |secrets| RollBody::Join(Join { secrets, ..join.clone() });
    it.refuses("of no epoch", &newcomer, &joining(vec![secret.clone()]), BadRoll::Epochs);
    let named = it.studio.roll.epochs(Group::Everyone)[0].public;
    let fits = MemberSecret { epoch: named, ..secret.clone() };
    let twice = joining(vec![fits.clone(), fits.clone()]);
    let office = MemberSecret { epoch: it.studio.roll.epochs(Group::Office)[0].public, ..secret.clone() };
    it.refuses(
        "of a group that is not theirs",
        &newcomer,
        &joining(vec![fits.clone(), office]),
        BadRoll::Epochs,
    );
    let set = |group, secret| {
        let secrets = vec![GiveSecret { group, secret }];
        RollBody::SetRoles(SetRoles {
            person: clerk.person,
            roles: vec![Role::Member],
            epochs: Vec::new(),
            secrets,
        })
    };
    it.refuses("somebody else's", &founder, &set(Group::Everyone, fits.clone()), BadRoll::Epochs);
    let own = MemberSecret { person: clerk.person, ..fits.clone() };
    it.refuses("of a group that is left", &founder, &set(Group::Office, own.clone()), BadRoll::Epochs);
    it.refuses(
        "of no epoch of the group",
        &founder,
        &set(Group::Everyone, MemberSecret { epoch: unknown.public(), ..own.clone() }),
        BadRoll::Epochs,
    );
    // new keys of a person take a new secret, so this one is taken, and the second overwrites the first
    let before = it.studio.roll.clone();
    it.studio.take(&newcomer, &twice).unwrap();
    assert_ne!(it.studio.roll, before);
    it.refuses("a joining twice", &newcomer, &joining(Vec::new()), BadRoll::Invitation);
}

#[test]
fn devices_and_invitations_that_do_not_fit_leave_nothing_behind() {
    let mut it = full();
    let (founder, clerk, gone, newcomer) =
        (it.founder.clone(), it.clerk.clone(), it.gone.clone(), it.newcomer.clone());
    let rng = &mut it.studio.rng;
    let mut elsewhere = founder.again("P02", rng);
    elsewhere.tablet = TabletId([9; 16]);
    let long = founder.again(&"x".repeat(33), rng);
    let control = founder.again("P\n5", rng);
    let again = gone.again("P09", rng);
    let id = it.studio.id;
    let adding = |who: &Someone| RollBody::AddDevice(who.introduction(id));
    it.refuses("a label that is taken", &elsewhere, &adding(&elsewhere), BadRoll::Taken);
    it.refuses("a label that is long", &long, &adding(&long), BadRoll::Malformed);
    it.refuses("a label with a line's end", &control, &adding(&control), BadRoll::Malformed);
    it.refuses("somebody who is gone", &again, &adding(&again), BadRoll::Denied(Denied::NotOnTheRoll));
    it.refuses("a device that is there", &founder, &adding(&founder), BadRoll::Taken);
    let mut continuing = founder.again("P08", &mut it.studio.rng).unsigned(id);
    continuing.continues = Some(clerk.device());
    let device = founder.again("P08", &mut it.studio.rng);
    let other = Introduction { device: device.key.public(), ..continuing }.sign(&founder.vault.identity());
    it.refuses("that goes on for another's", &device, &RollBody::AddDevice(other), BadRoll::Unknown);
    it.refuses(
        "a device that is gone",
        &founder,
        &RollBody::RemoveDevice(gone.device(), Vec::new()),
        BadRoll::Unknown,
    );
    let removal = RollBody::RemovePerson(gone.person, Vec::new());
    it.refuses("somebody who is gone", &founder, &removal, BadRoll::Unknown);
    let invite = |roles: Vec<Role>| {
        RollBody::Invite(Invite {
            name: it.invitation.name,
            key: it.invitation.key.public(),
            person: newcomer.person,
            roles,
            until_ms: 0,
        })
    };
    let (taken, nothing) = (invite(vec![Role::Member]), invite(Vec::new()));
    it.refuses("a name that is taken", &founder, &taken, BadRoll::Malformed);
    it.refuses("as nothing", &founder, &nothing, BadRoll::Malformed);
}

/// After everything that was refused, the roll goes on as one that never saw it.
#[test]
fn a_roll_that_refused_folds_on_like_one_that_was_never_asked() {
    let mut it = full();
    let founder = it.founder.clone();
    let untouched = it.studio.roll.clone();
    it.refuses(
        "the founder",
        &founder,
        &RollBody::RemovePerson(founder.person, Vec::new()),
        BadRoll::Denied(Denied::Role),
    );
    let joining = it.studio.joining(&it.newcomer, &it.invitation);
    it.studio.take(&it.newcomer.clone(), &joining).unwrap();
    let mut other = untouched;
    other.take(it.studio.chain.last().unwrap()).unwrap();
    assert_eq!(it.studio.roll, other);
    let mut afresh = Roll::new(it.studio.id);
    for entry in &it.studio.chain {
        afresh.take(entry).unwrap();
    }
    assert_eq!(afresh, other, "the chain alone gives the same roll");
}
