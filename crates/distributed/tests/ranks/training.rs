//! Training on `n` ranks gives the bits of one process that adds the same `n` parts.

use autograd::random::Generator;
use autograd::{Tensor, with_generator};
use distributed::{Backend, DistributedDataParallel, ProcessGroup, init_process_group};
use nn::{Embedding, Forward, Linear, Module, ReLU, Sequential, cross_entropy, sequential};
use optim::{Optimizer, SGD};
use tensor_core::kernel::threads::set_num_threads;

const STEPS: usize = 4;
const BATCH: usize = 6;
const PIXELS: usize = 40;
const CLASSES: usize = 7;

/// A model with a large gradient, many small ones, a weight that is used twice, one that only some ranks use, and one that no
/// rank uses.
#[derive(Module)]
pub(crate) struct Net {
    wide: Sequential,
    tied: [Linear; 2],
    sometimes: Linear,
    never: Linear,
    output: Linear,
}

impl Net {
    pub(crate) fn new(seed: u64) -> Self {
        with_generator(&Generator::new(seed), || {
            let first = Linear::new(20, 20);
            let mut second = Linear::new(20, 20);
            second.weight = first.weight.tied();
            Self {
                wide: sequential![Linear::new(PIXELS, 1700), ReLU, Linear::new(1700, 20)],
                tied: [first, second],
                sometimes: Linear::new(20, 20),
                never: Linear::new(20, 300),
                output: Linear::new(20, CLASSES),
            }
        })
    }

    /// `part` of `step`: the middle layer is used by odd parts alone.
    pub(crate) fn run(&self, x: &Tensor, part: usize) -> Tensor {
        let mut x = self.wide.forward(x);
        for layer in &self.tied {
            x = layer.forward(&x).tanh();
        }
        if part % 2 == 1 {
            x = self.sometimes.forward(&x).relu();
        }
        self.output.forward(&x)
    }
}

/// The batch of one part of one step, wherever it is computed.
pub(crate) fn batch(step: usize, part: usize) -> (Tensor, Tensor) {
    with_generator(&Generator::new((step * 100 + part) as u64), || {
        let labels: Vec<i64> = (0..BATCH).map(|i| ((i + step + part) % CLASSES) as i64).collect();
        (Tensor::randn([BATCH, PIXELS]), Tensor::from(labels))
    })
}

/// What a run leaves: the bytes of all losses, gradients of every step, and final weights.
type Traces = (Vec<Vec<f32>>, Vec<Vec<u8>>, Vec<Vec<u8>>);

/// As one process, with all parts one after the other.
fn alone(parts: usize) -> Traces {
    let group = init_process_group(Backend::Single).expect("it needs nothing");
    let model = DistributedDataParallel::new(Net::new(1), &group);
    let mut optimizer = SGD::new(model.parameters(), 0.05).momentum(0.9);
    let (mut losses, mut grads) = (vec![], vec![]);
    for step in 0..STEPS {
        optimizer.zero_grad();
        let run = |part: usize| {
            let (x, y) = batch(step, part);
            let loss = cross_entropy(&model.run(&x, part), &y);
            loss.backward();
            loss.item() as f32
        };
        losses.push((0..parts).map(|part| model.no_sync(|| run(part))).collect());
        for parameter in model.parameters() {
            parameter.set_grad(parameter.grad().map(|grad| grad / parts as f64));
        }
        grads.extend(bytes_of_grads(&model));
        optimizer.step();
    }
    (losses, grads, bytes_of_weights(&model))
}

/// As the ranks of `group`, one part each.
fn together(group: &ProcessGroup) -> Traces {
    // Another seed on each rank: that of rank 0 must win.
    let model = DistributedDataParallel::new(Net::new(1 + group.rank() as u64), group).check_every(2);
    let mut optimizer = SGD::new(model.parameters(), 0.05).momentum(0.9);
    let (mut losses, mut grads) = (vec![], vec![]);
    for step in 0..STEPS {
        let (x, y) = batch(step, group.rank());
        let loss = cross_entropy(&model.run(&x, group.rank()), &y);
        optimizer.zero_grad();
        loss.backward();
        grads.extend(bytes_of_grads(&model));
        optimizer.step();
        losses.push(
            group
                .all_gather(&loss.detach())
                .iter()
                .map(|loss| loss.item() as f32)
                .collect(),
        );
    }
    (losses, grads, bytes_of_weights(&model))
}

