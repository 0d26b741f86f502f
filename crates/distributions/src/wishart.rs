//! [`Wishart`]: an unknown covariance.

use std::f64::consts::LN_2;

use autograd::{Ellipsis, Error, OrRaise, Tensor};
use tensor_core::broadcast;

use crate::check::{self, extended};
use crate::triangular::{cholesky, half_log_det, solve_lower};
use crate::{Chi2, Constraint, Distribution, KlDivergence, Reparameterized};

/// Wishart's distribution of positive definite matrices: of the sum of `x x'` of `df` normal vectors `x` with mean 0 and covariance
/// `L L'`, where `L` is a lower triangle; `df` need not be whole.
///
/// A sample is drawn by M. S. Bartlett's decomposition, and near `df = n - 1` may be singular but for rounding.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Wishart};
/// let scatter = Wishart::new(3.0, Tensor::from([[4.0, 2.0], [2.0, 2.0]]));
/// assert!((scatter.mean() - Tensor::from([[12.0, 6.0], [6.0, 6.0]])).abs().max().item() < 1e-5);
/// assert_eq!(scatter.sample([5]).shape(), [5, 2, 2]);
/// ```
#[derive(Clone, Debug)]
pub struct Wishart {
    df: Tensor,
    scale_tril: Tensor,
    /// The squares on the diagonal of a sample of the covariance 1.
    squares: Chi2,
}

impl Wishart {
    /// The distribution of degrees of freedom and a covariance matrix `[.., n, n]`.
    ///
    /// # Panics
    /// If the shapes do not fit, the matrix is not positive definite, or `df` is not above `n - 1`.
    #[track_caller]
    pub fn new(df: impl Into<Tensor>, covariance_matrix: impl Into<Tensor>) -> Self {
        let (df, covariance) = (df.into(), covariance_matrix.into());
        check_shapes(&df, &covariance).or_raise();
        let factor = cholesky(&covariance).map_err(|error| error.within("Wishart"));
        Self::from_scale_tril(df, factor.or_raise())
    }

    /// The distribution of degrees of freedom and the lower triangle `[.., n, n]` whose product with its transpose is the covariance;
    /// what is above the diagonal does not count.
    ///
    /// # Panics
    /// If the shapes do not fit, the diagonal is not positive, or `df` is not above `n - 1`.
    #[track_caller]
    pub fn from_scale_tril(df: impl Into<Tensor>, scale_tril: impl Into<Tensor>) -> Self {
        let (df, scale_tril) = (df.into(), scale_tril.into());
        let batch = check_shapes(&df, &scale_tril).or_raise();
        let diagonal = scale_tril.diagonal(0, -2, -1);
        check::positive("Wishart", "the diagonal of scale_tril", &diagonal);
        let n = scale_tril.size(-1);
        let least = n as f64 - 1.0;
        let df = df.to_dtype(scale_tril.dtype()).expand(&batch);
        check::require("Wishart", "df", &df, "finite and above n - 1", |df| {
            df > least && df.is_finite()
        });
        Self {
            squares: Chi2::new(row_df(&df, n)),
            df,
            scale_tril: scale_tril.tril(0).expand(extended(&[], &batch, &[n, n])),
        }
    }

    /// The lower triangle whose product with its transpose is the covariance.
    pub fn scale_tril(&self) -> &Tensor {
        &self.scale_tril
    }

    /// The covariance `[.., n, n]` of the vectors.
    #[track_caller]
    pub fn covariance_matrix(&self) -> Tensor {
        self.scale_tril.matmul(self.scale_tril.transpose(-2, -1))
    }

    fn size(&self) -> usize {
        self.scale_tril.size(-1)
    }

    /// The degrees of freedom in the shape of a matrix.
    #[track_caller]
    fn matrix_df(&self) -> Tensor {
        self.df.unsqueeze(-1).unsqueeze(-1)
    }

    /// The derivative of the logarithm of the multivariate gamma function at half of the degrees of freedom.
    #[track_caller]
    fn digamma(&self) -> Tensor {
        (row_df(&self.df, self.size()) * 0.5).digamma().sum_dim(-1, false)
    }

    #[track_caller]
    fn lgamma(&self) -> Tensor {
        (&self.df * 0.5).mvlgamma(self.size() as u32)
    }
}

/// The degrees of freedom of each of `n` rows, less what the rows above take.
#[track_caller]
fn row_df(df: &Tensor, n: usize) -> Tensor {
    let rows = Tensor::options().dtype(df.dtype()).arange(0.0, n as f64, 1.0);
    df.unsqueeze(-1) - rows
}

