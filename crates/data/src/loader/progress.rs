//! How far a loader has come, to be saved and gone on from.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use autograd::random::State;
use autograd::{Array, DType, Error, ErrorKind, StateDict};

/// How far a loader has come: how many epochs have ended, and in the one that runs how many batches the loop has been
/// given. The order itself is not kept: it is drawn again from the states that the generators had when the epoch began.
#[derive(Default)]
pub(super) struct Progress {
    epochs: Mutex<Epochs>,
    /// The number of the epoch that was begun last, by which others know that they do not count any more.
    run: AtomicU64,
    /// How many batches of it the loop has been given.
    delivered: AtomicUsize,
    /// How often a batch of it was drawn, which workers do ahead of the loop.
    drawn: AtomicUsize,
}

#[derive(Default)]
struct Epochs {
    ended: usize,
    /// What the generators' states were when the epoch began that runs, if one does.
    began: Option<Vec<State>>,
    /// The epoch that the next one goes on with.
    resumed: Option<Resumed>,
}

/// An epoch to be gone on with.
pub(super) struct Resumed {
    /// The states with which it began.
    pub(super) began: Vec<State>,
    /// How many of its batches the loop has been given.
    pub(super) delivered: usize,
    /// How often a batch of it was drawn.
    pub(super) drawn: usize,
}

impl Progress {
    /// Begins an epoch, or goes on with one that was loaded, and gives its number. `states` are the generators' states
    /// now.
    pub(super) fn begin(&self, states: impl FnOnce() -> Vec<State>) -> (u64, Option<Resumed>) {
        let mut epochs = self.lock();
        if epochs.began.is_some() {
            // One that the loop has left.
            epochs.ended += 1;
        }
        let resumed = epochs.resumed.take();
        let began = resumed.as_ref().map(|resumed| resumed.began.clone());
        let (delivered, drawn) = match &resumed {
            Some(resumed) => (resumed.delivered, resumed.drawn),
            None => (0, 0),
        };
        epochs.began = Some(began.unwrap_or_else(states));
        self.delivered.store(delivered, Ordering::Relaxed);
        self.drawn.store(drawn, Ordering::Relaxed);
        let run = self.run.load(Ordering::Relaxed) + 1;
        self.run.store(run, Ordering::Relaxed);
        (run, resumed)
    }

    /// The loop has been given so many batches of this epoch, and batches were drawn so often.
    #[inline]
    pub(super) fn came(&self, run: u64, delivered: usize, drawn: usize) {
        if self.run.load(Ordering::Relaxed) == run {
            self.delivered.store(delivered, Ordering::Relaxed);
            self.drawn.store(drawn, Ordering::Relaxed);
        }
    }

    /// This epoch has come to its end.
    pub(super) fn end(&self, run: u64) {
        let mut epochs = self.lock();
        if self.run.load(Ordering::Relaxed) == run && epochs.began.take().is_some() {
            epochs.ended += 1;
        }
    }

    /// How many epochs have ended.
    pub(super) fn epoch(&self) -> usize {
        self.lock().ended
    }

    /// What is to be saved.
    pub(super) fn state_dict(&self) -> StateDict {
        let epochs = self.lock();
        let (began, delivered, drawn) = match &epochs.resumed {
            Some(resumed) => (Some(&resumed.began), resumed.delivered, resumed.drawn),
            None => {
                let now = |count: &AtomicUsize| count.load(Ordering::Relaxed);
                (epochs.began.as_ref(), now(&self.delivered), now(&self.drawn))
            }
        };
        let mut state = StateDict::new();
        let remarks = state.metadata_mut();
        remarks.insert(EPOCH.to_owned(), epochs.ended.to_string());
        if let Some(began) = began {
            remarks.insert(POSITION.to_owned(), delivered.to_string());
            remarks.insert(DRAWN.to_owned(), drawn.to_string());
            for (at, generator) in began.iter().enumerate() {
                let bytes = generator.to_bytes();
                let array = Array::from_le_bytes(DType::U8, bytes.len(), &bytes);
                state.insert(generator_key(at), array.expect("a shape of as many bytes"));
            }
        }
        state
    }

    /// Goes on from a saved state, of a loader with so many batches and generators; nothing changes if it does not fit.
    pub(super) fn load(&self, state: &StateDict, batches: usize, generators: usize) -> Result<(), Error> {
        let ended = count(state, EPOCH)?.ok_or_else(|| wrong(format!("the remark {EPOCH} is missing")))?;
        let resumed = match count(state, POSITION)? {
            None => None,
            Some(delivered) if delivered > batches => {
                return Err(wrong(format!(
                    "it had delivered {delivered} batches of the epoch, and one has only {batches} here"
                )));
            }
            Some(delivered) => Some(Resumed {
                began: states(state, generators)?,
                delivered,
                drawn: drawn(state, delivered, batches)?,
            }),
        };
        *self.lock() = Epochs {
            ended,
            began: None,
            resumed,
        };
        // What runs now does not count any more.
        self.run.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Epochs> {
        self.epochs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const EPOCH: &str = "epoch";
const POSITION: &str = "position";
const DRAWN: &str = "drawn";

/// The name of a generator's state.
fn generator_key(at: usize) -> String {
    format!("generators.{at}")
}

fn count(state: &StateDict, name: &str) -> Result<Option<usize>, Error> {
    let Some(text) = state.metadata().get(name) else {
        return Ok(None);
    };
    let count = text.parse();
    count
        .map(Some)
        .map_err(|_| wrong(format!("the remark {name} is {text:?}, no whole number")))
}

/// How often a batch was drawn, the time that there was none counted as well.
fn drawn(state: &StateDict, delivered: usize, batches: usize) -> Result<usize, Error> {
    match count(state, DRAWN)? {
        Some(drawn) if (delivered..=batches.saturating_add(1)).contains(&drawn) => Ok(drawn),
        Some(drawn) => Err(wrong(format!(
            "it had drawn {drawn} batches of {batches} and delivered {delivered}"
        ))),
        None => Err(wrong(format!("the remark {DRAWN} is missing"))),
    }
}

fn states(state: &StateDict, generators: usize) -> Result<Vec<State>, Error> {
    if state.len() != generators {
        return Err(wrong(format!(
            "it has the states of {} generators, and the loader draws from {generators} here",
            state.len()
        )));
    }
    let states = (0..generators).map(|at| {
        let key = generator_key(at);
        let tensor = state
            .get(&key)
            .ok_or_else(|| wrong(format!("{key} is missing")))?;
        State::from_bytes(&tensor.to_le_bytes()).map_err(|error| error.within(key))
    });
    states.collect()
}

fn wrong(problem: String) -> Error {
    Error::new(
        ErrorKind::Format,
        format!("DataLoader: the saved state does not fit: {problem}"),
    )
}
