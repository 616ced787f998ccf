//! The roll on this device: read from the disk, gone on by what the Feed brings, and changed online, one try at
//! a time.

use shared::codec;
use shared::entry::{Entry, Kind};
use shared::ids::{DocId, StudioId};
use shared::roll::{BadRoll, EraseBody, Roll, RollBody};
use shared::sync::{Reason, Refused};

use super::api::{Answer, Inviting};
use super::disk::DiskError;
use super::outbox::Outbox;
use super::store::{self, Outgoing, Stored};
use super::trouble::Failure;
use super::wishes::Wish;
use super::{Engine, Host};

/// So often a roll entry is made anew because somebody else's came first.
const TRIES_MAX: u32 = 8;

/// What is done online, for one try: to the roll, or beside it.
pub(super) enum RollDeed {
    Roll(Box<RollBody>),
    Erase(EraseBody),
}

impl From<RollBody> for RollDeed {
    fn from(body: RollBody) -> Self {
        RollDeed::Roll(Box::new(body))
    }
}

impl RollDeed {
    fn kind(&self) -> Kind {
        match self {
            RollDeed::Roll(_) => Kind::Roll,
            RollDeed::Erase(_) => Kind::Erase,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            RollDeed::Roll(body) => codec::encode(body.as_ref()),
            RollDeed::Erase(body) => codec::encode(body),
        }
    }
}

/// A roll entry on its way: it is made for one try, against the newest roll.
pub(super) struct RollTry {
    /// Who waits for the answer; nobody if the engine does it by itself.
    pub ask: Option<u32>,
    wish: Wish,
    invitation: Option<Inviting>,
    n: u64,
    tries: u32,
    /// It came too late: it goes again as soon as the Feed has brought the roll's new end.
    waits: bool,
}

/// The roll that these entries make, in their order. What never had a receipt was never taken beside the chain; a try that
/// is still under way may be made anew, and nothing may be written by it.
pub(super) fn fold(studio: StudioId, rows: &[Stored], outbox: &Outbox) -> Roll {
    let mut roll = Roll::new(studio);
    for row in rows {
        match row.kept.is_some() || row.was.is_some() {
            true => take_all(&mut roll, std::slice::from_ref(&row.entry)),
            false if outbox.find(DocId::ZERO, row.entry.header.n).is_some() => {}
            // one that does not follow is on the disk all the same
            false => drop(roll.take(&row.entry)),
        }
    }
    roll
}

/// Goes on with every entry that follows, on the chain or on a branch that does not stand; leaves out what does not.
pub(super) fn take_all(roll: &mut Roll, entries: &[Entry]) {
    for entry in entries {
        if roll.take(entry) == Err(BadRoll::NotNext) {
            // one that follows nothing is on the disk all the same: healing looks at it again
            let _ = roll.stray(entry);
        }
    }
}

impl<H: Host> Engine<H> {
    /// Makes a roll entry and sends it. The answer to the page comes with the receipt.
    pub(super) async fn change_roll(
        &mut self,
        ask: Option<u32>,
        wish: Wish,
        invitation: Option<Inviting>,
    ) -> Result<(), Failure> {
        if !self.talk.is_live() {
            return Err(Failure::Offline);
        }
        let next = RollTry { ask, wish, invitation, n: 0, tries: 0, waits: false };
        match &self.roll_try {
            // what the engine does by itself is over in a moment
            Some(before) if before.ask.is_none() && self.roll_next.is_none() => {
                self.roll_next = Some(next);
                return Ok(());
            }
            Some(_) => return Err(Failure::Busy),
            None => self.roll_try = Some(next),
        }
        let begun = self.try_roll().await;
        if begun.is_err() {
            self.roll_try = None;
        }
        begun
    }

    /// Answers whoever waits for a try that is over, and begins the next.
    async fn roll_over(&mut self, over: RollTry, answer: Answer) -> Result<(), Failure> {
        if let Some(ask) = over.ask {
            self.watch.answer(ask, answer);
        }
        while let Some(next) = self.roll_next.take() {
            self.roll_try = Some(next);
            let Err(failure) = self.try_roll().await else { break };
            if let Some(ask) = self.roll_try.take().and_then(|it| it.ask) {
                self.watch.answer(ask, Answer::Trouble(failure.trouble()));
            }
        }
        Ok(())
    }

