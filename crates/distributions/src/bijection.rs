//! [`Bijection`]: what values can be put through.

use std::any::Any;
use std::fmt;

use autograd::{Error, Tensor};

use crate::Constraint;

/// A function of numbers that can be turned around and differentiated, such as those of [`Transform`](crate::Transform).
pub trait Bijection: Any + fmt::Debug + Send + Sync {
    /// The value for `x`.
    #[track_caller]
    fn forward(&self, x: &Tensor) -> Tensor;

    /// The `x` of a value.
    #[track_caller]
    fn inverse(&self, y: &Tensor) -> Tensor;

    /// The logarithm of the magnitude of the slope at `x`, where the value is `y`; of the Jacobian's determinant for what takes
    /// several numbers at once, without their dimensions.
    #[track_caller]
    fn log_abs_det_jacobian(&self, x: &Tensor, y: &Tensor) -> Tensor;

    /// How many of the last dimensions are taken at once; none for a function of single numbers.
    fn event_dim(&self) -> usize {
        0
    }

    /// How many of the last dimensions of the value belong together; as many as are taken at once, if nothing else is said.
    fn event_dim_after(&self) -> usize {
        self.event_dim()
    }

    /// The shape of the value for an `x` of some shape.
    #[track_caller]
    fn forward_shape(&self, shape: &[usize]) -> Vec<usize> {
        shape.to_vec()
    }

    /// What values it gives; any numbers, if nothing else is said.
    fn codomain(&self) -> Constraint {
        Constraint::Real.to_event(self.event_dim_after())
    }

    /// 1 where a function of single numbers grows, and -1 where it falls.
    ///
    /// # Panics
    /// If it takes several numbers at once.
    #[track_caller]
    fn sign(&self) -> Tensor {
        grows(self)
    }

    /// Whether `other` is known to be the same function. If nothing is said here, distributions have the same only as clones of one.
    fn is_same(&self, _other: &dyn Bijection) -> bool {
        false
    }
}

/// 1, of what takes single numbers.
#[track_caller]
pub(crate) fn grows(transform: &(impl Bijection + ?Sized)) -> Tensor {
    if transform.event_dim() > 0 {
        Error::argument(format!(
            "{transform:?} neither grows nor falls: it takes several numbers at once"
        ))
        .raise();
    }
    Tensor::from(1.0)
}
