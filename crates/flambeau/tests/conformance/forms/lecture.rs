//! The lecture's own training runs, in both precisions.

use flambeau::nn::{Forward, Module};
use flambeau::optim::{Optimizer, SGD};
use flambeau::{Tensor, no_grad};
use serde_json::Value;

use super::optim::{Record, check_final, lecture_perceptron};
use crate::modules;
use crate::optimizers;
use crate::outcome::{Trouble, unsupported};
use crate::reading::{Area, Case, Precision, all, base, integer, list};

pub(super) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    for precision in [Precision::Declared, Precision::Double] {
        let run = Run {
            area,
            case,
            precision,
        };
        match case.op() {
            "linreg_gd" => run.whole_batch()?,
            "linreg_sgd" => run.small_batches()?,
            "mlp_train" => run.perceptron()?,
            other => {
                return Err(unsupported(format!(
                    "this runner does not know the operation {other}"
                )));
            }
        }
    }
    Ok(())
}

struct Run<'a> {
    area: &'a Area,
    case: &'a Case,
    precision: Precision,
}

/// One step of training, and its loss.
pub(super) fn train(model: &dyn Forward, optimizer: &mut dyn Optimizer, x: &Tensor, y: &Tensor) -> Tensor {
    let loss = (model.forward(x) - y).powi(2).mean();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    loss.detach()
}

fn integers(json: &Value) -> Result<Vec<i64>, Trouble> {
    all(json, integer)
}

/// The lecture's model of a line.
pub(super) fn line(precision: Precision) -> Result<Box<dyn Forward>, Trouble> {
    modules::build("MyLinearRegressionModel", &serde_json::json!({"d": 1}), precision)?.into_layer()
}

pub(super) fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / figures.len() as f64
}

impl Run<'_> {
    fn fixture(&self, name: &str) -> Result<Tensor, Trouble> {
        base(&self.area.fixtures[name], &self.area.fixtures, self.precision)
    }

    /// Lists of indices: one an epoch.
    fn order(&self, name: &str) -> Result<Vec<Vec<i64>>, Trouble> {
        let epochs = list(&self.area.fixtures[name]).iter();
        epochs.take(self.size("epochs")?).map(integers).collect()
    }

    fn check(&self, name: &str, record: &Record) -> Result<(), Trouble> {
        record.check(name, &self.case.expected()[name], self.case, self.precision)
    }

    fn size(&self, key: &str) -> Result<usize, Trouble> {
        self.case.args().get(key)
    }

    fn line(&self) -> Result<(Box<dyn Forward>, SGD), Trouble> {
        let model = line(self.precision)?;
        let optimizer = SGD::new(model.parameters(), self.case.args().get::<f64>("lr")?);
        Ok((model, optimizer))
    }

    fn whole_batch(&self) -> Result<(), Trouble> {
        let (x, y) = (self.fixture("lin_x")?, self.fixture("lin_y")?);
        let (model, mut optimizer) = self.line()?;
        let (mut losses, mut positions) = (Record::default(), Record::default());
        for _ in 0..self.size("steps")? {
            losses.push(&train(&*model, &mut optimizer, &x, &y));
            model
                .parameters()
                .iter()
                .for_each(|parameter| positions.push(parameter));
        }
        self.check("losses", &losses)?;
        self.check("w_b", &positions)
    }

    fn small_batches(&self) -> Result<(), Trouble> {
        let (x, y) = (self.fixture("lin_x")?, self.fixture("lin_y")?);
        let (model, mut optimizer) = self.line()?;
        let mut losses = Record::default();
        for epoch in self.order("lin_order")? {
            for batch in epoch.chunks(self.size("batch_size")?) {
                let batch = Tensor::from(batch);
                let (x, y) = (x.index_select(0, &batch), y.index_select(0, &batch));
                losses.push(&train(&*model, &mut optimizer, &x, &y));
            }
        }
        self.check("losses", &losses)?;
        model
            .named_parameters()
            .iter()
            .try_for_each(|(name, parameter)| self.check(name, &Record(parameter.to_vec())))
    }

    fn perceptron(&self) -> Result<(), Trouble> {
        let args = self.case.args();
        let (x, y) = (self.fixture("mlp_x")?, self.fixture(args.or("y", "mlp_y")?)?);
        let model = lecture_perceptron(self.area, self.precision)?;
        let handles = model.parameters().into_iter().map(Tensor::from).collect();
        let class = args.or("optimizer", "SGD")?;
        let mut optimizer =
            optimizers::build(class, handles, &serde_json::json!({"lr": args.get::<f64>("lr")?}))?;
        let batch_size = self.size("batch_size")?;
        let validation = integers(&self.area.fixtures["mlp_val_idx"])?;
        let (mut steps, mut means, mut validations) =
            (Record::default(), Record::default(), Record::default());
        for epoch in self.order("mlp_order")? {
            let before = steps.0.len();
            for batch in epoch.chunks(batch_size) {
                let batch = Tensor::from(batch);
                let (x, y) = (x.index_select(0, &batch), y.index_select(0, &batch));
                steps.push(&train(&*model, &mut *optimizer, &x, &y));
            }
            means.0.push(mean(&steps.0[before..]));
            let losses: Vec<f64> = no_grad(|| {
                let batches = validation.chunks(batch_size).map(Tensor::from);
                let loss = |batch: Tensor| {
                    let (x, y) = (x.index_select(0, &batch), y.index_select(0, &batch));
                    (model.forward(&x) - y).powi(2).mean().item()
                };
                batches.map(loss).collect()
            });
            validations.0.push(mean(&losses));
        }
        self.check("step_losses", &steps)?;
        self.check("epoch_train", &means)?;
        self.check("epoch_validation", &validations)?;
        self.check(
            "final_prediction",
            &Record(no_grad(|| model.forward(&x)).to_vec()),
        )?;
        check_final(&*model, self.case, self.precision)
    }
}
