//! People are let in and shut out: rights are taken away and given again, somebody leaves the studio, late entries are
//! taken in.

use std::collections::BTreeMap;

use shared::ids::DeviceId;

use super::*;
use crate::simulation::model::KINDS;

/// Whoever takes somebody off the roll, and late entries in.
const FOUNDER: usize = 0;

impl<R: Tier> World<R> {
    /// Somebody in the office does something about who may read.
    pub(super) fn let_in_or_shut_out(&mut self) {
        let members = OFFICE.len()..self.devices.len();
        let cases = self.model.cases.iter();
        let pairs: Vec<(DocId, usize, bool)> =
            cases.flat_map(|(case, known)| members.clone().map(|i| (*case, i, known.may_write(i)))).collect();
        let Some((case, member, is_in)) = pairs.get(self.below(pairs.len())).copied() else { return };
        let office = OFFICE[self.below(OFFICE.len())];
        match self.below(16) {
            0 => self.remove(member),
            1..9 if is_in => self.unshare(office, case, member),
            1..14 => self.share_with(office, case, member),
            _ => drop(self.take_some_in()),
        }
    }

    /// Everything that came late is taken in, piece by piece; what then still lies there is wrong.
    pub(super) fn take_all_in(&mut self) {
        while self.take_some_in() > 0 {
            let before = self.relay.tray().len();
            self.rest();
            if self.relay.tray().len() >= before {
                break;
            }
        }
        let left = self.relay.tray().iter().map(|entry| format!("{entry:?} cannot be taken in"));
        self.report.wrong.extend(left);
    }

    fn remove(&mut self, member: usize) {
        if self.devices[FOUNDER].is_dead() || !self.model.removing.is_empty() {
            return;
        }
        self.model.removing.insert(member);
        let person = self.devices[member].session.person;
        self.ask(FOUNDER, Ask::RemovePerson(person), Pending::Remove(member));
    }

    fn unshare(&mut self, i: usize, case: DocId, with: usize) {
        if self.devices[i].is_dead() {
            return;
        }
        let person = self.devices[with].session.person;
        let Some(known) = self.model.cases.get_mut(&case) else { return };
        known.unsure.insert(with);
        known.shut.remove(&with);
        // whoever is asked to be let in meanwhile, or was before and got no answer, may be in again
        let is_asked =
            |(_, it): &(usize, Pending)| matches!(it, Pending::Share(of, to) if (*of, *to) == (case, with));
        let is_alone = !self.asked.values().any(is_asked);
        let since = self.relay.log.len();
        self.ask(i, Ask::Unshare(case, person), Pending::Unshare(Unsharing { case, with, is_alone, since }));
    }

    /// It was called done. Where whoever asked knew of no right, none was taken, and one that is on its way stands.
    pub(super) fn unshared(&mut self, done: &Unsharing) {
        let person = self.devices[done.with].session.person;
        let kinds = KINDS.into_iter();
        let taken =
            kinds.filter(|kind| self.relay.has_taken(done.since, done.case.sibling(*kind), person)).count();
        self.report.counts.taken += u64::from(taken > 0);
        if taken == KINDS.len()
            && done.is_alone
            && let Some(known) = self.model.cases.get_mut(&done.case)
        {
            known.shut.insert(done.with);
        }
    }

    /// The founder takes in what lies in the trays, from each device what it lacks; answers how many pieces.
    fn take_some_in(&mut self) -> usize {
        if self.devices[FOUNDER].is_dead() || self.asked.values().any(|(i, _)| *i == FOUNDER) {
            return 0;
        }
        let mut pieces: BTreeMap<(DocId, DeviceId), u64> = BTreeMap::new();
        for entry in self.relay.tray() {
            let header = &entry.header;
            let up_to = pieces.entry((header.doc, header.device)).or_default();
            *up_to = header.n.max(*up_to);
        }
        for ((doc, device), up_to) in &pieces {
            self.ask(FOUNDER, Ask::Adopt(*doc, *device, *up_to), Pending::Adopt);
        }
        pieces.len()
    }
}