    async fn try_roll(&mut self) -> Result<(), Failure> {
        let n = self.next_roll_n().await?;
        let Some(wish) = self.roll_try.as_ref().map(|it| it.wish.clone()) else { return Ok(()) };
        let deed = self.deed(&wish)?;
        let Some(attempt) = &mut self.roll_try else { return Ok(()) };
        attempt.n = n;
        attempt.tries += 1;
        attempt.waits = false;
        let entry = self.sign(deed.kind(), DocId::ZERO, n, &deed.bytes()).map_err(|_| Failure::BadAnswer)?;
        // what this device would not take from another it does not send either
        if let RollDeed::Roll(_) = deed {
            self.roll.clone().take(&entry).map_err(|_| Failure::Forbidden)?;
        }
        let seq = self.outbox.next_place();
        let row = Outgoing::new(&entry);
        self.store.commit(vec![store::add_own(&entry), store::put_outgoing(seq, &row)]).await?;
        self.outbox.put(seq, row);
        Ok(())
    }

    async fn next_roll_n(&self) -> Result<u64, DiskError> {
        let own = self.store.entries(DocId::ZERO).await?.into_iter();
        let own = own.filter(|it| it.entry.header.device == self.session.device);
        Ok(own.map(|it| it.entry.header.n).max().unwrap_or(0) + 1)
    }

    /// A roll entry of this device has its receipt: it belongs to the roll.
    pub(super) async fn roll_kept(&mut self, n: u64) -> Result<(), Failure> {
        let entry = self.store.entry(DocId::ZERO, self.session.device, n).await?;
        if let Some(entry) = entry {
            self.take_roll(std::slice::from_ref(&entry)).await?;
            self.take_erasures(&[entry]).await?;
        }
        if let Some(done) = self.roll_try.take_if(|it| it.n == n) {
            let answer = done.invitation.clone().map_or(Answer::Done, Answer::Invitation);
            return self.roll_over(done, answer).await;
        }
        Ok(())
    }

    /// A roll entry of this device was refused: its number is given back, and it is made anew if it only came
    /// too late.
    pub(super) async fn roll_refused(&mut self, refused: &Refused) -> Result<(), Failure> {
        let entry = self.store.entry(DocId::ZERO, refused.device, refused.n).await?;
        let Some(entry) = entry.filter(|entry| entry.id == refused.id) else { return Ok(()) };
        let mut ops = vec![store::delete_entry(DocId::ZERO, refused.device, refused.n)];
        let row = self.outbox.find(DocId::ZERO, refused.n);
        ops.extend(row.map(|(seq, _)| store::delete_outgoing(seq)));
        self.store.commit(ops).await?;
        if let Some((seq, _)) = row {
            self.outbox.remove(seq);
        }
        let Some(attempt) = self.roll_try.as_mut().filter(|it| it.n == refused.n) else { return Ok(()) };
        if refused.reason == Reason::Moved && attempt.tries < TRIES_MAX {
            attempt.waits = true;
            // the Feed may have brought the roll's new end before the refusal came
            if entry.header.roll != self.roll.tip() {
                return self.retry_roll().await;
            }
        } else if let Some(failed) = self.roll_try.take() {
            let trouble = Failure::Refused(refused.reason).trouble();
            return self.roll_over(failed, Answer::Trouble(trouble)).await;
        }
        Ok(())
    }

    /// The roll went on: keys are learnt, and what waited for its new end is tried again.
    pub(super) fn roll_changed(&mut self) {
        self.keyring.learn_roll(&self.roll);
        self.tend.roll = true;
        self.watch.touch_people();
    }

    /// Tries the waiting roll entry again, once the Feed has brought what came before it.
    pub(super) async fn retry_roll(&mut self) -> Result<(), Failure> {
        if self.roll_try.as_ref().is_none_or(|it| !it.waits) {
            return Ok(());
        }
        if let Err(failure) = self.try_roll().await
            && let Some(failed) = self.roll_try.take()
        {
            return self.roll_over(failed, Answer::Trouble(failure.trouble())).await;
        }
        Ok(())
    }

    /// Goes on with roll entries that came from the relay.
    pub(super) async fn take_roll(&mut self, entries: &[Entry]) -> Result<(), Failure> {
        let before = self.roll.tip();
        let roles = self.roll.now().roles(self.session.person).to_vec();
        take_all(&mut self.roll, entries);
        if self.roll.tip() != before {
            self.roll_changed();
            self.shut_by_roles(&roles).await?;
        }
        Ok(())
    }
}
