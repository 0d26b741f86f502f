//! [`Muon`]: steps of matrices along their momentum, made orthogonal.

use autograd::options::{FromOption, OptionValue};
use autograd::{DType, Error, Tensor, no_grad};
use options_derive::Options;
use tensor_core::Array;

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::state::state;

/// Muon, of K. Jordan: "Muon: An optimizer for hidden layers in neural networks" (2024): `torch.optim.Muon`. It is for
/// the matrices inside a network; embeddings, the last layer, biases and norms go to another optimizer, such as
/// [`AdamW`](crate::AdamW).
///
/// With gradient `g`, parameter `p` of shape `[m, n]`, momentum `u`, `(a, b, c)` the coefficients, and only what is set:
///
/// ```text
/// m = m + (1 - u) (g - m)
/// X = g + u (m - g)               if nesterov, else m
/// X = X / max(|X|, eps)
/// A = X X'                        ns_steps times, rounded to bfloat16
/// X = a X + (b A + c A A) X
/// p = p (1 - lr weight_decay)
/// p = p - lr sqrt(max(1, m / n)) X
/// ```
///
/// PyTorch's learning rate is 0.001 by default.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Muon, Optimizer};
///
/// let w = Tensor::eye(3).requires_grad_(true);
/// let mut optimizer = Muon::new([&w], 0.1).weight_decay(0.0);
/// w.square().sum().backward();
/// optimizer.step(); // along the identity, by about lr
/// assert!((w.detach().diagonal(0, 0, 1) - 0.9).abs().max().item() < 0.05);
/// ```
#[derive(Debug)]
pub struct Muon(Core<Orthogonal>);

optimizer!(Muon, Orthogonal);

/// The options of [`Muon`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = Muon)]
struct Orthogonal {
    lr: f64,
    #[option(default = 0.1)]
    weight_decay: f64,
    /// How much of the mean of gradients remains.
    #[option(default = 0.95, limit = non_negative)]
    momentum: f64,
    /// Looks ahead along the mean.
    #[option(default = true)]
    nesterov: bool,
    /// The coefficients of the iteration.
    #[option(default = [3.4445, -4.775, 2.0315])]
    ns_coefficients: [f64; 3],
    /// What keeps the divisor from being zero.
    #[option(default = 1e-7)]
    eps: f64,
    /// How often the iteration is made.
    #[option(default = 5, limit = ("less than 100", |x| x < 100.0))]
    ns_steps: usize,
    /// How a matrix's shape changes its learning rate, [`AdjustLr::Original`] where nothing is said.
    #[option(default = None)]
    adjust_lr_fn: Option<AdjustLr>,
}

/// The factor of the learning rate of a matrix `[m, n]` in [`Muon`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdjustLr {
    /// `sqrt(max(1, m / n))`.
    Original,
    /// `0.2 sqrt(max(m, n))`, which makes steps as long as AdamW's, so that its learning rate can be taken.
    MatchRmsAdamw,
    /// `sqrt(m / n)`.
    SpectralUnclamped,
}

impl AdjustLr {
    const ALL: [(&'static str, Self); 3] = [
        ("original", AdjustLr::Original),
        ("match_rms_adamw", AdjustLr::MatchRmsAdamw),
        ("spectral_unclamped", AdjustLr::SpectralUnclamped),
    ];

    fn factor(self, rows: f64, columns: f64) -> f64 {
        match self {
            AdjustLr::Original => (rows / columns).max(1.0).sqrt(),
            AdjustLr::MatchRmsAdamw => 0.2 * rows.max(columns).sqrt(),
            AdjustLr::SpectralUnclamped => (rows / columns).sqrt(),
        }
    }
}

impl From<AdjustLr> for OptionValue {
    fn from(adjust: AdjustLr) -> Self {
        let name = AdjustLr::ALL.iter().find(|(_, other)| *other == adjust);
        name.map_or(OptionValue::None, |(name, _)| (*name).into())
    }
}

impl FromOption for AdjustLr {
    const WANTED: &'static str = "'original', 'match_rms_adamw' or 'spectral_unclamped'";

