//! Lines and frames.

use super::*;

impl<R: Tier> World<R> {
    /// What an engine said and did goes where it belongs.
    pub(super) fn after(&mut self, i: usize) {
        let frames = self.devices[i].host.take_out();
        if let Some(no) = self.devices[i].socket {
            for frame in frames {
                self.trace.update(&frame);
                if matches!(ToRelay::decode(&frame), Ok(ToRelay::Push(_)))
                    && self.rng.next_u64().is_multiple_of(2)
                {
                    self.copies.push(frame.clone());
                }
                self.up.entry(no).or_default().push_back(frame);
            }
        }
        for told in self.devices[i].host.take_told() {
            match told {
                ToPage::Answer(id, answer) => self.answered(id, answer),
                told @ (ToPage::Told(_) | ToPage::View(..) | ToPage::Resume(_)) => {
                    self.say(|| format!("  {i} is told {told:?}"))
                }
            }
        }
        let wrong = ticks::compare(&self.relay, &mut self.devices, i, &mut self.compared);
        self.report.wrong.extend(wrong);
        if self.devices[i].host.take_dial() {
            self.dial(i);
        }
        if self.devices[i].engine().is_some_and(|engine| engine.is_dismissed()) {
            self.wipe(i);
            return;
        }
        let seed = self.seed();
        if let Some(asks) = self.devices[i].reopen(|| seed) {
            self.note("reopen", i);
            self.asked.retain(|id, _| !asks.contains(id));
        }
    }

    pub(super) fn dial(&mut self, i: usize) {
        self.drop_socket(i);
        if self.devices[i].is_cut_off {
            self.devices[i].inputs.push_back(Input::Down);
            return;
        }
        let no = self.next_socket;
        self.next_socket += 1;
        self.devices[i].socket = Some(no);
        self.devices[i].inputs.push_back(Input::Up);
        let mut nonce = [0; 16];
        self.rng.fill_bytes(&mut nonce);
        let out = self.relay.open(&mut self.sockets, no, nonce, self.now_ms);
        self.route(out);
    }

    /// A socket is gone, with every frame on its way.
    pub(super) fn drop_socket(&mut self, i: usize) -> bool {
        let Some(no) = self.devices[i].socket.take() else { return false };
        self.up.remove(&no);
        self.down.remove(&no);
        true
    }

    pub(super) fn deliver_up(&mut self, no: u32) {
        let Some(frame) = self.up.get_mut(&no).and_then(VecDeque::pop_front) else { return };
        self.note("up", no as usize);
        self.say(|| format!("  {:?}", ToRelay::decode(&frame)));
        let out = self.relay.frame(&mut self.sockets, no, &frame);
        self.route(out);
    }

    pub(super) fn deliver_down(&mut self, no: u32) {
        let Some(frame) = self.down.get_mut(&no).and_then(VecDeque::pop_front) else { return };
        self.note("down", no as usize);
        self.say(|| format!("  {:?}", ToDevice::decode(&frame)));
        self.trace.update(&frame);
        if let Some(device) = self.devices.iter_mut().find(|device| device.socket == Some(no)) {
            device.inputs.push_back(Input::Frame(frame));
        }
    }

    /// What the relay tells a device although its person may not read it. The device would let go of it again.
    fn overtold(&self, no: u32, frame: &ToDevice) -> Option<String> {
        let (i, device) = self.devices.iter().enumerate().find(|(_, device)| device.socket == Some(no))?;
        let told = match frame {
            ToDevice::Feed(entries, ..) => entries,
            ToDevice::Given(given) => &given.entries,
            _ => return None,
        };
        let entries = told.iter().filter_map(|it| Entry::decode(it.entry.to_vec()).ok());
        let mut words = entries.filter(|it| it.header.kind == Kind::Change);
        let may_read = |doc| self.relay.right(doc, device.session.person).is_some();
        let entry = words.find(|it| !may_read(it.header.doc))?;
        Some(format!("device {i} is told {entry:?} which it may not read"))
    }

    pub(super) fn route(&mut self, out: Out) {
        for (no, frame) in out {
            self.report.wrong.extend(frame.as_ref().and_then(|frame| self.overtold(no, frame)));
            match frame {
                Some(frame) => self.down.entry(no).or_default().push_back(frame.encode()),
                None => {
                    if let Some(i) = self.devices.iter().position(|device| device.socket == Some(no)) {
                        self.hang_up(i);
                    }
                }
            }
        }
    }
}
