//! [`Dirichlet`]: probabilities of several classes.

use autograd::{Error, Tensor};

use crate::check::{self, extended};
use crate::standard_gamma::standard_gamma;
use crate::{Constraint, Distribution, KlDivergence, Reparameterized};

/// Dirichlet's distribution of probabilities of several classes, the last dimension, whose density is in proportion to the
/// product of `x^(concentration - 1)`.
///
/// A sample is one of gamma distributions over its sum, and has the gradient of those; PyTorch's has the same expectation.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Dirichlet, Distribution};
/// let shares = Dirichlet::new(Tensor::from([1.0, 1.0, 2.0]));
/// assert_eq!(shares.mean().to_vec::<f32>(), [0.25, 0.25, 0.5]);
/// assert_eq!(shares.sample([5]).shape(), [5, 3]);
/// ```
#[derive(Clone, Debug)]
pub struct Dirichlet {
    concentration: Tensor,
}

impl Dirichlet {
    /// The distribution.
    ///
    /// # Panics
    /// If there is no dimension of classes, or a concentration is not positive.
    #[track_caller]
    pub fn new(concentration: impl Into<Tensor>) -> Self {
        let [concentration] = check::parameters("Dirichlet", [concentration.into()]);
        if concentration.rank() == 0 {
            Error::shape(
                "Dirichlet: the concentration is a number, and must have a last dimension of classes",
            )
            .raise();
        }
        check::positive("Dirichlet", "concentration", &concentration);
        Self { concentration }
    }

    #[track_caller]
    fn total(&self) -> Tensor {
        self.concentration.sum_dim(-1, true)
    }

    /// The logarithm of what the density is divided by.
    #[track_caller]
    fn normalizer(&self) -> Tensor {
        self.concentration.lgamma().sum_dim(-1, false) - self.total().lgamma().squeeze_dim(-1)
    }

    /// What is expected of `log_prob` of probabilities whose logarithms have these means.
    #[track_caller]
    pub(crate) fn expected_log_prob(&self, mean_log: &Tensor) -> Tensor {
        ((&self.concentration - 1.0) * mean_log).sum_dim(-1, false) - self.normalizer()
    }

    /// What is expected of the logarithms of the probabilities.
    #[track_caller]
    pub(crate) fn mean_log(&self) -> Tensor {
        self.concentration.digamma() - self.total().digamma()
    }
}

impl Distribution for Dirichlet {
    fn batch_shape(&self) -> &[usize] {
        let shape = self.concentration.shape();
        &shape[..shape.len() - 1]
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.concentration);
    }

    fn event_shape(&self) -> &[usize] {
        check::last_dim(self.concentration.shape())
    }

    fn support(&self) -> Constraint {
        Constraint::Simplex
    }

    fn mean(&self) -> Tensor {
        &self.concentration / self.total()
    }

    fn variance(&self) -> Tensor {
        let (c, total) = (&self.concentration, self.total());
        c * (&total - c) / (total.square() * (&total + 1.0))
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::simplex("Dirichlet", value);
        let value = value.to_dtype(self.concentration.dtype());
        (&self.concentration - 1.0).xlogy(&value).sum_dim(-1, false) - self.normalizer()
    }

    fn entropy(&self) -> Tensor {
        let (c, total) = (&self.concentration, self.total().squeeze_dim(-1));
        let classes = c.size(-1) as f64;
        self.normalizer()
            - (classes - &total) * total.digamma()
            - ((c - 1.0) * c.digamma()).sum_dim(-1, false)
    }

    /// The first corner where all concentrations are below 1.
    fn mode(&self) -> Tensor {
        let above = (&self.concentration - 1.0).clamp_min(0.0);
        let peak = &above / above.sum_dim(-1, true);
        let class = above
            .argmax_dim(-1, false)
            .one_hot(Some(self.concentration.size(-1)));
        let corner = self.concentration.lt(1.0).all_dim(-1, true);
        corner.where_(class.to_dtype(above.dtype()), peak)
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), self.event_shape());
        let parts = standard_gamma(&self.concentration.expand(shape));
        &parts / parts.sum_dim(-1, true)
    }
}

impl Reparameterized for Dirichlet {}

impl KlDivergence<Dirichlet> for Dirichlet {
    #[track_caller]
    fn kl_divergence(&self, q: &Dirichlet) -> Tensor {
        let (a, b) = (&self.concentration, &q.concentration);
        q.normalizer() - self.normalizer() + ((a - b) * self.mean_log()).sum_dim(-1, false)
    }
}
