//! W3 to W5, W7, W8 and W10 to W13 by burn, on burn-flex, the backend that it recommends for CPUs.

mod loader;
mod networks;

use burn::module::Module;
use burn::nn::loss::{CrossEntropyLossConfig, MseLoss, Reduction};
use burn::nn::{Linear, LinearConfig, Relu};
use burn::optim::momentum::MomentumConfig;
use burn::optim::{GradientsParams, ModuleOptimizer, SgdConfig};
use burn::tensor::{Device, Int, Tensor, TensorData};
use peers::{Peer, Random, SHAPES};

fn main() {
    let peer = Peer::from_arguments("burn");
    if peer.wants("W3") {
        lecture(&peer);
    }
    if peer.wants("W4") {
        classifier(&peer, 64);
        classifier(&peer, 512);
    }
    if peer.wants("W5") {
        products(&peer);
    }
    if peer.wants("W7") {
        loader::run(&peer);
    }
    if peer.wants("W8") {
        inference(&peer, "lecture", &[1, 20, 20, 20, 20, 1]);
        inference(&peer, "mnist", &[784, 512, 256, 10]);
    }
    networks::run(&peer);
}

#[derive(Module, Debug)]
struct Network {
    layers: Vec<Linear>,
    relu: Relu,
}

impl Network {
    /// Layers of these widths with ReLU between them.
    fn new(widths: &[usize], device: &Device) -> Self {
        let layer = |pair: &[usize]| LinearConfig::new(pair[0], pair[1]).init(device);
        Self {
            layers: widths.windows(2).map(layer).collect(),
            relu: Relu::new(),
        }
    }

    fn forward(&self, mut x: Tensor<2>) -> Tensor<2> {
        for (at, layer) in self.layers.iter().enumerate() {
            if at > 0 {
                x = self.relu.forward(x);
            }
            x = layer.forward(x);
        }
        x
    }
}

fn matrix(values: Vec<f32>, rows: usize, columns: usize, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(values, [rows, columns]), device)
}

/// A network with its optimizer, whose step takes the network and gives the next.
struct Training<M> {
    network: Option<M>,
    optimizer: ModuleOptimizer,
    lr: f64,
}

impl<M: Module> Training<M> {
    fn step(&mut self, loss: impl FnOnce(&M) -> Tensor<1>) {
        let network = self.network.take().expect("every step gives a network back");
        let gradients = GradientsParams::from_grads(loss(&network).backward(), &network);
        self.network = Some(self.optimizer.step(self.lr, network, gradients));
    }
}

fn lecture(peer: &Peer) {
    let device = Device::flex().autodiff();
    let mut random = Random::new(0);
    let (x, y) = random.sine();
    let (x, y) = (matrix(x, 40, 1, &device), matrix(y, 40, 1, &device));
    let mse = MseLoss::new();
    let start = || Training {
        network: Some(Network::new(&[1, 20, 20, 20, 20, 1], &device)),
        optimizer: SgdConfig::new().init(),
        lr: 0.04,
    };
    peer.millis("W3", "160ep", "train", || {
        let mut training = start();
        let mut order: Vec<i32> = (0..40).collect();
        for _epoch in 0..160 {
            random.shuffle(&mut order);
            for batch in order.chunks(10) {
                let rows: Tensor<1, Int> = Tensor::from_data(TensorData::new(batch.to_vec(), [10]), &device);
                let (x, y) = (x.clone().select(0, rows.clone()), y.clone().select(0, rows));
                training.step(|network| mse.forward(network.forward(x), y, Reduction::Mean));
            }
        }
    });

    let mut training = start();
    let x = matrix(random.vector(10), 10, 1, &device);
    let y = x.clone().sin();
    peer.micros("W3", "step", "step", || {
        training.step(|network| mse.forward(network.forward(x.clone()), y.clone(), Reduction::Mean));
    });
}

fn classifier(peer: &Peer, batch_size: usize) {
    let device = Device::flex().autodiff();
    let mut random = Random::new(0);
    let x = matrix(random.vector(60_000 * 784), 60_000, 784, &device);
    let classes: Vec<i32> = random
        .classes(60_000)
        .into_iter()
        .map(|class| class as i32)
        .collect();
    let y: Tensor<1, Int> = Tensor::from_data(TensorData::new(classes, [60_000]), &device);
    let cross_entropy = CrossEntropyLossConfig::new().init(&device);
    let momentum = MomentumConfig::new().with_momentum(0.9).with_dampening(0.0);
    let mut training = Training {
        network: Some(Network::new(&[784, 512, 256, 10], &device)),
        optimizer: SgdConfig::new().with_momentum(Some(momentum)).init(),
        lr: 0.01,
    };
    let batches = 60_000 / batch_size;
    let mut at = 0;
    peer.micros("W4", &format!("b{batch_size}"), "step", || {
        let start = at % batches * batch_size;
        at += 1;
        let rows = start..start + batch_size;
        let (x, y) = (x.clone().slice([rows.clone()]), y.clone().slice([rows]));
        training.step(|network| cross_entropy.forward(network.forward(x), y));
    });
}

fn products(peer: &Peer) {
    let device = Device::flex();
    let mut random = Random::new(0);
    for shape @ (kind, m, k, n) in SHAPES {
        let mut operand = |transposed: bool, rows: usize, columns: usize| {
            let values = random.vector(rows * columns);
            if transposed {
                matrix(values, columns, rows, &device).transpose()
            } else {
                matrix(values, rows, columns, &device)
            }
        };
        let (a, b) = (operand(kind == "tn", m, k), operand(kind == "nt", k, n));
        peer.gflops(shape, || a.clone().matmul(b.clone()));
    }
}

fn inference(peer: &Peer, size: &str, widths: &[usize]) {
    let device = Device::flex();
    let network = Network::new(widths, &device);
    let x = matrix(Random::new(0).vector(widths[0]), 1, widths[0], &device);
    peer.micros("W8", size, "latency", || network.forward(x.clone()));
}
