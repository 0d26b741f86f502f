//! The lecture's scripts from a seed alone: data, weights, split, batches, losses.

use flambeau::data::{DataLoader, Subset, TensorDataset, random_split};
use flambeau::nn::{Forward, Module};
use flambeau::optim::SGD;
use flambeau::random::set_default_generator;
use flambeau::{Generator, Tensor, manual_seed, no_grad, s};
use serde_json::Value;

use super::lecture::{line, mean, train};
use super::optim::{Record, perceptron};
use crate::compare::{Tolerance, plain, tensors};
use crate::outcome::{Trouble, failed, unsupported};
use crate::reading::{Case, Precision, list, sizes};

/// Samples, and beside each its index.
type Samples = TensorDataset<(Tensor, Tensor, Tensor)>;
type Loader = DataLoader<Subset<Samples>>;

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    set_default_generator(Generator::pytorch(0));
    manual_seed(case.args().get::<usize>("seed")? as u64);
    let mut script = Script {
        case,
        data: None,
        model: None,
        parts: Vec::new(),
    };
    for part in case.args().get::<Vec<&str>>("order")? {
        match part {
            "data" => script.make_data()?,
            "model" => script.make_model()?,
            "split" => script.split()?,
            other => return Err(unsupported(format!("this runner does not know the part {other}"))),
        }
    }
    script.train()
}

struct Script<'a> {
    case: &'a Case,
    data: Option<(Tensor, Tensor)>,
    model: Option<Box<dyn Forward>>,
    /// For training and for validation, if the script splits.
    parts: Vec<Subset<Samples>>,
}

impl Script<'_> {
    fn is_line(&self) -> bool {
        self.case.op() == "linreg_seeded"
    }

    fn check(&self, name: &str, got: &Tensor) -> Result<(), Trouble> {
        let figures = &self.case.expected()[name];
        tensors(
            name,
            got,
            figures,
            &Tolerance::of(figures, &self.case.json),
            Precision::Declared,
        )
    }

    fn record(&self, name: &str, record: &Record) -> Result<(), Trouble> {
        record.check(name, &self.case.expected()[name], self.case, Precision::Declared)
    }

    fn make_data(&mut self) -> Result<(), Trouble> {
        let (x, y) = if self.is_line() {
            let x = Tensor::arange(0.0, 10.0, 0.1).slice(s![.., NewAxis]);
            let y = &x * 3.0 + Tensor::randn(x.shape());
            (x, y)
        } else {
            let x = Tensor::linspace(-10.0, 10.0, 50).slice(s![.., NewAxis]);
            let y = (0.5 * &x).sin() + Tensor::randn([50, 1]) * 0.2;
            (x, y)
        };
        self.check("x", &x)?;
        self.check("y", &y)?;
        self.data = Some((x, y));
        Ok(())
    }

    fn make_model(&mut self) -> Result<(), Trouble> {
        let model = if self.is_line() {
            line(Precision::Declared)?
        } else {
            perceptron(Precision::Declared)?
        };
        for (name, tensor) in model.state_dict() {
            let name = format!("initial.{name}");
            if self.case.expected().get(&name).is_some() {
                self.check(&name, &tensor)?;
            }
        }
        self.model = Some(model);
        Ok(())
    }

    fn samples(&self) -> Result<Samples, Trouble> {
        let (x, y) = self
            .data
            .clone()
            .ok_or_else(|| failed("the script has no data"))?;
        let index = Tensor::arange(0, x.len() as i64, 1);
        Ok(TensorDataset::new((x, y, index)))
    }

    fn split(&mut self) -> Result<(), Trouble> {
        let [training, validation] = random_split(self.samples()?, [40, 10]);
        for (name, part) in [("train_idx", &training), ("val_idx", &validation)] {
            plain(name, part.indices().to_vec(), sizes(&self.case.expected()[name])?)?;
        }
        self.parts = vec![training, validation];
        Ok(())
    }

    /// The loaders for training and, if the script splits, for validation.
    fn loaders(&mut self) -> Result<(Loader, Option<Loader>), Trouble> {
        let args = self.case.args();
        let batch_size = args.get("batch_size")?;
        let shuffles = args.or("val_shuffle", false)?;
        let loader = |part, shuffle| DataLoader::new(part).batch_size(batch_size).shuffle(shuffle);
        let mut parts = std::mem::take(&mut self.parts).into_iter();
        let training = match parts.next() {
            Some(training) => training,
            None => Subset::new(
                self.samples()?,
                (0..self.samples()?.tensors().0.len()).collect::<Vec<_>>(),
            ),
        };
        let validation = parts.next().map(|part| loader(part, shuffles));
        Ok((loader(training, true), validation))
    }

    fn train(mut self) -> Result<(), Trouble> {
        let (loader, validation) = self.loaders()?;
        let model = self
            .model
            .take()
            .ok_or_else(|| failed("the script has no model"))?;
        let args = self.case.args();
        let mut optimizer = SGD::new(model.parameters(), args.get::<f64>("lr")?);
        let (mut steps, mut means, mut validations) =
            (Record::default(), Record::default(), Record::default());
        let epochs = args.get::<usize>("epochs")?;
        for epoch in 0..epochs {
            let (before, mut order) = (steps.0.len(), Vec::new());
            for (x, y, index) in &loader {
                order.push(index);
                steps.push(&train(&*model, &mut optimizer, &x, &y));
            }
            means.0.push(mean(&steps.0[before..]));
            let (mut losses, mut validation_order) = (Vec::new(), Vec::new());
            for (x, y, index) in validation.iter().flatten() {
                validation_order.push(index);
                losses.push(no_grad(|| (model.forward(&x) - y).powi(2).mean()).item());
            }
            if validation.is_some() {
                validations.0.push(mean(&losses));
            }
            if epoch == 0 {
                self.check_order("first_epoch", &order)?;
                self.check_order("first_epoch_validation", &validation_order)?;
            }
            if epoch + 1 == epochs {
                self.check_order("last_epoch", &order)?;
            }
        }
        self.check("next", &Tensor::rand(1))?;
        self.record("step_losses", &steps)?;
        self.record("epoch_train", &means)?;
        if validation.is_some() {
            self.record("epoch_validation", &validations)?;
        }
        self.check_model(&*model)
    }

    /// Compares the indices of an epoch's batches, if the corpus has them.
    fn check_order(&self, name: &str, batches: &[Tensor]) -> Result<(), Trouble> {
        let Some(expected) = self.case.expected().get(name) else {
            return Ok(());
        };
        let expected = list(expected).iter().map(sizes).collect::<Result<Vec<_>, _>>()?;
        let got = batches
            .iter()
            .map(|batch| batch.to_vec::<i64>().iter().map(|i| *i as usize).collect())
            .collect();
        plain(name, got, expected)
    }

    fn check_model(&self, model: &dyn Forward) -> Result<(), Trouble> {
        let expected = |name: &str| self.case.expected().get(name).is_some_and(Value::is_object);
        for (name, tensor) in model.state_dict() {
            if expected(&name) {
                self.check(&name, &tensor)?;
            }
        }
        if !expected("final_prediction") {
            return Ok(());
        }
        let (x, _) = self
            .data
            .as_ref()
            .ok_or_else(|| failed("the script has no data"))?;
        self.check("final_prediction", &no_grad(|| model.forward(x)))
    }
}
