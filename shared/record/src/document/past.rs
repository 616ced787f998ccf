//! What was written where and gave way to something else: nobody's words are gone because they do not stand.

use super::{Document, Node, Reader};
use crate::case::DEADLINES;
use crate::names::{ChangeId, Place};
use crate::value::{Fact, Value, Written};
use automerge::legacy::{Key, ObjectId, OpId, OpType};
use automerge::{ChangeHash, ObjId, ObjType, ReadDoc, Value as Am};
use minicbor::{Decode, Encode};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Everything that was ever written at a place where something gave way.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Past {
    /// The place.
    #[n(0)]
    pub place: Place,
    /// What was written there, newest first.
    #[n(1)]
    pub values: Vec<PastValue>,
}

/// Something that was written at a place.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PastValue {
    /// What.
    #[n(0)]
    pub value: Fact,
    /// Who wrote it, and when.
    #[n(1)]
    pub written: Written,
    /// Whether it stands, or waits to be decided about.
    #[n(2)]
    pub stands: bool,
}

/// Which changes put something at the keys of an object; none is the document itself.
type Puts = HashMap<Option<OpId>, BTreeMap<String, Vec<ChangeId>>>;

impl Document {
    /// Every value that was ever written at a place or proposed for it, oldest first.
    pub fn past_values(&self, place: &Place) -> Vec<Value<Fact>> {
        let reader = Reader::new(self);
        let written = self.history.iter().filter(|past| past.origin.is_some());
        reader.in_order(place, written.map(|past| past.id).collect())
    }

    /// Every place at which something was written that does not stand any more, with all that was written there.
    pub fn past(&self) -> Vec<Past> {
        let reader = Reader::new(self);
        let review = self.review();
        let questions = review.items.iter().chain(&review.kept);
        let open: HashSet<&Place> = questions.map(|item| &item.place).collect();
        let puts = self.puts();
        let mut found = Vec::new();
        for node in reader.nodes() {
            let own = puts.get(&op_of(&node.obj)).into_iter().flatten();
            for (key, changes) in own.filter(|(key, _)| !is_ours(key)) {
                found.extend(node.past(key, changes, open.contains(&node.place(key))));
            }
        }
        found.sort_by(|a, b| a.place.cmp(&b.place));
        found
    }

    fn puts(&self) -> Puts {
        let mut puts = Puts::new();
        for past in self.history.iter().filter(|past| past.origin.is_some()) {
            let Some(change) = self.am.get_change_by_hash(&ChangeHash(past.id.0)) else { continue };
            for op in change.decode().operations {
                if let (OpType::Put(_), Key::Map(key)) = (op.action, op.key) {
                    let obj = if let ObjectId::Id(id) = op.obj { Some(id) } else { None };
                    let keys = puts.entry(obj).or_default();
                    keys.entry(key.to_string()).or_default().push(past.id);
                }
            }
        }
        puts
    }
}

fn op_of(obj: &ObjId) -> Option<OpId> {
    if let ObjId::Id(counter, actor, _) = obj { Some(OpId::new(*counter, actor)) } else { None }
}

/// Keys that hold no words of anybody: the name of an item, the mark of its removal, which is asked about elsewhere.
fn is_ours(key: &str) -> bool {
    matches!(key, "id" | "removed")
}

impl Reader<'_> {
    /// The maps in which values are written over: the document, its clocks, the items of its lists. What is only added
    /// to, as decisions are, has nothing that gave way.
    fn nodes(&self) -> Vec<Node<'_>> {
        let root = self.root();
        let mut nodes: Vec<Node<'_>> = Vec::new();
        nodes.extend(root.child(DEADLINES, ObjType::Map).map(|map| root.inside(DEADLINES, map)));
        let all: Vec<String> = self.doc.am.keys(&root.obj).collect();
        let is_list = |key: &String| {
            let value = self.doc.am.get(&root.obj, key.as_str());
            matches!(value, Ok(Some((Am::Object(ObjType::List), _))))
        };
        for list in all.iter().filter(|key| is_list(key)) {
            nodes.extend(root.maps(list).into_iter().map(|(_, item)| item));
        }
        nodes.push(root);
        nodes
    }

    /// What changes wrote at a place or proposed for it, in the order in which it is told.
    fn in_order(&self, place: &Place, mut changes: Vec<ChangeId>) -> Vec<Value<Fact>> {
        let history = &self.doc.history;
        changes.sort_by_key(|id| history.find(id).map(|index| history.order(index)));
        changes.dedup();
        changes.into_iter().filter_map(|id| self.put_or_proposed(place, id)).collect()
    }
}

