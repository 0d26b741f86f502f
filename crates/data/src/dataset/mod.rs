//! [`Dataset`]: samples that are counted and fetched by index.

mod cached_dataset;
mod concat_dataset;
mod into_dataset;
pub(crate) mod item;
mod items;
mod iterable;
mod mapped_dataset;
mod pointers;
mod stack_dataset;
mod subset;
mod tensor_dataset;

pub use cached_dataset::CachedDataset;
pub use concat_dataset::ConcatDataset;
pub use into_dataset::{IntoDataset, VecDataset};
pub use items::Items;
pub use iterable::{ChainDataset, IterableDataset, MappedStream};
pub use mapped_dataset::MappedDataset;
pub use stack_dataset::{Datasets, IntoDatasets, StackDataset};
pub use subset::Subset;
pub use tensor_dataset::{TensorDataset, Tensors};

use crate::collate::Collate;

/// Samples that are counted and fetched by index: `torch.utils.data.Dataset`.
///
/// [`len`](Dataset::len) and [`get`](Dataset::get) are `__len__` and `__getitem__`; the rest follows from them.
///
/// ```
/// use data::Dataset;
///
/// struct Squares(usize);
///
/// impl Dataset for Squares {
///     type Item = (usize, usize);
///     fn len(&self) -> usize {
///         self.0
///     }
///     fn get(&self, index: usize) -> Self::Item {
///         (index, index * index)
///     }
/// }
///
/// for (x, y) in Squares(4).iter() {
///     assert_eq!(y, x * x);
/// }
/// let (x, y) = Squares(4).get_batch(&[3, 1]);
/// assert_eq!((x.to_vec::<i64>(), y.to_vec::<i64>()), (vec![3, 1], vec![9, 1]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dataset",
    note = "implement `Dataset` for it: `type Item`, `fn len` and `fn get`"
)]
pub trait Dataset {
    /// One sample: often a pair of input and target.
    type Item;

    /// The number of samples.
    fn len(&self) -> usize;

    /// The sample at `index`, which is less than [`len`](Dataset::len).
    fn get(&self, index: usize) -> Self::Item;

    /// The samples at `indices`, collated into one batch.
    ///
    /// A dataset that can fetch many samples at once does better than one by one, and says how here.
    ///
    /// # Panics
    /// If the samples do not fit together.
    #[track_caller]
    fn get_batch(&self, indices: &[usize]) -> <Self::Item as Collate>::Batch
    where
        Self::Item: Collate,
    {
        Self::Item::collate(indices.iter().map(|&index| item::get(self, index)).collect())
    }

    /// Whether there are no samples.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same samples, each as `function` changes it when it is fetched.
    ///
    /// ```
    /// use data::{Dataset, IntoDataset};
    /// let doubled = vec![1, 2, 3].into_dataset().map(|x| 2 * x);
    /// assert_eq!(doubled.iter().collect::<Vec<i32>>(), [2, 4, 6]);
    /// ```
    fn map<F: Fn(Self::Item) -> T, T>(self, function: F) -> MappedDataset<Self, F>
    where
        Self: Sized,
    {
        MappedDataset::new(self, function)
    }

    /// The same samples, each fetched once and then kept.
    ///
    /// ```
    /// use data::{Dataset, IntoDataset};
    /// let cached = vec![1, 2, 3].into_dataset().map(|x| 2 * x).cached();
    /// assert_eq!((cached.get(1), cached.get(1), cached.kept()), (4, 4, 1));
    /// ```
    fn cached(self) -> CachedDataset<Self>
    where
        Self: Sized,
    {
        CachedDataset::new(self)
    }

    /// The samples in order.
    fn iter(&self) -> Items<'_, Self>
    where
        Self: Sized,
    {
        Items::new(self)
    }
}
