//! A program that needs the whole: the lecture's training loop.

use flambeau::prelude::*;

#[derive(Module)]
struct LinearRegression {
    w: Parameter,
    b: Parameter,
}

impl Forward for LinearRegression {
    fn forward(&self, x: &Tensor) -> Tensor {
        x.inner(&self.w) + &self.b
    }
}

fn main() {
    manual_seed(0);
    let x = Tensor::arange(0.0, 10.0, 0.1).slice(s![.., NewAxis]);
    let y = &x * 3.0 + Tensor::randn(x.shape());
    let model = LinearRegression {
        w: Parameter::new(Tensor::zeros([1, 1])),
        b: Parameter::new(Tensor::zeros([1])),
    };
    let loader = DataLoader::new(TensorDataset::new((x, y))).batch_size(10).shuffle(true);
    let mut optimizer = SGD::new(model.parameters(), 1e-3);
    for _epoch in 0..20 {
        for (x, y) in &loader {
            let loss = (model.forward(&x) - y).powi(2).mean();
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }
    assert!((model.w.item() - 3.0).abs() < 0.2);
}
