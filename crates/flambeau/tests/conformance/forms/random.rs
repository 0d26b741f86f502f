//! PyTorch's random stream, step by step, bit for bit.

mod draws;

use flambeau::data::DataLoader;
use flambeau::nn::Forward;
use flambeau::random::{State, default_generator, set_default_generator};
use flambeau::{Generator, Tensor, manual_seed};
use serde_json::{Value, json};

use crate::compare::{Tolerance, plain, tensors};
use crate::initializers;
use crate::modules::{self, Given, Subject};
use crate::options::set;
use crate::outcome::{Trouble, failed};
use crate::reading::{Args, Case, Precision, entries, integer, list, number, sizes};
use crate::samplers::{self, samples};

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    let seed = seed(&case.json["seed"])?;
    let explicit = case.json["generator"] == "explicit";
    set_default_generator(Generator::pytorch(0));
    manual_seed(if explicit {
        self::seed(&case.json["global_seed"])?
    } else {
        seed
    });
    let mut stream = Stream {
        given: explicit.then(|| Generator::pytorch(seed)),
        saved: None,
    };
    let expected = list(case.expected());
    for (at, (step, expected)) in case.list("steps").iter().zip(expected).enumerate() {
        let what = format!("step {at}");
        stream.step(&what, step, expected, case)?;
    }
    let next = |generator: &Generator| Tensor::options().generator(generator).rand(1).item();
    if let Some(expected) = number(&case.json["next"]) {
        plain("the next rand(1)", next(&stream.generator()), expected)?;
    }
    match number(&case.json["next_global"]) {
        Some(expected) => plain(
            "the next rand(1) of the global generator",
            next(&default_generator()),
            expected,
        ),
        None => Ok(()),
    }
}

/// A seed; a negative one means its two's complement.
fn seed(json: &Value) -> Result<u64, Trouble> {
    json.as_u64()
        .or_else(|| integer(json).map(|seed| seed as u64))
        .ok_or_else(|| failed(format!("the corpus has the seed {json}")))
}

fn size(args: &Args<'_>) -> Result<Vec<usize>, Trouble> {
    args.get("size")
}

/// The stream under test: a generator that is given to every call, or the default one.
struct Stream {
    given: Option<Generator>,
    saved: Option<State>,
}

/// What a step gives.
enum Got {
    Nothing,
    Tensor(Tensor),
    State(Subject),
    Seed(u64),
    Parts(Vec<Vec<usize>>),
    Epochs(Vec<Vec<usize>>),
    BatchEpochs(Vec<Vec<Vec<usize>>>),
}

impl Stream {
    fn generator(&self) -> Generator {
        self.given.clone().unwrap_or_else(default_generator)
    }

    fn step(&mut self, what: &str, step: &Value, expected: &Value, case: &Case) -> Result<(), Trouble> {
        let call = step["call"].as_str().unwrap_or_default();
        let args = &Args::new(&step["args"]);
        let got = match call {
            "module" | "init" | "sparse_" | "dropout" | "dropout_module" | "train_forward" => {
                self.layer(call, args)?
            }
            "random_split"
            | "random_sampler"
            | "subset_random_sampler"
            | "weighted_random_sampler"
            | "dataloader" => self.order(call, args)?,
            "manual_seed" => {
                let seed = seed(&step["args"]["seed"])?;
                match &self.given {
                    Some(generator) => generator.manual_seed(seed),
                    None => manual_seed(seed),
                }
                Got::Nothing
            }
            "initial_seed" => Got::Seed(self.generator().initial_seed()),
            "save_state" => {
                self.saved = Some(self.generator().get_state());
                Got::Nothing
            }
            "restore_state" => {
                let state = self.saved.as_ref().ok_or_else(|| failed("no state was saved"))?;
                self.generator().set_state(state);
                Got::Nothing
            }
            _ => Got::Tensor(draws::draw(call, args, &self.generator())?),
        };
        if expected.is_null() {
            Ok(())
        } else {
            compare(what, got, expected, case)
        }
    }