/// The trace of `(l l')^-1 m m'`.
#[track_caller]
fn trace(l: &Tensor, m: &Tensor) -> Tensor {
    solve_lower(l, m).square().sum_dim([-2, -1], false)
}

/// The batch shape of degrees of freedom and a matrix.
fn check_shapes(df: &Tensor, matrix: &Tensor) -> Result<Vec<usize>, Error> {
    match matrix.shape() {
        [batch @ .., rows, columns] if matrix.dtype().is_float() && rows == columns && *rows > 0 => {
            Ok(broadcast(df.shape(), batch)?.to_vec())
        }
        shape => Err(Error::shape(format!(
            "Wishart: the matrix has shape {shape:?}, and must be [.., n, n] with a positive n, of a floating-point type"
        ))),
    }
}

impl Distribution for Wishart {
    fn batch_shape(&self) -> &[usize] {
        self.df.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.df);
        change(&mut self.scale_tril);
        self.squares.each_tensor(change);
    }

    fn event_shape(&self) -> &[usize] {
        let shape = self.scale_tril.shape();
        &shape[shape.len() - 2..]
    }

    fn support(&self) -> Constraint {
        Constraint::PositiveDefinite
    }

    fn mean(&self) -> Tensor {
        self.matrix_df() * self.covariance_matrix()
    }

    fn variance(&self) -> Tensor {
        let covariance = self.covariance_matrix();
        let diagonal = covariance.diagonal(0, -2, -1);
        self.matrix_df() * (covariance.square() + diagonal.unsqueeze(-1) * diagonal.unsqueeze(-2))
    }

    /// Not a number where `df` is `n + 1` or less.
    fn mode(&self) -> Tensor {
        let factor = self.matrix_df() - (self.size() as f64 + 1.0);
        factor.le(0.0).where_(f64::NAN, factor) * self.covariance_matrix()
    }

    /// # Panics
    /// If a value is not positive definite.
    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::event("Wishart", value, self.event_shape());
        let value = cholesky(value)
            .map_err(|error| error.within("Wishart"))
            .or_raise();
        let n = self.size() as f64;
        let norm = &self.df * (half_log_det(&self.scale_tril) + 0.5 * n * LN_2) + self.lgamma();
        (&self.df - (n + 1.0)) * half_log_det(&value) - trace(&self.scale_tril, &value) * 0.5 - norm
    }

    fn entropy(&self) -> Tensor {
        let n = self.size() as f64;
        let scale = (half_log_det(&self.scale_tril) + 0.5 * n * LN_2) * (n + 1.0);
        scale + self.lgamma() - (&self.df - (n + 1.0)) * 0.5 * self.digamma() + &self.df * (0.5 * n)
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let batch = extended(sample_shape, self.batch_shape(), &[]);
        // PyTorch takes its first draw for singular and draws again.
        self.triangle(sample_shape, &batch);
        let factor = self.scale_tril.matmul(self.triangle(sample_shape, &batch));
        factor.matmul(factor.transpose(-2, -1))
    }
}

impl Wishart {
    /// The lower triangle of a sample of the covariance 1.
    #[track_caller]
    fn triangle(&self, sample_shape: &[usize], batch: &[usize]) -> Tensor {
        let n = self.size();
        let chi = self.squares.draw(sample_shape).sqrt();
        let eps = chi.dtype().finfo().map_or(0.0, |limits| limits.eps);
        let diagonal = chi.clamp_min(eps).diag_embed(0, -2, -1);
        let options = Tensor::options().dtype(self.df.dtype());
        let normal = options.randn(extended(batch, &[n * (n - 1) / 2], &[]));
        let below = Tensor::tril_indices(n, n, -1);
        let places = (Ellipsis, below.get(0), below.get(1));
        diagonal.index_put(places, &normal, false)
    }
}

impl Reparameterized for Wishart {}

impl KlDivergence<Wishart> for Wishart {
    #[track_caller]
    fn kl_divergence(&self, q: &Wishart) -> Tensor {
        let (p, n) = (self, self.size() as f64);
        let scale = &q.df * (half_log_det(&q.scale_tril) - half_log_det(&p.scale_tril));
        let spread = &p.df * 0.5 * (trace(&q.scale_tril, &p.scale_tril) - n);
        scale + spread + q.lgamma() - p.lgamma() + (&p.df - &q.df) * 0.5 * p.digamma()
    }
}
