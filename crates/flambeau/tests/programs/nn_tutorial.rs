//! "What is torch.nn really?": logistic regression on digits, refactored step by step.

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

use crate::{digits, reaches};

fn log_softmax(x: &Tensor) -> Tensor {
    x - x.exp().sum_dim(-1, false).log().unsqueeze(-1)
}

fn nll(input: &Tensor, target: &Tensor) -> Tensor {
    // input[range(n), target].mean()
    -input.gather(1, &target.unsqueeze(1)).mean()
}

fn from_scratch(x: &Tensor, y: &Tensor) -> f64 {
    let mut weights = (Tensor::randn([64, 10]) / 64f64.sqrt()).requires_grad_(true);
    let mut bias = Tensor::options().requires_grad(true).zeros(10);
    let bs = 64;
    for _ in 0..2 {
        for i in 0..(x.len() - 1) / bs + 1 {
            let end = (i * bs + bs).min(x.len());
            let xb = x.slice(s![i * bs..end]);
            let yb = y.slice(s![i * bs..end]);
            let pred = log_softmax(&(xb.matmul(&weights) + &bias));
            let loss = nll(&pred, &yb);
            loss.backward();
            no_grad(|| {
                for p in [&mut weights, &mut bias] {
                    *p -= p.grad().unwrap() * 0.5;
                    p.zero_grad();
                }
            });
        }
    }
    nll(&log_softmax(&(x.matmul(&weights) + &bias)), y).item()
}

#[derive(Module)]
struct MnistLogistic {
    lin: Linear,
}

impl Forward for MnistLogistic {
    fn forward(&self, xb: &Tensor) -> Tensor {
        self.lin.forward(xb)
    }
}

type Data = TensorDataset<(Tensor, Tensor)>;

fn loss_batch(
    model: &dyn Forward,
    xb: &Tensor,
    yb: &Tensor,
    opt: Option<&mut dyn Optimizer>,
) -> (f64, usize) {
    let loss = cross_entropy(&model.forward(xb), yb);
    if let Some(opt) = opt {
        loss.backward();
        opt.step();
        opt.zero_grad();
    }
    (loss.item(), xb.len())
}

fn fit(
    epochs: usize,
    model: &dyn Forward,
    opt: &mut dyn Optimizer,
    train: &DataLoader<Data>,
    valid: &DataLoader<Data>,
) -> f64 {
    let mut val = 0.0;
    for _ in 0..epochs {
        model.train();
        for (xb, yb) in train {
            loss_batch(model, &xb, &yb, Some(&mut *opt));
        }
        model.eval();
        let (sum, n) = no_grad(|| {
            valid.iter().fold((0.0, 0), |(sum, n), (xb, yb)| {
                let (loss, m) = loss_batch(model, &xb, &yb, None);
                (sum + loss * m as f64, n + m)
            })
        });
        val = sum / n as f64;
    }
    val
}

#[test]
fn nn_tutorial() {
    set_default_generator(Generator::pytorch(0));
    let (x, y) = digits();
    let (x_train, y_train) = (x.slice(s![..1500]), y.slice(s![..1500]));
    let (x_valid, y_valid) = (x.slice(s![1500..]), y.slice(s![1500..]));
    reaches(from_scratch(&x_train, &y_train), 0.637305);

    let train = DataLoader::new(TensorDataset::new((x_train, y_train)))
        .batch_size(64)
        .shuffle(true);
    let valid = DataLoader::new(TensorDataset::new((x_valid.clone(), y_valid.clone()))).batch_size(128);
    let model = MnistLogistic {
        lin: Linear::new(64, 10),
    };
    let mut opt = SGD::new(model.parameters(), 0.5);
    let val = fit(5, &model, &mut opt, &train, &valid);
    reaches(val, 0.554538);
    let right = model.forward(&x_valid).argmax_dim(1, false).eq(&y_valid);
    assert!(right.to_dtype(DType::F32).mean().item() > 0.85);
}
