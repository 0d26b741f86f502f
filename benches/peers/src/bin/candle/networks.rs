//! W10 to W13: the networks of `torch_networks.py`, and a step of each.
//!
//! candle's `LayerNorm` and `softmax_last_dim` have no gradient, so its users train with `layer_norm_slow` and `softmax`, and
//! write attention themselves.

use candle_core::{DType, IndexOp, Module, ModuleT, Result, Tensor};
use candle_nn::ops::{layer_norm_slow, softmax};
use candle_nn::{
    AdamW, BatchNorm, BatchNormConfig, Conv2d, Conv2dConfig, Embedding, GRUConfig, Init, LSTMConfig, Linear,
    Optimizer, ParamsAdamW, RNN, SGD, VarBuilder, VarMap, batch_norm, conv2d, embedding, gru, linear,
    linear_no_bias, loss, lstm,
};
use peers::{Peer, Random};

use crate::{DEVICE, Descent};

const LETTERS: usize = 65;

pub(crate) fn run(peer: &Peer) -> Result<()> {
    if peer.wants("W10") {
        convolution(peer, "mnist", 28, 64)?;
        convolution(peer, "digits", 8, 32)?;
    }
    if peer.wants("W11") {
        let build = |build: &VarBuilder<'_>| lstm(64, 128, LSTMConfig::default(), build.pp("rnn"));
        writer(peer, "lstm", build, [64, 128, 64, 32])?;
        let build = |build: &VarBuilder<'_>| gru(16, 32, GRUConfig::default(), build.pp("rnn"));
        writer(peer, "gru", build, [16, 32, 20, 16])?;
    }
    if peer.wants("W12") {
        transformer(peer, 64, 4, 64, 16)?;
        transformer(peer, 32, 4, 16, 4)?;
    }
    if peer.wants("W13") {
        characters(peer)?;
    }
    Ok(())
}

fn whole_numbers(limit: usize, shape: &[usize], random: &mut Random) -> Result<Tensor> {
    let numbers = random.vector(shape.iter().product()).into_iter();
    let numbers: Vec<u32> = numbers
        .map(|number| (number.abs() * 1e4) as u32 % limit as u32)
        .collect();
    Tensor::from_vec(numbers, shape, &DEVICE)
}

fn builder(variables: &VarMap) -> VarBuilder<'_> {
    VarBuilder::from_varmap(variables, DType::F32, &DEVICE)
}

fn adam(variables: &VarMap, weight_decay: f64) -> Result<AdamW> {
    let parameters = ParamsAdamW {
        lr: 1e-3,
        weight_decay,
        ..Default::default()
    };
    AdamW::new(variables.all_vars(), parameters)
}

/// Measures a step, which is made once before, to see that it can be.
fn measured(peer: &Peer, workload: &str, size: &str, mut step: impl FnMut() -> Result<()>) -> Result<()> {
    step()?;
    peer.micros(workload, size, "step", step);
    Ok(())
}

struct Convolutional {
    convs: [Conv2d; 2],
    head: Vec<Linear>,
    pools_twice: bool,
}

impl Convolutional {
    fn new(name: &str, build: &VarBuilder<'_>) -> Result<Self> {
        let is_mnist = name == "mnist";
        let config = Conv2dConfig {
            padding: usize::from(!is_mnist),
            ..Default::default()
        };
        let [first, second] = if is_mnist { [32, 64] } else { [8, 16] };
        let widths: &[usize] = if is_mnist { &[9216, 128, 10] } else { &[64, 10] };
        let head = widths.windows(2).enumerate();
        let head = head.map(|(at, pair)| linear(pair[0], pair[1], build.pp(format!("head{at}"))));
        Ok(Self {
            convs: [
                conv2d(1, first, 3, config, build.pp("conv1"))?,
                conv2d(first, second, 3, config, build.pp("conv2"))?,
            ],
            head: head.collect::<Result<_>>()?,
            pools_twice: !is_mnist,
        })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let mut x = self.convs[0].forward(x)?.relu()?;
        if self.pools_twice {
            x = x.max_pool2d(2)?;
        }
        let mut x = self.convs[1]
            .forward(&x)?
            .relu()?
            .max_pool2d(2)?
            .flatten_from(1)?;
        for (at, linear) in self.head.iter().enumerate() {
            if at > 0 {
                x = x.relu()?;
            }
            x = linear.forward(&x)?;
        }
        Ok(x)
    }
}

