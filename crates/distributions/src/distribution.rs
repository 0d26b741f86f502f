//! What every distribution has.

use autograd::{Error, IntoShape, Tensor, no_grad};

use crate::{Constraint, check};

/// A probability distribution, or as many independent ones as its batch shape has elements.
pub trait Distribution {
    /// The shape of the parameters.
    fn batch_shape(&self) -> &[usize];

    /// Lets `change` change each tensor whose first dimensions are the batch's: the parameters, and what was computed from them.
    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor));

    /// The shape of one event; numbers have none.
    fn event_shape(&self) -> &[usize] {
        &[]
    }

    /// Which values there are, as PyTorch tells it: ends of intervals are among them.
    #[track_caller]
    fn support(&self) -> Constraint;

    /// The distribution with its parameters expanded to another batch shape, as views: as many more independent ones.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use distributions::{Distribution, Normal};
    /// let rows = Normal::new(Tensor::from([0.0, 1.0]), 1.0).expand([3, 2]);
    /// assert_eq!((rows.batch_shape(), rows.sample([5]).shape()), (&[3, 2][..], &[5, 3, 2][..]));
    /// ```
    ///
    /// # Panics
    /// If the batch's shape does not broadcast to `batch_shape`.
    #[track_caller]
    fn expand(&self, batch_shape: impl IntoShape) -> Self
    where
        Self: Sized + Clone,
    {
        let (from, to) = (self.batch_shape(), batch_shape.into_shape());
        check::expands::<Self>(from, &to);
        let mut expanded = self.clone();
        let expand = &mut |tensor: &mut Tensor| {
            let own = &tensor.shape()[from.len()..];
            *tensor = tensor.expand([&to[..], own].concat());
        };
        Error::raise_memory_here(|| expanded.each_tensor(expand));
        expanded
    }

    /// The expectation.
    #[track_caller]
    fn mean(&self) -> Tensor;

    /// The variance.
    #[track_caller]
    fn variance(&self) -> Tensor;

    /// The root of the variance.
    #[track_caller]
    fn stddev(&self) -> Tensor {
        self.variance().sqrt()
    }

    /// The logarithm of the probability, or of its density, of a value.
    ///
    /// # Panics
    /// If the shape does not broadcast to that of a sample, or a value cannot be drawn.
    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor;

    /// The entropy, in nats.
    #[track_caller]
    fn entropy(&self) -> Tensor;

    /// `e` to the entropy: as many equally probable values have it.
    #[track_caller]
    fn perplexity(&self) -> Tensor {
        self.entropy().exp()
    }

    /// The most probable value.
    ///
    /// # Panics
    /// If there is no formula of it.
    #[track_caller]
    fn mode(&self) -> Tensor {
        check::no_formula::<Self>("mode")
    }

    /// The probability of a value that is no larger: the distribution function.
    ///
    /// # Panics
    /// If there is no formula of it, or the shape does not broadcast to that of a sample.
    #[track_caller]
    fn cdf(&self, _value: &Tensor) -> Tensor {
        check::no_formula::<Self>("distribution function")
    }

    /// The value with the probability `value` that one is no larger: the inverse of [`cdf`](Distribution::cdf).
    ///
    /// # Panics
    /// If there is no formula of it, the shape does not broadcast to that of a sample, or a probability is not between 0 and 1.
    #[track_caller]
    fn icdf(&self, _value: &Tensor) -> Tensor {
        check::no_formula::<Self>("quantiles")
    }

    /// All values that there are, along a new first dimension, before dimensions of the size 1, or those of the batch if `expand`.
    ///
    /// # Panics
    /// If there are not finitely many.
    #[track_caller]
    fn enumerate_support(&self, _expand: bool) -> Tensor {
        check::no_formula::<Self>("values")
    }

    /// Random values of the shape `sample_shape`, then the batch's, then the event's; recorded where the distribution can be
    /// [differentiated through](Reparameterized).
    #[track_caller]
    fn draw(&self, sample_shape: &[usize]) -> Tensor;

    /// Random values without a history.
    #[track_caller]
    fn sample(&self, sample_shape: impl IntoShape) -> Tensor
    where
        Self: Sized,
    {
        Error::raise_memory_here(|| no_grad(|| self.draw(&sample_shape.into_shape()))).detach()
    }
}

/// A [`Distribution`] whose samples are smooth functions of its parameters.
pub trait Reparameterized: Distribution {
    /// Random values through which gradients flow into the parameters.
    #[track_caller]
    fn rsample(&self, sample_shape: impl IntoShape) -> Tensor
    where
        Self: Sized,
    {
        self.draw(&sample_shape.into_shape())
    }
}
