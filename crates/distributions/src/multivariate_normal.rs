//! [`MultivariateNormal`]: a bell in several dimensions.

use std::f64::consts::TAU;

use autograd::{Error, OrRaise, Tensor};
use tensor_core::broadcast;

use crate::check::{self, extended};
use crate::triangular::{cholesky, half_log_det, solve_lower};
use crate::{Constraint, Distribution, KlDivergence, Reparameterized};

/// The normal distribution of vectors with mean `loc` and covariance `L L'`, where `L` is a lower triangle.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, MultivariateNormal};
/// let normal = MultivariateNormal::new(Tensor::zeros(2), Tensor::from([[4.0, 2.0], [2.0, 2.0]]));
/// assert_eq!(normal.scale_tril().to_vec::<f32>(), [2.0, 0.0, 1.0, 1.0]);
/// assert_eq!(normal.sample([5]).shape(), [5, 2]);
/// ```
#[derive(Clone, Debug)]
pub struct MultivariateNormal {
    loc: Tensor,
    scale_tril: Tensor,
}

impl MultivariateNormal {
    /// The distribution of a mean `[.., n]` and a covariance matrix `[.., n, n]`.
    ///
    /// # Panics
    /// If the shapes do not fit, or the matrix is not positive definite.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, covariance_matrix: impl Into<Tensor>) -> Self {
        let (loc, covariance) = (loc.into(), covariance_matrix.into());
        check_shapes(&loc, &covariance).or_raise();
        let factor = cholesky(&covariance).map_err(|error| error.within("MultivariateNormal"));
        Self::from_scale_tril(loc, factor.or_raise())
    }

    /// The distribution of a mean `[.., n]` and the lower triangle `[.., n, n]` whose product with its transpose is the
    /// covariance; what is above the diagonal does not count.
    ///
    /// # Panics
    /// If the shapes do not fit, or the diagonal is not positive.
    #[track_caller]
    pub fn from_scale_tril(loc: impl Into<Tensor>, scale_tril: impl Into<Tensor>) -> Self {
        let (loc, scale_tril) = (loc.into(), scale_tril.into());
        let batch = check_shapes(&loc, &scale_tril).or_raise();
        check::finite("MultivariateNormal", "loc", &loc);
        check::positive(
            "MultivariateNormal",
            "the diagonal of scale_tril",
            &scale_tril.diagonal(0, -2, -1),
        );
        let n = loc.size(-1);
        Self {
            loc: loc.expand(extended(&[], &batch, &[n])),
            scale_tril: scale_tril.tril(0).expand(extended(&[], &batch, &[n, n])),
        }
    }

    /// The distribution of independent numbers with means and standard deviations `[.., n]`.
    ///
    /// # Panics
    /// If the shapes do not fit, or a deviation is not positive.
    #[track_caller]
    pub fn diagonal(loc: impl Into<Tensor>, scale: impl Into<Tensor>) -> Self {
        Self::from_scale_tril(loc, scale.into().diag_embed(0, -2, -1))
    }

    /// The lower triangle whose product with its transpose is the covariance.
    pub fn scale_tril(&self) -> &Tensor {
        &self.scale_tril
    }

    /// The covariance `[.., n, n]`.
    #[track_caller]
    pub fn covariance_matrix(&self) -> Tensor {
        self.scale_tril.matmul(self.scale_tril.transpose(-2, -1))
    }

    /// The square of the distance in deviations.
    #[track_caller]
    fn square_distance(&self, way: &Tensor) -> Tensor {
        solve_lower(&self.scale_tril, &way.unsqueeze(-1))
            .square()
            .sum_dim([-2, -1], false)
    }

    fn size(&self) -> f64 {
        self.loc.size(-1) as f64
    }
}

/// The batch shape of a mean and a matrix.
fn check_shapes(loc: &Tensor, matrix: &Tensor) -> Result<Vec<usize>, Error> {
    let fits = loc.dtype().is_float() && matrix.dtype() == loc.dtype();
    match (loc.shape(), matrix.shape()) {
        ([batch @ .., n], [other @ .., rows, columns]) if fits && n == rows && n == columns => {
            Ok(broadcast(batch, other)?.to_vec())
        }
        (loc_shape, shape) => Err(Error::shape(format!(
            "MultivariateNormal: the mean has shape {loc_shape:?} and the matrix {shape:?}, and must be [.., n] and \
             [.., n, n], of one floating-point type"
        ))),
    }
}

impl Distribution for MultivariateNormal {
    fn batch_shape(&self) -> &[usize] {
        let shape = self.loc.shape();
        &shape[..shape.len() - 1]
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.loc);
        change(&mut self.scale_tril);
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
        self.scale_tril.square().sum_dim(-1, false)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::finite("MultivariateNormal", "value", value);
        let distance = self.square_distance(&(value - &self.loc));
        (distance + self.size() * TAU.ln()) * -0.5 - half_log_det(&self.scale_tril)
    }

    fn entropy(&self) -> Tensor {
        half_log_det(&self.scale_tril) + 0.5 * self.size() * (1.0 + TAU.ln())
    }

    fn mode(&self) -> Tensor {
        self.loc.clone()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), self.event_shape());
        let standard = Tensor::options().dtype(self.loc.dtype()).randn(shape);
        &self.loc + self.scale_tril.matmul(standard.unsqueeze(-1)).squeeze_dim(-1)
    }
}

impl Reparameterized for MultivariateNormal {}

impl KlDivergence<MultivariateNormal> for MultivariateNormal {
    #[track_caller]
    fn kl_divergence(&self, q: &MultivariateNormal) -> Tensor {
        let spread = solve_lower(&q.scale_tril, &self.scale_tril)
            .square()
            .sum_dim([-2, -1], false);
        let way = q.square_distance(&(&q.loc - &self.loc));
        half_log_det(&q.scale_tril) - half_log_det(&self.scale_tril) + (spread + way - self.size()) * 0.5
    }
}
