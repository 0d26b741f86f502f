//! The lecture's third part: a neural network, trained and validated.
//!
//! `cargo run --release --example mlp_sine`

use examples::{Outcome, mean, out};
use flambeau::plot::{Chart, Grid};
use flambeau::prelude::*;

#[derive(Module)]
struct MultiLayerPerceptron {
    sequential: Sequential,
}

impl MultiLayerPerceptron {
    fn new(input_dim: usize, output_dim: usize) -> Self {
        Self {
            sequential: sequential![
                Linear::new(input_dim, 20),
                ReLU,
                Linear::new(20, 20),
                ReLU,
                Linear::new(20, 20),
                ReLU,
                Linear::new(20, 20),
                ReLU,
                Linear::new(20, output_dim),
            ],
        }
    }
}

impl Forward for MultiLayerPerceptron {
    fn forward(&self, x: &Tensor) -> Tensor {
        self.sequential.forward(x)
    }
}

type Samples = Subset<TensorDataset<(Tensor, Tensor)>>;

/// The mean loss of each epoch.
struct History {
    train: Vec<f64>,
    validation: Vec<f64>,
}

fn fit(
    model: &MultiLayerPerceptron,
    train: &Samples,
    validate: &Samples,
    lr: f64,
    n_epochs: usize,
) -> History {
    let batch_size = 10;
    let train_loader = DataLoader::new(train).batch_size(batch_size).shuffle(true);
    let validate_loader = DataLoader::new(validate).batch_size(batch_size).shuffle(true);
    let mut optimizer = SGD::new(model.parameters(), lr);
    let mut history = History {
        train: vec![],
        validation: vec![],
    };
    for _epoch in 0..n_epochs {
        let mut batch_loss = vec![];
        for (x_batch, y_batch) in &train_loader {
            let prediction = model.forward(&x_batch);
            let loss = (prediction - y_batch).powi(2).mean();
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            batch_loss.push(loss.item());
        }
        let validation: Vec<f64> = no_grad(|| {
            validate_loader
                .iter()
                .map(|(x, y)| (model.forward(&x) - y).powi(2).mean().item())
                .collect()
        });
        history.train.push(mean(&batch_loss));
        history.validation.push(mean(&validation));
    }
    history
}

fn main() -> Outcome {
    manual_seed(0);
    let n_samples = 50;
    let x = Tensor::linspace(-10.0, 10.0, n_samples).slice(s![.., NewAxis]);
    let y = (&x * 0.5).sin() + Tensor::randn([n_samples, 1]) * 0.2;
    let points = |y: &Tensor| -> Vec<(f64, f64)> { x.to_vec().into_iter().zip(y.to_vec()).collect() };
    let picture_of = |title: String, model: &MultiLayerPerceptron, line: &str| {
        Chart::new(title)
            .points("data", points(&y))
            .line(line, points(&model.forward(&x).detach()))
    };

    let model = MultiLayerPerceptron::new(1, 1);
    println!("{model}");
    picture_of(
        "Before training".to_owned(),
        &model,
        "prediction of mymodel before training",
    )
    .save(out("mlp_sine_untrained.svg"))?;

    let dataset = TensorDataset::new((x.clone(), y.clone()));
    let dataset_len = dataset.len();
    let train_len = (dataset_len as f64 * 0.8).round() as usize;
    let [train, validate] = random_split(dataset, [train_len, dataset_len - train_len]);

    let mut pictures = Grid::new(2).title("A neural network fits a sine");
    for (lr, n_epochs) in [(0.2, 20), (0.04, 160)] {
        let model = MultiLayerPerceptron::new(1, 1);
        let history = fit(&model, &train, &validate, lr, n_epochs);
        println!(
            "lr = {lr}, {n_epochs} epochs: train loss {:.4}, validation loss {:.4}",
            history.train[n_epochs - 1],
            history.validation[n_epochs - 1]
        );
        let losses = Chart::new(format!("Loss, lr = {lr}"))
            .x_label("epoch")
            .y_label("mean squared error")
            .curve("train", &history.train)
            .curve("validation", &history.validation);
        let fitted = picture_of(
            format!("After {n_epochs} epochs, lr = {lr}"),
            &model,
            "prediction",
        );
        pictures = pictures.add(losses).add(fitted);
    }
    pictures.save(out("mlp_sine.svg"))?;
    println!(
        "drew {} and {}",
        out("mlp_sine_untrained.svg").display(),
        out("mlp_sine.svg").display()
    );
    Ok(())
}
