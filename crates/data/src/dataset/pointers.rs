//! A pointer to a dataset is one: `&D`, `Box<D>`, `Arc<D>`, also of `dyn Dataset`.

use std::sync::Arc;

use super::Dataset;
use crate::collate::Collate;

macro_rules! dataset_behind {
    ($($pointer:ty),*) => {$(
        impl<D: Dataset + ?Sized> Dataset for $pointer {
            type Item = D::Item;

            fn len(&self) -> usize {
                (**self).len()
            }

            fn get(&self, index: usize) -> D::Item {
                (**self).get(index)
            }

            fn get_batch(&self, indices: &[usize]) -> <D::Item as Collate>::Batch
            where
                D::Item: Collate,
            {
                (**self).get_batch(indices)
            }

            fn is_empty(&self) -> bool {
                (**self).is_empty()
            }
        }
    )*};
}
dataset_behind!(&D, Box<D>, Arc<D>);
