//! [`DataLoader`]: batches of a dataset.

mod batches;
mod crew;
mod fetch;
mod fetcher;
mod order;
mod progress;
mod stream;
mod workers;

pub use batches::Batches;
pub use fetch::{Fetch, Stack, With};
pub use stream::{StreamBatches, StreamLoader};

use std::fmt;
use std::sync::Arc;

use autograd::{Error, Generator, StateDict};

use crate::collate::Collate;
use crate::dataset::{Dataset, IntoDataset};
use crate::sampler::Sampler;

use self::fetcher::Fetcher;
use self::order::{Order, Source};
use self::progress::Progress;
use self::workers::Workers;

/// Batches of a dataset, in an order made anew for each epoch: `torch.utils.data.DataLoader`.
///
/// Iterating it is one epoch; it can be iterated as often as you like. Unless told otherwise a batch is one sample,
/// samples come in order, and the last batch may be smaller than the others.
///
/// ```
/// use autograd::Tensor;
/// use data::{DataLoader, TensorDataset};
///
/// let dataset = TensorDataset::new((Tensor::rand([10, 3]), Tensor::zeros([10])));
/// let loader = DataLoader::new(dataset).batch_size(4).shuffle(true);
/// let sizes: Vec<usize> = loader.iter().map(|(x, _)| x.shape()[0]).collect();
/// assert_eq!(sizes, [4, 4, 2]);
/// ```
///
/// An epoch first draws one seed, as PyTorch does for its workers, from the loader's generator or the thread's
/// default one; the order is drawn when the first batch is asked for.
pub struct DataLoader<D: Dataset, F: Fetch<D> = Stack> {
    fetcher: Arc<Fetcher<D, F>>,
    order: Order,
    progress: Progress,
    workers: Workers<D, F>,
}

impl<D: Dataset> DataLoader<D>
where
    D::Item: Collate,
{
    /// Batches of `dataset`, whose samples [`Collate`].
    pub fn new(dataset: impl IntoDataset<Dataset = D>) -> Self {
        Self::fetching(dataset.into_dataset(), Stack)
    }
}

impl<D: Dataset, C, B> DataLoader<D, With<C>>
where
    C: Fn(Vec<D::Item>) -> B,
{
    /// Batches of `dataset` that `collate` makes of the samples: PyTorch's `collate_fn`.
    ///
    /// ```
    /// use data::DataLoader;
    ///
    /// let words = vec!["a", "few", "words"];
    /// let loader = DataLoader::with_collate(words, |batch: Vec<&str>| batch.join(" ")).batch_size(2);
    /// assert_eq!(loader.iter().collect::<Vec<_>>(), ["a few", "words"]);
    /// ```
    pub fn with_collate(dataset: impl IntoDataset<Dataset = D>, collate: C) -> Self {
        Self::fetching(dataset.into_dataset(), With(collate))
    }
}

impl<D: Dataset, F: Fetch<D>> DataLoader<D, F> {
    /// Batches of `dataset` that `fetch` gets.
    pub fn fetching(dataset: D, fetch: F) -> Self {
        Self {
            fetcher: Arc::new(Fetcher::new(dataset, fetch)),
            order: Order {
                source: Source::Sequential,
                batch_size: 1,
                drop_last: false,
                generator: None,
            },
            progress: Progress::default(),
            workers: Workers::default(),
        }
    }

