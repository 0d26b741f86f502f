//! W10 to W13: the networks of `torch_networks.py`, and a step of each.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::loss::{CrossEntropyLoss, CrossEntropyLossConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{
    BatchNorm, BatchNormConfig, Embedding, EmbeddingConfig, Gelu, Gru, GruConfig, LayerNorm, LayerNormConfig,
    Linear, LinearConfig, Lstm, LstmConfig, PaddingConfig2d, Relu, Tanh,
};
use burn::optim::momentum::MomentumConfig;
use burn::optim::{AdamConfig, AdamWConfig, ModuleOptimizer, SgdConfig};
use burn::tensor::module::attention;
use burn::tensor::ops::AttentionModuleOptions;
use burn::tensor::{Device, Int, Tensor, TensorData};
use peers::{Peer, Random};

use crate::Training;

const LETTERS: usize = 65;

pub(crate) fn run(peer: &Peer) {
    let device = Device::flex().autodiff();
    if peer.wants("W10") {
        convolution(peer, "mnist", 28, 64);
        convolution(peer, "digits", 8, 32);
    }
    if peer.wants("W11") {
        let lstm = Rnn::Lstm(LstmConfig::new(64, 128, true).init(&device));
        writer(peer, "lstm", lstm, [64, 128, 64, 32]);
        let gru = Rnn::Gru(GruConfig::new(16, 32, true).init(&device));
        writer(peer, "gru", gru, [16, 32, 20, 16]);
    }
    if peer.wants("W12") {
        transformer(peer, 64, 4, 64, 16);
        transformer(peer, 32, 4, 16, 4);
    }
    if peer.wants("W13") {
        characters(peer);
    }
}

fn whole_numbers(limit: usize, count: usize, random: &mut Random) -> Vec<i32> {
    let numbers = random.vector(count).into_iter();
    numbers
        .map(|number| (number.abs() * 1e4) as i32 % limit as i32)
        .collect()
}

/// Letters as they are read, and those that follow, one after the other.
fn letters(
    batch_size: usize,
    steps: usize,
    letters: usize,
    device: &Device,
) -> (Tensor<2, Int>, Tensor<1, Int>) {
    let mut random = Random::new(0);
    let x = whole_numbers(letters, batch_size * steps, &mut random);
    let y = whole_numbers(letters, batch_size * steps, &mut random);
    (
        Tensor::from_data(TensorData::new(x, [batch_size, steps]), device),
        Tensor::from_data(TensorData::new(y, [batch_size * steps]), device),
    )
}

fn measured<M: Module>(
    peer: &Peer,
    workload: &str,
    size: &str,
    network: M,
    (optimizer, lr): (ModuleOptimizer, f64),
    scores: impl Fn(&M) -> Tensor<2>,
    y: Tensor<1, Int>,
) {
    let loss: CrossEntropyLoss = CrossEntropyLossConfig::new().init(&y.device());
    let mut training = Training {
        network: Some(network),
        optimizer,
        lr,
    };
    peer.micros(workload, size, "step", || {
        training.step(|network| loss.forward(scores(network), y.clone()));
    });
}

#[derive(Module, Debug)]
struct Convolutional {
    conv1: Conv2d,
    conv2: Conv2d,
    pool: MaxPool2d,
    head: Vec<Linear>,
    relu: Relu,
    pools_twice: bool,
}

