//! [`Chi2`]: the length of normal vectors, squared.

use autograd::Tensor;

use crate::{
    Beta, Constraint, Distribution, Exponential, Gamma, Gumbel, KlDivergence, Laplace, Normal, Pareto,
    Reparameterized, Uniform, check,
};

/// The distribution of the sum of the squares of `df` standard normal numbers; `df` need not be whole.
///
/// ```
/// use distributions::{Chi2, Distribution};
/// let chi2 = Chi2::new(3.0);
/// assert_eq!((chi2.mean().item(), chi2.variance().item()), (3.0, 6.0));
/// ```
#[derive(Clone, Debug)]
pub struct Chi2 {
    gamma: Gamma,
}

impl Chi2 {
    /// The distribution.
    ///
    /// # Panics
    /// If `df` is not positive.
    #[track_caller]
    pub fn new(df: impl Into<Tensor>) -> Self {
        let df = df.into();
        check::positive("Chi2", "df", &df);
        Self {
            gamma: Gamma::new(df * 0.5, 0.5),
        }
    }
}

impl Distribution for Chi2 {
    fn batch_shape(&self) -> &[usize] {
        self.gamma.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.gamma.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::Nonnegative
    }

    fn mean(&self) -> Tensor {
        self.gamma.mean()
    }

    fn variance(&self) -> Tensor {
        self.gamma.variance()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        self.gamma.log_prob(value)
    }

    fn entropy(&self) -> Tensor {
        self.gamma.entropy()
    }

    fn mode(&self) -> Tensor {
        self.gamma.mode()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        self.gamma.cdf(value)
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        self.gamma.draw(sample_shape)
    }
}

impl Reparameterized for Chi2 {}

impl<Q> KlDivergence<Q> for Chi2
where
    Gamma: KlDivergence<Q>,
{
    /// That of the gamma distribution that it is.
    #[track_caller]
    fn kl_divergence(&self, q: &Q) -> Tensor {
        self.gamma.kl_divergence(q)
    }
}

macro_rules! from_chi2 {
    ($($p_type:ident),+) => {$(
        impl KlDivergence<Chi2> for $p_type {
            /// That from the gamma distribution which the other is.
            #[track_caller]
            fn kl_divergence(&self, q: &Chi2) -> Tensor {
                self.kl_divergence(&q.gamma)
            }
        }
    )+};
}

from_chi2!(Beta, Exponential, Gamma, Gumbel, Laplace, Normal, Pareto, Uniform);
