//! A training that can be killed at any moment and goes on where it was: it ends with the same curve.
//!
//! `cargo run --release --example checkpoint_resume` trains, and removes its checkpoints at the end.
//! With `-- --kill` it kills itself halfway, in the middle of an epoch; run without, it then goes on.

use examples::{Outcome, out};
use flambeau::prelude::*;
use flambeau::random::default_generator;
use flambeau::{Checkpoint, Checkpoints, resume_latest};

const EPOCHS: usize = 12;
/// Batches between two checkpoints.
const EVERY: usize = 5;

fn main() -> Outcome {
    let kill = std::env::args().any(|argument| argument == "--kill");
    manual_seed(0);
    let x = Tensor::linspace(-10.0, 10.0, 200).unsqueeze(1);
    let y = (&x * 0.5).sin() + Tensor::randn([200, 1]) * 0.2;
    let loader = DataLoader::new(TensorDataset::new((x, y)))
        .batch_size(8)
        .shuffle(true);
    let model = sequential![Linear::new(1, 64), Tanh, Dropout::new(0.1), Linear::new(64, 1)];
    let mut optimizer = Adam::new(model.parameters(), 0.02);
    let mut scheduler = CosineAnnealingLR::new(EPOCHS).attach(&mut optimizer);
    let mut curve = [0.0; EPOCHS];

    let folder = out("checkpoint_resume");
    let checkpoints = Checkpoints::new(&folder).keep_last(3);
    if let Some(latest) = resume_latest(&folder)? {
        for broken in &latest.passed_over {
            println!("passed over {broken}");
        }
        println!("going on from {}", latest.path.display());
        let checkpoint = latest.checkpoint;
        model.load_state_dict(&checkpoint.state("model")?)?;
        optimizer.load_state_dict(&checkpoint.state("optimizer")?)?;
        scheduler.load_state_dict(&checkpoint.state("scheduler")?)?;
        loader.load_state_dict(&checkpoint.state("loader")?)?;
        checkpoint.restore_generator("default", &default_generator())?;
        for (epoch, loss) in curve.iter_mut().enumerate() {
            *loss = checkpoint.value(&format!("loss_{epoch}"))?;
        }
    }

    while loader.epoch() < EPOCHS {
        let epoch = loader.epoch();
        for (x, y) in &loader {
            let loss = mse_loss(&model.forward(&x), &y);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            curve[epoch] += loss.item() / loader.len() as f64;

            let step: usize = loader.state_dict().metadata()["position"].parse()?;
            if step.is_multiple_of(EVERY) {
                let losses = curve.iter().enumerate();
                let checkpoint = Checkpoint::new()
                    .with("model", &model.state_dict())
                    .with("optimizer", &optimizer.state_dict())
                    .with("scheduler", &scheduler.state_dict())
                    .with("loader", &loader.state_dict())
                    .with_generator("default", &default_generator());
                let checkpoint = losses.fold(checkpoint, |checkpoint, (epoch, loss)| {
                    checkpoint.with_value(&format!("loss_{epoch}"), loss)
                });
                checkpoints.save((epoch * loader.len() + step) as u64, &checkpoint)?;
            }
            if kill && epoch == EPOCHS / 2 && step == 13 {
                println!("killed in the middle of epoch {epoch}; run it again without --kill");
                std::process::abort();
            }
        }
        scheduler.step(&mut optimizer);
    }
    for (epoch, loss) in curve.iter().enumerate() {
        println!("epoch {epoch:2}: loss {loss:.6}");
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
