//! [`Initializer`]: random initial values from one stream.

use autograd::{Array, Error, Generator, OrRaise, Tensor};

use super::fan::Fans;
use super::{Kaiming, orthogonal, truncated};

/// Random initial values from one stream: [`with`](super::with) makes it.
///
/// ```
/// use nn::{Generator, Parameter, Tensor, init};
/// let weight = Parameter::new(Tensor::zeros([1, 2]));
/// init::with(&Generator::pytorch(0)).uniform_(&weight, 0.0, 1.0);
/// assert_eq!(weight.to_vec::<f32>(), [0.49625659, 0.76822180]); // torch.manual_seed(0); nn.init.uniform_(w)
/// ```
#[derive(Clone, Debug)]
pub struct Initializer {
    generator: Generator,
}

impl Initializer {
    pub(crate) fn new(generator: Generator) -> Self {
        Self { generator }
    }

    /// Uniform in `[low, high)`.
    ///
    /// # Panics
    /// If the bounds are not finite or in the wrong order, or the tensor is not a leaf.
    #[track_caller]
    pub fn uniform_(&self, tensor: &Tensor, low: f64, high: f64) {
        fill(tensor, |array| {
            Array::uniform(array.shape(), low, high, array.dtype(), &self.generator)
        });
    }

    /// Normal.
    ///
    /// # Panics
    /// If `std` is negative or not a number, or the tensor is not a leaf.
    #[track_caller]
    pub fn normal_(&self, tensor: &Tensor, mean: f64, std: f64) {
        fill(tensor, |array| {
            Array::normal(array.shape(), mean, std, array.dtype(), &self.generator)
        });
    }

    /// Normal under the condition that it lies in `[low, high]`.
    ///
    /// # Panics
    /// If `std` is not positive, `low` is not below `high`, or the tensor is not a leaf.
    #[track_caller]
    pub fn trunc_normal_(&self, tensor: &Tensor, mean: f64, std: f64, low: f64, high: f64) {
        let bounds = truncated::Bounds::new(mean, std, low, high).or_raise();
        let values = truncated::draw(self, tensor.numel(), tensor.dtype(), &bounds);
        tensor.set_data(values.reshape(tensor.shape()));
    }

    /// Uniform in ±gain sqrt(6 / (in + out)), after Glorot and Bengio, "Understanding the difficulty of training deep
    /// feedforward neural networks" (2010).
    ///
    /// # Panics
    /// If the tensor has fewer than two dimensions or is not a leaf.
    #[track_caller]
    pub fn xavier_uniform_(&self, tensor: &Tensor, gain: f64) {
        let fans = Fans::of(tensor.shape()).or_raise();
        let bound = 3.0_f64.sqrt() * xavier_std(&fans, gain);
        self.uniform_within(tensor, bound);
    }

    /// Normal with a standard deviation of gain sqrt(2 / (in + out)), after Glorot and Bengio.
    ///
    /// # Panics
    /// If the tensor has fewer than two dimensions or is not a leaf.
    #[track_caller]
    pub fn xavier_normal_(&self, tensor: &Tensor, gain: f64) {
        let fans = Fans::of(tensor.shape()).or_raise();
        self.normal_(tensor, 0.0, xavier_std(&fans, gain));
    }

    /// Uniform in ±gain sqrt(3 / fan), after He and others, "Delving deep into rectifiers" (2015).
    ///
    /// # Panics
    /// If the tensor has fewer than two dimensions or is not a leaf.
    #[track_caller]
    pub fn kaiming_uniform_(&self, tensor: &Tensor, options: Kaiming) {
        let fans = Fans::of(tensor.shape()).or_raise();
        let bound = 3.0_f64.sqrt() * options.std(&fans);
        self.uniform_within(tensor, bound);
    }

    /// Normal with a standard deviation of gain / sqrt(fan), after He and others.
    ///
    /// # Panics
    /// If the tensor has fewer than two dimensions or is not a leaf.
    #[track_caller]
    pub fn kaiming_normal_(&self, tensor: &Tensor, options: Kaiming) {
        let fans = Fans::of(tensor.shape()).or_raise();
        if tensor.numel() > 0 {
            self.normal_(tensor, 0.0, options.std(&fans));
        }
    }

    /// `gain` times a matrix with orthonormal rows or columns, whichever are fewer, after Saxe, McClelland and
    /// Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks" (2013). All
    /// dimensions but the first count as columns.
    ///
    /// # Panics
    /// If the tensor has fewer than two dimensions or is not a leaf.
    #[track_caller]
    pub fn orthogonal_(&self, tensor: &Tensor, gain: f64) {
        // Refuses what has no rows and columns.
        Fans::of(tensor.shape()).or_raise();
        if tensor.numel() > 0 {
            let values = orthogonal::draw(&self.generator, tensor.shape(), tensor.dtype(), gain);
            tensor.set_data(values);
        }
    }

    /// Uniform in ±`bound`; of no elements there is none.
    #[track_caller]
    fn uniform_within(&self, tensor: &Tensor, bound: f64) {
        if tensor.numel() > 0 {
            self.uniform_(tensor, -bound, bound);
        }
    }
}

/// Gives a leaf the elements that are drawn for it, if it is one and nothing is wrong with what they are drawn by.
#[track_caller]
fn fill(tensor: &Tensor, draw: impl FnOnce(&Array) -> Result<Array, Error>) {
    tensor
        .update(|array, _| draw(array).map(|drawn| *array = drawn))
        .or_raise();
}

fn xavier_std(fans: &Fans, gain: f64) -> f64 {
    gain * (2.0 / (fans.inputs + fans.outputs)).sqrt()
}
