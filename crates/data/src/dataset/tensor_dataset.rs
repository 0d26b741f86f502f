//! [`TensorDataset`]: samples that are the rows of tensors.

use autograd::{Error, Tensor, scratch};

use super::{Dataset, Items};
use crate::collate::Collate;

/// Samples that are the rows of one or more tensors: `torch.utils.data.TensorDataset`.
///
/// A sample has the form in which the tensors were given: a tuple, an array or a vector of tensors, or one tensor. A
/// batch is gathered in one pass over each tensor, not sample by sample.
///
/// ```
/// use autograd::Tensor;
/// use data::{Dataset, TensorDataset};
///
/// let dataset = TensorDataset::new((Tensor::from([[1.0, 2.0], [3.0, 4.0]]), Tensor::from([0, 1])));
/// let (x, y) = dataset.get(1);
/// assert_eq!((x.to_vec::<f32>(), y.item()), (vec![3.0, 4.0], 1.0));
/// let (x, y) = dataset.get_batch(&[1, 0, 1]); // [3, 2] and [3]
/// assert_eq!(x.shape(), [3, 2]);
/// assert_eq!(y.to_vec::<i64>(), [1, 0, 1]);
/// ```
#[derive(Clone, Debug)]
pub struct TensorDataset<T> {
    tensors: T,
    len: usize,
}

impl<T: Tensors> TensorDataset<T> {
    /// The rows of `tensors`: sample `i` is the `i`th row of each.
    ///
    /// # Panics
    /// If there are no tensors, one has no dimension, or they differ in the number of rows.
    #[track_caller]
    pub fn new(tensors: T) -> Self {
        let mut rows: Vec<Option<usize>> = Vec::new();
        tensors.visit(&mut |tensor| rows.push(tensor.shape().first().copied()));
        let len = match rows.first() {
            Some(Some(len)) if rows.iter().all(|rows| rows == &Some(*len)) => *len,
            Some(_) => refuse(&tensors),
            None => Error::argument("TensorDataset: at least one tensor is needed").raise(),
        };
        Self { tensors, len }
    }

    /// The tensors.
    pub fn tensors(&self) -> &T {
        &self.tensors
    }
}

#[track_caller]
#[cold]
fn refuse(tensors: &impl Tensors) -> ! {
    let mut shapes = Vec::new();
    tensors.visit(&mut |tensor| shapes.push(format!("{:?}", tensor.shape())));
    Error::shape(format!(
        "TensorDataset: the tensors need one size in their first dimension, the number of samples, but their shapes \
         are {}",
        shapes.join(", ")
    ))
    .raise();
}

impl<T: Tensors> Dataset for TensorDataset<T> {
    type Item = T;

    fn len(&self) -> usize {
        self.len
    }

    /// # Panics
    /// If there is no such sample.
    #[track_caller]
    fn get(&self, index: usize) -> T {
        self.check(&[index]);
        self.tensors.map(&mut |tensor| tensor.get(index))
    }

    /// # Panics
    /// If there is no sample of one of these indices.
    #[track_caller]
    fn get_batch(&self, indices: &[usize]) -> T {
        self.check(indices);
        let indices = scratch::collected(indices.len(), indices.iter().map(|&index| index as i64));
        let len = indices.len();
        let indices = Tensor::from_vec(indices, len);
        self.tensors.map(&mut |tensor| tensor.index_select(0, &indices))
    }
}

impl<T: Tensors> TensorDataset<T> {
    /// Refuses an index that no sample has, as a sampler of another dataset may give.
    #[track_caller]
    fn check(&self, indices: &[usize]) {
        if let Some(index) = indices.iter().find(|index| **index >= self.len) {
            Error::index(format!(
                "TensorDataset: there is no index {index} in a dataset of {} samples",
                self.len
            ))
            .raise();
        }
    }
}

impl<'a, T: Tensors> IntoIterator for &'a TensorDataset<T> {
    type Item = T;
    type IntoIter = Items<'a, TensorDataset<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The forms in which a [`TensorDataset`] takes its tensors, and gives its samples and batches: a [`Tensor`], tuples
/// of up to six, arrays and vectors of tensors.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no collection of tensors that a `TensorDataset` takes",
    note = "pass one tensor, a tuple of up to six: `TensorDataset::new((x, y))`, an array or a `Vec` of them"
)]
pub trait Tensors: Collate<Batch = Self> {
    /// Calls `visitor` with each tensor.
    fn visit(&self, visitor: &mut dyn FnMut(&Tensor));

    /// The same form of what `f` makes of each tensor.
    #[must_use]
    fn map(&self, f: &mut dyn FnMut(&Tensor) -> Tensor) -> Self;
}

impl Tensors for Tensor {
    fn visit(&self, visitor: &mut dyn FnMut(&Tensor)) {
        visitor(self);
    }

    #[inline]
    fn map(&self, f: &mut dyn FnMut(&Tensor) -> Tensor) -> Self {
        f(self)
    }
}

impl Tensors for Vec<Tensor> {
    fn visit(&self, visitor: &mut dyn FnMut(&Tensor)) {
        self.iter().for_each(visitor);
    }

    fn map(&self, f: &mut dyn FnMut(&Tensor) -> Tensor) -> Self {
        self.iter().map(f).collect()
    }
}

impl<const N: usize> Tensors for [Tensor; N] {
    fn visit(&self, visitor: &mut dyn FnMut(&Tensor)) {
        self.iter().for_each(visitor);
    }

    fn map(&self, f: &mut dyn FnMut(&Tensor) -> Tensor) -> Self {
        self.each_ref().map(f)
    }
}

macro_rules! tensors_of_tuple {
    ($(($($tensor:ident: $type:ty),+);)+) => {$(
        impl Tensors for ($($type,)+) {
            fn visit(&self, visitor: &mut dyn FnMut(&Tensor)) {
                let ($($tensor,)+) = self;
                $(visitor($tensor);)+
            }

            #[inline]
            fn map(&self, f: &mut dyn FnMut(&Tensor) -> Tensor) -> Self {
                let ($($tensor,)+) = self;
                ($(f($tensor),)+)
            }
        }
    )+};
}
tensors_of_tuple! {
    (a: Tensor);
    (a: Tensor, b: Tensor);
    (a: Tensor, b: Tensor, c: Tensor);
    (a: Tensor, b: Tensor, c: Tensor, d: Tensor);
    (a: Tensor, b: Tensor, c: Tensor, d: Tensor, e: Tensor);
    (a: Tensor, b: Tensor, c: Tensor, d: Tensor, e: Tensor, f_: Tensor);
}

#[cfg(test)]
mod tests {
    use autograd::Tensor;

    use crate::{Dataset, TensorDataset};

    #[test]
    #[should_panic(expected = "TensorDataset: there is no index 9 in a dataset of 3 samples")]
    fn a_batch_beyond_the_end_is_refused_by_the_datasets_name() {
        TensorDataset::new(Tensor::zeros(3)).get_batch(&[0, 9]);
    }
}
