//! Elements chosen by an index of the result's shape.

use tensor_core::{Index, OrRaise, gather_dimension};

use smallvec::SmallVec;

use crate::part::{Part, record_part};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// For each place of `index`, the element whose position along `dim` stands there; the other dimensions' positions
    /// are the place's own. A 0-d tensor or index counts as a vector of one.
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
        if index.is_empty() && index.rank() != self.rank() {
            // Nothing is read, so that any shape will do, as in PyTorch.
            return self.reshape(-1).narrow(0, 0, 0).reshape(index.shape());
        }
        let index = index.value();
        let value = self.value().gather(dim, &index);
        record_part("Gather", value, self, || Part::Elements {
            dim,
            index: index.clone(),
        })
    }

    /// This tensor with each element of `src` added where [`gather`](Tensor::gather) with the same `index` would read.
    ///
    /// Bools add as OR.
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
    /// As [`gather`](Tensor::gather), and if `src` is smaller than `index` or element types differ.
    #[track_caller]
    pub fn scatter_add(&self, dim: isize, index: &Tensor, src: &Tensor) -> Tensor {
        if self.rank() == 0 || index.rank() == 0 || src.rank() == 0 {
            gather_dimension("scatter_add", self.shape(), dim, index.shape()).or_raise();
            let sums = self.vector().scatter_add(dim, &index.vector(), &src.vector());
            return sums.reshape(self.shape());
        }
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

    /// A 0-d tensor as a vector of one; others as they are.
    #[track_caller]
    fn vector(&self) -> Tensor {
        if self.rank() == 0 {
            self.reshape(1)
        } else {
            self.clone()
        }
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

    #[test]
    fn no_dimensions_count_as_one_of_size_one() {
        let (x, v) = (
            Tensor::from(5.0).requires_grad_(true),
            Tensor::from([1.0, 2.0, 3.0]),
        );
        let y = x.gather(0, &Tensor::from([0, 0]));
        y.sum().backward();
        assert_eq!(
            (y.to_vec::<f32>(), x.grad().unwrap().item()),
            (vec![5.0, 5.0], 2.0)
        );
        let one = v.gather(-1, &Tensor::from(2));
        assert_eq!((one.rank(), one.item()), (0, 3.0));
        assert_eq!(x.gather(0, &Tensor::from(0)).item(), 5.0);

        let w = v.clone().requires_grad_(true);
        let part = Tensor::from(5.0).requires_grad_(true);
        let sums = w.scatter_add(0, &Tensor::from(0), &part);
        assert_eq!(sums.to_vec::<f32>(), [6.0, 2.0, 3.0]);
        (sums * Tensor::from([2.0, 3.0, 4.0])).sum().backward();
        assert_eq!(w.grad().unwrap().to_vec::<f32>(), [2.0, 3.0, 4.0]);
        assert_eq!(
            (part.grad().unwrap().rank(), part.grad().unwrap().item()),
            (0, 2.0)
        );
        let (at, parts) = (Tensor::from([0, 0]), Tensor::from([5.0, 6.0]));
        assert_eq!(Tensor::from(1.0).scatter_add(0, &at, &parts).item(), 12.0);
        let beyond = v.scatter_add(0, &Tensor::from(1), &parts);
        assert_eq!(beyond.to_vec::<f32>(), [1.0, 7.0, 3.0]);
    }

    #[test]
    #[should_panic(expected = "index 1 is out of bounds")]
    fn a_position_beyond_no_dimensions_is_refused() {
        Tensor::from(5.0).gather(0, &Tensor::from(1));
    }

    #[test]
    #[should_panic(expected = "must have as many dimensions")]
    fn an_index_without_dimensions_is_none_of_a_matrix() {
        Tensor::zeros([1, 3]).gather(0, &Tensor::from(0));
    }

    #[test]
    fn bools_add_as_or() {
        let (x, at) = (Tensor::from([true, false, false]), Tensor::from([0, 1, 1]));
        let parts = Tensor::from([true, true, false]);
        let expected = [true, true, false];
        assert_eq!(x.scatter_add(0, &at, &parts).to_vec::<bool>(), expected);
        assert_eq!(x.index_add(0, &at, &parts).to_vec::<bool>(), expected);
        // As many as a byte counts to 0.
        let at = Tensor::zeros(256).to_dtype(crate::DType::I64);
        let sums =
            Tensor::from([false, false]).index_add(0, &at, &Tensor::ones(256).to_dtype(crate::DType::Bool));
        assert_eq!(sums.to_vec::<bool>(), [true, false]);
    }
}
