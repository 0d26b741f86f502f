//! The gated linear unit.

use tensor_core::functions::float_dtype;
use tensor_core::{Error, OrRaise, dimension};

use crate::precision::rounded_once;
use crate::tensor::Tensor;

impl Tensor {
    /// The first half along `dim`, times the [`sigmoid`](Tensor::sigmoid) of the second half.
    ///
    /// Gradient: `grad * s` for the first half `a`, `grad * a s (1 - s)` for the second, where `s` is the sigmoid.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([3.0, 4.0, 0.0, 1e4]).glu(0).to_vec::<f32>(), [1.5, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If there is no such dimension, its size is odd, or the elements are not floating point.
    #[track_caller]
    pub fn glu(&self, dim: isize) -> Tensor {
        float_dtype("glu", self.dtype()).or_raise();
        let at = dimension(dim, self.dim()).or_raise();
        let size = self.shape().get(at).copied().unwrap_or(1);
        if size % 2 == 1 {
            Error::shape(format!(
                "glu halves dimension {dim}, whose size {size} in the shape {:?} is odd",
                self.shape()
            ))
            .raise();
        }
        let half = size / 2;
        Error::raise_memory_here(|| {
            rounded_once([self], |[x]| {
                let gate = x.narrow(dim, half as isize, half).sigmoid();
                x.narrow(dim, 0, half).mul(gate)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| x[0].glu(0));
        check_second(&[&[2, 4]], |x| x[0].glu(-1));
    }

    #[test]
    #[should_panic(expected = "glu halves dimension -1, whose size 3 in the shape [2, 3] is odd")]
    fn an_odd_size_is_refused() {
        Tensor::ones([2, 3]).glu(-1);
    }
}
