//! [`ConcatDataset`]: datasets one after the other.

use autograd::Error;

use super::{Dataset, IntoDataset, Items};

/// Several datasets, one after the other: `torch.utils.data.ConcatDataset`.
///
/// They have one type; different ones with the same kind of sample are boxed: `Box<dyn Dataset<Item = T>>`.
///
/// ```
/// use data::{ConcatDataset, Dataset};
///
/// let both = ConcatDataset::new([vec![1, 2], vec![3]]);
/// assert_eq!(both.iter().collect::<Vec<i32>>(), [1, 2, 3]);
/// ```
#[derive(Clone, Debug)]
pub struct ConcatDataset<D> {
    datasets: Vec<D>,
    /// Where each dataset ends.
    ends: Vec<usize>,
}

impl<D: Dataset> ConcatDataset<D> {
    /// `datasets` one after the other.
    ///
    /// # Panics
    /// If there are none.
    #[track_caller]
    pub fn new(datasets: impl IntoIterator<Item: IntoDataset<Dataset = D>>) -> Self {
        let datasets: Vec<D> = datasets.into_iter().map(IntoDataset::into_dataset).collect();
        if datasets.is_empty() {
            Error::argument("ConcatDataset: at least one dataset is needed").raise();
        }
        let ends = datasets.iter().scan(0, |end, dataset| {
            *end += dataset.len();
            Some(*end)
        });
        Self {
            ends: ends.collect(),
            datasets,
        }
    }

    /// The datasets.
    pub fn datasets(&self) -> &[D] {
        &self.datasets
    }
}

impl<D: Dataset> Dataset for ConcatDataset<D> {
    type Item = D::Item;

    fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// # Panics
    /// If there is no such sample.
    #[track_caller]
    fn get(&self, index: usize) -> D::Item {
        let which = self.ends.partition_point(|&end| end <= index);
        let Some(dataset) = self.datasets.get(which) else {
            Error::index(format!(
                "ConcatDataset: there is no index {index} in datasets of {} samples",
                self.len()
            ))
            .raise();
        };
        dataset.get(index + dataset.len() - self.ends[which])
    }
}

impl<'a, D: Dataset> IntoIterator for &'a ConcatDataset<D> {
    type Item = D::Item;
    type IntoIter = Items<'a, ConcatDataset<D>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
