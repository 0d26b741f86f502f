//! [`biject_to`], [`transform_to`]: from any numbers to those that a constraint wants.

use autograd::{Error, Tensor};

use crate::{Constraint, Transform};

/// The function from any numbers to values as `constraint` says, one to one.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Bijection, Distribution, Gamma, biject_to};
/// // The logarithm of a gamma distribution's density, for a sampler that knows no bounds.
/// let gamma = Gamma::new(2.0, 1.0);
/// let to_positive = biject_to(&gamma.support());
/// let x = Tensor::from(-3.0);
/// let y = to_positive.forward(&x);
/// assert!(gamma.support().check(&y).item() == 1.0);
/// let density = gamma.log_prob(&y) + to_positive.log_abs_det_jacobian(&x, &y);
/// assert!((density.item() + 6.0 + 0.05).abs() < 1e-3);
/// ```
///
/// # Panics
/// If there is none, such as to whole numbers.
#[track_caller]
pub fn biject_to(constraint: &Constraint) -> Transform {
    match constraint {
        Constraint::Simplex => Transform::StickBreaking,
        Constraint::Independent(each, dims) => Transform::Independent(Box::new(biject_to(each)), *dims),
        _ => to_numbers(constraint),
    }
}

/// A function from any numbers to values as `constraint` says, which an optimizer of numbers without bounds can be given: simpler than
/// [`biject_to`] where it need not be one to one.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Bijection, Constraint, transform_to};
/// let x = Tensor::from([0.0, 0.0]).requires_grad_(true);
/// let shares = transform_to(&Constraint::Simplex).forward(&x);
/// assert_eq!(shares.to_vec::<f32>(), [0.5, 0.5]);
/// ```
///
/// # Panics
/// If there is none, such as to whole numbers.
#[track_caller]
pub fn transform_to(constraint: &Constraint) -> Transform {
    match constraint {
        Constraint::Simplex => Transform::Softmax,
        Constraint::LowerCholesky => Transform::LowerCholesky,
        Constraint::PositiveDefinite => Transform::PositiveDefinite,
        Constraint::Independent(each, dims) => Transform::Independent(Box::new(transform_to(each)), *dims),
        _ => to_numbers(constraint),
    }
}

/// Those that both are the same to.
#[track_caller]
fn to_numbers(constraint: &Constraint) -> Transform {
    match constraint {
        Constraint::Real => Transform::Compose(Vec::new()),
        Constraint::Positive | Constraint::Nonnegative => Transform::Exp,
        Constraint::GreaterThan(low) | Constraint::GreaterThanEq(low) => moved(Transform::Exp, low, 1.0),
        Constraint::LessThan(high) => moved(Transform::Exp, high, -1.0),
        Constraint::UnitInterval => Transform::Sigmoid,
        Constraint::Interval(low, high) | Constraint::HalfOpenInterval(low, high) => {
            moved(Transform::Sigmoid, low, high - low)
        }
        Constraint::CorrCholesky => Transform::CorrCholesky,
        _ => Error::argument(format!("there is no transform to the constraint {constraint:?}")).raise(),
    }
}

/// A function, and `loc + scale y` of its value `y`.
#[track_caller]
fn moved(first: Transform, loc: &Tensor, scale: impl Into<Tensor>) -> Transform {
    let (loc, scale) = (loc.clone(), scale.into());
    Transform::Compose(vec![first, Transform::Affine { loc, scale }])
}
