//! How many inputs and outputs a weight joins.

use autograd::Error;

/// Which of a weight's two sides a variance is kept for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FanMode {
    /// The inputs: the forward pass keeps its scale.
    #[default]
    FanIn,
    /// The outputs: the backward pass does.
    FanOut,
}

/// How many inputs each output of a weight `[out, in, ..]` depends on, and the other way round.
pub(super) struct Fans {
    pub(super) inputs: f64,
    pub(super) outputs: f64,
}

impl Fans {
    /// # Errors
    /// If the shape has fewer than two dimensions.
    pub(super) fn of(shape: &[usize]) -> Result<Self, Error> {
        let [outputs, inputs, field @ ..] = shape else {
            return Err(Error::shape(format!(
                "a weight of shape {shape:?} does not tell its inputs from its outputs: it needs at least two \
                 dimensions"
            )));
        };
        let field: usize = field.iter().product();
        Ok(Self {
            inputs: (inputs * field) as f64,
            outputs: (outputs * field) as f64,
        })
    }

    pub(super) fn of_mode(&self, mode: FanMode) -> f64 {
        match mode {
            FanMode::FanIn => self.inputs,
            FanMode::FanOut => self.outputs,
        }
    }
}
