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

/// A training and all that it needs to go on.
struct Training {
    loader: DataLoader<TensorDataset<(Tensor, Tensor)>>,
    model: Sequential,
    optimizer: Adam,
    scheduler: Scheduler<CosineAnnealingLR>,
    /// The mean loss of each epoch.
    curve: [f64; EPOCHS],
}

impl Training {
    fn new() -> Self {
        let x = Tensor::linspace(-10.0, 10.0, 200).unsqueeze(1);
        let y = (&x * 0.5).sin() + Tensor::randn([200, 1]) * 0.2;
        let loader = DataLoader::new(TensorDataset::new((x, y)));
        let model = sequential![Linear::new(1, 64), Tanh, Dropout::new(0.1), Linear::new(64, 1)];
        let mut optimizer = Adam::new(model.parameters(), 0.02);
        Self {
            loader: loader.batch_size(8).shuffle(true),
            scheduler: CosineAnnealingLR::new(EPOCHS).attach(&mut optimizer),
            curve: [0.0; EPOCHS],
            model,
            optimizer,
        }
    }

    fn checkpoint(&self) -> Checkpoint {
        let checkpoint = Checkpoint::new()
            .with("model", &self.model.state_dict())
            .with("optimizer", &self.optimizer.state_dict())
            .with("scheduler", &self.scheduler.state_dict())
            .with("loader", &self.loader.state_dict())
            .with_generator("default", &default_generator());
        let losses = self.curve.iter().enumerate();
        losses.fold(checkpoint, |checkpoint, (epoch, loss)| {
            checkpoint.with_value(&format!("loss_{epoch}"), loss)
        })
    }

    fn restore(&mut self, checkpoint: &Checkpoint) -> Outcome {
        self.model.load_state_dict(&checkpoint.state("model")?)?;
        self.optimizer.load_state_dict(&checkpoint.state("optimizer")?)?;
        self.scheduler.load_state_dict(&checkpoint.state("scheduler")?)?;
        self.loader.load_state_dict(&checkpoint.state("loader")?)?;
        checkpoint.restore_generator("default", &default_generator())?;
        for (epoch, loss) in self.curve.iter_mut().enumerate() {
            *loss = checkpoint.value(&format!("loss_{epoch}"))?;
        }
        Ok(())
    }

    /// Trains from where it is to the end of the epoch, and saves every few batches.
    fn epoch(&mut self, checkpoints: &Checkpoints, kill: bool) -> Outcome {
        let (epoch, batches) = (self.loader.epoch(), self.loader.len());
        for (x, y) in &self.loader {
            let loss = mse_loss(&self.model.forward(&x), &y);
            self.optimizer.zero_grad();
            loss.backward();
            self.optimizer.step();
            self.curve[epoch] += loss.item() / batches as f64;

            let batch: usize = self.loader.state_dict().metadata()["position"].parse()?;
            if batch.is_multiple_of(EVERY) {
                checkpoints.save((epoch * batches + batch) as u64, &self.checkpoint())?;
            }
            if kill && epoch == EPOCHS / 2 && batch == 13 {
                println!("killed in the middle of epoch {epoch}; run it again without --kill");
                std::process::abort();
            }
        }
        self.scheduler.step(&mut self.optimizer);
        Ok(())
    }
}

fn main() -> Outcome {
    let kill = std::env::args().any(|argument| argument == "--kill");
    manual_seed(0);
    let mut training = Training::new();

    let folder = out("checkpoint_resume");
    let checkpoints = Checkpoints::new(&folder).keep_last(3);
    if let Some(latest) = resume_latest(&folder)? {
        for broken in &latest.passed_over {
            println!("passed over {broken}");
        }
        println!("going on from {}", latest.path.display());
        training.restore(&latest.checkpoint)?;
    }
    while training.loader.epoch() < EPOCHS {
        training.epoch(&checkpoints, kill)?;
    }
    for (epoch, loss) in training.curve.iter().enumerate() {
        println!("epoch {epoch:2}: loss {loss:.6}");
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
