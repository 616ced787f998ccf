//! Names for ids and for tags, as a view brings them along.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use shared::ids::{DeviceId, PersonId};
use yew::AttrValue;

use crate::engine::api::Named;

/// What people and devices are called. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    known: Rc<Known>,
    parties: Rc<BTreeMap<u32, AttrValue>>,
}

#[derive(Debug, Default, PartialEq)]
struct Known {
    people: BTreeMap<PersonId, AttrValue>,
    gone: BTreeSet<PersonId>,
    devices: BTreeMap<DeviceId, (PersonId, AttrValue)>,
}

impl Names {
    /// The names that came with a view.
    pub fn new(named: &[Named]) -> Self {
        let mut known = Known::default();
        for it in named {
            known.people.insert(it.person, it.name.clone().into());
            known.gone.extend(it.is_gone.then_some(it.person));
            known
                .devices
                .extend(it.devices.iter().map(|(id, label)| (*id, (it.person, label.clone().into()))));
        }
        Names { known: Rc::new(known), parties: Rc::default() }
    }

    /// The same, and what the parties of a case are called, by the number that stands in the tags of its texts.
    pub fn with_parties(self, parties: &[(u32, String)]) -> Self {
        let named = parties.iter().filter(|(_, name)| !name.is_empty());
        Names { parties: Rc::new(named.map(|(index, name)| (*index, name.clone().into())).collect()), ..self }
    }

    /// What a party is called, if that is known and this person may know it.
    pub fn party(&self, index: u32) -> Option<AttrValue> {
        self.parties.get(&index).cloned()
    }

    /// What a person is called; a few digits of the id until the name has come.
    pub fn person(&self, person: &PersonId) -> AttrValue {
        let name = self.known.people.get(person).filter(|it| !it.is_empty());
        name.cloned().unwrap_or_else(|| person.to_string().chars().take(6).collect::<String>().into())
    }

    /// Whether this is anybody of the studio.
    pub fn knows(&self, person: &PersonId) -> bool {
        self.known.people.contains_key(person)
    }

    /// What is written on a device, if that is known.
    pub fn device(&self, device: &DeviceId) -> Option<AttrValue> {
        self.known.devices.get(device).map(|(_, label)| label).filter(|it| !it.is_empty()).cloned()
    }

    /// Whose a device is, as far as that is known.
    pub fn owner(&self, device: &DeviceId) -> Option<PersonId> {
        self.known.devices.get(device).map(|(person, _)| *person)
    }

    /// Everybody who belongs to the studio now, with their name.
    pub fn members(&self) -> impl Iterator<Item = (&PersonId, AttrValue)> {
        let here = self.known.people.keys().filter(|it| !self.known.gone.contains(*it));
        here.map(|it| (it, self.person(it)))
    }

    /// The same, and whoever was chosen before: they stand there though they may have left.
    pub fn members_and(&self, chosen: &[PersonId]) -> Vec<(PersonId, AttrValue)> {
        let mut listed: BTreeMap<PersonId, AttrValue> =
            self.members().map(|(id, name)| (*id, name)).collect();
        listed.extend(chosen.iter().map(|it| (*it, self.person(it))));
        listed.into_iter().collect()
    }
}