fn convolution(peer: &Peer, name: &str, side: usize, batch_size: usize) -> Result<()> {
    let pictures = |count: usize| Tensor::randn(0_f32, 1.0, (count, 1, side, side), &DEVICE);
    let variables = VarMap::new();
    let network = Convolutional::new(name, &builder(&variables))?;
    let (x, y) = (
        pictures(batch_size)?,
        whole_numbers(10, &[batch_size], &mut Random::new(0))?,
    );
    let mut optimizer = Descent::new(variables.all_vars(), 0.01, 0.9);
    measured(peer, "W10", &format!("{name}:b{batch_size}"), || {
        optimizer.step(&loss::cross_entropy(&network.forward(&x)?, &y)?.backward()?)
    })?;
    let x = pictures(1)?;
    peer.micros("W10", &format!("{name}:b1"), "latency", || network.forward(&x));
    Ok(())
}

/// Letters as vectors, a recurrent layer, and scores of the letters that follow.
fn writer<R: RNN>(
    peer: &Peer,
    name: &str,
    rnn: impl Fn(&VarBuilder<'_>) -> Result<R>,
    [size, hidden, steps, batch_size]: [usize; 4],
) -> Result<()> {
    let variables = VarMap::new();
    let build = builder(&variables);
    let letters: Embedding = embedding(LETTERS, size, build.pp("letters"))?;
    let rnn = rnn(&build)?;
    let head = linear(hidden, LETTERS, build.pp("head"))?;
    let mut random = Random::new(0);
    let x = whole_numbers(LETTERS, &[batch_size, steps], &mut random)?;
    let y = whole_numbers(LETTERS, &[batch_size * steps], &mut random)?;
    let mut optimizer = adam(&variables, 0.0)?;
    measured(
        peer,
        "W11",
        &format!("{name}:{size}-{hidden},t{steps},b{batch_size}"),
        || {
            let states = rnn.seq(&letters.forward(&x)?)?;
            // The LSTM's states come beside each other in a dimension of their own, the GRU's in one row.
            let states = rnn.states_to_tensor(&states)?.reshape((batch_size * steps, hidden))?;
            let scores = head.forward(&states)?;
            optimizer.backward_step(&loss::cross_entropy(&scores, &y)?)
        },
    )
}

struct Norm {
    weight: Tensor,
    bias: Tensor,
}

impl Norm {
    fn new(size: usize, build: &VarBuilder<'_>) -> Result<Self> {
        Ok(Self {
            weight: build.get_with_hints(size, "weight", Init::Const(1.0))?,
            bias: build.get_with_hints(size, "bias", Init::Const(0.0))?,
        })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        layer_norm_slow(x, &self.weight, &self.bias, 1e-5)
    }
}

struct Block {
    norms: [Norm; 2],
    qkv: Linear,
    proj: Linear,
    up: Linear,
    down: Linear,
    heads: usize,
}

impl Block {
    fn new(size: usize, heads: usize, build: &VarBuilder<'_>) -> Result<Self> {
        Ok(Self {
            norms: [
                Norm::new(size, &build.pp("ln1"))?,
                Norm::new(size, &build.pp("ln2"))?,
            ],
            qkv: linear(size, 3 * size, build.pp("qkv"))?,
            proj: linear(size, size, build.pp("proj"))?,
            up: linear(size, 4 * size, build.pp("up"))?,
            down: linear(4 * size, size, build.pp("down"))?,
            heads,
        })
    }

    fn attend(&self, x: &Tensor, mask: &Tensor) -> Result<Tensor> {
        let (batch, steps, size) = x.dims3()?;
        let width = size / self.heads;
        let parts = self
            .qkv
            .forward(x)?
            .reshape((batch, steps, 3, self.heads, width))?;
        let part = |at: usize| parts.i((.., .., at))?.transpose(1, 2)?.contiguous();
        let scores = (part(0)?.matmul(&part(1)?.t()?)? / (width as f64).sqrt())?;
        let mixed = softmax(&scores.broadcast_add(mask)?, 3)?.matmul(&part(2)?)?;
        self.proj
            .forward(&mixed.transpose(1, 2)?.reshape((batch, steps, size))?)
    }

    fn forward(&self, x: &Tensor, mask: &Tensor) -> Result<Tensor> {
        let x = (x + self.attend(&self.norms[0].forward(x)?, mask)?)?;
        let middle = self.up.forward(&self.norms[1].forward(&x)?)?.gelu_erf()?;
        x + self.down.forward(&middle)?
    }
}

fn transformer(peer: &Peer, size: usize, heads: usize, steps: usize, batch_size: usize) -> Result<()> {
    let variables = VarMap::new();
    let build = builder(&variables);
    let letters = embedding(LETTERS, size, build.pp("letters"))?;
    let places = embedding(steps, size, build.pp("places"))?;
    let blocks = [
        Block::new(size, heads, &build.pp("block0"))?,
        Block::new(size, heads, &build.pp("block1"))?,
    ];
    let norm = Norm::new(size, &build.pp("norm"))?;
    let head = linear_no_bias(size, LETTERS, build.pp("head"))?;
    let hidden = |at: usize| {
        if at % steps > at / steps {
            f32::NEG_INFINITY
        } else {
            0.0
        }
    };
    let mask = Tensor::from_vec(
        (0..steps * steps).map(hidden).collect::<Vec<_>>(),
        (steps, steps),
        &DEVICE,
    )?;
    let order = Tensor::arange(0, steps as u32, &DEVICE)?;
    let mut random = Random::new(0);
    let x = whole_numbers(LETTERS, &[batch_size, steps], &mut random)?;
    let y = whole_numbers(LETTERS, &[batch_size * steps], &mut random)?;
    let mut optimizer = adam(&variables, 0.01)?;
    measured(
        peer,
        "W12",
        &format!("d{size},h{heads},l2,t{steps},b{batch_size}"),
        || {
            let mut x = letters.forward(&x)?.broadcast_add(&places.forward(&order)?)?;
            for block in &blocks {
                x = block.forward(&x, &mask)?;
            }
            let scores = head.forward(&norm.forward(&x)?)?.flatten(0, 1)?;
            optimizer.backward_step(&loss::cross_entropy(&scores, &y)?)
        },
    )
}

fn characters(peer: &Peer) -> Result<()> {
    let variables = VarMap::new();
    let build = builder(&variables);
    let letters = embedding(27, 10, build.pp("letters"))?;
    let hidden = linear_no_bias(30, 200, build.pp("hidden"))?;
    let norm: BatchNorm = batch_norm(200, BatchNormConfig::default(), build.pp("norm"))?;
    let head = linear(200, 27, build.pp("head"))?;
    let mut random = Random::new(0);
    let x = whole_numbers(27, &[32, 3], &mut random)?;
    let y = whole_numbers(27, &[32], &mut random)?;
    let mut optimizer = SGD::new(variables.all_vars(), 0.1)?;
    measured(peer, "W13", "b32", || {
        let x = hidden.forward(&letters.forward(&x)?.flatten_from(1)?)?;
        let scores = head.forward(&norm.forward_t(&x, true)?.tanh()?)?;
        optimizer.backward_step(&loss::cross_entropy(&scores, &y)?)
    })
}
