//! [`Independent`]: several numbers as one event.

use autograd::{Error, Tensor};

use crate::{Constraint, Distribution, KlDivergence, Reparameterized, check};

/// A distribution whose last batch dimensions are counted as part of one event: its probability is the product of theirs.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Independent, Normal};
/// let diagonal = Independent::new(Normal::new(Tensor::zeros([5, 3]), 1.0), 1);
/// assert_eq!((diagonal.batch_shape(), diagonal.event_shape()), (&[5][..], &[3][..]));
/// assert_eq!(diagonal.log_prob(&Tensor::zeros([5, 3])).shape(), [5]);
/// ```
#[derive(Clone, Debug)]
pub struct Independent<D> {
    base: D,
    /// How many dimensions of the base's batch belong to the event.
    dims: usize,
    event: Vec<usize>,
}

impl<D: Distribution> Independent<D> {
    /// The last `reinterpreted_batch_ndims` dimensions of the batch of `base` as part of an event.
    ///
    /// # Panics
    /// If the batch has fewer dimensions.
    #[track_caller]
    pub fn new(base: D, reinterpreted_batch_ndims: usize) -> Self {
        let batch = base.batch_shape();
        if reinterpreted_batch_ndims > batch.len() {
            Error::argument(format!(
                "Independent: a batch of shape {batch:?} does not have {reinterpreted_batch_ndims} dimensions"
            ))
            .raise();
        }
        let event = &batch[batch.len() - reinterpreted_batch_ndims..];
        Self {
            dims: reinterpreted_batch_ndims,
            event: [event, base.event_shape()].concat(),
            base,
        }
    }

    /// The distribution of the single numbers.
    pub fn base(&self) -> &D {
        &self.base
    }

    /// The sums over the dimensions that belong to the event.
    #[track_caller]
    fn sums(&self, values: &Tensor) -> Tensor {
        check::sum_last(values, self.dims)
    }
}

impl<D: Distribution> Distribution for Independent<D> {
    fn batch_shape(&self) -> &[usize] {
        let batch = self.base.batch_shape();
        &batch[..batch.len() - self.dims]
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.base.each_tensor(change);
    }

    fn event_shape(&self) -> &[usize] {
        &self.event
    }

    fn support(&self) -> Constraint {
        self.base.support().to_event(self.dims)
    }

    fn mean(&self) -> Tensor {
        self.base.mean()
    }

    fn variance(&self) -> Tensor {
        self.base.variance()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        self.sums(&self.base.log_prob(value))
    }

    fn entropy(&self) -> Tensor {
        self.sums(&self.base.entropy())
    }

    fn mode(&self) -> Tensor {
        self.base.mode()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        self.base.draw(sample_shape)
    }
}

impl<D: Reparameterized> Reparameterized for Independent<D> {}

impl<P: Distribution + KlDivergence<Q>, Q: Distribution> KlDivergence<Independent<Q>> for Independent<P> {
    /// # Panics
    /// If another number of dimensions belongs to the event.
    #[track_caller]
    fn kl_divergence(&self, q: &Independent<Q>) -> Tensor {
        if self.dims != q.dims {
            Error::argument(format!(
                "Independent: {} dimensions are of the event of one distribution, and {} of the other",
                self.dims, q.dims
            ))
            .raise();
        }
        self.sums(&self.base.kl_divergence(&q.base))
    }
}
