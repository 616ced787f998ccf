//! What goes wrong: lines, power, clocks, disks.

use super::*;

impl<R: Tier> World<R> {
    pub(super) fn hang_up(&mut self, i: usize) {
        if self.drop_socket(i) {
            self.note("hang up", i);
            self.devices[i].inputs.push_back(Input::Down);
        }
    }

    pub(super) fn partition(&mut self, i: usize) {
        self.devices[i].is_cut_off = !self.devices[i].is_cut_off;
        self.note("partition", i);
        if self.devices[i].is_cut_off {
            self.report.counts.partitions += 1;
            self.hang_up(i);
        }
    }

    pub(super) fn crash(&mut self, i: usize) {
        // to hit a disk that writes, wait for one: a person who works is who the power fails
        let i = (0..self.devices.len()).find(|i| self.devices[*i].disk.is_writing()).unwrap_or(i);
        if self.devices[i].is_gone {
            return;
        }
        self.note("crash", i);
        // what it has sent is on its way, and may arrive although its sender is gone
        if self.rng.next_u64().is_multiple_of(2)
            && let Some(no) = self.devices[i].socket
        {
            while self.up.get(&no).is_some_and(|queue| !queue.is_empty()) {
                self.deliver_up(no);
            }
        }
        self.drop_socket(i);
        let was_just_done = self.rng.next_u64().is_multiple_of(4);
        self.report.counts.crashes += 1;
        self.report.counts.torn += u64::from(self.devices[i].crash(was_just_done));
        self.forget_asks(i);
        self.start(i);
    }

    /// A device was taken off the roll and says that it has handed in everything: what it wrote must lie there.
    pub(super) fn wipe(&mut self, i: usize) {
        self.note("wipe", i);
        self.report.counts.wiped += 1;
        let wrong = lost_by_wiping(&self.relay, &self.devices[i]);
        self.report.wrong.extend(wrong.into_iter().map(|it| format!("device {i} is wiped: {it}")));
        self.drop_socket(i);
        self.devices[i].wipe();
        self.forget_asks(i);
    }

    pub(super) fn crash_relay(&mut self) {
        self.note("relay crash", 0);
        self.report.counts.relay_crashes += 1;
        if self.relay.has_waiting(&self.sockets) {
            let early = self.bug == Some(Bug::ReceiptBeforeCommit);
            let out = self.relay.batch(&mut self.sockets, self.now_ms, early, true);
            self.route(out);
            // what was sent before the power went arrives
            let waiting: Vec<u32> = self.down.keys().copied().collect();
            for no in waiting {
                while self.down.get(&no).is_some_and(|queue| !queue.is_empty()) {
                    self.deliver_down(no);
                }
            }
        }
        self.relay.crash(&mut self.sockets);
        (0..self.devices.len()).for_each(|i| self.hang_up(i));
    }

    /// The relay's disk is copied; the next time the copy is put back.
    pub(super) fn put_relay_back(&mut self) {
        let Some(copy) = self.copy.take() else {
            self.note("copy", 0);
            self.copy = Some(self.relay.copy());
            return;
        };
        self.note("put back", 0);
        self.report.counts.put_back += 1;
        self.relay.put_back(copy, &mut self.sockets);
        for i in 0..self.devices.len() {
            self.hang_up(i);
            self.devices[i].excused = Some(self.next_socket);
        }
    }

    pub(super) fn turn_clock(&mut self, i: usize) {
        self.note("clock", i);
        let years = self.below(21) as i64 - 10;
        self.devices[i].skew_ms = years * YEAR_MS;
        self.report.counts.clocks += 1;
    }

    /// A push comes a second time, by a courier's hand.
    pub(super) fn repeat_push(&mut self) {
        let Some(frame) = self.copies.pop() else { return };
        self.note("repeat", 0);
        self.report.counts.repeated += 1;
        let no = self.next_socket;
        self.next_socket += 1;
        let _ = self.relay.open(&mut self.sockets, no, [0; 16], self.now_ms);
        let studio = self.devices[0].session.studio;
        let talk = shared::sync::Talk::new(studio, false, None, Vec::new());
        let hello = talk.hello(Default::default(), None);
        let _ = self.relay.frame(&mut self.sockets, no, &hello.encode());
        let _ = self.relay.frame(&mut self.sockets, no, &frame);
    }

    /// A device's disk is full or broken for a while.
    pub(super) fn fail_disk(&mut self, i: usize) {
        let times = 1 + self.below(3) as u8;
        match self.below(3) {
            0 => {
                self.note("disk full", i);
                self.devices[i].disk.fill(times);
            }
            1 => {
                self.note("disk refuses to write", i);
                self.devices[i].disk.break_down(times, 0);
            }
            _ => {
                self.note("disk refuses to read", i);
                self.devices[i].disk.break_down(0, times);
            }
        }
    }

    /// The relay's disk takes nothing, or cannot be read, for a while.
    pub(super) fn fail_relay(&mut self) {
        let times = 1 + self.below(2) as u8;
        if self.below(2) == 0 {
            self.note("relay's disk refuses to write", 0);
            self.relay.break_down(times, 0);
        } else {
            self.note("relay's disk refuses to read", 0);
            self.relay.break_down(0, times);
        }
    }
}
