//! A device whose log and the relay's differ: it offers what it holds, hands in what the relay lacks, fetches what it
//! lacks itself, and then goes on where the relay's log stood at the Welcome.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{DeviceEffect, Phase, Talk, Wanted};
use crate::ids::{DeviceId, DocId};
use crate::sync::frame::{Held, Receipt, Refused, Short, ToRelay, Welcome};
use crate::sync::heal::{HEALING, Lacking, Numbers, Offered, lacking, numbers};

/// So many documents are handed in before their answers are waited for.
const DOCS_AT_ONCE: usize = 32;

/// How far the healing went.
#[derive(Debug)]
pub(super) struct Heal {
    /// Where the relay's log stood when it began: the Feed goes on from there.
    head: u64,
    log_hash: Short,
    reached: u64,
    /// What the page under way offers.
    page: BTreeMap<DocId, Numbers>,
    /// The last document of it, and whether more pages follow.
    after: Option<DocId>,
    more: bool,
    /// Whether the relay has said all it says to the page.
    is_answered: bool,
    /// What the relay lacks of it, and what was handed in and has no answer yet.
    needs: VecDeque<Lacking>,
    under_way: BTreeSet<(DocId, DeviceId, u64)>,
    /// The documents that are handed in at the moment.
    is_reading: bool,
    /// Documents of which the device lacks only parts: asked for once, by their parts.
    parts: BTreeMap<DocId, Vec<Lacking>>,
    /// The relay could not keep something for the moment: it all begins anew, later.
    is_stalled: bool,
    /// Whether the roll has healed.
    has_roll: bool,
}

impl Heal {
    fn new(welcome: &Welcome) -> Self {
        Self {
            head: welcome.head,
            log_hash: welcome.log_hash,
            reached: welcome.reached,
            page: BTreeMap::new(),
            after: None,
            more: true,
            is_answered: false,
            needs: VecDeque::new(),
            under_way: BTreeSet::new(),
            is_reading: false,
            parts: BTreeMap::new(),
            is_stalled: false,
            has_roll: false,
        }
    }
}

impl Talk {
    /// The relay's log is another: everything that is known of places in the old one is forgotten first.
    pub(super) fn begin_healing(&mut self, welcome: &Welcome) -> Vec<DeviceEffect> {
        self.phase = Phase::Healing;
        self.heal = Some(Heal::new(welcome));
        self.cursor = Some(HEALING);
        self.rows.values_mut().for_each(|row| row.reached = 0);
        self.rewind();
        vec![DeviceEffect::Forget(welcome.tip)]
    }

    /// What was handed in could not be kept for the moment: it is tried again from the beginning.
    pub(super) fn heal_again(&mut self) -> Vec<DeviceEffect> {
        let Some(heal) = self.heal.as_mut().filter(|heal| heal.is_stalled) else { return Vec::new() };
        let (head, log_hash, reached) = (heal.head, heal.log_hash, heal.reached);
        let (tip, limits) = Default::default();
        *heal = Heal::new(&Welcome { head, log_hash, tip, limits, heal: true, reached });
        vec![DeviceEffect::Number(None)]
    }

    /// Whether the healing waits until the relay can keep something again.
    pub fn is_stalled(&self) -> bool {
        self.heal.as_ref().is_some_and(|heal| heal.is_stalled)
    }

    /// The next page of what the device holds.
    pub(super) fn numbered(&mut self, page: Vec<Offered>, more: bool) -> Vec<DeviceEffect> {
        let Some(heal) = &mut self.heal else { return Vec::new() };
        heal.page = page.iter().map(|it| (it.doc, numbers(it))).collect();
        heal.after = page.last().map(|it| it.doc).or(heal.after);
        heal.more = more;
        heal.is_answered = false;
        vec![DeviceEffect::Send(ToRelay::Offer(page, more))]
    }

    /// What the relay holds beyond the page.
    pub(super) fn offered(&mut self, offers: Vec<Offered>, more: bool) -> Vec<DeviceEffect> {
        let Some(heal) = &mut self.heal else { return Vec::new() };
        heal.is_answered = !more;
        let mut rows = Vec::with_capacity(offers.len());
        for offered in offers {
            let doc = offered.doc;
            rows.push(Wanted { doc, last: 0, reached: 0 });
            // the roll is read anew as a whole: its order may be another
            if let Some(own) = heal.page.get(&doc).filter(|_| doc != DocId::ZERO) {
                heal.parts.insert(doc, lacking(doc, &numbers(&offered), own));
            }
        }
        let rows = self.add_rows(rows);
        if rows.is_empty() { self.go_on() } else { vec![DeviceEffect::SaveRows(rows, None)] }
    }

