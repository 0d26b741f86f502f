//! `torch.nn.init` by name.

use flambeau::nn::init::{self, FanMode, Kaiming, Nonlinearity};
use flambeau::random::default_generator;
use flambeau::{Generator, Tensor};

use crate::outcome::{Trouble, unsupported};
use crate::reading::Args;

/// Fills `tensor` by the function `name`, from a given generator or the default one.
pub(crate) fn apply(
    name: &str,
    tensor: &Tensor,
    args: Args<'_>,
    generator: Option<&Generator>,
) -> Result<(), Trouble> {
    let init = init::with(&generator.cloned().unwrap_or_else(default_generator));
    let float = |key: &str, default: f64| args.float(key).unwrap_or(default);
    let gain = float("gain", 1.0);
    match name {
        "uniform_" => init.uniform_(tensor, float("a", 0.0), float("b", 1.0)),
        "normal_" => init.normal_(tensor, float("mean", 0.0), float("std", 1.0)),
        "trunc_normal_" => {
            let (mean, std) = (float("mean", 0.0), float("std", 1.0));
            init.trunc_normal_(tensor, mean, std, float("a", -2.0), float("b", 2.0));
        }
        "xavier_uniform_" => init.xavier_uniform_(tensor, gain),
        "xavier_normal_" => init.xavier_normal_(tensor, gain),
        "kaiming_uniform_" => init.kaiming_uniform_(tensor, kaiming(args)?),
        "kaiming_normal_" => init.kaiming_normal_(tensor, kaiming(args)?),
        "orthogonal_" => init.orthogonal_(tensor, gain),
        other => {
            return Err(unsupported(format!(
                "the initializer {other} does not exist here"
            )));
        }
    }
    Ok(())
}

fn kaiming(args: Args<'_>) -> Result<Kaiming, Trouble> {
    let slope = args.float("a").unwrap_or(0.0);
    let nonlinearity = match args.str("nonlinearity").unwrap_or("leaky_relu") {
        "linear" => Nonlinearity::Linear,
        "sigmoid" => Nonlinearity::Sigmoid,
        "tanh" => Nonlinearity::Tanh,
        "relu" => Nonlinearity::ReLU,
        "leaky_relu" => Nonlinearity::LeakyReLU(slope),
        "selu" => Nonlinearity::SELU,
        other => {
            return Err(unsupported(format!(
                "the nonlinearity {other} does not exist here"
            )));
        }
    };
    let mode = if args.str("mode") == Some("fan_out") {
        FanMode::FanOut
    } else {
        FanMode::FanIn
    };
    Ok(Kaiming::new().mode(mode).nonlinearity(nonlinearity))
}
