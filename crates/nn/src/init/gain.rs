//! How much a nonlinearity shrinks what passes it, and Kaiming's options.

use options_derive::Options;

use super::fan::{FanMode, Fans};

/// What follows a weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Nonlinearity {
    /// Nothing, or a convolution.
    Linear,
    /// The logistic function.
    Sigmoid,
    /// The hyperbolic tangent.
    Tanh,
    /// `max(x, 0)`.
    ReLU,
    /// A rectifier with this slope below 0.
    LeakyReLU(f64),
    /// The scaled exponential linear unit.
    SELU,
}

/// The factor by which weights before `nonlinearity` are enlarged, as `torch.nn.init.calculate_gain` has it.
///
/// ```
/// use nn::init::{Nonlinearity, calculate_gain};
/// assert_eq!(calculate_gain(Nonlinearity::Tanh), 5.0 / 3.0);
/// assert_eq!(calculate_gain(Nonlinearity::LeakyReLU(0.0)), 2.0_f64.sqrt());
/// ```
pub fn calculate_gain(nonlinearity: Nonlinearity) -> f64 {
    match nonlinearity {
        Nonlinearity::Linear | Nonlinearity::Sigmoid => 1.0,
        Nonlinearity::Tanh => 5.0 / 3.0,
        Nonlinearity::ReLU => 2.0_f64.sqrt(),
        Nonlinearity::LeakyReLU(slope) => (2.0 / (1.0 + slope * slope)).sqrt(),
        Nonlinearity::SELU => 0.75,
    }
}

/// The options of Kaiming's initial values: for inputs, before a rectifier, unless it says otherwise.
///
/// ```
/// use nn::init::{FanMode, Kaiming, Nonlinearity, kaiming_normal_};
/// # let layer = nn::Linear::new(2, 2);
/// kaiming_normal_(&layer.weight, Kaiming::new().mode(FanMode::FanOut).nonlinearity(Nonlinearity::Tanh));
/// ```
#[derive(Clone, Copy, Debug, Options)]
#[must_use]
pub struct Kaiming {
    /// Which pass keeps its scale.
    #[option(default = FanMode::FanIn)]
    mode: FanMode,
    /// What follows the weight. PyTorch's option `a` is the slope of [`Nonlinearity::LeakyReLU`].
    #[option(default = Nonlinearity::LeakyReLU(0.0))]
    nonlinearity: Nonlinearity,
}

impl Kaiming {
    /// The standard deviation of a weight.
    pub(super) fn std(self, fans: &Fans) -> f64 {
        calculate_gain(self.nonlinearity) / fans.of_mode(self.mode).sqrt()
    }
}
