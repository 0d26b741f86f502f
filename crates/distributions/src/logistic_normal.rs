//! [`LogisticNormal`]: shares that go along with one another.

use autograd::Tensor;

use crate::{
    Constraint, Distribution, KlDivergence, Normal, Reparameterized, Transform, TransformedDistribution,
    check,
};

/// The distribution of `n + 1` positive numbers with the sum 1 that are broken off a stick at `n` normal numbers, put through a sigmoid:
/// [`Transform::StickBreaking`].
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, LogisticNormal};
/// let shares = LogisticNormal::new(Tensor::zeros(3), 1.0).sample([5]);
/// assert_eq!(shares.shape(), [5, 4]);
/// assert!((shares.sum_dim(-1, false) - 1.0).abs().max().item() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct LogisticNormal {
    broken: TransformedDistribution<Normal>,
}

impl LogisticNormal {
    /// The distribution of means and standard deviations `[.., n]`; numbers are taken as `[1]`.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `loc` is not finite or `scale` not positive.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, scale: impl Into<Tensor>) -> Self {
        let [loc, scale] = check::parameters("LogisticNormal", [loc.into(), scale.into()]);
        check::finite("LogisticNormal", "loc", &loc);
        check::positive("LogisticNormal", "scale", &scale);
        let vector = |x: Tensor| match x.rank() {
            0 => x.unsqueeze(0),
            _ => x,
        };
        let normal = Normal::new(vector(loc), vector(scale));
        Self {
            broken: TransformedDistribution::new(normal, [Transform::StickBreaking]),
        }
    }
}

impl Distribution for LogisticNormal {
    fn batch_shape(&self) -> &[usize] {
        self.broken.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.broken.each_tensor(change);
    }

    fn event_shape(&self) -> &[usize] {
        self.broken.event_shape()
    }

    fn support(&self) -> Constraint {
        Constraint::Simplex
    }

    /// # Panics
    /// There is no formula, in PyTorch neither; take the mean of samples.
    fn mean(&self) -> Tensor {
        check::no_formula::<Self>("mean")
    }

    /// # Panics
    /// There is no formula, in PyTorch neither; take the variance of samples.
    fn variance(&self) -> Tensor {
        check::no_formula::<Self>("variance")
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::simplex("LogisticNormal", value);
        self.broken.log_prob(value)
    }

    /// # Panics
    /// There is no formula, in PyTorch neither; take the mean of `-log_prob` of samples.
    fn entropy(&self) -> Tensor {
        check::no_formula::<Self>("entropy")
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        self.broken.draw(sample_shape)
    }
}

impl Reparameterized for LogisticNormal {}

impl KlDivergence<LogisticNormal> for LogisticNormal {
    #[track_caller]
    fn kl_divergence(&self, q: &LogisticNormal) -> Tensor {
        self.broken.kl_divergence(&q.broken)
    }
}