    fn from_option(value: &OptionValue) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find_map(|(name, adjust)| (*value == OptionValue::from(name)).then_some(adjust))
    }
}

state! {
    struct Momentum {
        momentum_buffer: Array,
    }
}

impl Algorithm for Orthogonal {
    type State = Momentum;

    fn check_parameter(&self, parameter: &Tensor) -> Result<(), Error> {
        if parameter.rank() == 2 {
            return Ok(());
        }
        Err(Error::shape(format!(
            "only matrices are optimized, but a parameter has shape {:?}; give it to another optimizer",
            parameter.shape()
        )))
    }
}

impl Step for Orthogonal {
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Momentum) {
        let value = Tensor::from(parameter.clone());
        let grad = Tensor::from(grad.clone());
        *parameter = no_grad(|| self.moved(value, &grad, state)).to_array();
    }

    fn steps_in_place(&self, _: &Momentum) -> bool {
        false
    }
}

impl Orthogonal {
    /// The parameter after a step.
    fn moved(&self, mut parameter: Tensor, grad: &Tensor, state: &mut Momentum) -> Tensor {
        let mean = Tensor::from(state.momentum_buffer.clone()).lerp(grad, 1.0 - self.momentum);
        state.momentum_buffer = mean.to_array();
        let update = if self.nesterov {
            grad.lerp(&mean, self.momentum)
        } else {
            mean
        };
        let update = self.orthogonal(&update).to_dtype(parameter.dtype());
        let adjust = self.adjust_lr_fn.unwrap_or(AdjustLr::Original);
        let factor = adjust.factor(parameter.size(0) as f64, parameter.size(1) as f64);
        parameter *= 1.0 - self.lr * self.weight_decay;
        parameter.add_scaled_(&update, -self.lr * factor);
        parameter
    }

    /// A matrix with the same directions, whose singular values are all near 1.
    fn orthogonal(&self, update: &Tensor) -> Tensor {
        let is_tall = update.size(0) > update.size(1);
        let [a, b, c] = self.ns_coefficients;
        let x = rounded(if is_tall { update.t() } else { update.clone() });
        let length = rounded(x.norm(2.0)).clamp_min(self.eps);
        let mut x = rounded(x / length);
        for _ in 0..self.ns_steps {
            let gram = rounded(x.matmul(x.t()));
            let update = rounded(gram.addmm(&gram, &gram, b, c));
            x = rounded(x.addmm(&update, &x, a, 1.0));
        }
        if is_tall { x.t() } else { x }
    }
}

/// Each element as bfloat16 has it, in a type that is computed in.
fn rounded(x: Tensor) -> Tensor {
    x.to_dtype(DType::BF16).to_dtype(DType::F32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Optimizer;

    /// PyTorch 2.15's figures after two steps; the iteration is in bfloat16, of which products differ by roundings.
    #[test]
    fn matrices_go_as_in_pytorch() {
        for (adjust, expected) in [
            (
                AdjustLr::Original,
                [0.83351, -2.02115, 0.30714, 2.78035, -0.57457, 0.72731],
            ),
            (
                AdjustLr::MatchRmsAdamw,
                [0.93729, -1.9769, 0.26293, 2.89506, -0.51321, 0.73288],
            ),
        ] {
            let w = Tensor::from([[1.0, -2.0], [0.25, 3.0], [-0.5, 0.75]]).requires_grad_(true);
            let mut optimizer = Muon::new([&w], 0.1).adjust_lr_fn(adjust);
            for _ in 0..2 {
                optimizer.zero_grad();
                (w.powi(3) + &w).sum().backward();
                optimizer.step();
            }
            for (got, want) in w.detach().to_vec::<f64>().into_iter().zip(expected) {
                assert!((got - want).abs() < 2e-3, "{got}, not {want}");
            }
        }
    }

    #[test]
    fn what_is_no_matrix_is_refused() {
        let bias = Tensor::zeros(3).requires_grad_(true);
        let refusal = Error::catch(|| Muon::new([&bias], 0.1)).unwrap_err().0;
        assert_eq!(
            refusal.to_string(),
            "Muon: only matrices are optimized, but a parameter has shape [3]; give it to another optimizer"
        );
    }
}
