//! [`Dataset`]: samples that are counted and fetched by index.

mod concat_dataset;
mod into_dataset;
mod items;
mod pointers;
mod subset;
mod tensor_dataset;

pub use concat_dataset::ConcatDataset;
pub use into_dataset::{IntoDataset, VecDataset};
pub use items::Items;
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
        Self::Item::collate(indices.iter().map(|&index| self.get(index)).collect())
    }

    /// Whether there are no samples.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The samples in order.
    fn iter(&self) -> Items<'_, Self>
    where
        Self: Sized,
    {
        Items::new(self)
    }
}
