//! Random matrices most of whose elements are 0.

use autograd::random::default_generator;
use autograd::{Error, Tensor, scratch};

/// Normal with the standard deviation `std`, but in every column the fraction `sparsity` of the elements, rounded up, is 0.
/// After Martens, "Deep learning via Hessian-free optimization" (2010).
///
/// ```
/// use nn::{Tensor, init};
/// let w = Tensor::zeros([10, 3]).requires_grad_(true);
/// init::sparse_(&w, 0.25, 0.01);
/// assert_eq!(w.eq(0).sum_dim(0, false).to_vec::<i64>(), [3, 3, 3]);
/// ```
///
/// # Panics
/// If the tensor is not a matrix or not a leaf, `sparsity` is not between 0 and 1, or `std` is negative.
#[track_caller]
pub fn sparse_(tensor: &Tensor, sparsity: f64, std: f64) {
    let &[rows, columns] = tensor.shape() else {
        Error::shape(format!(
            "sparse_ is for matrices, not a tensor of shape {:?}",
            tensor.shape()
        ))
        .raise()
    };
    if !(0.0..=1.0).contains(&sparsity) {
        Error::argument(format!(
            "sparse_: sparsity must be between 0 and 1, but is {sparsity}"
        ))
        .raise();
    }
    super::normal_(tensor, 0.0, std);
    let zeros = (sparsity * rows as f64).ceil() as usize;
    let mut kept = scratch::filled(true, rows * columns);
    for column in 0..columns {
        for row in default_generator().permutation(rows).into_iter().take(zeros) {
            kept[row * columns + column] = false;
        }
    }
    let kept = Tensor::from_vec(kept, [rows, columns]);
    tensor.set_data(kept.where_(tensor.detach(), 0));
}
