//! Elements chosen by an index of the result's shape.

use tensor_core::Index;

use smallvec::SmallVec;

use crate::part::{Part, record_part};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// For each place of `index`, the element whose position along `dim` stands there; the other dimensions' positions
    /// are the place's own.
    ///
    /// Gradient: each element of `grad` added to where its value came from.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.gather(1, &Tensor::from([[1], [0]])).to_vec::<f32>(), [2.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, `index` is not int64, has another rank or is larger in another dimension, or
    /// a position is negative or beyond the end.
    #[track_caller]
    pub fn gather(&self, dim: isize, index: &Tensor) -> Tensor {
        let index = index.value();
        let value = self.value().gather(dim, &index);
        record_part("Gather", value, self, || Part::Elements {
            dim,
            index: index.clone(),
        })
    }

    /// This tensor with each element of `src` added where [`gather`](Tensor::gather) with the same `index` would read.
    ///
    /// Gradient: `grad` for this tensor, `grad.gather(dim, index)` for `src`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let sums = Tensor::zeros(3).scatter_add(0, &Tensor::from([2, 0, 2]), &Tensor::from([1.0, 10.0, 100.0]));
    /// assert_eq!(sums.to_vec::<f32>(), [10.0, 0.0, 101.0]);
    /// ```
    ///
    /// # Panics
    /// As [`gather`](Tensor::gather), and if `src` is smaller than `index` or element types differ or are bool.
    #[track_caller]
    pub fn scatter_add(&self, dim: isize, index: &Tensor, src: &Tensor) -> Tensor {
        let value = self.to_array().scatter_add(dim, &index.value(), &src.value());
        // What lies beyond the index is not added.
        let used: SmallVec<[Index; 4]> = index.shape().iter().map(|size| Index::from(..*size)).collect();
        let src = &src.slice(&used[..]);
        let save = [Save::Value(&index.value())];
        record("ScatterAdd", value, [self, src], save, move |cx| {
            let [index] = cx.saved();
            let part = cx.to(1, |cx| cx.grad.gather(dim, index));
            [Some(cx.grad), part]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let index = Tensor::from([[2, 0], [2, 1]]);
        check(&[&[2, 3]], |x| x[0].gather(1, &index));
        check(&[&[3, 2]], |x| x[0].gather(-2, &index));
        check(&[&[2, 3], &[2, 2]], |x| x[0].scatter_add(1, &index, &x[1]));
        check(&[&[2, 3], &[3, 4]], |x| x[0].scatter_add(1, &index, &x[1]));
        check_second(&[&[2, 3]], |x| x[0].gather(1, &index).square());
        check_second(&[&[2, 3], &[2, 2]], |x| {
            x[0].scatter_add(1, &index, &x[1]).square()
        });
    }

    #[test]
    fn positions_that_are_named_twice_add_up() {
        let x = Tensor::ones([1, 3]).requires_grad_(true);
        x.gather(1, &Tensor::from([[0, 0, 2]])).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [2.0, 0.0, 1.0]);
    }
}
