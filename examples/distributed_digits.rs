//! Handwritten digits on several processes: the classifier of `digits.rs`, each rank with its share of every batch.
//!
//! `cargo run --release --example distributed_digits` is one rank. With MPI, four:
//!
//! `cargo build --release --package examples --example distributed_digits --features mpi`
//! `mpirun -n 4 target/release/examples/distributed_digits`

use std::sync::Arc;

use examples::{Outcome, data, mean, out};
use flambeau::distributed::{
    Backend, DistributedDataParallel, DistributedSampler, ReduceOp, init_process_group,
};
use flambeau::plot::Chart;
use flambeau::prelude::*;

const EPOCHS: usize = 40;
/// Of all ranks together.
const BATCH_SIZE: usize = 32;

type Digits = Subset<TensorDataset<(Tensor, Tensor)>>;

/// The loss and the share of right answers, over all batches.
fn validate(model: &impl Forward, loader: &DataLoader<Digits>) -> (f64, f64) {
    let (mut losses, mut right, mut seen) = (vec![], 0.0, 0);
    no_grad(|| {
        for (x, y) in loader {
            let logits = model.forward(&x);
            losses.push(cross_entropy(&logits, &y).item());
            right += logits.argmax_dim(1, false).eq(&y).sum().item();
            seen += y.len();
        }
    });
    (mean(&losses), right / seen as f64)
}

fn main() -> Outcome {
    let group = init_process_group(Backend::default())?;
    manual_seed(0);
    let (pixels, digits) = csv::read(data("digits.csv"))?.features_and_target::<f32, i64>("label")?;
    let [train, validation] = random_split(TensorDataset::new((pixels / 16.0, digits)), [0.8, 0.2]);

    let share = Arc::new(DistributedSampler::new(
        train.len(),
        group.world_size(),
        group.rank(),
    ));
    let batch = BATCH_SIZE.div_ceil(group.world_size());
    let train_loader = DataLoader::new(train).batch_size(batch).sampler(share.clone());
    let validation_loader = DataLoader::new(validation).batch_size(BATCH_SIZE);

    let layers = sequential![
        Linear::new(64, 128),
        ReLU,
        Linear::new(128, 64),
        ReLU,
        Linear::new(64, 10)
    ];
    let model = DistributedDataParallel::new(layers, &group);
    let mut optimizer = SGD::new(model.parameters(), 0.05).momentum(0.9);

    let (mut train_losses, mut validation_losses) = (vec![], vec![]);
    for epoch in 0..EPOCHS {
        share.set_epoch(epoch as u64);
        let mut batch_losses = vec![];
        for (x, y) in &train_loader {
            let loss = cross_entropy(&model.forward(&x), &y);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            batch_losses.push(loss.item());
        }
        let mut train_loss = Tensor::from(mean(&batch_losses));
        group.all_reduce(&mut train_loss, ReduceOp::Avg);
        let (loss, accuracy) = validate(&model, &validation_loader);
        train_losses.push(train_loss.item());
        validation_losses.push(loss);
        if group.rank() == 0 && (epoch + 1) % 10 == 0 {
            let epoch = epoch + 1;
            println!(
                "epoch {epoch}: validation loss {loss:.4}, accuracy {:.1} %",
                100.0 * accuracy
            );
        }
    }

    if group.rank() == 0 {
        draw(group.world_size(), &train_losses, &validation_losses)?;
    }
    Ok(())
}

fn draw(ranks: usize, train: &[f64], validation: &[f64]) -> Outcome {
    let picture = out("distributed_digits.svg");
    Chart::new(format!("Handwritten digits on {ranks} ranks"))
        .x_label("epoch")
        .y_label("cross entropy")
        .log_y()
        .curve("train", train)
        .curve("validation", validation)
        .save(&picture)?;
    println!("the loss curves are in {}", picture.display());
    Ok(())
}
