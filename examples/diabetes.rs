//! A real regression: how a disease progresses, from ten measurements of a patient.
//!
//! `cargo run --release --example diabetes`

use examples::{Outcome, data, mean, out};
use flambeau::plot::Chart;
use flambeau::prelude::*;

const EPOCHS: usize = 60;

/// A column minus its mean, over its standard deviation: measurements in different units become comparable.
struct Standardizer {
    mean: Tensor,
    std: Tensor,
}

impl Standardizer {
    /// Learns from the columns of `x`, `[rows, columns]`.
    fn fit(x: &Tensor) -> Self {
        Self {
            mean: x.mean_dim(0, true),
            std: x.std_dim(0, 1.0, true),
        }
    }

    fn apply(&self, x: &Tensor) -> Tensor {
        (x - &self.mean) / &self.std
    }
}

fn main() -> Outcome {
    manual_seed(0);
    let (x, y) = csv::read(data("diabetes.csv"))?.features_and_target::<f32, f32>("progression")?;
    let y = y.unsqueeze(1);

    // The split comes first: what is learned of the data is learned of the training part alone.
    let rows = Tensor::randperm(x.len());
    let (train_rows, test_rows) = (rows.slice(..350), rows.slice(350..));
    let (train_x, train_y) = (x.index_select(0, &train_rows), y.index_select(0, &train_rows));
    let (test_x, test_y) = (x.index_select(0, &test_rows), y.index_select(0, &test_rows));
    let (x_scale, y_scale) = (Standardizer::fit(&train_x), Standardizer::fit(&train_y));
    let train = TensorDataset::new((x_scale.apply(&train_x), y_scale.apply(&train_y)));
    let loader = DataLoader::new(train).batch_size(16).shuffle(true);

    let model = sequential![Linear::new(10, 32), Tanh, Dropout::new(0.3), Linear::new(32, 1)];
    println!("{model}");
    let mut optimizer = SGD::new(model.parameters(), 0.01)
        .momentum(0.9)
        .weight_decay(1e-2);

    // Errors in the disease's own unit.
    let error_of = |prediction: &Tensor| {
        let prediction = prediction * &y_scale.std + &y_scale.mean;
        mse_loss(&prediction, &test_y).item().sqrt()
    };
    let test_inputs = x_scale.apply(&test_x);
    let baseline = error_of(&Tensor::zeros(test_y.shape()));
    let (mut train_losses, mut test_errors) = (vec![], vec![]);
    for _epoch in 0..EPOCHS {
        let mut batch_losses = vec![];
        for (x, y) in &loader {
            let loss = mse_loss(&model.forward(&x), &y);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            batch_losses.push(loss.item());
        }
        train_losses.push(mean(&batch_losses));
        model.eval();
        test_errors.push(error_of(&no_grad(|| model.forward(&test_inputs))));
        model.train();
    }

    println!("the mean of the training patients errs by {baseline:.1} on the test patients");
    println!(
        "the model errs by {:.1} after {EPOCHS} epochs",
        test_errors[EPOCHS - 1]
    );
    println!("the last training loss is {:.3}", train_losses[EPOCHS - 1]);
    draw(&test_errors, baseline)
}

fn draw(test_errors: &[f64], baseline: f64) -> Outcome {
    let picture = out("diabetes.svg");
    Chart::new("Progression of diabetes")
        .x_label("epoch")
        .y_label("root mean squared error on test patients")
        .curve("model", test_errors)
        .line(
            "mean of the training patients",
            [(0.0, baseline), (EPOCHS as f64 - 1.0, baseline)],
        )
        .save(&picture)?;
    println!("drew {}", picture.display());
    Ok(())
}
