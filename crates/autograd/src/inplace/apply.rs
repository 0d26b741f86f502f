//! A closure for every element, in place.

use tensor_core::Error;

use crate::tensor::Tensor;

impl Tensor {
    /// `f` of every element in its place, one after the other: for a function that no operation computes, and for data rather than for
    /// training, since it has no gradient. Integers are handed over as `f64`, and results are converted to this type.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let mut x = Tensor::from([1.0, 2.0, 5.0]);
    /// x.apply_(|x| if x > 2.0 { -1.0 } else { x * x });
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 4.0, -1.0]);
    /// ```
    ///
    /// # Panics
    /// If this requires a gradient.
    #[track_caller]
    pub fn apply_(&mut self, mut f: impl FnMut(f64) -> f64) -> &mut Self {
        let same = self.detach();
        self.combine_("apply_", &same, &mut |x, _| f(x))
    }

    /// `f` of every element and that of `other` beside it, broadcast, in the element's place: [`apply_`](Tensor::apply_) of two.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let mut x = Tensor::from([1.0, 2.0]);
    /// x.map_(&Tensor::from([3.0, 5.0]), |x, y| x + 10.0 * y);
    /// assert_eq!(x.to_vec::<f32>(), [31.0, 52.0]);
    /// ```
    ///
    /// # Panics
    /// If this requires a gradient, or the shape of `other` does not broadcast to this one.
    #[track_caller]
    pub fn map_(&mut self, other: &Tensor, mut f: impl FnMut(f64, f64) -> f64) -> &mut Self {
        let other = other.detach().expand(self.shape());
        self.combine_("map_", &other, &mut f)
    }

    #[track_caller]
    fn combine_(&mut self, name: &str, other: &Tensor, f: &mut dyn FnMut(f64, f64) -> f64) -> &mut Self {
        if self.requires_grad() {
            Error::graph(format!(
                "{name} has no gradient, and this tensor requires one: detach it first, or write the function by operations"
            ))
            .raise();
        }
        let mut values = self.double().to_vec::<f64>();
        for (x, y) in values.iter_mut().zip(other.double().to_vec::<f64>()) {
            *x = f(*x, y);
        }
        let result = Tensor::from_vec(values, self.shape()).to_dtype(self.dtype());
        self.assign(name, result)
    }
}

#[cfg(test)]
mod tests {
    use crate::{DType, Tensor};

    #[test]
    fn elements_keep_their_type_and_their_order() {
        let mut x = Tensor::from([[1, 2], [3, 4]]).t();
        let mut seen = Vec::new();
        x.apply_(|x| {
            seen.push(x);
            x / 2.0
        });
        assert_eq!((x.dtype(), x.to_vec::<i64>()), (DType::I64, vec![0, 1, 1, 2]));
        assert_eq!(seen, [1.0, 3.0, 2.0, 4.0]);
    }

    #[test]
    fn the_other_is_broadcast() {
        let mut x = Tensor::zeros([2, 2]);
        x.map_(&Tensor::from([[1.0], [2.0]]), |x, y| x + y);
        assert_eq!(x.to_vec::<f32>(), [1.0, 1.0, 2.0, 2.0]);
    }

    #[test]
    #[should_panic(expected = "apply_ has no gradient, and this tensor requires one")]
    fn what_requires_a_gradient_is_refused() {
        Tensor::from([1.0]).requires_grad_(true).apply_(f64::sin);
    }
}
