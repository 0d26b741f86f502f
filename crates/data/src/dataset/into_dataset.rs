//! What can be used as a dataset: datasets, and vectors of samples.

use super::Dataset;

/// What loaders and splits take: any [`Dataset`], or a `Vec` of samples.
///
/// `Vec` is not itself a [`Dataset`] on purpose. If it were, bringing the trait into scope would give every vector a
/// second `get` and `iter`, and `vec.get(0)` would no longer be the standard library's.
///
/// ```
/// use data::DataLoader;
///
/// let loader = DataLoader::new(vec![(0.5_f64, 1_i64), (0.25, 0), (0.75, 1)]).batch_size(2);
/// let (x, y) = loader.iter().next().unwrap();
/// assert_eq!((x.to_vec::<f64>(), y.to_vec::<i64>()), (vec![0.5, 0.25], vec![1, 0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dataset",
    note = "implement `Dataset` for it (`type Item`, `fn len` and `fn get`), or pass a `Vec` of samples that are `Clone`"
)]
pub trait IntoDataset {
    /// What it becomes: itself if it is a dataset.
    type Dataset: Dataset;

    /// The dataset.
    fn into_dataset(self) -> Self::Dataset;
}

impl<D: Dataset> IntoDataset for D {
    type Dataset = D;

    fn into_dataset(self) -> D {
        self
    }
}

impl<T: Clone> IntoDataset for Vec<T> {
    type Dataset = VecDataset<T>;

    fn into_dataset(self) -> VecDataset<T> {
        VecDataset(self)
    }
}

/// Samples that lie in a vector; each [`get`](Dataset::get) clones one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VecDataset<T>(pub Vec<T>);

impl<T: Clone> Dataset for VecDataset<T> {
    type Item = T;

    fn len(&self) -> usize {
        self.0.len()
    }

    /// # Panics
    /// If there is no such sample.
    #[track_caller]
    fn get(&self, index: usize) -> T {
        self.0[index].clone()
    }
}
