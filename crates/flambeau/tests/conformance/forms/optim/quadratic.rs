//! The problem `0.5 x A x - b x`, with x in one part or two.

use flambeau::Tensor;

use super::{Record, fixture};
use crate::outcome::Trouble;
use crate::reading::{Area, Case, Precision};

/// The problem, and the parts of x, which are the parameters.
pub(super) struct Quadratic {
    a: Tensor,
    b: Tensor,
    pub(super) parts: Vec<Tensor>,
}

impl Quadratic {
    pub(super) fn new(area: &Area, case: &Case, precision: Precision) -> Result<Self, Trouble> {
        let [a, b, start] = ["quad_A", "quad_b", "quad_x0"].map(|name| fixture(area, name, precision));
        let start = start?;
        let whole = start.numel();
        let split = case.json["split_at"].as_u64().map_or(whole, |at| at as usize);
        let sizes = if split < whole {
            vec![split, whole - split]
        } else {
            vec![split]
        };
        let parts = start.split(sizes, 0);
        Ok(Self {
            a: a?,
            b: b?,
            parts: parts
                .iter()
                .map(|part| part.detach().requires_grad_(true))
                .collect(),
        })
    }

    pub(super) fn x(&self) -> Tensor {
        Tensor::cat(&self.parts, 0)
    }

    /// The loss, with its gradients in the parts.
    pub(super) fn loss(&self) -> Tensor {
        self.parts.iter().for_each(Tensor::zero_grad);
        let x = self.x();
        let loss = 0.5 * x.dot(self.a.mv(&x)) - self.b.dot(&x);
        loss.backward();
        loss
    }

    /// The same problem at the same place, with new parameters.
    pub(super) fn anew(self) -> Self {
        let parts = self.parts.iter();
        Self {
            parts: parts
                .map(|part| (part.detach() + 0.0).requires_grad_(true))
                .collect(),
            ..self
        }
    }
}

/// The losses and places of a run.
#[derive(Default)]
pub(super) struct Path {
    losses: Record,
    places: Record,
}

impl Path {
    /// A step from where the problem is, which `step` takes once the gradients are there.
    pub(super) fn step(&mut self, problem: &Quadratic, step: impl FnOnce()) {
        self.losses.push(&problem.loss());
        step();
        self.places.push(&problem.x());
    }

    pub(super) fn check(&self, case: &Case, precision: Precision) -> Result<(), Trouble> {
        self.losses
            .check("losses", &case.expected()["losses"], case, precision)?;
        self.places
            .check("params", &case.expected()["params"], case, precision)
    }
}
