//! [`MixtureSameFamily`]: one of several distributions.

use autograd::{Error, Tensor};

use crate::{Categorical, Constraint, Distribution};

/// A value of one of several distributions of a kind, whose last batch dimension they lie along, chosen by a [`Categorical`]
/// distribution.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Categorical, Distribution, MixtureSameFamily, Normal};
/// let parts = Normal::new(Tensor::from([-1.0, 1.0]), 0.5);
/// let mixture = MixtureSameFamily::new(Categorical::new(Tensor::from([0.5, 0.5])), parts);
/// assert_eq!((mixture.mean().item(), mixture.variance().item()), (0.0, 1.25));
/// assert_eq!(mixture.sample([7]).shape(), [7]);
/// ```
#[derive(Clone, Debug)]
pub struct MixtureSameFamily<D> {
    mixture: Categorical,
    components: D,
}

impl<D: Distribution> MixtureSameFamily<D> {
    /// The mixture of `components` with the weights of `mixture`.
    ///
    /// # Panics
    /// If the components' batch is not that of the mixture, and a last dimension with one component for each of its classes.
    #[track_caller]
    pub fn new(mixture: Categorical, components: D) -> Self {
        let shape = components.batch_shape();
        let fits = match shape.split_last() {
            Some((count, batch)) => *count == mixture.num_events() && batch.ends_with(mixture.batch_shape()),
            None => false,
        };
        if !fits {
            Error::argument(format!(
                "MixtureSameFamily: components of the batch {shape:?} are not one for each of {} classes of the batch {:?}",
                mixture.num_events(),
                mixture.batch_shape()
            ))
            .raise();
        }
        Self {
            mixture: mixture.expand(&shape[..shape.len() - 1]),
            components,
        }
    }

    /// Where the components lie, counted from the end.
    fn dim(&self) -> isize {
        -1 - self.components.event_shape().len() as isize
    }

    /// The weights of the components, beside their events.
    #[track_caller]
    fn weights(&self) -> Tensor {
        let ones = vec![1; self.components.event_shape().len()];
        let probs = self.mixture.probs();
        probs.reshape([probs.shape(), &ones].concat())
    }
}

impl<D: Distribution> Distribution for MixtureSameFamily<D> {
    fn batch_shape(&self) -> &[usize] {
        self.mixture.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.mixture.each_tensor(change);
        self.components.each_tensor(change);
    }

    fn event_shape(&self) -> &[usize] {
        self.components.event_shape()
    }

    fn support(&self) -> Constraint {
        Constraint::MixtureSameFamily(Box::new(self.components.support()))
    }

    fn mean(&self) -> Tensor {
        (self.weights() * self.components.mean()).sum_dim(self.dim(), false)
    }

    fn variance(&self) -> Tensor {
        let within = (self.weights() * self.components.variance()).sum_dim(self.dim(), false);
        let way = self.components.mean() - self.mean().unsqueeze(self.dim());
        within + (self.weights() * way.square()).sum_dim(self.dim(), false)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        let each = self.components.log_prob(&value.unsqueeze(self.dim()));
        (each + self.mixture.probs().log()).logsumexp(-1, false)
    }

    /// Not a number: there is no formula, in PyTorch neither.
    fn entropy(&self) -> Tensor {
        let probs = self.mixture.probs();
        Tensor::options()
            .dtype(probs.dtype())
            .full(self.batch_shape(), f64::NAN)
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        let each = self.components.cdf(&value.unsqueeze(self.dim()));
        (each * self.mixture.probs()).sum_dim(-1, false)
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let chosen = self.mixture.draw(sample_shape);
        let values = self.components.draw(sample_shape);
        // One component of each: its number, beside the events.
        let ones = vec![1; self.components.event_shape().len() + 1];
        let place = chosen.reshape([chosen.shape(), &ones].concat());
        let mut shape = values.shape().to_vec();
        let dim = shape.len() - ones.len();
        shape[dim] = 1;
        values
            .gather(dim as isize, &place.expand(&shape[..]))
            .squeeze_dim(dim as isize)
    }
}