impl Convolutional {
    fn new(name: &str, device: &Device) -> Self {
        let conv = |channels, padding| {
            Conv2dConfig::new(channels, [3, 3])
                .with_padding(padding)
                .init(device)
        };
        let linear = |inputs, outputs| LinearConfig::new(inputs, outputs).init(device);
        let (convs, head) = if name == "mnist" {
            let convs = [
                conv([1, 32], PaddingConfig2d::Valid),
                conv([32, 64], PaddingConfig2d::Valid),
            ];
            (convs, vec![linear(9216, 128), linear(128, 10)])
        } else {
            let convs = [
                conv([1, 8], PaddingConfig2d::Same),
                conv([8, 16], PaddingConfig2d::Same),
            ];
            (convs, vec![linear(64, 10)])
        };
        let [conv1, conv2] = convs;
        Self {
            conv1,
            conv2,
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            head,
            relu: Relu::new(),
            pools_twice: name != "mnist",
        }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        let mut x = self.relu.forward(self.conv1.forward(x));
        if self.pools_twice {
            x = self.pool.forward(x);
        }
        let x = self.pool.forward(self.relu.forward(self.conv2.forward(x)));
        let mut x = x.flatten::<2>(1, 3);
        for (at, linear) in self.head.iter().enumerate() {
            if at > 0 {
                x = self.relu.forward(x);
            }
            x = linear.forward(x);
        }
        x
    }
}

fn convolution(peer: &Peer, name: &str, side: usize, batch_size: usize) {
    let pictures = |count: usize, device: &Device| -> Tensor<4> {
        let pixels = Random::new(0).vector(count * side * side);
        Tensor::from_data(TensorData::new(pixels, [count, 1, side, side]), device)
    };
    let device = Device::flex().autodiff();
    let x = pictures(batch_size, &device);
    let y = whole_numbers(10, batch_size, &mut Random::new(1));
    let y = Tensor::from_data(TensorData::new(y, [batch_size]), &device);
    let momentum = MomentumConfig::new().with_momentum(0.9).with_dampening(0.0);
    let optimizer = SgdConfig::new().with_momentum(Some(momentum)).init();
    let network = Convolutional::new(name, &device);
    let size = format!("{name}:b{batch_size}");
    measured(
        peer,
        "W10",
        &size,
        network,
        (optimizer, 0.01),
        |network| network.forward(x.clone()),
        y,
    );

    let device = Device::flex();
    let (network, x) = (Convolutional::new(name, &device), pictures(1, &device));
    peer.micros("W10", &format!("{name}:b1"), "latency", || {
        network.forward(x.clone())
    });
}

#[derive(Module, Debug)]
enum Rnn {
    Lstm(Lstm),
    Gru(Gru),
}

#[derive(Module, Debug)]
struct Writer {
    letters: Embedding,
    rnn: Rnn,
    head: Linear,
}

impl Writer {
    fn forward(&self, x: Tensor<2, Int>) -> Tensor<2> {
        let x = self.letters.forward(x);
        let states = match &self.rnn {
            Rnn::Lstm(lstm) => lstm.forward(x, None).0,
            Rnn::Gru(gru) => gru.forward(x, None),
        };
        self.head.forward(states).flatten::<2>(0, 1)
    }
}

fn writer(peer: &Peer, name: &str, rnn: Rnn, [embedding, hidden, steps, batch_size]: [usize; 4]) {
    let device = Device::flex().autodiff();
    let network = Writer {
        letters: EmbeddingConfig::new(LETTERS, embedding).init(&device),
        rnn,
        head: LinearConfig::new(hidden, LETTERS).init(&device),
    };
    let (x, y) = letters(batch_size, steps, LETTERS, &device);
    let optimizer = AdamConfig::new().init();
    let size = format!("{name}:{embedding}-{hidden},t{steps},b{batch_size}");
    measured(
        peer,
        "W11",
        &size,
        network,
        (optimizer, 1e-3),
        |network| network.forward(x.clone()),
        y,
    );
}

#[derive(Module, Debug)]
struct Block {
    ln1: LayerNorm,
    ln2: LayerNorm,
    qkv: Linear,
    proj: Linear,
    up: Linear,
    gelu: Gelu,
    down: Linear,
    heads: usize,
}

impl Block {
    fn new(size: usize, heads: usize, device: &Device) -> Self {
        let linear = |inputs, outputs| LinearConfig::new(inputs, outputs).init(device);
        Self {
            ln1: LayerNormConfig::new(size).init(device),
            ln2: LayerNormConfig::new(size).init(device),
            qkv: linear(size, 3 * size),
            proj: linear(size, size),
            up: linear(size, 4 * size),
            gelu: Gelu::new(),
            down: linear(4 * size, size),
            heads,
        }
    }

