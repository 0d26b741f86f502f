//! [`LKJCholesky`]: an unknown correlation.

use std::f64::consts::PI;

use autograd::{Error, Tensor, no_grad};

use crate::check::{self, extended};
use crate::{Beta, Constraint, Distribution};

/// The distribution of the lower triangles `l` of correlation matrices `l l'` of `dim` numbers, under which the density of a matrix
/// is in proportion to its determinant to the power `concentration - 1`: all matrices alike for 1, and the nearer to no
/// correlation the larger it is. After D. Lewandowski, D. Kurowicka and H. Joe, "Generating random correlation matrices based on
/// vines and extended onion method" (2009).
///
/// ```
/// use distributions::{Distribution, LKJCholesky};
/// let triangle = LKJCholesky::new(3, 1.0).sample(());
/// assert_eq!(triangle.shape(), [3, 3]);
/// let lengths = triangle.square().sum_dim(-1, false);
/// assert!((lengths - 1.0).abs().max().item() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct LKJCholesky {
    dim: usize,
    concentration: Tensor,
    event: [usize; 2],
    /// The shares that go to the left of the diagonal, of all rows, at unit length.
    shares: Beta,
}

impl LKJCholesky {
    /// The distribution of `dim` rows.
    ///
    /// # Panics
    /// If `dim` is less than 2, or `concentration` not positive.
    #[track_caller]
    pub fn new(dim: usize, concentration: impl Into<Tensor>) -> Self {
        let [concentration] = check::parameters("LKJCholesky", [concentration.into()]);
        if dim < 2 {
            Error::argument(format!("LKJCholesky: dim must be at least 2, and is {dim}")).raise();
        }
        check::positive("LKJCholesky", "concentration", &concentration);
        Self {
            dim,
            shares: shares(dim, &concentration),
            concentration,
            event: [dim, dim],
        }
    }
}

/// From `first`, as many numbers as there are rows below the first one, each larger by 1.
#[track_caller]
fn steps(dim: usize, first: f64, like: &Tensor) -> Tensor {
    let count = dim as f64 - 1.0;
    Tensor::options()
        .dtype(like.dtype())
        .arange(first, first + count, 1.0)
}

#[track_caller]
fn shares(dim: usize, concentration: &Tensor) -> Beta {
    let rows = steps(dim, 0.0, concentration);
    let rows = Tensor::cat(&[&rows.narrow(0, 0, 1), &rows], 0);
    let right = (concentration + 0.5 * (dim as f64 - 2.0)).unsqueeze(-1) - &rows * 0.5;
    check::positive(
        "LKJCholesky",
        "concentration, as far as it is seen beside dim,",
        &right,
    );
    Beta::new(rows + 0.5, right)
}

impl Distribution for LKJCholesky {
    fn batch_shape(&self) -> &[usize] {
        self.concentration.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.concentration);
        self.shares.each_tensor(change);
    }

    fn event_shape(&self) -> &[usize] {
        &self.event
    }

    fn support(&self) -> Constraint {
        Constraint::CorrCholesky
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

    /// What is above the diagonal does not count.
    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::event("LKJCholesky", value, &self.event);
        let diagonal = value.diagonal(0, -2, -1);
        check::positive("LKJCholesky", "the diagonal of a value", &diagonal);
        let lengths = value.detach().tril(0).square().sum_dim(-1, false) - 1.0;
        check::require(
            "LKJCholesky",
            "the length of a row of a value, less 1,",
            &lengths,
            "0",
            |x| x.abs() < 1e-4,
        );
        let below = self.dim as isize - 1;
        let order = (&self.concentration - 1.0).unsqueeze(-1) * 2.0
            + (below as f64 - steps(self.dim, 1.0, &self.concentration));
        let density = (order * diagonal.narrow(-1, 1, below as usize).log()).sum_dim(-1, false);
        let alpha = &self.concentration + 0.5 * below as f64;
        let norm = (&alpha - 0.5).mvlgamma(below as u32) - alpha.lgamma() * below as f64;
        density - norm - 0.5 * below as f64 * PI.ln()
    }

    /// # Panics
    /// There is no formula, in PyTorch neither; take the mean of `-log_prob` of samples.
    fn entropy(&self) -> Tensor {
        check::no_formula::<Self>("entropy")
    }

    /// By the onion method: each row is a point of a sphere, as far from the diagonal as its share says.
    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        no_grad(|| {
            let share = self.shares.draw(sample_shape).unsqueeze(-1);
            let shape = extended(sample_shape, self.batch_shape(), &self.event);
            let normal = Tensor::options()
                .dtype(self.concentration.dtype())
                .randn(shape)
                .tril(-1);
            let length = normal.square().sum_dim(-1, true).sqrt();
            // The first row has nothing left of its diagonal.
            let sphere = &normal / length.eq(0.0).where_(1.0, &length);
            let left = share.sqrt() * sphere;
            let rest = 1.0 - left.square().sum_dim(-1, false);
            &left + rest.clamp_min(check::least(&rest)).sqrt().diag_embed(0, -2, -1)
        })
    }
}
