//! How many at once: sockets of an address and of all, those of them that have not said who they are, and questions
//! that are being answered. A few more sockets than may greet at once wait for their turn; all others are told to come
//! again.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::config::Limits;

/// Counts who is here.
pub(crate) struct Seats {
    limits: Limits,
    places: Mutex<HashMap<IpAddr, Arc<Place>>>,
    sockets: AtomicUsize,
    ungreeted: AtomicUsize,
}

/// Who is here of one address.
struct Place {
    sockets: AtomicUsize,
    ungreeted: AtomicUsize,
    asking: AtomicUsize,
    greeting: Arc<Semaphore>,
}

/// Too many are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Crowded;

impl Seats {
    /// Nobody is here.
    pub(crate) fn new(limits: Limits) -> Arc<Self> {
        let (sockets, ungreeted) = Default::default();
        Arc::new(Self { limits, places: Mutex::default(), sockets, ungreeted })
    }

    /// A seat for a socket, once it may say who it is.
    pub(crate) async fn socket(self: &Arc<Self>, address: IpAddr) -> Result<Seat, Crowded> {
        let mut seat = self.enter(address)?;
        let turn = seat.place.place.greeting.clone().acquire_owned();
        let turn = timeout(self.limits.greet_within, turn).await.map_err(|_| Crowded)?;
        seat.turn = Some(turn.map_err(|_| Crowded)?);
        Ok(seat)
    }

    fn enter(self: &Arc<Self>, address: IpAddr) -> Result<Seat, Crowded> {
        let limits = &self.limits;
        let place = Held::of(self, address);
        let sockets = Count::take(&self.sockets, limits.sockets_total)?;
        let ungreeted = Count::take(&self.ungreeted, limits.waiting_total)?;
        let here = Count::take(&place.place.sockets, limits.sockets)?;
        let waiting = Count::take(&place.place.ungreeted, limits.greeting + limits.waiting)?;
        // given back one by one, by the seat
        [sockets, ungreeted, here, waiting].into_iter().for_each(Count::keep);
        Ok(Seat { place, is_greeted: false, turn: None })
    }

    /// A place for a question.
    pub(crate) fn question(self: &Arc<Self>, address: IpAddr) -> Result<Question, Crowded> {
        let place = Held::of(self, address);
        Count::take(&place.place.asking, self.limits.asking)?.keep();
        Ok(Question(place))
    }
}

/// One more, unless that is too many; one less again if nobody keeps it.
struct Count<'a>(&'a AtomicUsize);

impl<'a> Count<'a> {
    fn take(count: &'a AtomicUsize, max: usize) -> Result<Self, Crowded> {
        let counted = Self(count);
        if count.fetch_add(1, Ordering::Relaxed) < max { Ok(counted) } else { Err(Crowded) }
    }

    fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for Count<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Somebody is here of an address; forgotten with the last of them.
struct Held {
    seats: Arc<Seats>,
    address: IpAddr,
    place: Arc<Place>,
}

impl Held {
    fn of(seats: &Arc<Seats>, address: IpAddr) -> Self {
        let mut places = seats.places.lock().unwrap_or_else(PoisonError::into_inner);
        let place = places.entry(address).or_insert_with(|| {
            let (sockets, ungreeted, asking) = Default::default();
            Arc::new(Place {
                sockets,
                ungreeted,
                asking,
                greeting: Arc::new(Semaphore::new(seats.limits.greeting)),
            })
        });
        Self { seats: seats.clone(), address, place: place.clone() }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut places = self.seats.places.lock().unwrap_or_else(PoisonError::into_inner);
        // the map's and this one: taking another needs the lock that is held here
        if Arc::strong_count(&self.place) <= 2 {
            places.remove(&self.address);
        }
    }
}

/// A socket's seat, given back when it is dropped.
pub(crate) struct Seat {
    place: Held,
    is_greeted: bool,
    turn: Option<OwnedSemaphorePermit>,
}

impl Seat {
    /// The socket has said who it is: the next one's turn.
    pub(crate) fn greeted(&mut self) {
        if !std::mem::replace(&mut self.is_greeted, true) {
            self.place.seats.ungreeted.fetch_sub(1, Ordering::Relaxed);
            self.place.place.ungreeted.fetch_sub(1, Ordering::Relaxed);
            self.turn = None;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.greeted();
        self.place.seats.sockets.fetch_sub(1, Ordering::Relaxed);
        self.place.place.sockets.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A question's place, given back when it is dropped.
pub(crate) struct Question(Held);

impl Drop for Question {
    fn drop(&mut self) {
        self.0.place.asking.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use std::time::Duration;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    fn limits() -> Limits {
        let greet_within = Duration::from_millis(200);
        Limits {
            sockets: 6,
            sockets_total: 9,
            greeting: 2,
            waiting: 3,
            asking: 2,
            greet_within,
            ..Limits::default()
        }
    }

    #[tokio::test]
    async fn two_greet_a_few_wait_and_a_thousand_are_told_to_come_again() {
        let seats = Seats::new(limits());
        let mut first = seats.socket(HERE).await.unwrap();
        let _second = seats.socket(HERE).await.unwrap();
        let mut waiting: Vec<_> = (0..3).map(|_| Box::pin(seats.socket(HERE))).collect();
        for socket in &mut waiting {
            assert!(futures::poll!(socket).is_pending());
        }
        for _ in 0..1000 {
            assert!(seats.socket(HERE).await.is_err(), "at once, not after a wait");
        }
        assert!(seats.socket(THERE).await.is_ok(), "another address has its own turn");
        first.greeted();
        assert!(waiting.remove(0).await.is_ok(), "whoever came first is next");
        assert_eq!(seats.sockets.load(Ordering::Relaxed), 4);
        drop(waiting.remove(0));
        assert!(waiting.remove(0).await.is_ok(), "whoever went away while waiting holds up nobody");
    }

    #[tokio::test]
    async fn whoever_does_not_get_a_turn_in_time_goes_and_leaves_nothing_behind() {
        let seats = Seats::new(limits());
        let held = (seats.socket(HERE).await.unwrap(), seats.socket(HERE).await.unwrap());
        assert!(seats.socket(HERE).await.is_err());
        assert_eq!(seats.sockets.load(Ordering::Relaxed), 2);
        drop(held);
        assert_eq!(seats.sockets.load(Ordering::Relaxed), 0);
        assert_eq!(seats.ungreeted.load(Ordering::Relaxed), 0);
        assert!(seats.places.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn an_address_has_so_many_sockets_and_all_together_so_many() {
        let seats = Seats::new(limits());
        let mut held = Vec::new();
        for address in [HERE, THERE] {
            while let Ok(mut seat) = seats.socket(address).await {
                seat.greeted();
                held.push(seat);
            }
        }
        assert_eq!(held.len(), 9, "six of the first address and what was left for the second");
        held.pop();
        assert!(seats.socket(THERE).await.is_ok());
        assert!(seats.socket(HERE).await.is_err());
    }

    #[test]
    fn so_many_questions_of_an_address_are_answered_at_once() {
        let seats = Seats::new(limits());
        let first = seats.question(HERE).unwrap();
        let _second = seats.question(HERE).unwrap();
        assert!(seats.question(HERE).is_err() && seats.question(THERE).is_ok());
        drop(first);
        assert!(seats.question(HERE).is_ok());
    }
}
