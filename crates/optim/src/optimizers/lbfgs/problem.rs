//! [`Problem`]: what is minimized, as a function of one flat vector.

use autograd::{Tensor, enable_grad};
use tensor_core::{Array, Rule, RuleFloat};

use super::line_search::Trial;

/// The parameters, and the closure that evaluates the loss and its gradients.
pub(super) struct Problem<'a> {
    parameters: &'a [Tensor],
    maximize: bool,
    closure: &'a mut dyn FnMut() -> Tensor,
    evaluations: usize,
}

/// The loss at a place, and its gradient as a flat vector.
pub(super) struct Point {
    pub(super) loss: f64,
    pub(super) grad: Tensor,
}

impl Point {
    /// Whether no element of the gradient is larger.
    pub(super) fn is_flat(&self, tolerance: f64) -> bool {
        self.grad.abs().max().item() <= tolerance
    }

    /// This place on a line, where the loss has that slope.
    pub(super) fn at(self, size: f64, slope: f64) -> Trial {
        let Self { loss, grad } = self;
        Trial {
            size,
            loss,
            grad,
            slope,
        }
    }
}

impl<'a> Problem<'a> {
    pub(super) fn new(
        parameters: &'a [Tensor],
        maximize: bool,
        closure: &'a mut dyn FnMut() -> Tensor,
    ) -> Self {
        Self {
            parameters,
            maximize,
            closure,
            evaluations: 0,
        }
    }

    /// How often the loss was evaluated.
    pub(super) fn evaluations(&self) -> usize {
        self.evaluations
    }

    /// What the closure gave, and the place where the parameters are.
    pub(super) fn evaluate(&mut self) -> (Tensor, Point) {
        self.evaluations += 1;
        let given = enable_grad(&mut *self.closure);
        let grads = self.parameters.iter().map(|parameter| {
            let grad = parameter.grad().unwrap_or_else(|| parameter.zeros_like());
            grad.detach().reshape(-1)
        });
        let grad = Tensor::cat(&grads.collect::<Vec<_>>(), 0);
        let (loss, grad) = if self.maximize {
            (-given.item(), -grad)
        } else {
            (given.item(), grad)
        };
        (given, Point { loss, grad })
    }

    /// The parameters as they are.
    pub(super) fn here(&self) -> Vec<Array> {
        self.parameters.iter().map(Tensor::to_array).collect()
    }

    /// Puts the parameters where they were.
    pub(super) fn go_back(&self, start: Vec<Array>) {
        for (parameter, start) in self.parameters.iter().zip(start) {
            parameter.update(|value, _| *value = start);
        }
    }

    /// Moves the parameters by `size` along a direction.
    pub(super) fn go(&self, size: f64, direction: &Tensor) {
        let mut begin = 0;
        for parameter in self.parameters {
            let length = parameter.numel();
            let part = direction.narrow(0, begin as isize, length);
            let part = part.reshape(parameter.shape()).to_dtype(parameter.dtype());
            parameter.update(|value, _| value.update(&part.value(), [], &AddScaled(size)));
            begin += length;
        }
    }

    /// The loss at `size` along a direction; the parameters are where they were afterwards.
    pub(super) fn trial(&mut self, size: f64, direction: &Tensor) -> Trial {
        let start = self.here();
        self.go(size, direction);
        let (_, point) = self.evaluate();
        self.go_back(start);
        let slope = point.grad.dot(direction).item();
        point.at(size, slope)
    }
}

#[derive(Clone, Copy)]
struct AddScaled(f64);

impl Rule<0> for AddScaled {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, direction: F, _: [F; 0]) -> (F, [F; 0]) {
        (parameter + F::from_f64(self.0) * direction, [])
    }
}
