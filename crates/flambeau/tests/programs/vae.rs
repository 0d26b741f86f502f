//! A variational autoencoder on digits.

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

use crate::{digits, reaches};

#[derive(Module)]
struct Vae {
    fc1: Linear,
    fc21: Linear,
    fc22: Linear,
    fc3: Linear,
    fc4: Linear,
}

impl Vae {
    fn new() -> Self {
        Self {
            fc1: Linear::new(64, 100),
            fc21: Linear::new(100, 8),
            fc22: Linear::new(100, 8),
            fc3: Linear::new(8, 100),
            fc4: Linear::new(100, 64),
        }
    }
    fn encode(&self, x: &Tensor) -> (Tensor, Tensor) {
        let h1 = self.fc1.forward(x).relu();
        (self.fc21.forward(&h1), self.fc22.forward(&h1))
    }
    fn reparameterize(&self, mu: &Tensor, logvar: &Tensor) -> Tensor {
        let std = (0.5 * logvar).exp();
        let eps = std.randn_like();
        mu + eps * std
    }
    fn decode(&self, z: &Tensor) -> Tensor {
        let h3 = self.fc3.forward(z).relu();
        self.fc4.forward(&h3).sigmoid()
    }
    fn forward(&self, x: &Tensor) -> (Tensor, Tensor, Tensor) {
        let (mu, logvar) = self.encode(&x.view([-1, 64]));
        let z = self.reparameterize(&mu, &logvar);
        (self.decode(&z), mu, logvar)
    }
}

fn loss_function(recon_x: &Tensor, x: &Tensor, mu: &Tensor, logvar: &Tensor) -> Tensor {
    let bce = BCELoss::new()
        .reduction(Reduction::Sum)
        .forward(recon_x, &x.view([-1, 64]));
    let kld = -0.5 * (1.0 + logvar - mu.powi(2) - logvar.exp()).sum();
    bce + kld
}

#[test]
fn vae() {
    set_default_generator(Generator::pytorch(1));
    let (x, y) = digits();
    let train_loader = DataLoader::new(TensorDataset::new((x, y)))
        .batch_size(128)
        .shuffle(true);
    let model = Vae::new();
    let mut optimizer = Adam::new(model.parameters(), 1e-3);
    let mut average = 0.0;
    for _ in 1..=5 {
        model.train();
        let mut train_loss = 0.0;
        for (data, _) in &train_loader {
            optimizer.zero_grad();
            let (recon, mu, logvar) = model.forward(&data);
            let loss = loss_function(&recon, &data, &mu, &logvar);
            loss.backward();
            train_loss += loss.item();
            optimizer.step();
        }
        average = train_loss / train_loader.dataset().len() as f64;
    }
    let sample = no_grad(|| model.decode(&Tensor::randn([64, 8])));
    assert_eq!(sample.shape(), [64, 64]);
    reaches(average, 29.941173);
}
