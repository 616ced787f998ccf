//! The end of a story: the network heals, everything comes to rest, and the model compares.

use super::*;

impl<R: Tier> World<R> {
    /// Everything heals, and is compared.
    pub(super) fn heal(&mut self) {
        for i in 0..self.devices.len() {
            self.devices[i].is_cut_off = false;
            self.devices[i].skew_ms = 0;
            self.devices[i].disk.mend();
            if self.devices[i].is_dead() {
                self.start(i);
            }
            self.devices[i].inputs.push_back(Input::Wake);
        }
        self.relay.break_down(0, 0);
        self.rest();
        self.take_all_in();
        self.compare();
    }

    /// Whatever can go on goes on until nobody has anything to do.
    pub(super) fn rest(&mut self) {
        for _ in 0..REST_MAX {
            if self.go_on() {
                continue;
            }
            if self.is_at_rest() {
                break;
            }
            self.pass(5_000);
        }
    }

    fn compare(&mut self) {
        if self.is_aloud {
            self.report.told.extend(self.relay.told());
        }
        let unsent: Vec<_> = (0..self.devices.len())
            .filter_map(|i| Some((i, self.devices[i].engine()?.outbox_len())))
            .filter(|(_, unsent)| *unsent > 0)
            .collect();
        for (i, unsent) in unsent {
            let rows = self.devices[i].disk.platter().rows(client::engine::disk::Table::Outbox, &[]);
            let rows: Vec<Option<client::engine::store::Outgoing>> =
                rows.into_iter().map(|(_, bytes)| shared::codec::decode(&bytes)).take(2).collect();
            self.report.wrong.push(format!("device {i} still has {unsent} entries to send: {rows:?}"));
        }
        for i in 0..self.devices.len() {
            let Some((entries, _)) = self.devices[i].engine().map(|engine| engine.claims()) else { continue };
            let waits = entries.into_iter().filter(|(.., tick)| *tick == Tick::Saved);
            let wrong = waits.map(|(doc, n, _)| format!("device {i} still shows ○ at entry {n} of {doc:?}"));
            self.report.wrong.extend(wrong);
        }
        if !self.is_at_rest() {
            self.report.wrong.push("not everybody came to rest".to_owned());
        }
        if self.shuts {
            self.report.wrong.extend(self.relay.unlawful());
        }
        let wrong = self.model.check(&self.relay, &mut self.devices);
        self.report.wrong.extend(wrong);
        self.report.counts.kept = self.compared.kept;
        self.report.counts.reached = self.compared.reached;
        self.report.counts.relay_faults = self.relay.take_refused();
        for device in &self.devices {
            self.report.counts.disk_faults += device.disk.take_refused();
            let (lasting, relay) = (claims(&self.relay, device), self.relay.log.len());
            self.trace.update(&(lasting.len() as u64).to_be_bytes());
            self.trace.update(&(relay as u64).to_be_bytes());
        }
    }

    /// Everybody is online, has sent and fetched everything, and has read the log to its end.
    fn is_at_rest(&mut self) -> bool {
        let head = self.relay.log.len() as u64;
        (0..self.devices.len()).all(|i| {
            let device = &mut self.devices[i];
            device.is_gone
                || device.inputs.is_empty() && device.engine().is_some_and(|engine| engine.is_up_to(head))
        })
    }
}
