//! A variational autoencoder of handwritten digits: it learns to draw new ones (Kingma, Welling 2013).
//!
//! `cargo run --release --example vae_digits`

use examples::{Outcome, data, mean, out};
use flambeau::plot::{Contour, Grid};
use flambeau::prelude::*;

const LATENT: usize = 8;
const EPOCHS: usize = 60;

#[derive(Module)]
struct Autoencoder {
    encoder: Sequential,
    mean: Linear,
    log_variance: Linear,
    decoder: Sequential,
}

/// What a picture becomes.
struct Coded {
    /// Logits of the pixels, `[n, 64]`.
    pixels: Tensor,
    mean: Tensor,
    log_variance: Tensor,
}

impl Autoencoder {
    fn new() -> Self {
        Self {
            encoder: sequential![Linear::new(64, 128), ReLU],
            mean: Linear::new(128, LATENT),
            log_variance: Linear::new(128, LATENT),
            decoder: sequential![Linear::new(LATENT, 128), ReLU, Linear::new(128, 64)],
        }
    }

    fn forward(&self, x: &Tensor) -> Coded {
        let hidden = self.encoder.forward(x);
        let (mean, log_variance) = (self.mean.forward(&hidden), self.log_variance.forward(&hidden));
        let noise = mean.randn_like();
        let code = &mean + noise * (&log_variance * 0.5).exp();
        Coded {
            pixels: self.decoder.forward(&code),
            mean,
            log_variance,
        }
    }
}

/// The bound on the evidence, negative and per picture: how badly the picture is drawn, and how far the codes are from a
/// standard normal distribution.
fn loss(coded: &Coded, x: &Tensor) -> Tensor {
    let drawn = BCEWithLogitsLoss::new()
        .reduction(Reduction::Sum)
        .forward(&coded.pixels, x);
    let Coded {
        mean, log_variance, ..
    } = coded;
    let divergence = (mean.square() + log_variance.exp() - log_variance - 1.0).sum() * 0.5;
    (drawn + divergence) / x.len() as f64
}

fn main() -> Outcome {
    manual_seed(0);
    let (pixels, _) = csv::read(data("digits.csv"))?.features_and_target::<f32, i64>("label")?;
    let [train, held_out] = random_split(TensorDataset::new(pixels / 16.0), [0.9, 0.1]);
    let held_out = held_out.get_batch(&(0..held_out.len()).collect::<Vec<_>>());
    let loader = DataLoader::new(train).batch_size(64).shuffle(true);
    let model = Autoencoder::new();
    let mut optimizer = Adam::new(model.parameters(), 2e-3);
    for epoch in 1..=EPOCHS {
        let mut losses = vec![];
        for x in &loader {
            let loss = loss(&model.forward(&x), &x);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            losses.push(loss.item());
        }
        if epoch % 10 == 0 {
            let other = no_grad(|| loss(&model.forward(&held_out), &held_out));
            println!(
                "epoch {epoch}: {:.2} nats a picture, held out {:.2}",
                mean(&losses),
                other.item()
            );
        }
    }

    let made = no_grad(|| model.decoder.forward(&Tensor::randn([12, LATENT])).sigmoid());
    let mut grid = Grid::new(4)
        .title("Digits that nobody wrote")
        .panel_size(200, 200);
    for picture in 0..12 {
        // The first row of a picture is its top.
        let rows = made.get(picture).view((8, 8)).flip(0);
        let rows: Vec<Vec<f64>> = (0..8).map(|row| rows.get(row).to_vec()).collect();
        grid = grid.add(Contour::from_rows("", 0.0..7.0, 0.0..7.0, rows));
    }
    let picture = out("vae_digits.svg");
    grid.save(&picture)?;
    println!("twelve that it made are in {}", picture.display());
    Ok(())
}