fn bytes_of_grads(model: &impl Module) -> Vec<Vec<u8>> {
    let bytes = |grad: Option<Tensor>| grad.map_or(vec![], |grad| grad.to_le_bytes());
    model
        .parameters()
        .iter()
        .map(|parameter| bytes(parameter.grad()))
        .collect()
}

pub(crate) fn bytes_of_weights(model: &impl Module) -> Vec<Vec<u8>> {
    model
        .parameters()
        .iter()
        .map(|parameter| parameter.to_le_bytes())
        .collect()
}

pub(crate) fn ranks_give_the_bits_of_one_process(group: &ProcessGroup) {
    let (losses, grads, weights) = alone(group.world_size());
    for run in 0..2 {
        let ours = together(group);
        assert_eq!(ours.0, losses, "the losses differ in run {run}");
        assert!(ours.1 == grads, "the gradients differ in run {run}");
        assert!(ours.2 == weights, "the final weights differ in run {run}");
    }
    accumulation(group);
    rows(group);
}

/// Two batches on each rank before one exchange.
fn accumulation(group: &ProcessGroup) {
    let model = DistributedDataParallel::new(Linear::new(PIXELS, CLASSES), group);
    let run = |part: usize| {
        let (x, y) = batch(part, group.rank());
        cross_entropy(&model.forward(&x), &y).backward();
    };
    model.no_sync(|| run(0));
    let own = model.weight.grad().expect("it has one").to_vec::<f32>();
    run(1);
    let exchanged = model.weight.grad().expect("it has one");
    for other in group.all_gather(&exchanged) {
        assert_eq!(other.to_vec::<f32>(), exchanged.to_vec::<f32>());
    }
    assert_ne!(own, exchanged.to_vec::<f32>());
}

/// A gradient of a few rows, and a frozen parameter.
fn rows(group: &ProcessGroup) {
    let table = Embedding::new(10, 4);
    let frozen = Linear::new(4, 4);
    frozen.requires_grad_(false);
    let model = DistributedDataParallel::new(sequential![table, frozen], group);
    let token = Tensor::from(vec![group.rank() as i64]);
    model.forward(&token).sum().backward();
    let grad = model.parameters()[0].grad().expect("it has one");
    let used = |row: usize| grad.get(row as isize).to_vec::<f32>().iter().any(|x| *x != 0.0);
    assert!((0..10).all(|row| used(row) == (row < group.world_size())));
    assert!(
        model.parameters()[1..]
            .iter()
            .all(|parameter| parameter.grad().is_none())
    );
}

/// The exchange takes nothing from the allocator that a step without it does not, but the box and the list in which the pass
/// keeps its callback, whatever the model.
pub(crate) fn nothing_is_allocated_after_the_first_step(group: &ProcessGroup) {
    // What threads hand to each other is allocated as it happens.
    set_num_threads(1);
    for wide in [20, 20_000] {
        let model = sequential![Linear::new(PIXELS, wide), ReLU, Linear::new(wide, CLASSES)];
        let model = DistributedDataParallel::new(model, group);
        let mut optimizer = SGD::new(model.parameters(), 0.05);
        let (x, y) = batch(0, group.rank());
        let mut step = |backward: &dyn Fn(&Tensor)| {
            let loss = cross_entropy(&model.forward(&x), &y);
            optimizer.zero_grad();
            backward(&loss);
            optimizer.step();
        };
        let alone = |loss: &Tensor| model.no_sync(|| loss.backward());
        let mut measured = |backward: &dyn Fn(&Tensor)| {
            (0..5).for_each(|_| step(backward));
            allocation_counter::measure(|| (0..10).for_each(|_| step(backward)))
        };
        let (without, with) = (measured(&alone), measured(&Tensor::backward));
        assert!(without.count_total > 0, "nothing was counted");
        let more = [with.count_total, with.bytes_total]
            .into_iter()
            .zip([without.count_total, without.bytes_total]);
        let more: Vec<u64> = more.map(|(with, without)| with - without).collect();
        assert!(
            more[0] <= 20 && more[1] <= 10 * 80,
            "ten exchanges of {wide} allocate {} times {} bytes",
            more[0],
            more[1]
        );
    }
}
