//! Elements in order: all of them, the first few, one of them.

use tensor_core::Array;

use crate::part::{Part, record_part};
use crate::tensor::Tensor;

impl Tensor {
    /// The elements along `dim` in ascending or descending order, and where each came from (int64). Equal elements keep
    /// their order, as with PyTorch's `stable=True`; not-a-number counts as the largest.
    ///
    /// Gradient: each element of `grad` to where its value came from.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (values, indices) = Tensor::from([3.0, 1.0, 2.0]).sort(-1, false);
    /// assert_eq!((values.to_vec::<f32>(), indices.to_vec::<i64>()), (vec![1.0, 2.0, 3.0], vec![1, 2, 0]));
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn sort(&self, dim: isize, descending: bool) -> (Tensor, Tensor) {
        let indices = self.value().argsort(dim, descending);
        let values = self.value().gather(dim, &indices);
        self.chosen("Sort", (values, indices), dim, true)
    }

    /// The positions that put the elements along `dim` in order (int64): see [`sort`](Tensor::sort).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([3.0, 1.0, 2.0]).argsort(0, true).to_vec::<i64>(), [0, 2, 1]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn argsort(&self, dim: isize, descending: bool) -> Tensor {
        self.value().argsort(dim, descending).into()
    }

    /// The `k` largest or smallest elements along `dim`, in order, and their positions (int64); of equal ones the first.
    /// Not-a-number counts as the largest.
    ///
    /// Gradient: each element of `grad` to where its value came from.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (values, indices) = Tensor::from([3.0, 1.0, 2.0]).topk(2, -1, true);
    /// assert_eq!((values.to_vec::<f32>(), indices.to_vec::<i64>()), (vec![3.0, 2.0], vec![0, 2]));
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has fewer than `k` elements.
    #[track_caller]
    pub fn topk(&self, k: usize, dim: isize, largest: bool) -> (Tensor, Tensor) {
        let indices = self.value().argtopk(k, dim, largest);
        if self.rank() == 0 && k == 0 {
            return (self.reshape(1).narrow(0, 0, 0), indices.into());
        }
        let values = self.value().gather(dim, &indices);
        self.chosen("Topk", (values, indices), dim, true)
    }

    /// The `k`-th smallest elements along `dim`, counted from 1, and their positions (int64); the dimension stays with size
    /// 1 if `keepdim`.
    ///
    /// Gradient: `grad` at these positions.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (value, index) = Tensor::from([3.0, 1.0, 2.0]).kthvalue(2, 0, false);
    /// assert_eq!((value.item(), index.item()), (2.0, 2.0));
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has no `k`-th element.
    #[track_caller]
    pub fn kthvalue(&self, k: usize, dim: isize, keepdim: bool) -> (Tensor, Tensor) {
        let indices = self.value().argkth(k, dim);
        let values = self.value().gather(dim, &indices);
        self.chosen("Kthvalue", (values, indices), dim, keepdim)
    }

    /// The most frequent elements along `dim`, and where they are (int64): the smallest where several are, and the last of
    /// them. The dimension stays with size 1 if `keepdim`.
    ///
    /// Gradient: `grad` at these positions.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (value, index) = Tensor::from([3.0, 1.0, 3.0]).mode(0, false);
    /// assert_eq!((value.item(), index.item()), (3.0, 2.0));
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn mode(&self, dim: isize, keepdim: bool) -> (Tensor, Tensor) {
        let indices = self.value().argmode(dim);
        let values = self.value().gather(dim, &indices);
        self.chosen("Mode", (values, indices), dim, keepdim)
    }

    /// The largest of the elements up to and with each along `dim`, and where they are (int64), the last where several are;
    /// not-a-number wins.
    ///
    /// Gradient: each element of `grad` added to where its value came from.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (values, indices) = Tensor::from([1.0, 3.0, 2.0]).cummax(0);
    /// assert_eq!((values.to_vec::<f32>(), indices.to_vec::<i64>()), (vec![1.0, 3.0, 3.0], vec![0, 1, 1]));
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn cummax(&self, dim: isize) -> (Tensor, Tensor) {
        let indices = self.value().argcummax(dim);
        let values = self.value().gather(dim, &indices);
        self.chosen("Cummax", (values, indices), dim, true)
    }

    /// The smallest of the elements up to and with each along `dim`, and where they are (int64), the last where several
    /// are; not-a-number wins.
    ///
    /// Gradient: each element of `grad` added to where its value came from.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0, 3.0, 1.0]).cummin(0).0.to_vec::<f32>(), [2.0, 2.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn cummin(&self, dim: isize) -> (Tensor, Tensor) {
        let indices = self.value().argcummin(dim);
        let values = self.value().gather(dim, &indices);
        self.chosen("Cummin", (values, indices), dim, true)
    }

    /// The tensors of what was chosen along `dim`, which goes if it has size 1 and not `keepdim`.
    #[track_caller]
    pub(super) fn chosen(
        &self,
        name: &'static str,
        (values, indices): (Array, Array),
        dim: isize,
        keepdim: bool,
    ) -> (Tensor, Tensor) {
        let (chosen, places) = if keepdim {
            (values, indices.clone())
        } else {
            (values.squeeze_dims(&[dim]), indices.squeeze_dims(&[dim]))
        };
        let values = record_part(name, chosen, self, || Part::Elements { dim, index: indices });
        (values, Tensor::from(places))
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].sort(0, true).0);
        check(&[&[]], |x| x[0].sort(-1, false).0);
        check(&[&[3, 5]], |x| x[0].topk(2, -1, true).0);
        check(&[&[3, 5]], |x| x[0].kthvalue(2, 0, false).0);
        check(&[&[3, 5]], |x| x[0].mode(1, true).0);
        check(&[&[3, 5]], |x| x[0].cummax(1).0);
        check(&[&[3, 5]], |x| x[0].cummin(0).0);
        check_second(&[&[3, 4]], |x| x[0].square().sort(1, false).0);
    }

    #[test]
    fn numbers_that_are_none_are_the_largest() {
        let (values, indices) = Tensor::from([f64::NAN, 1.0, -0.0, 0.0]).sort(0, true);
        assert_eq!(indices.to_vec::<i64>(), [0, 1, 2, 3]);
        assert!(values.to_vec::<f32>()[2].is_sign_negative());
        assert!(Tensor::from([1.0, f64::NAN, 2.0]).cummin(0).0.to_vec::<f32>()[2].is_nan());
    }

    #[test]
    #[should_panic(expected = "topk: dimension 0 of shape [2] has 2 elements, and 3 are wanted")]
    fn more_than_there_are_are_refused() {
        Tensor::zeros(2).topk(3, 0, true);
    }
}