    fn layer(&self, call: &str, args: &Args<'_>) -> Result<Got, Trouble> {
        let inner = &args.json["args"];
        Ok(match call {
            "module" => Got::State(modules::build(args.get("class")?, inner, Precision::Declared)?),
            "sparse_" => {
                let tensor = Tensor::zeros(size(args)?).requires_grad_(true);
                initializers::apply(call, &tensor, args.json, self.given.as_ref())?;
                Got::Tensor(tensor)
            }
            "init" => {
                let tensor = Tensor::zeros(size(args)?).requires_grad_(true);
                initializers::apply(args.get("fn")?, &tensor, inner, self.given.as_ref())?;
                Got::Tensor(tensor)
            }
            "dropout" => {
                let dropout = modules::build(
                    "Dropout",
                    &json!({"p": args.get::<f64>("p")?}),
                    Precision::Declared,
                )?;
                let mode = if args.get("train")? { "train" } else { "eval" };
                modules::set_mode(dropout.module(), mode);
                Got::Tensor(dropout.into_layer()?.forward(&Tensor::ones(size(args)?)))
            }
            "dropout_module" => {
                let layer = modules::build(args.get("class")?, inner, Precision::Declared)?.into_layer()?;
                let size = size(args)?;
                let eighths = Tensor::arange(0.0, size.iter().product::<usize>() as f64, 1.0) / 8.0;
                Got::Tensor(layer.forward(&eighths.reshape(&size[..])))
            }
            _ => train_forward(args.get("class")?, inner, &Tensor::ones(size(args)?))?,
        })
    }

    fn order(&self, call: &str, args: &Args<'_>) -> Result<Got, Trouble> {
        let generator = self.given.as_ref();
        let epochs = args.or("epochs", 1)?;
        let name = match call {
            "random_split" => {
                let parts = samplers::split(args, generator)?;
                return Ok(Got::Parts(
                    parts.iter().map(|part| part.indices().to_vec()).collect(),
                ));
            }
            "dataloader" => return Ok(Got::BatchEpochs(self.batches(args, epochs)?)),
            "random_sampler" => "RandomSampler",
            "subset_random_sampler" => "SubsetRandomSampler",
            _ => "WeightedRandomSampler",
        };
        let sampler = samplers::build(name, args.or("n", 0)?, args, generator)?;
        Ok(Got::Epochs(
            (0..epochs).map(|_| sampler.iter().collect()).collect(),
        ))
    }

    fn batches(&self, args: &Args<'_>, epochs: usize) -> Result<Vec<Vec<Vec<usize>>>, Trouble> {
        let loader = DataLoader::new(samples(args)?);
        let mut loader = set!(loader, args, batch_size, shuffle, drop_last);
        if let Some(generator) = &self.given {
            loader = loader.generator(generator);
        }
        let batch = |batch: Tensor| {
            batch
                .to_vec::<i64>()
                .into_iter()
                .map(|index| index as usize)
                .collect()
        };
        let take = args.maybe::<usize>("take")?;
        let epoch = |_| match take {
            Some(take) => loader.iter().take(take).map(batch).collect(),
            None => loader.iter().map(batch).collect(),
        };
        Ok((0..epochs).map(epoch).collect())
    }
}

/// A pass in training of which only the number of draws counts.
fn train_forward(class: &str, args: &Value, x: &Tensor) -> Result<Got, Trouble> {
    let subject = modules::build(class, args, Precision::Declared)?;
    let count = if class == "MultiheadAttention" { 3 } else { 1 };
    subject.call(&Given {
        tensors: &vec![x.clone(); count],
        names: &[],
        args: Args::new(&Value::Null),
        packed: None,
    })?;
    Ok(Got::Nothing)
}

fn compare(what: &str, got: Got, expected: &Value, case: &Case) -> Result<(), Trouble> {
    let lists = |json: &Value| list(json).iter().map(sizes).collect::<Result<Vec<_>, _>>();
    let tensor = |what: &str, got: &Tensor, figures: &Value| {
        tensors(
            what,
            got,
            figures,
            &Tolerance::of(figures, &case.json),
            Precision::Declared,
        )
    };
    match got {
        Got::Nothing => Err(failed(format!("{what} gives nothing, not {expected}"))),
        Got::Tensor(got) => tensor(what, &got, expected),
        Got::Seed(got) => plain(what, Some(got), expected["seed"].as_u64()),
        Got::Parts(got) => plain(what, got, lists(&expected["parts"])?),
        Got::Epochs(got) => plain(what, got, lists(&expected["epochs"])?),
        Got::BatchEpochs(got) => {
            let expected = list(&expected["epochs"]).iter().map(lists);
            plain(what, got, expected.collect::<Result<Vec<_>, _>>()?)
        }
        Got::State(subject) => {
            let state = subject.module().state_dict();
            let figures = entries(&expected["state"]);
            plain(
                &format!("the size of {what}'s state"),
                state.len(),
                figures.clone().count(),
            )?;
            figures
                .into_iter()
                .try_for_each(|(name, figures)| match state.get(name) {
                    Some(got) => tensor(&format!("{what}, {name}"), got, figures),
                    None => Err(failed(format!("{what} has no {name}"))),
                })
        }
    }
}
