//! Tensors along a new dimension.

use std::borrow::Borrow;

use smallvec::SmallVec;
use tensor_core::{OrRaise, stack, stack_shape};

use crate::ops::cat::joined;
use crate::record::record_list;
use crate::tensor::Tensor;

impl Tensor {
    /// The tensors, all of one shape, along a new dimension before `dim`; -1 puts it last.
    ///
    /// Gradient: for each its part of `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::stack(&[Tensor::from([1.0, 2.0]), Tensor::from([3.0, 4.0])], 1);
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 3.0, 2.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If there are no tensors, there is no such place, or shapes differ.
    #[track_caller]
    pub fn stack<T: Borrow<Tensor>>(tensors: &[T], dim: isize) -> Tensor {
        let tensors: SmallVec<[&Tensor; 8]> = tensors.iter().map(Borrow::borrow).collect();
        let shapes: SmallVec<[&[usize]; 8]> = tensors.iter().map(|tensor| tensor.shape()).collect();
        let (_, dim) = stack_shape(&shapes, dim).or_raise();
        let value = joined(&tensors, |arrays| stack(arrays, dim as isize));
        record_list("Stack", value, &tensors, [], move |cx, input| {
            cx.grad.select(dim as isize, input as isize)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[2, 3]], |x| Tensor::stack(x, 1));
        check(&[&[], &[]], |x| Tensor::stack(&[&x[0], &x[1], &x[0]], -1));
        check_second(&[&[2], &[2]], |x| Tensor::stack(x, 0).square());
    }

    #[test]
    #[should_panic(expected = "array 0 has [2] but array 1 has [3]")]
    fn other_shapes_are_refused() {
        Tensor::stack(&[Tensor::zeros(2), Tensor::zeros(3)], 0);
    }
}
