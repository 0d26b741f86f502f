//! [`StreamLoader`]: batches of samples that come one after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use autograd::random::default_generator;
use autograd::{Error, Generator};

use super::crew::{Ambient, Panicked};
use crate::collate::Collate;
use crate::dataset::IterableDataset;
use crate::dataset::item::{self, Streams};

/// Batches of an [`IterableDataset`], in the order in which its samples come.
///
/// As in a [`DataLoader`](crate::DataLoader), what a sample draws at random follows from the epoch's seed and from the
/// sample's place, on whichever thread it is fetched.
pub struct StreamLoader<D> {
    dataset: Arc<D>,
    batch_size: usize,
    drop_last: bool,
    generator: Option<Generator>,
    read_ahead: Option<ReadAhead<D>>,
}

/// Begins the thread that reads so many batches ahead. It is made where the types are known to be sent between threads.
type Begin<D> = fn(Reading<D>, usize) -> Box<dyn Ahead<D>>;

struct ReadAhead<D> {
    batches: usize,
    begin: Begin<D>,
}

/// All that reading an epoch needs.
struct Reading<D> {
    dataset: Arc<D>,
    batch_size: usize,
    drop_last: bool,
    seed: u64,
}

impl<D: IterableDataset<Item: Collate>> StreamLoader<D> {
    /// Batches of one sample, unless told otherwise.
    pub fn new(dataset: D) -> Self {
        Self {
            dataset: Arc::new(dataset),
            batch_size: 1,
            drop_last: false,
            generator: None,
            read_ahead: None,
        }
    }

    /// How many samples make a batch.
    ///
    /// # Panics
    /// If it is 0.
    #[must_use]
    #[track_caller]
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        if batch_size == 0 {
            Error::argument("StreamLoader: batch_size must be at least 1, but it is 0").raise();
        }
        self.batch_size = batch_size;
        self
    }

    /// Whether a last batch that is not full is left out.
    #[must_use]
    pub fn drop_last(mut self, drop_last: bool) -> Self {
        self.drop_last = drop_last;
        self
    }

    /// Draws the seed of an epoch from `generator`, not from the thread's default one.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.generator = Some(generator.clone());
        self
    }

    /// Reads on a thread of its own, at most so many batches ahead of the loop. A stream has one reader: its samples come
    /// one after the other.
    ///
    /// # Panics
    /// If it is 0.
    #[must_use]
    #[track_caller]
    pub fn read_ahead(mut self, batches: usize) -> Self
    where
        D: Send + Sync + 'static,
        <D::Item as Collate>::Batch: Send + 'static,
    {
        if batches == 0 {
            Error::argument("StreamLoader: read_ahead must be at least 1, but it is 0").raise();
        }
        self.read_ahead = Some(ReadAhead {
            batches,
            begin: |reading, batches| Box::new(Reader::begin(reading, batches)),
        });
        self
    }

    /// The dataset.
    pub fn dataset(&self) -> &D {
        &self.dataset
    }

    /// The batches of one epoch.
    pub fn iter(&self) -> StreamBatches<'_, D> {
        let generator = self.generator.clone().unwrap_or_else(default_generator);
        let reading = Reading {
            dataset: Arc::clone(&self.dataset),
            batch_size: self.batch_size,
            drop_last: self.drop_last,
            seed: generator.random_seed(),
        };
        StreamBatches(match &self.read_ahead {
            Some(ahead) => Source::Ahead((ahead.begin)(reading, ahead.batches)),
            None => Source::Here(Batching::new(&reading, self.dataset.stream())),
        })
    }
}

impl<'a, D: IterableDataset<Item: Collate>> IntoIterator for &'a StreamLoader<D> {
    type Item = <D::Item as Collate>::Batch;
    type IntoIter = StreamBatches<'a, D>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The batches of one epoch; made by [`StreamLoader::iter`] or by looping over `&loader`.
pub struct StreamBatches<'a, D: IterableDataset>(Source<'a, D>);

enum Source<'a, D: IterableDataset> {
    Here(Batching<'a, D>),
    Ahead(Box<dyn Ahead<D>>),
}

