//! [`LowRankMultivariateNormal`]: a bell in many dimensions that a few directions explain.

use std::f64::consts::TAU;

use autograd::{Error, OrRaise, Tensor};
use tensor_core::broadcast;

use crate::check::{self, extended};
use crate::triangular::{cholesky, half_log_det, solve_lower};
use crate::{Constraint, Distribution, KlDivergence, MultivariateNormal, Reparameterized};

const NAME: &str = "LowRankMultivariateNormal";

/// The normal distribution of vectors with mean `loc` and covariance `w w' + diag(d)`, where `w` has few columns. Determinant and
/// inverse of the covariance are those of a matrix of as many rows as `w` has columns.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, LowRankMultivariateNormal};
/// let normal = LowRankMultivariateNormal::new(Tensor::zeros(2), Tensor::from([[1.0], [2.0]]), Tensor::ones(2));
/// assert_eq!(normal.covariance_matrix().to_vec::<f32>(), [2.0, 2.0, 2.0, 5.0]);
/// assert_eq!(normal.sample([5]).shape(), [5, 2]);
/// ```
#[derive(Clone, Debug)]
pub struct LowRankMultivariateNormal {
    loc: Tensor,
    factor: Tensor,
    diag: Tensor,
    /// The lower triangle whose product with its transpose is `1 + w' diag(d)^-1 w`.
    capacitance_tril: Tensor,
}

impl LowRankMultivariateNormal {
    /// The distribution of a mean `[.., n]`, `cov_factor` `[.., n, k]` and `cov_diag` `[.., n]`.
    ///
    /// # Panics
    /// If the shapes do not fit, a mean or factor is not finite or `cov_diag` not positive.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, cov_factor: impl Into<Tensor>, cov_diag: impl Into<Tensor>) -> Self {
        let (loc, factor, diag) = (loc.into(), cov_factor.into(), cov_diag.into());
        let batch = check_shapes(&loc, &factor, &diag).or_raise();
        check::finite(NAME, "loc", &loc);
        check::finite(NAME, "cov_factor", &factor);
        check::positive(NAME, "cov_diag", &diag);
        let (n, k) = (loc.size(-1), factor.size(-1));
        let within = factor.transpose(-2, -1).matmul(&factor / diag.unsqueeze(-1));
        let capacitance = within + Tensor::options().dtype(loc.dtype()).eye(k, k);
        let capacitance_tril = cholesky(&capacitance)
            .map_err(|error| error.within(NAME))
            .or_raise();
        Self {
            loc: loc.expand(extended(&[], &batch, &[n])),
            factor: factor.expand(extended(&[], &batch, &[n, k])),
            diag: diag.expand(extended(&[], &batch, &[n])),
            capacitance_tril: capacitance_tril.expand(extended(&[], &batch, &[k, k])),
        }
    }

    /// The covariance `[.., n, n]`.
    #[track_caller]
    pub fn covariance_matrix(&self) -> Tensor {
        self.factor.matmul(self.factor.transpose(-2, -1)) + self.diag.diag_embed(0, -2, -1)
    }

    /// The same distribution by the lower triangle of its covariance.
    #[track_caller]
    pub fn to_full(&self) -> MultivariateNormal {
        MultivariateNormal::new(&self.loc, self.covariance_matrix())
    }

    /// The logarithm of the covariance's determinant.
    #[track_caller]
    fn log_det(&self) -> Tensor {
        half_log_det(&self.capacitance_tril) * 2.0 + self.diag.log().sum_dim(-1, false)
    }

    /// What columns `[.., n, m]` are to one another under the inverse of the covariance, of each with itself, summed.
    #[track_caller]
    fn square_distance(&self, ways: &Tensor) -> Tensor {
        let scaled = ways / self.diag.unsqueeze(-1);
        let explained = solve_lower(
            &self.capacitance_tril,
            &self.factor.transpose(-2, -1).matmul(&scaled),
        );
        (scaled * ways).sum_dim([-2, -1], false) - explained.square().sum_dim([-2, -1], false)
    }

    fn size(&self) -> f64 {
        self.loc.size(-1) as f64
    }
}

/// The batch shape of a mean, a factor and a diagonal.
fn check_shapes(loc: &Tensor, factor: &Tensor, diag: &Tensor) -> Result<Vec<usize>, Error> {
    let dtype = loc.dtype();
    let fits = dtype.is_float() && factor.dtype() == dtype && diag.dtype() == dtype;
    match (loc.shape(), factor.shape(), diag.shape()) {
        ([batch @ .., n], [other @ .., rows, _], [third @ .., m]) if fits && n == rows && n == m => {
            Ok(broadcast(&broadcast(batch, other)?, third)?.to_vec())
        }
        (loc, factor, diag) => Err(Error::shape(format!(
            "{NAME}: loc has shape {loc:?}, cov_factor {factor:?} and cov_diag {diag:?}, and must be [.., n], [.., n, k] and \
             [.., n], of one floating-point type"
        ))),
    }
}

impl Distribution for LowRankMultivariateNormal {
    fn batch_shape(&self) -> &[usize] {
        let shape = self.loc.shape();
        &shape[..shape.len() - 1]
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.loc);
        change(&mut self.factor);
        change(&mut self.diag);
        change(&mut self.capacitance_tril);
    }

    fn event_shape(&self) -> &[usize] {
        check::last_dim(self.loc.shape())
    }

    fn support(&self) -> Constraint {
        Constraint::real_vector()
    }

    fn mean(&self) -> Tensor {
        self.loc.clone()
    }

    fn variance(&self) -> Tensor {
        self.factor.square().sum_dim(-1, false) + &self.diag
    }

    fn mode(&self) -> Tensor {
        self.loc.clone()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::finite(NAME, "value", value);
        let distance = self.square_distance(&(value - &self.loc).unsqueeze(-1));
        (distance + self.log_det() + self.size() * TAU.ln()) * -0.5
    }

    fn entropy(&self) -> Tensor {
        (self.log_det() + self.size() * (1.0 + TAU.ln())) * 0.5
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let batch = extended(sample_shape, self.batch_shape(), &[]);
        let options = Tensor::options().dtype(self.loc.dtype());
        let common = options.randn(extended(&batch, &[self.factor.size(-1)], &[]));
        let own = options.randn(extended(&batch, self.event_shape(), &[]));
        &self.loc + self.factor.matmul(common.unsqueeze(-1)).squeeze_dim(-1) + self.diag.sqrt() * own
    }
}

impl Reparameterized for LowRankMultivariateNormal {}

impl KlDivergence<LowRankMultivariateNormal> for LowRankMultivariateNormal {
    #[track_caller]
    fn kl_divergence(&self, q: &LowRankMultivariateNormal) -> Tensor {
        let way = q.square_distance(&(&q.loc - &self.loc).unsqueeze(-1));
        let spread =
            q.square_distance(&self.factor) + q.square_distance(&self.diag.sqrt().diag_embed(0, -2, -1));
        (q.log_det() - self.log_det() + spread + way - self.size()) * 0.5
    }
}

impl KlDivergence<MultivariateNormal> for LowRankMultivariateNormal {
    #[track_caller]
    fn kl_divergence(&self, q: &MultivariateNormal) -> Tensor {
        self.to_full().kl_divergence(q)
    }
}

impl KlDivergence<LowRankMultivariateNormal> for MultivariateNormal {
    #[track_caller]
    fn kl_divergence(&self, q: &LowRankMultivariateNormal) -> Tensor {
        self.kl_divergence(&q.to_full())
    }
}
