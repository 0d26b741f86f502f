//! `torch.nn.init` by name.

use flambeau::nn::init::{self, FanMode, Kaiming, Nonlinearity};
use flambeau::random::default_generator;
use flambeau::{Generator, Tensor, with_generator};
use serde_json::Value;

use crate::outcome::{Trouble, unsupported};
use crate::reading::Args;

/// Fills `tensor` by the function `name`, from a given generator or the default one.
pub(crate) fn apply(
    name: &str,
    tensor: &Tensor,
    args: &Value,
    generator: Option<&Generator>,
) -> Result<(), Trouble> {
    let generator = generator.cloned().unwrap_or_else(default_generator);
    with_generator(&generator, || fill(name, tensor, &Args::new(args)))
}

fn fill(name: &str, tensor: &Tensor, args: &Args<'_>) -> Result<(), Trouble> {
    let float = |key: &str, default: f64| args.or(key, default);
    match name {
        "uniform_" => init::uniform_(tensor, float("a", 0.0)?, float("b", 1.0)?),
        "normal_" => init::normal_(tensor, float("mean", 0.0)?, float("std", 1.0)?),
        "trunc_normal_" => {
            let (mean, std) = (float("mean", 0.0)?, float("std", 1.0)?);
            init::trunc_normal_(tensor, mean, std, float("a", -2.0)?, float("b", 2.0)?);
        }
        "xavier_uniform_" => init::xavier_uniform_(tensor, float("gain", 1.0)?),
        "xavier_normal_" => init::xavier_normal_(tensor, float("gain", 1.0)?),
        "kaiming_uniform_" => init::kaiming_uniform_(tensor, kaiming(args)?),
        "kaiming_normal_" => init::kaiming_normal_(tensor, kaiming(args)?),
        "orthogonal_" => init::orthogonal_(tensor, float("gain", 1.0)?),
        "sparse_" => {
            // The shape is read already.
            args.raw("size");
            init::sparse_(tensor, args.get("sparsity")?, float("std", 0.01)?);
        }
        other => {
            return Err(unsupported(format!(
                "the initializer {other} does not exist here"
            )));
        }
    }
    args.finish(name)
}

fn kaiming(args: &Args<'_>) -> Result<Kaiming, Trouble> {
    let leaky = Nonlinearity::LeakyReLU(args.or("a", 0.0)?);
    let nonlinearities = [
        ("linear", Nonlinearity::Linear),
        ("sigmoid", Nonlinearity::Sigmoid),
        ("tanh", Nonlinearity::Tanh),
        ("relu", Nonlinearity::ReLU),
        ("leaky_relu", leaky),
        ("selu", Nonlinearity::SELU),
    ];
    let modes = [("fan_in", FanMode::FanIn), ("fan_out", FanMode::FanOut)];
    Ok(Kaiming::new()
        .mode(args.choice("mode", &modes)?.unwrap_or(FanMode::FanIn))
        .nonlinearity(args.choice("nonlinearity", &nonlinearities)?.unwrap_or(leaky)))
}
