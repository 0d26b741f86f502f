//! [`Layers`]: some of the layers of a chain, and how they run.

use std::fmt;
use std::panic::Location;

use autograd::Tensor;
use autograd::listen::{is_heard, is_observed};

use super::Named;
use crate::forward::{Forward, forward_here};
use crate::giver::{Step, giver};
use crate::layer_error::{LayerError, join};
use crate::module::{Module, Visitor};
use crate::observe::Running;
use crate::preflight;
use crate::tree::write_tree;

/// Layers of a [`Sequential`](crate::Sequential) that follow each other, borrowed: what
/// [`slice`](crate::Sequential::slice) gives. They run, train and print as one, under the names that they have in the whole.
#[derive(Clone, Copy)]
pub struct Layers<'a>(pub(super) &'a [Named]);

impl Layers<'_> {
    #[inline]
    pub(super) fn run(self, x: &Tensor, line: &'static Location<'static>) -> Result<Tensor, LayerError> {
        let mut result: Option<Tensor> = None;
        let mut at = 0;
        while at < self.0.len() {
            let (count, y) = self.step(at, result.as_ref().unwrap_or(x), line);
            match y {
                Ok(y) => result = Some(y),
                Err(error) => return Err(self.locate(at, x, error)),
            }
            at += count;
        }
        Ok(result.unwrap_or_else(|| x.clone()))
    }

    /// Runs layer `at`, and the activation after it if one operation does both: how many layers that were, and their
    /// result.
    #[inline]
    fn step(
        self,
        at: usize,
        x: &Tensor,
        line: &'static Location<'static>,
    ) -> (usize, Result<Tensor, LayerError>) {
        if is_heard() {
            return self.step_heard(at, x, line);
        }
        self.step_fused(at, x, line)
    }

    #[inline(always)]
    fn step_fused(
        self,
        at: usize,
        x: &Tensor,
        line: &'static Location<'static>,
    ) -> (usize, Result<Tensor, LayerError>) {
        let layer = &self.0[at].1;
        let next = self.0.get(at + 1).and_then(|(_, next)| next.activation());
        match next.and_then(|activation| layer.try_forward_activated(x, line, activation)) {
            Some(y) => (2, y),
            None => (1, layer.try_forward(x, line)),
        }
    }

    /// [`step`](Self::step), where somebody listens: layers that are observed run one by one.
    #[cold]
    #[inline(never)]
    fn step_heard(
        self,
        at: usize,
        x: &Tensor,
        line: &'static Location<'static>,
    ) -> (usize, Result<Tensor, LayerError>) {
        let (name, layer) = &self.0[at];
        let running = Running::begin(&layer.inner(), Some(name));
        let (count, mut y) = if is_observed() {
            (1, layer.try_forward(x, line))
        } else {
            self.step_fused(at, x, line)
        };
        if let (Some(running), Ok(y)) = (running, &mut y) {
            running.ran(&[x], y);
        }
        (count, y)
    }

    /// `error` of layer `at`, seen from here. If a size is wrong, the layers before are run once more on `x`, to find
    /// the one that has given it.
    #[cold]
    fn locate(self, at: usize, x: &Tensor, error: LayerError) -> LayerError {
        let error = error.within(&self.0[at].0);
        let Some(dim) = error.unexplained_dim() else {
            return error;
        };
        let steps = preflight::examine(|| {
            let mut steps = Vec::new();
            Layers(&self.0[..at]).trace(x, "", &mut steps)?;
            Ok(steps)
        });
        error.given_by(steps.and_then(|steps| giver(&steps, dim)))
    }
}

impl Forward for Layers<'_> {
    #[track_caller]
    fn forward(&self, x: &Tensor) -> Tensor {
        forward_here(self, x)
    }

    fn try_forward(&self, x: &Tensor, line: &'static Location<'static>) -> Result<Tensor, LayerError> {
        self.run(x, line)
    }

    fn trace(&self, x: &Tensor, path: &str, steps: &mut Vec<Step>) -> Result<Tensor, LayerError> {
        self.0.iter().try_fold(x.clone(), |x, (name, layer)| {
            layer.trace(&x, &join(path, name), steps)
        })
    }
}

impl Module for Layers<'_> {
    fn visit(&self, visitor: &mut dyn Visitor) {
        for (name, layer) in self.0 {
            visitor.module(name, layer);
        }
    }

    fn type_name(&self) -> String {
        "Sequential".to_owned()
    }
}

impl fmt::Display for Layers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}
