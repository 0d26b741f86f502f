//! [`IterableDataset`]: samples that only come one after the other.

use std::fmt;

/// Samples that come one after the other, without indices and perhaps without a known number: a file larger than memory,
/// a socket. `torch.utils.data.IterableDataset`.
///
/// ```
/// use data::{IterableDataset, StreamLoader};
///
/// struct Countdown(i64);
///
/// impl IterableDataset for Countdown {
///     type Item = i64;
///     fn stream(&self) -> Box<dyn Iterator<Item = i64> + '_> {
///         Box::new((0..self.0).rev())
///     }
/// }
///
/// let loader = StreamLoader::new(Countdown(5)).batch_size(2);
/// let batches: Vec<Vec<i64>> = loader.iter().map(|batch| batch.to_vec()).collect();
/// assert_eq!(batches, [vec![4, 3], vec![2, 1], vec![0]]);
/// ```
pub trait IterableDataset {
    /// One sample.
    type Item;

    /// The samples, from the first on.
    fn stream(&self) -> Box<dyn Iterator<Item = Self::Item> + '_>;

    /// The same samples, each as `function` changes it.
    fn map<F: Fn(Self::Item) -> T, T>(self, function: F) -> MappedStream<Self, F>
    where
        Self: Sized,
    {
        MappedStream {
            dataset: self,
            function,
        }
    }
}

/// The samples of an iterable dataset, each as a function changes it; made by [`IterableDataset::map`].
#[derive(Clone)]
pub struct MappedStream<D, F> {
    dataset: D,
    function: F,
}

impl<D: IterableDataset, F: Fn(D::Item) -> T, T> IterableDataset for MappedStream<D, F> {
    type Item = T;

    fn stream(&self) -> Box<dyn Iterator<Item = T> + '_> {
        Box::new(self.dataset.stream().map(&self.function))
    }
}

impl<D: fmt::Debug, F> fmt::Debug for MappedStream<D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MappedStream")
            .field("dataset", &self.dataset)
            .finish_non_exhaustive()
    }
}

/// Several iterable datasets of one type, one after the other: `torch.utils.data.ChainDataset`.
///
/// ```
/// use data::{ChainDataset, IterableDataset};
/// # struct Countdown(i64);
/// # impl IterableDataset for Countdown {
/// #     type Item = i64;
/// #     fn stream(&self) -> Box<dyn Iterator<Item = i64> + '_> {
/// #         Box::new((0..self.0).rev())
/// #     }
/// # }
/// let both = ChainDataset::new([Countdown(2), Countdown(3)]);
/// assert_eq!(both.stream().collect::<Vec<i64>>(), [1, 0, 2, 1, 0]);
/// ```
#[derive(Clone, Debug)]
pub struct ChainDataset<D> {
    datasets: Vec<D>,
}

impl<D: IterableDataset> ChainDataset<D> {
    /// `datasets` one after the other.
    pub fn new(datasets: impl IntoIterator<Item = D>) -> Self {
        Self {
            datasets: datasets.into_iter().collect(),
        }
    }

    /// The datasets.
    pub fn datasets(&self) -> &[D] {
        &self.datasets
    }
}

impl<D: IterableDataset> IterableDataset for ChainDataset<D> {
    type Item = D::Item;

    fn stream(&self) -> Box<dyn Iterator<Item = D::Item> + '_> {
        Box::new(self.datasets.iter().flat_map(IterableDataset::stream))
    }
}
