//! Names for ids, as a view brings them along.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::ids::{DeviceId, PersonId};
use yew::AttrValue;

use crate::engine::api::Named;

/// What people and devices are called. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    known: Rc<Known>,
}

#[derive(Debug, Default, PartialEq)]
struct Known {
    people: BTreeMap<PersonId, AttrValue>,
    devices: BTreeMap<DeviceId, AttrValue>,
}

impl Names {
    /// The names that came with a view.
    pub fn new(named: &[Named]) -> Self {
        let mut known = Known::default();
        for it in named {
            known.people.insert(it.person, it.name.clone().into());
            known.devices.extend(it.devices.iter().map(|(id, label)| (*id, label.clone().into())));
        }
        Names { known: Rc::new(known) }
    }

    /// What a person is called; a few digits of the id until the name has come.
    pub fn person(&self, person: &PersonId) -> AttrValue {
        let name = self.known.people.get(person).filter(|it| !it.is_empty());
        name.cloned().unwrap_or_else(|| person.to_string().chars().take(6).collect::<String>().into())
    }

    /// What is written on a device, if that is known.
    pub fn device(&self, device: &DeviceId) -> Option<AttrValue> {
        self.known.devices.get(device).filter(|it| !it.is_empty()).cloned()
    }

    /// Everybody there is a name for.
    pub fn people(&self) -> impl Iterator<Item = (&PersonId, &AttrValue)> {
        self.known.people.iter()
    }
}
