//! Tensors side by side, above each other, behind each other, and in blocks.

use std::borrow::Borrow;

use tensor_core::{Array, Error, OrRaise, broadcast, cat_shape};

use crate::tensor::Tensor;

impl Tensor {
    /// Side by side: joined along the second dimension, vectors along their only one.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::hstack(&[Tensor::from([[1], [2]]), Tensor::from([[3], [4]])]);
    /// assert_eq!((x.shape(), x.to_vec::<i64>()), (&[2, 2][..], vec![1, 3, 2, 4]));
    /// ```
    ///
    /// # Panics
    /// If there are none, or their other sizes differ.
    #[track_caller]
    pub fn hstack<T: Borrow<Tensor>>(tensors: &[T]) -> Tensor {
        let tensors = at_least("hstack", 1, tensors);
        let dim = isize::from(tensors[0].rank() > 1);
        joined("hstack", &tensors, dim)
    }

    /// Above each other: joined along the first dimension, vectors as rows.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::vstack(&[Tensor::from([1, 2]), Tensor::from([3, 4])]);
    /// assert_eq!(x.shape(), [2, 2]);
    /// ```
    ///
    /// # Panics
    /// If there are none, or their other sizes differ.
    #[track_caller]
    pub fn vstack<T: Borrow<Tensor>>(tensors: &[T]) -> Tensor {
        joined("vstack", &at_least("vstack", 2, tensors), 0)
    }

    /// Behind each other: joined along the third dimension; a vector of size `n` counts as `[1, n, 1]`, a matrix as
    /// `[m, n, 1]`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::from([1.0, 2.0]), Tensor::from([3.0, 4.0]));
    /// let both = Tensor::dstack(&[a, b]);
    /// assert_eq!((both.shape(), both.to_vec::<f32>()), (&[1, 2, 2][..], vec![1.0, 3.0, 2.0, 4.0]));
    /// ```
    ///
    /// # Panics
    /// If there are none, or their other sizes differ.
    #[track_caller]
    pub fn dstack<T: Borrow<Tensor>>(tensors: &[T]) -> Tensor {
        joined("dstack", &at_least("dstack", 3, tensors), 2)
    }

    /// Side by side, vectors as columns.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::column_stack(&[Tensor::from([1, 2]), Tensor::from([3, 4])]);
    /// assert_eq!(x.to_vec::<i64>(), [1, 3, 2, 4]);
    /// ```
    ///
    /// # Panics
    /// If there are none, or their other sizes differ.
    #[track_caller]
    pub fn column_stack<T: Borrow<Tensor>>(tensors: &[T]) -> Tensor {
        let mut columns: Vec<Tensor> = tensors.iter().map(|x| x.borrow().clone()).collect();
        for x in columns.iter_mut().filter(|x| x.rank() < 2) {
            *x = x.reshape([-1, 1]);
        }
        joined("column_stack", &columns, 1)
    }

    /// A matrix with these matrices along its diagonal and 0 elsewhere; vectors count as rows.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::block_diag(&[Tensor::ones([1, 1]), Tensor::ones([1, 2])]);
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If there are none, or one has more than two dimensions.
    #[track_caller]
    pub fn block_diag<T: Borrow<Tensor>>(tensors: &[T]) -> Tensor {
        let blocks = at_least("block_diag", 2, tensors);
        if let Some(block) = blocks.iter().find(|block| block.rank() > 2) {
            Error::shape(format!(
                "block_diag: shape {:?} is that of no matrix",
                block.shape()
            ))
            .raise();
        }
        let widths = blocks.iter().map(|block| block.shape()[1]);
        let columns = widths.fold(0_usize, |all, width| all.saturating_add(width));
        let (mut before, mut rows) = (0, Vec::new());
        for block in &blocks {
            let (height, width) = (block.shape()[0], block.shape()[1]);
            let left = Tensor::from(Array::zeros([height, before], block.dtype()));
            let right = Tensor::from(Array::zeros([height, columns - before - width], block.dtype()));
            rows.push(Tensor::cat(&[&left, block, &right], 1));
            before += width;
        }
        Tensor::cat(&rows, 0)
    }

    /// All stretched to the shape that they broadcast to, without a copy.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let both = Tensor::broadcast_tensors(&[Tensor::ones([2, 1]), Tensor::ones(3)]);
    /// assert_eq!(both[1].shape(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// If they do not broadcast to each other.
    #[track_caller]
    pub fn broadcast_tensors<T: Borrow<Tensor>>(tensors: &[T]) -> Vec<Tensor> {
        let mut shape = tensor_core::Shape::scalar();
        for x in tensors {
            shape = broadcast(&shape, x.borrow().shape()).or_raise();
        }
        let mut all: Vec<Tensor> = tensors.iter().map(|x| x.borrow().clone()).collect();
        for x in &mut all {
            *x = x.expand(&shape);
        }
        all
    }
}

/// Dimensions of size 1 put to those that have fewer: before a vector's, behind a matrix's.
#[track_caller]
fn at_least<T: Borrow<Tensor>>(operation: &str, rank: usize, tensors: &[T]) -> Vec<Tensor> {
    if tensors.is_empty() {
        Error::argument(format!("{operation} needs at least one tensor")).raise();
    }
    let mut all: Vec<Tensor> = tensors.iter().map(|x| x.borrow().clone()).collect();
    for x in &mut all {
        while x.rank() < rank {
            *x = x.unsqueeze(if x.rank() == 2 { -1 } else { 0 });
        }
    }
    all
}

/// [`cat`](Tensor::cat), refusing in the name of `operation`.
#[track_caller]
fn joined(operation: &str, tensors: &[Tensor], dim: isize) -> Tensor {
    let shapes: Vec<&[usize]> = tensors.iter().map(Tensor::shape).collect();
    cat_shape(&shapes, dim)
        .map_err(|error| error.within(operation))
        .or_raise();
    Tensor::cat(tensors, dim)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2], &[3]], |x| Tensor::hstack(x));
        check(&[&[2], &[3, 2]], |x| Tensor::vstack(x));
        check(&[&[2], &[1, 2]], |x| Tensor::dstack(x));
        check(&[&[2], &[2, 3]], |x| Tensor::column_stack(x));
        check(&[&[2, 2], &[3]], |x| Tensor::block_diag(x));
        check(&[&[2, 1], &[3]], |x| {
            Tensor::broadcast_tensors(x).into_iter().sum()
        });
    }

    #[test]
    #[should_panic(expected = "hstack: cat: array 1 of shape [2, 3, 1] does not continue shape [2, 3]")]
    fn tensors_of_different_ranks_are_refused() {
        Tensor::hstack(&[Tensor::zeros([2, 3]), Tensor::zeros([2, 3, 1])]);
    }
}