    /// What the relay lacks of the page.
    pub(super) fn needed(&mut self, needs: Vec<Lacking>) -> Vec<DeviceEffect> {
        let Some(heal) = &mut self.heal else { return Vec::new() };
        heal.needs.extend(needs.into_iter().filter(|it| heal.page.contains_key(&it.doc)));
        self.hand_in()
    }

    /// Hands in the next documents once the ones before are answered.
    fn hand_in(&mut self) -> Vec<DeviceEffect> {
        let Some(heal) = &mut self.heal else { return Vec::new() };
        if heal.needs.is_empty() || heal.is_stalled || heal.is_reading || !heal.under_way.is_empty() {
            return Vec::new();
        }
        let (mut next, mut docs) = (Vec::new(), 0);
        while let Some(lacking) = heal.needs.front() {
            docs += usize::from(next.last().is_none_or(|last: &Lacking| last.doc != lacking.doc));
            if docs > DOCS_AT_ONCE {
                break;
            }
            next.extend(heal.needs.pop_front());
        }
        heal.is_reading = true;
        vec![DeviceEffect::HandIn(next)]
    }

    /// These entries were sent.
    pub(super) fn handed_in(&mut self, sent: Vec<(DocId, DeviceId, u64)>) -> Vec<DeviceEffect> {
        let Some(heal) = &mut self.heal else { return Vec::new() };
        heal.is_reading = false;
        heal.under_way.extend(sent);
        self.go_on()
    }

    /// The relay keeps these.
    pub(super) fn heal_kept(&mut self, receipts: &[Receipt]) -> Vec<DeviceEffect> {
        let Some(heal) = &mut self.heal else { return Vec::new() };
        for it in receipts {
            heal.under_way.remove(&(it.doc, it.device, it.n));
        }
        self.go_on()
    }

    /// The relay does not keep this one: now, or never.
    pub(super) fn heal_refused(&mut self, it: &Refused) -> Vec<DeviceEffect> {
        let Some(heal) = &mut self.heal else { return Vec::new() };
        if heal.under_way.remove(&(it.doc, it.device, it.n)) {
            heal.is_stalled |= it.reason.is_passing();
        }
        self.go_on()
    }

    /// The relay holds these in the tray: there is nothing more to wait for.
    pub(super) fn heal_held(&mut self, it: &Held) -> Vec<DeviceEffect> {
        let Some(heal) = &mut self.heal else { return Vec::new() };
        heal.under_way.retain(|(doc, device, n)| (*doc, *device) != (it.doc, it.device) || *n > it.up_to);
        self.go_on()
    }

    /// Goes on to whatever comes next: documents to hand in or to fetch, the next page, the end.
    pub(super) fn go_on(&mut self) -> Vec<DeviceEffect> {
        let mut effects = self.hand_in();
        let Some(heal) = &mut self.heal else { return effects };
        let is_over = heal.is_answered && heal.needs.is_empty() && heal.under_way.is_empty();
        if !is_over || heal.is_reading || heal.is_stalled {
            return effects;
        }
        if !heal.has_roll {
            if self.rows.contains_key(&DocId::ZERO) {
                return effects;
            }
            heal.has_roll = true;
            heal.is_answered = false;
            effects.extend([DeviceEffect::RollAgreed, DeviceEffect::Number(heal.after)]);
        } else if heal.more {
            heal.is_answered = false;
            effects.push(DeviceEffect::Number(heal.after));
        } else if self.rows.is_empty() {
            effects.extend(self.healed());
        } else {
            // what was wanted before the relay was put back is still wanted
            effects.extend(self.ask());
        }
        effects
    }

    /// Both lack nothing.
    fn healed(&mut self) -> Vec<DeviceEffect> {
        let Some(heal) = self.heal.take() else { return Vec::new() };
        self.cursor = Some((heal.head, heal.log_hash));
        self.phase = Phase::Live;
        let mut effects = vec![
            DeviceEffect::Healed(heal.head, heal.log_hash),
            DeviceEffect::Send(ToRelay::Need(Vec::new())),
            DeviceEffect::Reached(heal.reached),
            DeviceEffect::Live,
        ];
        effects.extend(self.say_saved());
        effects
    }

    /// How a wanted document is asked for: by its parts, if most of it is here.
    pub(super) fn want(&mut self, row: Wanted) -> ToRelay {
        let parts = self.heal.as_mut().and_then(|heal| heal.parts.remove(&row.doc));
        parts.map_or(ToRelay::Want(row.doc, row.reached), ToRelay::Need)
    }
}
