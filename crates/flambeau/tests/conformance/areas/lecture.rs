//! The lecture's own training runs, in both precisions.

use flambeau::nn::{Forward, Module};
use flambeau::optim::{Optimizer, SGD};
use flambeau::{Tensor, no_grad};
use serde_json::Value;

use super::optim::{Record, check_final, lecture_perceptron};
use crate::lecture_models::MyLinearRegressionModel;
use crate::optimizers;
use crate::outcome::{Trouble, unsupported};
use crate::reading::{Area, Case, Precision, base, list};

pub(crate) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
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

fn integers(json: &Value) -> Vec<i64> {
    list(json).iter().filter_map(Value::as_i64).collect()
}

pub(super) fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / figures.len() as f64
}

impl Run<'_> {
    fn fixture(&self, name: &str) -> Result<Tensor, Trouble> {
        base(&self.area.fixtures[name], &self.area.fixtures, self.precision)
    }

    /// Lists of indices: one an epoch.
    fn order(&self, name: &str) -> impl Iterator<Item = Vec<i64>> {
        list(&self.area.fixtures[name]).iter().map(integers)
    }

    fn check(&self, name: &str, record: &Record) -> Result<(), Trouble> {
        record.check(name, &self.case.expected()[name], self.case, self.precision)
    }

    fn size(&self, key: &str) -> usize {
        self.case.args().size(key).unwrap_or(1)
    }

    fn line(&self) -> (MyLinearRegressionModel, SGD) {
        let model = MyLinearRegressionModel::new(1, self.precision.of(flambeau::DType::F32));
        let optimizer = SGD::new(
            model.parameters(),
            self.case.args().float("lr").unwrap_or(f64::NAN),
        );
        (model, optimizer)
    }

    fn whole_batch(&self) -> Result<(), Trouble> {
        let (x, y) = (self.fixture("lin_x")?, self.fixture("lin_y")?);
        let (model, mut optimizer) = self.line();
        let (mut losses, mut positions) = (Record::default(), Record::default());
        for _ in 0..self.size("steps") {
            losses.push(&train(&model, &mut optimizer, &x, &y));
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
        let (model, mut optimizer) = self.line();
        let mut losses = Record::default();
        for epoch in self.order("lin_order").take(self.size("epochs")) {
            for batch in epoch.chunks(self.size("batch_size")) {
                let batch = Tensor::from(batch);
                let (x, y) = (x.index_select(0, &batch), y.index_select(0, &batch));
                losses.push(&train(&model, &mut optimizer, &x, &y));
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
        let (x, y) = (
            self.fixture("mlp_x")?,
            self.fixture(args.str("y").unwrap_or("mlp_y"))?,
        );
        let model = lecture_perceptron(self.area, self.precision)?;
        let handles = model.parameters().into_iter().map(Tensor::from).collect();
        let mut optimizer = optimizers::build(args.str("optimizer").unwrap_or("SGD"), handles, args)?;
        let batch_size = self.size("batch_size");
        let validation = integers(&self.area.fixtures["mlp_val_idx"]);
        let (mut steps, mut means, mut validations) =
            (Record::default(), Record::default(), Record::default());
        for epoch in self.order("mlp_order").take(self.size("epochs")) {
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
