//! [`Constraint`]: which values there are.

use autograd::{DType, Error, Operand, Tensor};

use crate::triangular::is_positive_definite;

/// A set of values, such as those that a distribution has, its [`support`](crate::Distribution::support).
///
/// Bounds are tensors, which broadcast with values. PyTorch also has `positive_semidefinite`, `cat` and `stack`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Beta, Constraint, Distribution};
/// let share = Beta::new(2.0, 3.0).support();
/// assert!(matches!(share, Constraint::UnitInterval));
/// assert_eq!(share.check(&Tensor::from([0.5, 1.5])).to_vec::<bool>(), [true, false]);
/// // Of events a whole one is checked at once.
/// assert_eq!(Constraint::Simplex.check(&Tensor::from([0.2, 0.8])).item(), 1.0);
/// ```
#[derive(Clone, Debug)]
pub enum Constraint {
    /// Any number but what is none.
    Real,
    /// Numbers above 0.
    Positive,
    /// Numbers from 0 on.
    Nonnegative,
    /// Numbers from 0 to 1.
    UnitInterval,
    /// Numbers above a bound.
    GreaterThan(Tensor),
    /// Numbers from a bound on.
    GreaterThanEq(Tensor),
    /// Numbers below a bound.
    LessThan(Tensor),
    /// Numbers from a lower to an upper bound.
    Interval(Tensor, Tensor),
    /// Numbers from a lower bound to below an upper one.
    HalfOpenInterval(Tensor, Tensor),
    /// 0 and 1.
    Boolean,
    /// Whole numbers from 0 on.
    NonnegativeInteger,
    /// Whole numbers from 1 on.
    PositiveInteger,
    /// Whole numbers from a lower to an upper bound.
    IntegerInterval(Tensor, Tensor),
    /// Vectors of zeros and one 1.
    OneHot,
    /// Vectors of numbers from 0 on, with the sum 1 up to 1e-6.
    Simplex,
    /// Vectors of numbers from 0 on, with no larger sum; a sample's sum is the bound.
    Multinomial(Tensor),
    /// Matrices with zeros above the diagonal.
    LowerTriangular,
    /// Matrices with zeros above the diagonal, and positive numbers on it.
    LowerCholesky,
    /// Such matrices with rows of length 1.
    CorrCholesky,
    /// Matrices of as many rows as columns.
    Square,
    /// Matrices that are their own transpose, up to rounding.
    Symmetric,
    /// Such matrices with positive eigenvalues only. PyTorch looks at these only if all matrices are symmetric.
    PositiveDefinite,
    /// Values of as many more dimensions, of which all are as another constraint says.
    Independent(Box<Constraint>, usize),
    /// Values that each component of a mixture has, whose constraint this is.
    MixtureSameFamily(Box<Constraint>),
}

impl Constraint {
    /// Vectors of any numbers.
    pub fn real_vector() -> Self {
        Self::Real.to_event(1)
    }

    /// Values of `dims` more dimensions, of which all are as this says.
    #[must_use]
    pub fn to_event(self, dims: usize) -> Self {
        match dims {
            0 => self,
            dims => Self::Independent(Box::new(self), dims),
        }
    }

    /// How many of the last dimensions are one value.
    pub fn event_dim(&self) -> usize {
        match self {
            Self::OneHot | Self::Simplex | Self::Multinomial(_) => 1,
            Self::LowerTriangular | Self::LowerCholesky | Self::CorrCholesky => 2,
            Self::Square | Self::Symmetric | Self::PositiveDefinite => 2,
            Self::Independent(each, dims) => each.event_dim() + dims,
            Self::MixtureSameFamily(each) => each.event_dim(),
            _ => 0,
        }
    }

    /// Whether the values can be counted.
    pub fn is_discrete(&self) -> bool {
        match self {
            Self::Boolean | Self::NonnegativeInteger | Self::PositiveInteger => true,
            Self::IntegerInterval(..) | Self::OneHot | Self::Multinomial(_) => true,
            Self::Independent(each, _) | Self::MixtureSameFamily(each) => each.is_discrete(),
            _ => false,
        }
    }

