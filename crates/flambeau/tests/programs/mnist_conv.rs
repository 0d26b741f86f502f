//! A convolutional net on digits, its schedule, and its weights in a file.

use flambeau::prelude::*;
use flambeau::{load, save};

use crate::digits;

#[derive(Module)]
struct Net {
    conv1: Conv2d,
    conv2: Conv2d,
    dropout1: Dropout,
    dropout2: Dropout,
    fc1: Linear,
    fc2: Linear,
}

impl Net {
    fn new() -> Self {
        Self {
            conv1: Conv2d::new(1, 32, 3),
            conv2: Conv2d::options(32, 64, 3).stride(1).build(),
            dropout1: Dropout::new(0.25),
            dropout2: Dropout::new(0.5),
            fc1: Linear::new(256, 128),
            fc2: Linear::new(128, 10),
        }
    }
}

impl Forward for Net {
    fn forward(&self, x: &Tensor) -> Tensor {
        let x = self.conv1.forward(x).relu();
        let x = self.conv2.forward(&x).relu().max_pool2d(2);
        let x = self.dropout1.forward(&x).flatten(1, -1);
        let x = self.dropout2.forward(&self.fc1.forward(&x).relu());
        self.fc2.forward(&x).log_softmax(1)
    }
}

#[test]
fn mnist_conv() -> Result<(), Box<dyn std::error::Error>> {
    manual_seed(1);
    let (x, y) = digits();
    // A part of them, once: the figure is not what is asked for here.
    let (x, y) = (x.slice(s![..320]), y.slice(s![..320]));
    let images = x.view((-1, 1, 8, 8));
    let loader = DataLoader::new(TensorDataset::new((images.clone(), y.clone())))
        .batch_size(64)
        .shuffle(true);
    let model = Net::new();
    let mut optimizer = Adadelta::new(model.parameters(), 1.0);
    let mut scheduler = StepLR::new(1).gamma(0.7).attach(&mut optimizer);
    let loss = || nll_loss(&model.forward(&images), &y).item();
    let before = loss();
    for _epoch in 1..=2 {
        model.train();
        for (data, target) in &loader {
            optimizer.zero_grad();
            nll_loss(&model.forward(&data), &target).backward();
            optimizer.step();
        }
        scheduler.step(&mut optimizer);
    }
    model.eval();
    assert!(loss() < before);

    let path = std::env::temp_dir().join(format!("mnist-cnn-{}.safetensors", std::process::id()));
    save(&model.state_dict(), &path)?;
    let again = Net::new();
    again.load_state_dict(&load(&path)?)?;
    again.eval();
    assert!(again.forward(&images).equal(&model.forward(&images)));
    std::fs::remove_file(&path)?;
    Ok(())
}
