//! Modules by PyTorch's class names and arguments.
//!
//! Each table has a line for a class: its name, and how it is made from the arguments `m.get("in_features")`. A layer
//! that makes a tensor of a tensor is given to [`layer`], any other module to [`called`], with its call.

mod activation;
mod attention;
mod conv;
mod dropout;
mod embedding;
mod lecture;
mod linear;
mod norm;
mod pool;
mod recurrent;
mod shape;
mod window;

pub(crate) use window::{Resized, resized};

use std::ops::{Deref, Index};

use flambeau::nn::{Forward, Module};
use flambeau::{DType, StateDict, Tensor, with_dtype};
use serde_json::Value;

use crate::losses;
use crate::outcome::{Trouble, unsupported};
use crate::reading::{Args, Precision, base, entries};

const TABLES: [&[Row]; 14] = [
    activation::TABLE,
    attention::TABLE,
    conv::TABLE,
    dropout::TABLE,
    embedding::TABLE,
    lecture::TABLE,
    linear::TABLE,
    norm::TABLE,
    losses::TABLE,
    pool::TABLE,
    recurrent::TABLE,
    shape::TABLE,
    window::PADS,
    window::TABLE,
];

/// A class's name, and how a module of it is made.
pub(crate) type Row = (&'static str, fn(&Spec<'_>) -> Result<Subject, Trouble>);

/// What a module is made from: its arguments. Its parameters have the default element type.
pub(crate) struct Spec<'a> {
    args: Args<'a>,
}

impl<'a> Deref for Spec<'a> {
    type Target = Args<'a>;

    fn deref(&self) -> &Args<'a> {
        &self.args
    }
}

/// A module under test.
pub(crate) enum Subject {
    /// It makes a tensor of a tensor, so that a `Sequential` can have it.
    Layer(Box<dyn Forward>),
    /// It is called in another way.
    Called(Box<dyn Call>),
}

impl Subject {
    pub(crate) fn module(&self) -> &dyn Module {
        match self {
            Subject::Layer(layer) => &**layer,
            Subject::Called(module) => module.module(),
        }
    }

    /// One call; what is `None` in Python is `None` here.
    pub(crate) fn call(&self, given: &Given<'_>) -> Result<Vec<Option<Tensor>>, Trouble> {
        match self {
            Subject::Layer(layer) => Ok(vec![Some(layer.forward(&given[0]))]),
            Subject::Called(module) => module.call(given),
        }
    }

    pub(crate) fn into_layer(self) -> Result<Box<dyn Forward>, Trouble> {
        match self {
            Subject::Layer(layer) => Ok(layer),
            Subject::Called(_) => Err(unsupported("a module of several tensors is no layer here")),
        }
    }
}

/// What a module is called with: tensors by their position or by their names, and further arguments.
pub(crate) struct Given<'a> {
    pub(crate) tensors: &'a [Tensor],
    pub(crate) names: &'a [Value],
    pub(crate) args: Args<'a>,
    /// How the first tensor is packed before the call, if it is.
    pub(crate) packed: Option<&'a Value>,
}

impl Given<'_> {
    /// The tensor of a name, if it was passed.
    pub(crate) fn named(&self, name: &str) -> Option<&Tensor> {
        let at = self.names.iter().position(|own| own == name)?;
        self.tensors.get(at)
    }
}

impl Index<usize> for Given<'_> {
    type Output = Tensor;

    fn index(&self, at: usize) -> &Tensor {
        match self.tensors.get(at) {
            Some(tensor) => tensor,
            None => panic!("the case has no input {at}"),
        }
    }
}

/// A module with a call of its own signature.
pub(crate) trait Call: Send + Sync {
    fn module(&self) -> &dyn Module;

    fn call(&self, given: &Given<'_>) -> Result<Vec<Option<Tensor>>, Trouble>;
}

/// What a call gives: one tensor, or all that the module returns, if the arguments can be read.
pub(crate) trait Returned {
    fn all(self) -> Result<Vec<Option<Tensor>>, Trouble>;
}

impl Returned for Tensor {
    fn all(self) -> Result<Vec<Option<Tensor>>, Trouble> {
        Ok(vec![Some(self)])
    }
}

impl Returned for (Tensor, Tensor) {
    fn all(self) -> Result<Vec<Option<Tensor>>, Trouble> {
        Ok(vec![Some(self.0), Some(self.1)])
    }
}

impl Returned for Result<Vec<Option<Tensor>>, Trouble> {
    fn all(self) -> Self {
        self
    }
}

struct With<M, F> {
    module: M,
    call: F,
}

impl<M: Module, R: Returned, F: Fn(&M, &Given<'_>) -> R + Send + Sync> Call for With<M, F> {
    fn module(&self) -> &dyn Module {
        &self.module
    }

    fn call(&self, given: &Given<'_>) -> Result<Vec<Option<Tensor>>, Trouble> {
        (self.call)(&self.module, given).all()
    }
}

pub(crate) fn layer(layer: impl Forward + 'static) -> Result<Subject, Trouble> {
    Ok(Subject::Layer(Box::new(layer)))
}

/// A module with another call than that of one tensor.
pub(crate) fn called<M: Module + 'static, R: Returned>(
    module: M,
    call: impl Fn(&M, &Given<'_>) -> R + Send + Sync + 'static,
) -> Result<Subject, Trouble> {
    Ok(Subject::Called(Box::new(With { module, call })))
}

/// The module of a class, with its arguments.
pub(crate) fn build(class: &str, args: &Value, precision: Precision) -> Result<Subject, Trouble> {
    let row = TABLES.iter().copied().flatten().find(|(name, _)| *name == class);
    let (_, make) = row.ok_or_else(|| unsupported(format!("the module {class} does not exist here")))?;
    let spec = Spec {
        args: Args::new(args),
    };
    let subject = with_dtype(precision.of(DType::F32), || make(&spec))?;
    spec.args.finish(class)?;
    Ok(subject)
}

/// Switches a module to `train` or `eval`.
pub(crate) fn set_mode(module: &dyn Module, mode: &str) {
    if mode == "eval" {
        module.eval();
    } else {
        module.train();
    }
}

/// A state dict of the corpus.
pub(crate) fn state(json: &Value, precision: Precision) -> Result<StateDict, Trouble> {
    entries(json)
        .map(|(name, json)| Ok((name.to_owned(), base(json, &Value::Null, precision)?)))
        .collect()
}
