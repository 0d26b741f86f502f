//! [`Steps`]: one parametrization, or one after the other.

use autograd::Tensor;

use super::Parametrization;
use crate::copying;
use crate::layer_error::LayerError;
use crate::module::Visitor;

/// What [`parametrize`](crate::parametrize()) takes: a [`Parametrization`], or a pair of which the second computes the weight
/// from what the first has computed.
pub trait Steps: Send + Sync + Sized {
    /// The weight that the originals stand for.
    #[doc(hidden)]
    fn compute(&self, originals: &[Tensor]) -> Tensor;

    /// What stands for a weight.
    #[doc(hidden)]
    fn invert(&self, weight: &Tensor) -> Vec<Tensor>;

    /// Shows the steps, by their numbers from `at` on.
    #[doc(hidden)]
    fn visit_steps(&self, at: usize, visitor: &mut dyn Visitor) -> usize;

    /// A copy of the steps.
    #[doc(hidden)]
    fn copy_steps(&self) -> Result<Self, LayerError>;
}

impl<P: Parametrization> Steps for P {
    fn compute(&self, originals: &[Tensor]) -> Tensor {
        self.weight(originals)
    }

    fn invert(&self, weight: &Tensor) -> Vec<Tensor> {
        self.right_inverse(weight)
    }

    fn visit_steps(&self, at: usize, visitor: &mut dyn Visitor) -> usize {
        visitor.module(&at.to_string(), self);
        at + 1
    }

    fn copy_steps(&self) -> Result<Self, LayerError> {
        copying::field(self, "parametrizations")
    }
}

impl<A: Steps, B: Steps> Steps for (A, B) {
    fn compute(&self, originals: &[Tensor]) -> Tensor {
        self.1.compute(&[self.0.compute(originals)])
    }

    fn invert(&self, weight: &Tensor) -> Vec<Tensor> {
        let [between] = &self.1.invert(weight)[..] else {
            panic!("a parametrization that is computed from several tensors must be the first one");
        };
        self.0.invert(between)
    }

    fn visit_steps(&self, at: usize, visitor: &mut dyn Visitor) -> usize {
        let at = self.0.visit_steps(at, visitor);
        self.1.visit_steps(at, visitor)
    }

    fn copy_steps(&self) -> Result<Self, LayerError> {
        Ok((self.0.copy_steps()?, self.1.copy_steps()?))
    }
}
