//! [`spectral_norm`]: a weight whose largest singular value is 1.

use std::fmt;

use autograd::{Tensor, no_grad};
use options_derive::Options;

use super::{Parametrization, Parametrized, parametrize};
use crate::buffer::Buffer;
use crate::field::Field;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::training::Training;
use crate::tree::write_tree;

/// Divides `layer.weight`, as a matrix, by its largest singular value: `torch.nn.utils.parametrizations.spectral_norm`. After
/// Miyato and others, "Spectral normalization for generative adversarial networks" (2018). The value is followed by one step of the
/// power method in each call in training. Other parameters and numbers of steps are [`parametrize`]d by [`SpectralNorm`].
///
/// ```
/// use nn::{Conv2d, Forward, Module, Tensor, sequential, spectral_norm};
/// let layer = spectral_norm(Conv2d::new(3, 8, 3));
/// assert_eq!(layer.weight().shape(), [8, 3, 3, 3]);
/// assert_eq!(layer.forward(&Tensor::ones([1, 3, 5, 5])).shape(), [1, 8, 3, 3]);
/// ```
///
/// # Panics
/// If the layer has no `weight`.
#[track_caller]
pub fn spectral_norm<M: Module>(layer: M) -> Parametrized<M, SpectralNorm> {
    let weight = layer.get_parameter("weight");
    // What a transposed convolution gives are the columns of its weight.
    let dim = isize::from(layer.type_name().starts_with("ConvTranspose"));
    let weight = weight
        .as_deref()
        .cloned()
        .unwrap_or_else(|| Tensor::zeros([1, 1]));
    parametrize(layer, "weight", SpectralNorm::options().dim(dim).build(&weight))
}

/// The parametrization of [`spectral_norm`]. Its buffers `_u` and `_v` are the singular vectors so far.
pub struct SpectralNorm {
    options: SpectralNormOptions,
    vectors: Option<[Buffer; 2]>,
    training: Training,
}

/// How a [`SpectralNorm`] is made.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct SpectralNormOptions {
    /// How many steps of the power method a call in training makes.
    #[option(default = 1, limit = at_least_one)]
    n_power_iterations: usize,
    /// The dimension of the weight that counts the rows of the matrix.
    #[option(default = 0)]
    dim: isize,
    /// What a vector's length is at least, when it is divided by it.
    #[option(default = 1e-12, limit = positive)]
    eps: f64,
}

impl SpectralNormOptions {
    /// Draws the vectors from the [default generator](autograd::with_generator), and makes 15 steps with `weight`. One of one
    /// dimension has no need of them.
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn build(self, weight: &Tensor) -> SpectralNorm {
        weight.size(self.dim);
        let mut norm = SpectralNorm {
            options: self,
            vectors: None,
            training: Training::default(),
        };
        if weight.rank() > 1 {
            let matrix = norm.matrix(&weight.detach());
            let drawn = |size: usize| {
                let vector = Tensor::randn(size).to_dtype(weight.dtype());
                Buffer::new(vector.normalize(2.0, 0, self.eps))
            };
            let vectors = [drawn(matrix.size(0)), drawn(matrix.size(1))];
            norm.follow(&matrix, &vectors, 15);
            norm.vectors = Some(vectors);
        }
        norm
    }
}

impl SpectralNorm {
    /// How it is made, of a weight.
    pub fn options() -> SpectralNormOptions {
        SpectralNormOptions::new()
    }

    fn matrix(&self, weight: &Tensor) -> Tensor {
        weight.movedim(self.options.dim, 0).flatten(1, -1)
    }

    /// Steps of the power method.
    fn follow(&self, matrix: &Tensor, [left, right]: &[Buffer; 2], steps: usize) {
        let unit = |vector: Tensor| vector.normalize(2.0, 0, self.options.eps);
        no_grad(|| {
            for _ in 0..steps {
                left.set_data(unit(matrix.mv(right)));
                right.set_data(unit(matrix.t().mv(left)));
            }
        });
    }
}

impl Parametrization for SpectralNorm {
    fn weight(&self, originals: &[Tensor]) -> Tensor {
        let weight = &originals[0];
        let Some(vectors) = &self.vectors else {
            return weight.normalize(2.0, 0, self.options.eps);
        };
        let matrix = self.matrix(weight);
        if self.training.get() {
            self.follow(&matrix.detach(), vectors, self.options.n_power_iterations);
        }
        let [left, right] = vectors;
        weight / left.dot(matrix.mv(right))
    }
}

impl Module for SpectralNorm {
    fn visit(&self, visitor: &mut dyn Visitor) {
        if let Some([left, right]) = &self.vectors {
            visitor.buffer("_u", left);
            visitor.buffer("_v", right);
        }
        visitor.training(&self.training);
    }

    fn type_name(&self) -> String {
        "_SpectralNorm".to_owned()
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        Ok(Self {
            options: self.options,
            vectors: self.vectors.copy_field()?,
            training: self.training.copied(),
        })
    }
}

impl fmt::Display for SpectralNorm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

#[cfg(test)]
mod tests {
    use autograd::random::set_default_generator;
    use autograd::{Generator, Tensor};

    use super::{SpectralNorm, spectral_norm};
    use crate::{ConvTranspose1d, Forward, Linear, Module, Parametrization};

    #[test]
    fn pytorchs_figures() {
        set_default_generator(Generator::pytorch(0));
        let layer = spectral_norm(Linear::new(3, 2));
        let vectors = layer.named_buffers();
        assert_eq!(vectors[0].0, "parametrizations.weight.0._u");
        assert!(
            vectors[0]
                .1
                .allclose(&Tensor::from([0.785_607_34, -0.618_725_36]))
        );
        let x = Tensor::ones([1, 3]);
        let y = layer.forward(&x);
        y.square().sum().backward();
        let expected = Tensor::from([[-0.269_626_26, -0.291_037_86]]);
        assert!(y.allclose(&expected), "{y}");
        let grad = layer.originals()[0].grad().unwrap();
        let slopes = Tensor::from([
            [-1.091_080_8, -1.217_907, -0.329_936_74],
            [-0.671_606_1, -0.571_720_96, -1.271_064_8],
        ]);
        assert!(grad.allclose_with(&slopes, 1e-4, 1e-5, false), "{grad}");
        layer.eval();
        assert!(layer.forward(&x).allclose(&expected));
    }

    #[test]
    fn a_vector_is_divided_by_its_length() {
        let weight = Tensor::from([3.0, 4.0]);
        let norm = SpectralNorm::options().build(&weight);
        assert!(norm.weight(&[weight]).allclose(&Tensor::from([0.6, 0.8])));
    }

    #[test]
    fn rows_are_those_of_the_output() {
        let layer = spectral_norm(ConvTranspose1d::new(2, 5, 3));
        let sizes: Vec<usize> = layer
            .named_buffers()
            .iter()
            .map(|(_, buffer)| buffer.numel())
            .collect();
        assert_eq!(sizes, [5, 6]);
    }
}
