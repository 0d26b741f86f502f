//! Slices reduced into the places that an index names.

use tensor_core::{Error, OrRaise, ScatterReduce, index_select_shape, same};

use crate::tensor::Tensor;

impl Tensor {
    /// This tensor with slice `i` of `source` along `dim` reduced into the slice at position `index[i]`; what was there takes
    /// part if `include_self`. `reduce` can be parsed: `"amax".parse()`.
    ///
    /// Gradient: that of [`scatter_reduce`](Tensor::scatter_reduce).
    ///
    /// ```
    /// # use autograd::{ScatterReduce, Tensor};
    /// let x = Tensor::from([[1.0, 1.0], [5.0, 5.0]]);
    /// let source = Tensor::from([[2.0, 3.0], [4.0, 0.0]]);
    /// let index = Tensor::from([0, 0]);
    /// let largest = x.index_reduce(0, &index, &source, ScatterReduce::Amax, true);
    /// assert_eq!(largest.to_vec::<f32>(), [4.0, 3.0, 5.0, 5.0]);
    /// let products = x.index_reduce(0, &index, &source, ScatterReduce::Prod, false);
    /// assert_eq!(products.to_vec::<f32>(), [8.0, 0.0, 5.0, 5.0]);
    /// ```
    ///
    /// # Panics
    /// As [`index_select`](Tensor::index_select), and if `source` has not the shape that it would give, or element types
    /// differ.
    #[track_caller]
    #[must_use]
    pub fn index_reduce(
        &self,
        dim: isize,
        index: &Tensor,
        source: &Tensor,
        reduce: ScatterReduce,
        include_self: bool,
    ) -> Tensor {
        let (shape, dim) = index_select_shape(self.shape(), dim, index.shape()).or_raise();
        if !same(source.shape(), &shape) {
            Error::shape(format!(
                "index_reduce: the source has shape {:?} and must have {shape}, one slice for each position",
                source.shape()
            ))
            .raise();
        }
        if self.rank() == 0 {
            let source = source.reshape([1]);
            return self
                .reshape([1])
                .index_reduce(0, &index.reshape([1]), &source, reduce, include_self)
                .reshape(());
        }
        // The position of a slice is that of all its elements.
        let mut beside = vec![1; self.rank()];
        beside[dim] = index.numel();
        let index = index.reshape(&beside[..]).expand(&shape[..]);
        self.scatter_reduce(dim as isize, &index, source, reduce, include_self)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{ScatterReduce, Tensor};

    #[test]
    fn gradients() {
        let index = &Tensor::from([2, 0, 2]);
        for name in ["prod", "mean", "amax", "amin"] {
            let reduce: ScatterReduce = name.parse().unwrap();
            for include_self in [true, false] {
                let reduced = |x: &[Tensor]| x[0].index_reduce(-1, index, &x[1], reduce, include_self);
                check(&[&[2, 3], &[2, 3]], reduced);
                check_second(&[&[2, 3], &[2, 3]], |x| reduced(x).square());
            }
        }
    }

    #[test]
    fn means_and_one_number() {
        let x = Tensor::from([1.0, 2.0, 3.0]);
        let means = x.index_reduce(
            0,
            &Tensor::from([1, 1]),
            &Tensor::from([4.0, 9.0]),
            ScatterReduce::Mean,
            true,
        );
        assert_eq!(means.to_vec::<f32>(), [1.0, 5.0, 3.0]);
        let one = Tensor::from(2.0).index_reduce(
            0,
            &Tensor::from(0),
            &Tensor::from(5.0),
            ScatterReduce::Prod,
            true,
        );
        assert_eq!((one.item(), one.rank()), (10.0, 0));
    }

    #[test]
    #[should_panic(expected = "index_reduce: the source has shape [3, 2] and must have [2, 2]")]
    fn a_slice_for_each_position() {
        let x = Tensor::zeros([4, 2]);
        let _ = x.index_reduce(
            0,
            &Tensor::from([0, 1]),
            &Tensor::zeros([3, 2]),
            ScatterReduce::Prod,
            true,
        );
    }
}