    /// How many samples make a batch; 1 unless told otherwise.
    ///
    /// # Panics
    /// If it is 0, or a batch sampler decides.
    #[must_use]
    #[track_caller]
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        if batch_size == 0 {
            Error::argument("DataLoader: batch_size must be at least 1, but it is 0").raise();
        }
        self.order.batch_size = batch_size;
        self.check();
        self
    }

    /// Whether each epoch has a new random order.
    ///
    /// # Panics
    /// If there is a sampler, which decides the order, or if the dataset is empty.
    #[must_use]
    #[track_caller]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        match (&self.order.source, shuffle) {
            (Source::Sampled(_) | Source::Batched(_), true) => conflict("shuffle", "a sampler"),
            (Source::Sampled(_) | Source::Batched(_), false) => {}
            (_, true) if self.fetcher.dataset.is_empty() => {
                Error::argument("DataLoader: shuffle needs at least one sample, but the dataset is empty")
                    .raise()
            }
            (_, true) => self.order.source = Source::Shuffled,
            (_, false) => self.order.source = Source::Sequential,
        }
        self
    }

    /// Whether a last batch that is not full is left out.
    ///
    /// # Panics
    /// If it is, and a batch sampler decides.
    #[must_use]
    #[track_caller]
    pub fn drop_last(mut self, drop_last: bool) -> Self {
        self.order.drop_last = drop_last;
        self.check();
        self
    }

    /// Takes the order of the samples from `sampler`.
    ///
    /// # Panics
    /// If the loader shuffles, or has a sampler already.
    #[must_use]
    #[track_caller]
    pub fn sampler(mut self, sampler: impl Sampler<Item = usize> + Send + Sync + 'static) -> Self {
        self.check_unordered("sampler");
        self.order.source = Source::Sampled(Box::new(sampler));
        self
    }

    /// Takes whole batches of indices from `sampler`.
    ///
    /// # Panics
    /// If the loader shuffles, or has a sampler, a batch size or `drop_last` already.
    #[must_use]
    #[track_caller]
    pub fn batch_sampler(mut self, sampler: impl Sampler<Item = Vec<usize>> + Send + Sync + 'static) -> Self {
        self.check_unordered("batch_sampler");
        self.order.source = Source::Batched(Box::new(sampler));
        self.check();
        self
    }

    /// Draws from `generator`, not from the thread's default one.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.order.generator = Some(generator.clone());
        self
    }

    /// How many batches an epoch has.
    pub fn len(&self) -> usize {
        self.order.len(self.fetcher.dataset.len())
    }

    /// Whether an epoch has no batches.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The dataset.
    pub fn dataset(&self) -> &D {
        &self.fetcher.dataset
    }

    /// The batches of one epoch.
    ///
    /// # Panics
    /// If an option for workers is set, and there are none.
    #[track_caller]
    pub fn iter(&self) -> Batches<'_, D, F> {
        Batches::new(self)
    }

    /// How many epochs have ended: those that came to their end, and those left by the time that another one began.
    pub fn epoch(&self) -> usize {
        self.progress.epoch()
    }

    /// How far the loader has come, to be saved: how many epochs have ended, and in the one that runs how many batches the
    /// loop has been given. It tells of the epoch that was begun last.
    ///
    /// A loader that loads it goes on with the next batch, whatever has been drawn in between. For what else the program
    /// draws, such as dropout, the generators' own states are saved beside it.
    ///
    /// ```
    /// use data::DataLoader;
    ///
    /// let loader = || DataLoader::new((0..10).collect::<Vec<i64>>()).batch_size(4).shuffle(true);
    /// let (first, second) = (loader(), loader());
    /// let mut epoch = first.iter();
    /// epoch.next();
    /// let state = first.state_dict();
    /// second.load_state_dict(&state)?;
    /// for (a, b) in epoch.zip(&second) {
    ///     assert_eq!(a.to_vec::<i64>(), b.to_vec::<i64>());
    /// }
    /// # Ok::<_, autograd::Error>(())
    /// ```
    pub fn state_dict(&self) -> StateDict {
        self.progress.state_dict()
    }

    /// Goes on from where a saved loader was, with the next epoch that is begun. The dataset and the options are the
    /// program's.
    ///
    /// # Errors
    /// If it is not the state of a loader, or of one with more batches or other generators; nothing changes then.
    pub fn load_state_dict(&self, state: &StateDict) -> Result<(), Error> {
        let generators = self.order.states().len();
        self.progress.load(state, self.len(), generators)
    }

    /// A batch sampler decides what the other options would.
    #[track_caller]
    fn check(&self) {
        if !matches!(self.order.source, Source::Batched(_)) {
        } else if self.order.batch_size != 1 {
            conflict("batch_size", "a batch_sampler");
        } else if self.order.drop_last {
            conflict("drop_last", "a batch_sampler");
        }
    }

    #[track_caller]
    fn check_unordered(&self, option: &str) {
        match &self.order.source {
            Source::Sequential => {}
            Source::Shuffled => conflict(option, "shuffle"),
            Source::Sampled(_) => conflict(option, "another sampler"),
            Source::Batched(_) => conflict(option, "a batch_sampler"),
        }
    }
}

#[track_caller]
#[cold]
fn conflict(option: &str, other: &str) -> ! {
    Error::argument(format!(
        "DataLoader: {option} and {other} exclude each other, because both decide which samples make a batch"
    ))
    .raise()
}

impl<'a, D: Dataset, F: Fetch<D>> IntoIterator for &'a DataLoader<D, F> {
    type Item = F::Batch;
    type IntoIter = Batches<'a, D, F>;

    #[track_caller]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<D: Dataset, F: Fetch<D>> fmt::Debug for DataLoader<D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order = match &self.order.source {
            Source::Sequential => "sequential",
            Source::Shuffled => "shuffled",
            Source::Sampled(_) => "sampler",
            Source::Batched(_) => "batch_sampler",
        };
        f.debug_struct("DataLoader")
            .field("samples", &self.fetcher.dataset.len())
            .field("batch_size", &self.order.batch_size)
            .field("drop_last", &self.order.drop_last)
            .field("order", &order)
            .field("num_workers", &self.workers.count())
            .finish_non_exhaustive()
    }
}