    /// Which values are as the constraint says: bools, without the dimensions of one value.
    ///
    /// # Panics
    /// If a value has too few dimensions, or does not broadcast with the bounds.
    #[track_caller]
    pub fn check(&self, value: &Tensor) -> Tensor {
        let dims = self.event_dim();
        if value.rank() < dims {
            Error::shape(format!(
                "Constraint: a value has shape {:?}, and must have {dims} dimensions at least",
                value.shape()
            ))
            .raise();
        }
        self.holds(&value.detach())
    }

    #[track_caller]
    fn holds(&self, x: &Tensor) -> Tensor {
        match self {
            Self::Real => x.eq(x),
            Self::Positive => x.gt(0),
            Self::Nonnegative => x.ge(0),
            Self::UnitInterval => between(x, 0, 1),
            Self::GreaterThan(low) => x.gt(low),
            Self::GreaterThanEq(low) => x.ge(low),
            Self::LessThan(high) => x.lt(high),
            Self::Interval(low, high) => between(x, low, high),
            Self::HalfOpenInterval(low, high) => x.ge(low).logical_and(&x.lt(high)),
            Self::Boolean => x.eq(0).logical_or(&x.eq(1)),
            Self::NonnegativeInteger => is_whole(x).logical_and(&x.ge(0)),
            Self::PositiveInteger => is_whole(x).logical_and(&x.ge(1)),
            Self::IntegerInterval(low, high) => is_whole(x).logical_and(&between(x, low, high)),
            Self::OneHot => of_vectors(&Self::Boolean, x).logical_and(&sums(x).eq(1)),
            Self::Simplex => of_vectors(&Self::Nonnegative, x).logical_and(&(sums(x) - 1.0).abs().lt(1e-6)),
            Self::Multinomial(total) => of_vectors(&Self::Nonnegative, x).logical_and(&sums(x).le(total)),
            Self::LowerTriangular => x.tril(0).eq(x).all_dim([-2, -1], false),
            Self::LowerCholesky => {
                let diagonal = of_vectors(&Self::Positive, &x.diagonal(0, -2, -1));
                Self::LowerTriangular.holds(x).logical_and(&diagonal)
            }
            Self::CorrCholesky => {
                let unit = is_near_1(&x.square().sum_dim(-1, false).sqrt(), x.size(-1));
                Self::LowerCholesky.holds(x).logical_and(&unit)
            }
            Self::Square => {
                let batch = &x.shape()[..x.rank() - 2];
                Tensor::options()
                    .dtype(DType::Bool)
                    .full(batch, x.size(-2) == x.size(-1))
            }
            Self::Symmetric | Self::PositiveDefinite if x.size(-2) != x.size(-1) => Self::Square.holds(x),
            Self::Symmetric => {
                let same = x.isclose_with(&x.transpose(-2, -1), 1e-5, 1e-6, false);
                same.all_dim([-2, -1], false)
            }
            Self::PositiveDefinite => Self::Symmetric.holds(x).logical_and(&is_positive_definite(x)),
            Self::Independent(each, dims) => {
                (0..*dims).fold(each.holds(x), |fits, _| fits.all_dim(-1, false))
            }
            Self::MixtureSameFamily(each) => {
                let beside = x.unsqueeze(-1 - each.event_dim() as isize);
                each.holds(&beside).all_dim(-1, false)
            }
        }
    }
}

#[track_caller]
fn between(x: &Tensor, low: impl Operand, high: impl Operand) -> Tensor {
    x.ge(low).logical_and(&x.le(high))
}

#[track_caller]
fn is_whole(x: &Tensor) -> Tensor {
    x.remainder(1).eq(0)
}

#[track_caller]
fn sums(x: &Tensor) -> Tensor {
    x.sum_dim(-1, false)
}

/// Where all numbers of a vector are as `each` says.
#[track_caller]
fn of_vectors(each: &Constraint, x: &Tensor) -> Tensor {
    each.holds(x).all_dim(-1, false)
}

/// Where all lengths are 1, up to the rounding of `count` numbers' sum.
#[track_caller]
fn is_near_1(lengths: &Tensor, count: usize) -> Tensor {
    let eps = lengths.dtype().finfo().map_or(0.0, |limits| limits.eps);
    let off = (lengths - 1.0).abs();
    off.le(10.0 * eps * count as f64).all_dim(-1, false)
}