    fn attend(&self, x: Tensor<3>) -> Tensor<3> {
        let [batch, steps, size] = x.dims();
        let parts = self.qkv.forward(x).split(size, 2).into_iter();
        let mut heads = parts.map(|part| {
            part.reshape([batch, steps, self.heads, size / self.heads])
                .swap_dims(1, 2)
        });
        let mut next = || heads.next().expect("three parts");
        let options = AttentionModuleOptions {
            is_causal: true,
            ..Default::default()
        };
        let mixed = attention(next(), next(), next(), None, None, options);
        self.proj
            .forward(mixed.swap_dims(1, 2).reshape([batch, steps, size]))
    }

    fn forward(&self, x: Tensor<3>) -> Tensor<3> {
        let x = x.clone() + self.attend(self.ln1.forward(x));
        x.clone()
            + self
                .down
                .forward(self.gelu.forward(self.up.forward(self.ln2.forward(x))))
    }
}

#[derive(Module, Debug)]
struct Transformer {
    letters: Embedding,
    places: Embedding,
    blocks: Vec<Block>,
    norm: LayerNorm,
    head: Linear,
}

impl Transformer {
    fn forward(&self, x: Tensor<2, Int>) -> Tensor<2> {
        let places = Tensor::arange(0..x.dims()[1] as i64, &x.device()).unsqueeze::<2>();
        let mut x = self.letters.forward(x) + self.places.forward(places);
        for block in &self.blocks {
            x = block.forward(x);
        }
        self.head.forward(self.norm.forward(x)).flatten::<2>(0, 1)
    }
}

fn transformer(peer: &Peer, size: usize, heads: usize, steps: usize, batch_size: usize) {
    let device = Device::flex().autodiff();
    let network = Transformer {
        letters: EmbeddingConfig::new(LETTERS, size).init(&device),
        places: EmbeddingConfig::new(steps, size).init(&device),
        blocks: vec![Block::new(size, heads, &device), Block::new(size, heads, &device)],
        norm: LayerNormConfig::new(size).init(&device),
        head: LinearConfig::new(size, LETTERS).with_bias(false).init(&device),
    };
    let (x, y) = letters(batch_size, steps, LETTERS, &device);
    let optimizer = AdamWConfig::new().with_weight_decay(0.01).init();
    let name = format!("d{size},h{heads},l2,t{steps},b{batch_size}");
    measured(
        peer,
        "W12",
        &name,
        network,
        (optimizer, 1e-3),
        |network| network.forward(x.clone()),
        y,
    );
}

#[derive(Module, Debug)]
struct Characters {
    letters: Embedding,
    hidden: Linear,
    norm: BatchNorm,
    tanh: Tanh,
    head: Linear,
}

fn characters(peer: &Peer) {
    let device = Device::flex().autodiff();
    let network = Characters {
        letters: EmbeddingConfig::new(27, 10).init(&device),
        hidden: LinearConfig::new(30, 200).with_bias(false).init(&device),
        norm: BatchNormConfig::new(200).init(&device),
        tanh: Tanh::new(),
        head: LinearConfig::new(200, 27).init(&device),
    };
    let (x, _) = letters(32, 3, 27, &device);
    let y = Tensor::from_data(
        TensorData::new(whole_numbers(27, 32, &mut Random::new(1)), [32]),
        &device,
    );
    let scores = |network: &Characters| {
        let x = network
            .hidden
            .forward(network.letters.forward(x.clone()).flatten::<2>(1, 2));
        network
            .head
            .forward(network.tanh.forward(network.norm.forward(x)))
    };
    measured(
        peer,
        "W13",
        "b32",
        network,
        (SgdConfig::new().init(), 0.1),
        scores,
        y,
    );
}
