//! Modules by PyTorch's class names and arguments.

use flambeau::DType;
use flambeau::nn::{
    BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, Dropout, ELU, Flatten, Forward, GELU, HuberLoss, Identity,
    KLDivLoss, L1Loss, LeakyReLU, Linear, LogSoftmax, MSELoss, Module, NLLLoss, ReLU, SiLU, Sigmoid,
    SmoothL1Loss, Softmax, StateDict, Tanh,
};
use serde_json::Value;

use crate::lecture_models::{
    MyLinearRegressionModel, MyLinearRegressionModel_withBuiltinLayers, myMultiLayerPerceptron,
    myMultiLayerPerceptron_1, myMultiLayerPerceptron_2,
};
use crate::outcome::{Trouble, unspellable, unsupported};
use crate::reading::{Args, Precision, base};

/// Classes that do not exist here yet.
const LATER: [&str; 8] = [
    "Conv1d",
    "Conv2d",
    "BatchNorm1d",
    "BatchNorm2d",
    "LayerNorm",
    "Embedding",
    "MaxPool2d",
    "AvgPool2d",
];

/// The module of a class, with its arguments.
pub(crate) fn build(class: &str, args: Args<'_>, precision: Precision) -> Result<Box<dyn Forward>, Trouble> {
    if LATER.contains(&class) {
        return Err(unsupported(format!("the layer {class} comes later")));
    }
    let dtype = precision.of(DType::F32);
    let size = |key: &str| {
        args.size(key)
            .ok_or_else(|| unspellable(format!("no {key}, or a negative one")))
    };
    let dim = |key: &str| args.dim(key).ok_or_else(|| unspellable(format!("no {key}")));
    Ok(match class {
        "Linear" => {
            let options = Linear::options(size("in_features")?, size("out_features")?).dtype(dtype);
            Box::new(
                options
                    .bias(args.get("bias").is_none() || args.bool("bias"))
                    .build(),
            )
        }
        "ReLU" => Box::new(ReLU),
        "Tanh" => Box::new(Tanh),
        "Sigmoid" => Box::new(Sigmoid),
        "SiLU" => Box::new(SiLU),
        "Identity" => Box::new(Identity),
        "GELU" if args.str("approximate") == Some("tanh") => Box::new(GELU::tanh()),
        "GELU" => Box::new(GELU::new()),
        "ELU" => Box::new(ELU::new(args.float("alpha").unwrap_or(1.0))),
        "LeakyReLU" => Box::new(LeakyReLU::new(args.float("negative_slope").unwrap_or(0.01))),
        "Softmax" => Box::new(Softmax::new(dim("dim")?)),
        "LogSoftmax" => Box::new(LogSoftmax::new(dim("dim")?)),
        "Dropout" => Box::new(Dropout::new(args.float("p").unwrap_or(0.5))),
        "Flatten" => {
            let flatten = Flatten::new().start_dim(args.dim("start_dim").unwrap_or(1));
            Box::new(flatten.end_dim(args.dim("end_dim").unwrap_or(-1)))
        }
        "MyLinearRegressionModel" => Box::new(MyLinearRegressionModel::new(size("d")?, dtype)),
        "MyLinearRegressionModel_withBuiltinLayers" => {
            Box::new(MyLinearRegressionModel_withBuiltinLayers::new(size("d")?, dtype))
        }
        "myMultiLayerPerceptron" => Box::new(myMultiLayerPerceptron::new(
            size("input_dim")?,
            size("output_dim")?,
            dtype,
        )),
        "myMultiLayerPerceptron_1" => Box::new(myMultiLayerPerceptron_1::new(
            size("input_dim")?,
            size("output_dim")?,
            dtype,
        )),
        "myMultiLayerPerceptron_2" => Box::new(myMultiLayerPerceptron_2::new(
            size("input_dim")?,
            size("output_dim")?,
            dtype,
        )),
        other => return Err(unsupported(format!("the module {other} does not exist here"))),
    })
}

/// The loss of a class, if it is one: a module of two tensors, with PyTorch's defaults.
pub(crate) fn loss(class: &str) -> Option<Box<dyn Module>> {
    Some(match class {
        "MSELoss" => Box::new(MSELoss::new()),
        "L1Loss" => Box::new(L1Loss::new()),
        "SmoothL1Loss" => Box::new(SmoothL1Loss::new()),
        "HuberLoss" => Box::new(HuberLoss::new()),
        "CrossEntropyLoss" => Box::new(CrossEntropyLoss::new()),
        "NLLLoss" => Box::new(NLLLoss::new()),
        "BCELoss" => Box::new(BCELoss::new()),
        "BCEWithLogitsLoss" => Box::new(BCEWithLogitsLoss::new()),
        "KLDivLoss" => Box::new(KLDivLoss::new()),
        _ => return None,
    })
}

/// Switches a module to `train` or `eval`.
pub(crate) fn set_mode(module: &dyn Forward, mode: &str) {
    if mode == "eval" {
        module.eval();
    } else {
        module.train();
    }
}

/// A state dict of the corpus.
pub(crate) fn state(json: &Value, precision: Precision) -> Result<StateDict, Trouble> {
    let entries = json.as_object().into_iter().flatten();
    entries
        .map(|(name, json)| Ok((name.clone(), base(json, &Value::Null, precision)?)))
        .collect()
}
