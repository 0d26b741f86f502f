//! W3 to W5, W8 and W10 to W13 by candle.

mod networks;

use candle_core::backprop::GradStore;
use candle_core::{DType, Device, Result, Tensor, Var};
use candle_nn::{Activation, Init, Module, Optimizer, SGD, Sequential, VarBuilder, VarMap, loss, seq};
use peers::{Peer, Random, SHAPES};

const DEVICE: Device = Device::Cpu;

fn main() -> Result<()> {
    let peer = Peer::from_arguments("candle");
    if peer.wants("W3") {
        lecture(&peer)?;
    }
    if peer.wants("W4") {
        classifier(&peer, 64)?;
        classifier(&peer, 512)?;
    }
    if peer.wants("W5") {
        products(&peer)?;
    }
    if peer.wants("W8") {
        inference(&peer, "lecture", &[1, 20, 20, 20, 20, 1])?;
        inference(&peer, "mnist", &[784, 512, 256, 10])?;
    }
    networks::run(&peer)
}

/// Layers of these widths with ReLU between them, and PyTorch's initial weights: with its own, which are larger, the
/// lecture's learning rate diverges.
fn network(widths: &[usize]) -> Result<(Sequential, VarMap)> {
    let variables = VarMap::new();
    let mut network = seq();
    for (at, pair) in widths.windows(2).enumerate() {
        if at > 0 {
            network = network.add(Activation::Relu);
        }
        let bound = 1.0 / (pair[0] as f64).sqrt();
        let uniform = Init::Uniform {
            lo: -bound,
            up: bound,
        };
        let scope = VarBuilder::from_varmap(&variables, DType::F32, &DEVICE).pp(at.to_string());
        let weight = scope.get_with_hints((pair[1], pair[0]), "weight", uniform)?;
        let bias = scope.get_with_hints(pair[1], "bias", uniform)?;
        network = network.add(candle_nn::Linear::new(weight, Some(bias)));
    }
    Ok((network, variables))
}

fn lecture(peer: &Peer) -> Result<()> {
    let mut random = Random::new(0);
    let (x, y) = random.sine();
    let x = Tensor::from_vec(x, (40, 1), &DEVICE)?;
    let y = Tensor::from_vec(y, (40, 1), &DEVICE)?;
    let step = |network: &Sequential, optimizer: &mut SGD, x: &Tensor, y: &Tensor| {
        optimizer.backward_step(&loss::mse(&network.forward(x)?, y)?)
    };
    let mut train = || -> Result<()> {
        let (network, variables) = network(&[1, 20, 20, 20, 20, 1])?;
        let mut optimizer = SGD::new(variables.all_vars(), 0.04)?;
        let mut order: Vec<u32> = (0..40).collect();
        for _epoch in 0..160 {
            random.shuffle(&mut order);
            for batch in order.chunks(10) {
                let rows = Tensor::new(batch, &DEVICE)?;
                step(
                    &network,
                    &mut optimizer,
                    &x.index_select(&rows, 0)?,
                    &y.index_select(&rows, 0)?,
                )?;
            }
        }
        Ok(())
    };
    train()?;
    peer.millis("W3", "160ep", "train", &mut train);

    let (network, variables) = network(&[1, 20, 20, 20, 20, 1])?;
    let mut optimizer = SGD::new(variables.all_vars(), 0.04)?;
    let x = Tensor::randn(0_f32, 1.0, (10, 1), &DEVICE)?;
    let y = x.sin()?;
    peer.micros("W3", "step", "step", || step(&network, &mut optimizer, &x, &y));
    Ok(())
}

/// SGD with momentum, which candle-nn's own does not have, written in its manner.
struct Descent {
    variables: Vec<(Var, Option<Tensor>)>,
    lr: f64,
    momentum: f64,
}

impl Descent {
    fn new(variables: Vec<Var>, lr: f64, momentum: f64) -> Self {
        Self {
            variables: variables.into_iter().map(|variable| (variable, None)).collect(),
            lr,
            momentum,
        }
    }

    fn step(&mut self, gradients: &GradStore) -> Result<()> {
        for (variable, velocity) in &mut self.variables {
            let Some(gradient) = gradients.get(variable) else {
                continue;
            };
            let next = match velocity.take() {
                Some(velocity) => ((velocity * self.momentum)? + gradient)?,
                None => gradient.clone(),
            };
            variable.set(&variable.sub(&(&next * self.lr)?)?)?;
            *velocity = Some(next);
        }
        Ok(())
    }
}

fn classifier(peer: &Peer, batch_size: usize) -> Result<()> {
    let mut random = Random::new(0);
    let x = Tensor::from_vec(random.vector(60_000 * 784), (60_000, 784), &DEVICE)?;
    let y = Tensor::from_vec(random.classes(60_000), 60_000, &DEVICE)?;
    let (network, variables) = network(&[784, 512, 256, 10])?;
    let mut optimizer = Descent::new(variables.all_vars(), 0.01, 0.9);
    let batches = 60_000 / batch_size;
    let mut at = 0;
    let mut step = || -> Result<()> {
        let start = at % batches * batch_size;
        at += 1;
        let scores = network.forward(&x.narrow(0, start, batch_size)?)?;
        let loss = loss::cross_entropy(&scores, &y.narrow(0, start, batch_size)?)?;
        optimizer.step(&loss.backward()?)
    };
    step()?;
    peer.micros("W4", &format!("b{batch_size}"), "step", step);
    Ok(())
}

fn products(peer: &Peer) -> Result<()> {
    for shape @ (kind, m, k, n) in SHAPES {
        let matrix = |transposed: bool, rows: usize, columns: usize| {
            if transposed {
                Tensor::randn(0_f32, 1.0, (columns, rows), &DEVICE)?.t()
            } else {
                Tensor::randn(0_f32, 1.0, (rows, columns), &DEVICE)
            }
        };
        let (a, b) = (matrix(kind == "tn", m, k)?, matrix(kind == "nt", k, n)?);
        a.matmul(&b)?;
        peer.gflops(shape, || a.matmul(&b));
    }
    Ok(())
}

/// With weights that are no variables, so that nothing is recorded.
fn inference(peer: &Peer, size: &str, widths: &[usize]) -> Result<()> {
    let (_, variables) = network(widths)?;
    let mut plain = seq();
    for at in 0..widths.len() - 1 {
        if at > 0 {
            plain = plain.add(Activation::Relu);
        }
        let held = variables.data().lock().expect("nobody panicked with it");
        let tensor = |name: &str| held[&format!("{at}.{name}")].as_detached_tensor();
        plain = plain.add(candle_nn::Linear::new(tensor("weight"), Some(tensor("bias"))));
    }
    let x = Tensor::randn(0_f32, 1.0, (1, widths[0]), &DEVICE)?;
    plain.forward(&x)?;
    peer.micros("W8", size, "latency", || plain.forward(&x));
    Ok(())
}
