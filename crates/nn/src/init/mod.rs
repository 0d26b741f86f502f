//! Initial values of parameters.

use autograd::random::default_generator;
use autograd::{DType, Generator, OrRaise, Tensor};

/// Initial values from one random stream.
#[derive(Clone)]
pub struct Initializer {
    generator: Generator,
}

impl Initializer {
    /// From `generator`, or the thread's default one.
    pub(crate) fn new(generator: Option<Generator>) -> Self {
        Self {
            generator: generator.unwrap_or_else(default_generator),
        }
    }

    /// Uniform in `[low, high)`.
    #[track_caller]
    pub fn uniform_(&self, tensor: &Tensor, low: f64, high: f64) {
        let result = tensor.update(|array, _| match array.dtype() {
            DType::F64 => self
                .generator
                .fill_uniform_range(array.as_mut_slice::<f64>(), low, high),
            _ => self
                .generator
                .fill_uniform_range(array.as_mut_slice::<f32>(), low, high),
        });
        result.or_raise();
    }
}
