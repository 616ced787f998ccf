//! What people do.

use super::*;

/// The most cases of one story: what people do to the same ones is worth more.
const CASES: u32 = 3;

impl<R: Tier> World<R> {
    /// Somebody does something.
    pub(super) fn act(&mut self, i: usize) {
        if self.devices[i].is_dead() || self.devices[i].is_gone {
            return;
        }
        let readable: Vec<DocId> =
            self.model.cases.iter().filter(|(_, it)| it.may_write(i)).map(|(case, _)| *case).collect();
        let what = match readable.is_empty() {
            true if self.begun >= CASES => return,
            true => 0,
            false if self.begun >= CASES => 1 + self.below(9),
            false => self.below(10),
        };
        let case = readable.get(self.below(readable.len())).copied().unwrap_or_default();
        match what {
            0 => self.begin_case(i),
            1 => self.share(i, case),
            2..5 => self.add_note(i, case),
            5..8 => self.write_word(i, case),
            _ => self.give_phone(i, case),
        }
    }

    pub(super) fn ask(&mut self, i: usize, ask: Ask, pending: Pending) {
        let id = self.next_ask;
        self.next_ask += 1;
        self.note("ask", i);
        self.say(|| format!("  {id}: {ask:?}"));
        self.asked.insert(id, (i, pending));
        self.devices[i].inputs.push_back(Input::Ask(id, Box::new(ask)));
    }

    fn item(&mut self) -> ItemId {
        let mut bytes = [0; 16];
        self.rng.fill_bytes(&mut bytes);
        ItemId(bytes)
    }

    fn begin_case(&mut self, i: usize) {
        self.begun += 1;
        let (party, note) = (self.item(), self.item());
        let edits = vec![
            Edit::Case(case::Edit::SetCategory(Category::Wages)),
            Edit::People(people::Edit::AddParty {
                id: party,
                role: PartyRole::Applicant,
                kind: PartyKind::Person,
                name: "赵样工".to_owned(),
            }),
            Edit::Story(story::Edit::AddNote { id: note, text: "初次接访".to_owned(), happened_ms: 0 }),
        ];
        let pending = Pending::Case(party, vec![Mark::Note(note)]);
        self.ask(i, Ask::NewCase(Channel::FieldVisit, edits), pending);
    }

    fn add_note(&mut self, i: usize, case: DocId) {
        let id = self.item();
        let edit = story::Edit::AddNote { id, text: "又来电询问".to_owned(), happened_ms: 0 };
        self.write(i, case, DocKind::Story, Edit::Story(edit), Mark::Note(id));
    }

    fn write_word(&mut self, i: usize, case: DocId) {
        let word = format!("〔{}〕", self.next_ask);
        let edit = story::Edit::SpliceText {
            field: TextField::Facts,
            at: Heads::default(),
            index: 0,
            delete: 0,
            insert: word.clone(),
        };
        self.write(i, case, DocKind::Story, Edit::Story(edit), Mark::Word(word));
    }

    fn give_phone(&mut self, i: usize, case: DocId) {
        let Some(party) = self.parties.get(&case).copied() else { return };
        let number = format!("120{:08}", self.next_ask);
        let edit = people::Edit::SetPhone { party, number: number.clone(), label: String::new() };
        self.write(i, case, DocKind::People, Edit::People(edit), Mark::Phone(party, number));
    }

    fn write(&mut self, i: usize, case: DocId, kind: DocKind, edit: Edit, mark: Mark) {
        if let Some(known) = self.model.cases.get_mut(&case) {
            known.begun.push(mark.clone());
        }
        self.ask(i, Ask::Write(case.sibling(kind), edit, Heads::default()), Pending::Mark(case, mark));
    }

    fn share(&mut self, i: usize, case: DocId) {
        let with = self.below(self.devices.len());
        self.share_with(i, case, with);
    }

    pub(super) fn share_with(&mut self, i: usize, case: DocId, with: usize) {
        if self.devices[i].is_dead() {
            return;
        }
        let person = self.devices[with].session.person;
        if let Some(known) = self.model.cases.get_mut(&case) {
            known.perhaps.insert(with);
            known.shut.remove(&with);
        }
        // what takes it away and is under way may come before it or after it
        for (_, pending) in self.asked.values_mut() {
            if let Pending::Unshare(it) = pending {
                it.is_alone &= (it.case, it.with) != (case, with);
            }
        }
        self.ask(i, Ask::Share(case, person), Pending::Share(case, with));
    }

    /// What was called done is written down: it must be found in the end.
    pub(super) fn answered(&mut self, id: u32, answer: Answer) {
        let Some((i, pending)) = self.asked.remove(&id) else { return };
        self.say(|| format!("  {id}: {answer:?} to {i}"));
        match (pending, answer) {
            (Pending::Case(party, marks), Answer::Made(case)) => {
                self.parties.insert(case, party);
                let known = KnownCase { by: i, saved: marks, ..KnownCase::default() };
                self.model.cases.insert(case, known);
                self.report.counts.saved += 1;
            }
            (Pending::Mark(case, mark), Answer::Written(_)) => {
                if let Some(known) = self.model.cases.get_mut(&case) {
                    known.saved.push(mark);
                }
                self.report.counts.saved += 1;
            }
            (Pending::Share(case, with), Answer::Done) => {
                if let Some(known) = self.model.cases.get_mut(&case) {
                    known.shared.insert((i, with));
                }
                self.report.counts.saved += 1;
            }
            (Pending::Unshare(it), Answer::Done) => self.unshared(&it),
            (Pending::Remove(member), Answer::Done) => {
                self.model.removed.insert(member);
            }
            (Pending::Adopt, Answer::Done) => self.report.counts.adopted += 1,
            _ => {}
        }
    }

    /// Whoever asked has lost the power: nobody was told anything.
    pub(super) fn forget_asks(&mut self, i: usize) {
        self.asked.retain(|_, (by, _)| *by != i);
    }
}