impl<D: IterableDataset<Item: Collate>> Iterator for StreamBatches<'_, D> {
    type Item = <D::Item as Collate>::Batch;

    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Source::Here(batching) => batching.next_batch(),
            Source::Ahead(ahead) => ahead.next_batch().map(|result| match result {
                Ok(batch) => batch,
                Err(panicked) => panicked.raise(),
            }),
        }
    }
}

/// Puts the samples of a stream together.
struct Batching<'a, D: IterableDataset> {
    samples: Box<dyn Iterator<Item = D::Item> + 'a>,
    streams: Streams,
    batch_size: usize,
    least: usize,
    /// How many samples and batches there have been.
    place: usize,
    batch: usize,
    ended: bool,
}

impl<'a, D: IterableDataset<Item: Collate>> Batching<'a, D> {
    fn new(reading: &Reading<D>, samples: Box<dyn Iterator<Item = D::Item> + 'a>) -> Self {
        Self {
            samples,
            streams: Streams::new(reading.seed),
            batch_size: reading.batch_size,
            least: if reading.drop_last { reading.batch_size } else { 1 },
            place: 0,
            batch: 0,
            ended: false,
        }
    }

    #[track_caller]
    fn next_batch(&mut self) -> Option<<D::Item as Collate>::Batch> {
        if self.ended {
            return None;
        }
        let _scope = self.streams.scope(self.batch);
        self.batch += 1;
        let mut samples = Vec::new();
        while samples.len() < self.batch_size {
            item::begin(self.place);
            match self.samples.next() {
                Some(sample) => samples.push(sample),
                None => {
                    self.ended = true;
                    break;
                }
            }
            self.place += 1;
        }
        (samples.len() >= self.least).then(|| D::Item::collate(samples))
    }
}

/// A thread that reads ahead.
trait Ahead<D: IterableDataset<Item: Collate>> {
    /// The next batch, or what the reader has panicked with.
    fn next_batch(&mut self) -> Option<Result<<D::Item as Collate>::Batch, Panicked>>;
}

struct Reader<B> {
    /// None when the thread has been told to end.
    batches: Option<Receiver<Result<B, Panicked>>>,
    thread: Option<JoinHandle<()>>,
}

impl<B> Reader<B> {
    fn begin<D>(reading: Reading<D>, most: usize) -> Self
    where
        D: IterableDataset<Item: Collate<Batch = B>> + Send + Sync + 'static,
        B: Send + 'static,
    {
        let (give, batches) = sync_channel(most);
        let ambient = Ambient::here();
        let thread = thread::Builder::new()
            .name("loader reader".to_owned())
            .spawn(move || ambient.run(|| read(&reading, &give)))
            .unwrap_or_else(|error| panic!("StreamLoader: no thread to read ahead: {error}"));
        Self {
            batches: Some(batches),
            thread: Some(thread),
        }
    }
}

/// Reads until the stream ends, a sample panics, or nobody takes the batches.
fn read<D: IterableDataset<Item: Collate>>(
    reading: &Reading<D>,
    give: &SyncSender<Result<<D::Item as Collate>::Batch, Panicked>>,
) {
    let mut batching = None;
    loop {
        let result = catch_unwind(AssertUnwindSafe(|| {
            batching
                .get_or_insert_with(|| Batching::new(reading, reading.dataset.stream()))
                .next_batch()
        }));
        let (result, goes_on) = match result {
            Ok(None) => return,
            Ok(Some(batch)) => (Ok(batch), true),
            Err(payload) => (Err(Panicked::here(payload)), false),
        };
        if give.send(result).is_err() || !goes_on {
            return;
        }
    }
}

impl<D: IterableDataset<Item: Collate<Batch = B>>, B> Ahead<D> for Reader<B> {
    fn next_batch(&mut self) -> Option<Result<B, Panicked>> {
        self.batches.as_ref()?.recv().ok()
    }
}

impl<B> Drop for Reader<B> {
    fn drop(&mut self) {
        self.batches = None;
        let _ended = self.thread.take().map(JoinHandle::join);
    }
}
