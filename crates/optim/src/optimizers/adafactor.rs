//! [`Adafactor`]: Adam's second moments in the memory of rows and columns.

use autograd::{DType, Tensor, no_grad};
use options_derive::Options;
use tensor_core::Array;

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::state::{state, zeros_like};

/// Adafactor, of N. Shazeer and M. Stern: "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost" (2018):
/// `torch.optim.Adafactor`. For a matrix it keeps the mean squares of rows and columns instead of those of elements.
///
/// With gradient `g`, parameter `p`, the step's number `t`, and only what is set; `rms` is the root of the mean square:
///
/// ```text
/// g = -g                                       if maximize
/// b = t^beta2_decay
/// a = min(lr, 1 / sqrt(t)) max(eps[1], rms(p))
/// p = p (1 - lr weight_decay)
/// R = R + b (mean of g g along rows - R)       for matrices and what has more dimensions
/// C = C + b (mean of g g along columns - C)
/// V = R C / max(mean of R, eps[0])
/// V = V + b (g g - V)                          for vectors and numbers
/// u = g / max(sqrt(V), eps[0])
/// p = p - a u / max(1, rms(u) / d)
/// ```
///
/// PyTorch's learning rate is 0.01 by default.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Adafactor, Optimizer};
///
/// let w = Tensor::ones([3, 2]).requires_grad_(true);
/// let mut optimizer = Adafactor::new([&w], 0.01);
/// w.square().sum().backward();
/// optimizer.step();
/// assert_eq!(optimizer.state_dict()["state.0.row_var"].shape(), [3, 1]);
/// assert_eq!(optimizer.state_dict()["state.0.col_var"].shape(), [1, 2]);
/// ```
#[derive(Debug)]
pub struct Adafactor(Core<Factored>);

optimizer!(Adafactor, Factored);

/// The options of [`Adafactor`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = Adafactor)]
struct Factored {
    /// The learning rate, which is the largest relative step.
    #[option(limit = non_negative)]
    lr: f64,
    /// The power of the step's number that a new mean square counts.
    #[option(default = -0.8, limit = ("at most 0", |x| x <= 0.0))]
    beta2_decay: f64,
    /// The least root of a mean square, where nothing is given the precision of the element type, and the least size of
    /// a parameter.
    #[option(default = (None, 1e-3), limit = non_negative)]
    eps: (Option<f64>, f64),
    /// How large the root of an update's mean square may be.
    #[option(default = 1.0, limit = at_least_one)]
    d: f64,
    weight_decay: f64,
    maximize: bool,
}

state! {
    struct Variances {
        step: f64,
        row_var: Option<Array>,
        col_var: Option<Array>,
        variance: Option<Array>,
    }
}

impl Algorithm for Factored {
    type State = Variances;

    fn begin(&self, _: &Self, parameter: &Array) -> Variances {
        let is_matrix = parameter.rank() > 1;
        let along = |from_end: usize| {
            let mut shape = parameter.shape().to_vec();
            let dim = shape.len() - from_end;
            shape[dim] = 1;
            Array::zeros(shape, parameter.dtype())
        };
        Variances {
            step: 0.0,
            row_var: is_matrix.then(|| along(1)),
            col_var: is_matrix.then(|| along(2)),
            variance: (!is_matrix).then(|| zeros_like(parameter)),
        }
    }
}

impl Step for Factored {
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Variances) {
        state.step += 1.0;
        let grad = Tensor::from(grad.clone());
        let grad = if self.maximize { -grad } else { grad };
        let value = Tensor::from(parameter.clone());
        *parameter = no_grad(|| self.moved(value, &grad, state)).to_array();
    }

    fn steps_in_place(&self, _: &Variances) -> bool {
        false
    }
}

impl Factored {
    /// The parameter after a step.
    fn moved(&self, mut parameter: Tensor, grad: &Tensor, state: &mut Variances) -> Tensor {
        let smallest = self.eps.0.unwrap_or_else(|| precision(parameter.dtype()));
        let size = self.lr.min(state.step.powf(-0.5)) * root_mean_square(&parameter).max(self.eps.1);
        if self.weight_decay != 0.0 {
            parameter *= 1.0 - self.lr * self.weight_decay;
        }
        let variance = state.follow(&grad.square(), state.step.powf(self.beta2_decay), smallest);
        let update = variance.clamp_min(smallest * smallest).rsqrt() * grad;
        let excess = (root_mean_square(&update) / self.d).max(1.0);
        parameter.add_scaled_(&update, -size / excess);
        parameter
    }
}

impl Variances {
    /// Takes in new squares, and gives the mean square of every element.
    fn follow(&mut self, squares: &Tensor, part: f64, smallest: f64) -> Tensor {
        if let (Some(rows), Some(columns)) = (&mut self.row_var, &mut self.col_var) {
            let rows = mix(rows, squares.mean_dim(-1, true), part);
            let columns = mix(columns, squares.mean_dim(-2, true), part);
            return rows.matmul(&columns) / rows.mean_dim(-2, true).clamp_min(smallest);
        }
        let kept = self.variance.get_or_insert_with(|| zeros_like(&squares.value()));
        mix(kept, squares.clone(), part)
    }
}

/// Moves what is kept by a part of the way to the new mean, and gives it.
fn mix(kept: &mut Array, new: Tensor, part: f64) -> Tensor {
    let mixed = Tensor::from(kept.clone()).lerp(&new, part);
    *kept = mixed.to_array();
    mixed
}

/// The distance from 1 to the next number.
fn precision(dtype: DType) -> f64 {
    dtype.finfo().map_or(0.0, |limits| limits.eps)
}

fn root_mean_square(x: &Tensor) -> f64 {
    x.norm(2.0).item() / (x.numel() as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Optimizer;

    /// PyTorch 2.15's figures after three steps.
    #[test]
    fn a_matrix_goes_as_in_pytorch() {
        let w = Tensor::from([[1.0, -2.0, 0.5], [0.25, 3.0, -1.5]]).requires_grad_(true);
        let mut optimizer = Adafactor::new([&w], 0.1).weight_decay(0.1);
        for _ in 0..3 {
            optimizer.zero_grad();
            (w.powi(4) + &w).sum().backward();
            optimizer.step();
        }
        let expected = [0.121186, -1.59867, 0.303878, 0.129583, 2.553497, -1.120845];
        for (got, want) in w.detach().to_vec::<f64>().into_iter().zip(expected) {
            assert!((got - want).abs() < 1e-5, "{got}, not {want}");
        }
    }
}
