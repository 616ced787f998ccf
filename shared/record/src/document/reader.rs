//! Reading a document: every value with its author, and what a person must look at on the way.

use super::{Document, Index, skeleton};
use crate::names::{ChangeId, ItemId, Place, Step};
use crate::review::Notes;
use crate::value::{Fact, Held, Value, Written};
use automerge::{ChangeHash, ObjId, ObjType, ROOT, ReadDoc, Value as Am};
use std::cell::RefCell;

/// A value as it stands in the document.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) fact: Fact,
    pub(crate) change: Index,
    pub(crate) written: Written,
}

/// Reads one document once; what must be looked at gathers in `notes`.
pub(crate) struct Reader<'a> {
    pub(crate) doc: &'a Document,
    pub(crate) notes: RefCell<Notes>,
}

/// A map of the document: the document itself, or an item of a list.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) obj: ObjId,
    pub(crate) steps: Vec<Step>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(doc: &'a Document) -> Reader<'a> {
        let reader = Reader { doc, notes: RefCell::new(Notes::new(doc.kind)) };
        let rulings = crate::review::read_rulings(&reader);
        reader.notes.borrow_mut().rulings = rulings;
        reader
    }

    pub(crate) fn root(&'a self) -> Node<'a> {
        Node { reader: self, obj: ROOT, steps: Vec::new() }
    }

    pub(crate) fn node_at(&'a self, steps: &[Step]) -> Option<Node<'a>> {
        steps.iter().try_fold(self.root(), |node, step| {
            if step.item == ItemId::default() {
                let map = node.child(&step.list, ObjType::Map)?;
                return Some(node.inside(&step.list, map));
            }
            let found = node.maps(&step.list).into_iter().find(|(id, _)| *id == step.item);
            found.map(|(_, child)| child)
        })
    }

    pub(crate) fn index_of(&self, op: &ObjId) -> Option<Index> {
        let hash = self.doc.am.hash_for_opid(op)?;
        self.doc.history.find(&ChangeId(hash.0))
    }

    pub(crate) fn change_id(&self, index: Index) -> ChangeId {
        self.doc.history.past(index).map_or(ChangeId([0; 32]), |past| past.id)
    }
}

impl<'a> Node<'a> {
    /// A map that belongs to this one, such as the clocks of a case: its values stand at places of their own.
    pub(crate) fn inside(&self, key: &str, obj: ObjId) -> Node<'a> {
        let mut steps = self.steps.clone();
        steps.push(Step { list: key.to_owned(), item: ItemId::default() });
        Node { reader: self.reader, obj, steps }
    }

    pub(crate) fn place(&self, key: &str) -> Place {
        Place { steps: self.steps.clone(), key: key.to_owned() }
    }

    /// Every value that stands at a key, in the order they are told: the newest last.
    pub(crate) fn raws(&self, key: &str) -> Vec<Raw> {
        let all = self.reader.doc.am.get_all(&self.obj, key).unwrap_or_default();
        let mut raws: Vec<Raw> = all.iter().filter_map(|(value, op)| self.raw(value, op)).collect();
        raws.sort_by_key(|raw| self.reader.doc.history.order(raw.change));
        raws
    }

    fn raw(&self, value: &Am<'_>, op: &ObjId) -> Option<Raw> {
        let fact = Fact::from_scalar(value.as_scalar()?)?;
        let change = self.reader.index_of(op)?;
        Some(Raw { fact, change, written: self.reader.doc.history.written(change)? })
    }

    /// The value that one change wrote at a key.
    pub(crate) fn written_in(&self, key: &str, change: ChangeId) -> Option<Value<Fact>> {
        let at = [ChangeHash(change.0)];
        let all = self.reader.doc.am.get_all_at(&self.obj, key, &at).ok()?;
        let raws = all.iter().filter_map(|(value, op)| self.raw(value, op));
        let mut own = raws.filter(|raw| self.reader.change_id(raw.change) == change);
        own.next().map(|raw| Value { value: raw.fact, written: raw.written })
    }

    /// The value in force before a change.
    pub(crate) fn before(&self, key: &str, change: Index) -> Option<Fact> {
        let history = &self.reader.doc.history;
        let deps = &history.past(change)?.deps;
        let at: Vec<_> = deps.iter().map(|dep| ChangeHash(self.reader.change_id(*dep).0)).collect();
        let (value, _) = self.reader.doc.am.get_at(&self.obj, key, &at).ok()??;
        Fact::from_scalar(value.as_scalar()?)
    }

    /// The one value of a key that is written once.
    pub(crate) fn plain<T: Held>(&self, key: &str) -> Option<T> {
        self.raws(key).first().and_then(|raw| T::from_fact(&raw.fact))
    }

    /// The object at a key: the one its skeleton or its maker made, whatever else somebody put there.
    pub(crate) fn child(&self, key: &str, kind: ObjType) -> Option<ObjId> {
        child(&self.reader.doc.am, self.reader.doc.born(&self.obj), &self.obj, key, kind)
    }

    /// The items of a list, in its order, each with its name.
    pub(crate) fn maps(&self, key: &str) -> Vec<(ItemId, Node<'a>)> {
        let Some(list) = self.child(key, ObjType::List) else {
            return Vec::new();
        };
        let mut items: Vec<(ItemId, Node<'a>)> = Vec::new();
        for (value, obj) in self.reader.doc.am.values(&list).map(|(value, obj)| (value.is_object(), obj)) {
            let node = Node { reader: self.reader, obj, steps: self.steps.clone() };
            let id = value.then(|| node.plain::<ItemId>("id")).flatten();
            let Some(item) = id.filter(|id| items.iter().all(|(known, _)| known != id)) else {
                continue; // nothing of ours, or a second item under the same name
            };
            let mut node = node;
            node.steps.push(Step { list: key.to_owned(), item });
            items.push((item, node));
        }
        items
    }

    /// Who made this item.
    pub(crate) fn made(&self) -> Option<(Index, Written)> {
        let change = self.reader.index_of(&self.obj)?;
        Some((change, self.reader.doc.history.written(change)?))
    }
}

/// The object that the maker of `obj` made at a key, whatever somebody put there since: `born` is the change that made
/// `obj`, the skeleton for the document itself. What a newer version adds later stands where it stands.
pub(crate) fn child(
    doc: &impl ReadDoc,
    born: Option<ChangeHash>,
    obj: &ObjId,
    key: &str,
    kind: ObjType,
) -> Option<ObjId> {
    let maker = match obj {
        ObjId::Root => &skeleton::ACTOR[..],
        ObjId::Id(_, actor, _) => actor.to_bytes(),
    };
    let is_object =
        |(value, id): (Am<'_>, ObjId)| matches!(value, Am::Object(found) if found == kind).then_some(id);
    let objects: Vec<ObjId> = doc.get_all(obj, key).ok()?.into_iter().filter_map(is_object).collect();
    let by_maker =
        objects.iter().find(|id| matches!(id, ObjId::Id(_, actor, _) if actor.to_bytes() == maker));
    let at_birth = || {
        let (value, id) = doc.get_at(obj, key, &[born?]).ok()??;
        is_object((value, id))
    };
    by_maker.cloned().or_else(at_birth).or_else(|| objects.into_iter().min())
}
