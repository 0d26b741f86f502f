//! [`StackDataset`]: datasets side by side.

use autograd::Error;

use super::{Dataset, IntoDataset, Items};

/// Several datasets side by side: `torch.utils.data.StackDataset`. A sample is the tuple of theirs.
///
/// ```
/// use data::{Dataset, StackDataset};
///
/// let both = StackDataset::new((vec![1, 2, 3], vec!["a", "b", "c"]));
/// assert_eq!((both.len(), both.get(1)), (3, (2, "b")));
/// ```
#[derive(Clone, Debug)]
pub struct StackDataset<D> {
    datasets: D,
    len: usize,
}

impl<D: Datasets> StackDataset<D> {
    /// A tuple of datasets of one length, side by side.
    ///
    /// # Panics
    /// If they differ in their number of samples.
    #[track_caller]
    pub fn new(datasets: impl IntoDatasets<Datasets = D>) -> Self {
        let datasets = datasets.into_datasets();
        let lens = datasets.lens();
        let len = lens.first().copied().unwrap_or(0);
        if lens.iter().any(|other| *other != len) {
            Error::argument(format!(
                "StackDataset: the datasets need one number of samples, and have {lens:?}"
            ))
            .raise();
        }
        Self { datasets, len }
    }

    /// The datasets.
    pub fn datasets(&self) -> &D {
        &self.datasets
    }
}

impl<D: Datasets> Dataset for StackDataset<D> {
    type Item = D::Item;

    fn len(&self) -> usize {
        self.len
    }

    #[track_caller]
    fn get(&self, index: usize) -> D::Item {
        self.datasets.get(index)
    }
}

impl<'a, D: Datasets> IntoIterator for &'a StackDataset<D> {
    type Item = D::Item;
    type IntoIter = Items<'a, StackDataset<D>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Tuples of up to six datasets, whose samples a [`StackDataset`] puts together.
pub trait Datasets {
    /// The tuple of samples.
    type Item;

    /// How many samples each has.
    fn lens(&self) -> Vec<usize>;

    /// The samples at `index`.
    fn get(&self, index: usize) -> Self::Item;
}

/// What [`StackDataset::new`] takes: a tuple of what loaders take.
pub trait IntoDatasets {
    /// The tuple of datasets.
    type Datasets: Datasets;

    /// As datasets.
    fn into_datasets(self) -> Self::Datasets;
}

macro_rules! stacked {
    ($(($($Name:ident $at:tt),+);)+) => {$(
        impl<$($Name: Dataset),+> Datasets for ($($Name,)+) {
            type Item = ($($Name::Item,)+);

            fn lens(&self) -> Vec<usize> {
                vec![$(self.$at.len()),+]
            }

            #[track_caller]
            fn get(&self, index: usize) -> Self::Item {
                ($(self.$at.get(index),)+)
            }
        }

        impl<$($Name: IntoDataset),+> IntoDatasets for ($($Name,)+) {
            type Datasets = ($($Name::Dataset,)+);

            fn into_datasets(self) -> Self::Datasets {
                ($(self.$at.into_dataset(),)+)
            }
        }
    )+};
}
stacked! {
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, F 5);
}

#[cfg(test)]
mod tests {
    use crate::StackDataset;

    #[test]
    #[should_panic(expected = "StackDataset: the datasets need one number of samples, and have [2, 3]")]
    fn datasets_of_different_lengths_are_refused() {
        StackDataset::new((vec![1, 2], vec![1, 2, 3]));
    }
}