impl Node<'_> {
    /// All that was written at a key, if any of it does not stand.
    fn past(&self, key: &str, changes: &[ChangeId], is_open: bool) -> Option<Past> {
        let place = self.place(key);
        let proposed = self.reader.proposed_at(&place);
        let written = self.reader.in_order(&place, changes.iter().copied().chain(proposed).collect());
        // Where nobody is asked, one value stands though Automerge keeps those written beside it.
        let mut standing = if is_open { self.candidates(key) } else { self.raws(key) };
        if !is_open {
            standing = standing.pop().into_iter().collect();
        }
        let stands = |value: &Fact| standing.iter().any(|raw| raw.fact.plain() == value.plain());
        let values = written.into_iter().rev().map(|it| {
            let stands = stands(&it.value);
            PastValue { value: it.value, written: it.written, stands }
        });
        let values: Vec<PastValue> = values.collect();
        values.iter().any(|it| !it.stands).then_some(Past { place, values })
    }
}

#[cfg(test)]
mod tests {
    use super::Past;
    use crate::case::Edit as Case;
    use crate::edit::Edit;
    use crate::enums::{Category, Role, Roles};
    use crate::names::Place;
    use crate::people::Edit as People;
    use crate::review::{Choice, Edit as Decision};
    use crate::testing::{Table, id, person};
    use crate::value::Fact;
    use shared::ids::DocKind;

    fn said(past: &Past) -> Vec<(String, u8, bool)> {
        let said = past.values.iter().map(|it| {
            let Fact::Text(text) = &it.value else { panic!("a text") };
            (text.clone(), it.written.person.0[0], it.stands)
        });
        said.collect()
    }

    fn text(text: &str, who: u8, stands: bool) -> (String, u8, bool) {
        (text.to_owned(), who, stands)
    }

    #[test]
    fn of_two_who_wrote_at_once_where_nobody_is_asked_the_other_stands_in_the_history_with_who_wrote_it() {
        let town = |name: &str| Edit::Case(Case::SetTown(name.into()));
        let member = Roles::of(&[Role::Member]);
        let mut table = Table::new(DocKind::Case, &[member, member], &[]);
        table.write(0, &town("样例街道")).unwrap();
        assert_eq!(table.devices[0].doc.past(), [], "nothing gave way yet");
        table.write(1, &town("示例街道")).unwrap();
        table.sync();
        let past = table.devices[0].doc.past();
        assert_eq!(past, table.devices[1].doc.past(), "the same on every device");
        let [past] = &past[..] else { panic!("one place") };
        assert_eq!(past.place, Place::root("town"));
        assert_eq!(said(past), [text("示例街道", 2, true), text("样例街道", 1, false)]);
    }

    #[test]
    fn what_was_decided_against_and_what_was_proposed_and_written_over_is_in_the_history() {
        let category = |to: Category| Edit::Case(Case::SetCategory(to));
        let member = Roles::of(&[Role::Member]);
        let clerk = Roles::of(&[Role::Clerk]);
        let mut table =
            Table::new(DocKind::Case, &[member, member, clerk], &[category(Category::LaborOther)]);
        table.write(0, &category(Category::Wages)).unwrap();
        table.write(1, &category(Category::Contract)).unwrap();
        table.sync();
        table.write(0, &category(Category::LaborInjury)).unwrap();
        table.sync();
        let [past] = &table.devices[2].doc.past()[..] else { panic!("one place") };
        let open: Vec<_> = past.values.iter().filter(|it| it.stands).collect();
        assert_eq!(open.len(), 3, "what waits is not past");
        let item = table.agreed().review().items[0].clone();
        let choice = Choice::Use(item.candidates[2].change);
        let decide = Decision::Decide { id: id(9), item: item.key, choice, reason: String::new() };
        table.write(2, &Edit::Review(decide)).unwrap();
        table.sync();
        let [past] = &table.devices[0].doc.past()[..] else { panic!("one place") };
        let gone: Vec<_> = said(past).into_iter().filter(|(_, _, stands)| !stands).collect();
        assert!(gone.contains(&text("wages", 1, false)) && gone.contains(&text("contract", 2, false)));
        assert_eq!(past.values[0].written.person, person(3), "who decided comes first");
        assert_eq!(table.devices[0].doc.past_values(&past.place).len(), past.values.len());
    }

    #[test]
    fn the_values_of_each_party_are_kept_apart() {
        let party = |n: u8| {
            Edit::People(People::AddParty {
                id: id(n),
                role: crate::enums::PartyRole::Applicant,
                kind: crate::enums::PartyKind::Person,
                name: "赵样工".into(),
            })
        };
        let gender = |n: u8, text: &str| Edit::People(People::SetGender(id(n), text.into()));
        let member = Roles::of(&[Role::Member]);
        let edits = [party(1), party(2), gender(1, "男"), gender(2, "女"), gender(2, "男")];
        let table = Table::new(DocKind::People, &[member], &edits);
        let [past] = &table.devices[0].doc.past()[..] else { panic!("one place") };
        assert_eq!(past.place, Place::of("parties", id(2), "gender"));
        assert_eq!(said(past), [text("男", 1, true), text("女", 1, false)]);
    }
}
