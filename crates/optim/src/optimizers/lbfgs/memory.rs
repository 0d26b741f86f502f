//! [`Memory`]: what the method knows of second derivatives.

use std::collections::VecDeque;

use autograd::Tensor;
use tensor_core::Array;

use crate::state::{Entry, state};

/// Flat vectors, which are saved as the rows of a matrix.
#[derive(Clone, Debug, Default)]
pub(super) struct Vectors(VecDeque<Tensor>);

impl Entry for Vectors {
    fn zero(_: &Array) -> Self {
        Self::default()
    }

    fn saved(&self) -> Option<Tensor> {
        let rows: Vec<&Tensor> = self.0.iter().collect();
        (!rows.is_empty()).then(|| Tensor::stack(&rows, 0))
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn updates_in_place(&self) -> bool {
        false
    }

    fn load(&mut self, saved: &Tensor, _: &Tensor) -> Result<(), String> {
        if saved.rank() != 2 {
            return Err(format!("has shape {:?}, and must be a matrix", saved.shape()));
        }
        self.0 = saved.unbind(0).into();
        Ok(())
    }
}

state! {
    #[derive(Default)]
    #[expect(non_snake_case, reason = "the name in the saved state is PyTorch's")]
    struct Memory {
        func_evals: f64,
        n_iter: f64,
        /// The last direction.
        d: Vectors,
        /// How far it was gone.
        t: f64,
        /// The changes of the gradient.
        old_dirs: Vectors,
        /// The changes of place.
        old_stps: Vectors,
        /// What the inverse second derivatives are estimated by where no change tells more.
        H_diag: f64,
        prev_flat_grad: Vectors,
    }
}

impl Memory {
    /// Notes how far the direction was gone.
    pub(super) fn went(&mut self, size: f64) {
        self.t = size;
    }

    /// Counts evaluations of the loss.
    pub(super) fn count(&mut self, evaluations: usize) {
        self.func_evals += evaluations as f64;
    }

    /// The direction to go from a place with this gradient, and how far at first.
    pub(super) fn turn(&mut self, grad: &Tensor, lr: f64, history_size: usize) -> (Tensor, f64) {
        self.n_iter += 1.0;
        let (direction, size) = match (self.d.0.pop_back(), self.prev_flat_grad.0.pop_back()) {
            (Some(last), Some(before)) => {
                self.remember(grad - &before, &last * self.t, history_size);
                (self.newton(grad), lr)
            }
            _ => {
                self.H_diag = 1.0;
                (-grad, (1.0 / grad.abs().sum().item()).min(1.0) * lr)
            }
        };
        self.d.0.push_back(direction.clone());
        self.prev_flat_grad.0.push_back(grad.clone());
        self.t = size;
        (direction, size)
    }

    /// Keeps a change of the gradient over a change of place, if the curve is bent upwards there.
    fn remember(&mut self, bend: Tensor, way: Tensor, history_size: usize) {
        let curvature = bend.dot(&way).item();
        if curvature <= 1e-10 {
            return;
        }
        if self.old_dirs.0.len() == history_size {
            self.old_dirs.0.pop_front();
            self.old_stps.0.pop_front();
        }
        self.H_diag = curvature / bend.dot(&bend).item();
        self.old_dirs.0.push_back(bend);
        self.old_stps.0.push_back(way);
    }

    /// The negative gradient times the estimated inverse second derivatives, by the recursion of two loops.
    fn newton(&self, grad: &Tensor) -> Tensor {
        let pairs = || self.old_dirs.0.iter().zip(&self.old_stps.0);
        let mut direction = -grad;
        let mut weights = Vec::with_capacity(self.old_dirs.0.len());
        for (bend, way) in pairs().rev() {
            let curvature = bend.dot(way).item();
            let weight = way.dot(&direction).item() / curvature;
            direction.add_scaled_(bend, -weight);
            weights.push((weight, curvature));
        }
        direction *= self.H_diag;
        for ((bend, way), (weight, curvature)) in pairs().zip(weights.into_iter().rev()) {
            let back = bend.dot(&direction).item() / curvature;
            direction.add_scaled_(way, weight - back);
        }
        direction
    }
}
