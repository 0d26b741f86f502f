//! What loops hold and allocate, counted by an allocator that counts for each thread.

use allocation_counter::{AllocationInfo, measure};
use autograd::{BackwardOptions, Generator, Tensor, grad, no_grad};
use tensor_core::kernel::simd::{Level, level};

/// Two linear layers on a batch of eight.
struct Model {
    x: Tensor,
    y: Tensor,
    parameters: [Tensor; 4],
}

impl Model {
    fn new() -> Self {
        let generator = Generator::new(0);
        let random = |shape: &[usize]| Tensor::options().generator(&generator).randn(shape);
        let parameters = [&[5, 3][..], &[5], &[1, 5], &[1]];
        Self {
            x: random(&[8, 3]),
            y: random(&[8, 1]),
            parameters: parameters.map(|shape| random(shape).requires_grad_(true)),
        }
    }

    fn forward(&self) -> Tensor {
        let [w1, b1, w2, b2] = &self.parameters;
        (self.x.matmul(w1.t()) + b1).tanh().linear(w2, Some(b2))
    }

    fn loss(&self) -> Tensor {
        (self.forward() - &self.y).square().mean()
    }

    /// One step of gradient descent.
    fn step(&self) -> f64 {
        let loss = self.loss();
        for p in &self.parameters {
            p.zero_grad();
        }
        loss.backward();
        no_grad(|| {
            for p in &self.parameters {
                p.set_data(p - p.grad().unwrap() * 0.01);
            }
        });
        loss.item()
    }
}

/// What `repetitions` of `step` allocate, once the first ones have filled what is kept for reuse.
fn measured(repetitions: usize, mut step: impl FnMut()) -> AllocationInfo {
    for _ in 0..10 {
        step();
    }
    measure(|| (0..repetitions).for_each(|_| step()))
}

#[track_caller]
fn assert_flat(info: AllocationInfo) {
    assert_eq!((info.count_current, info.bytes_current), (0, 0), "{info:?}");
}

#[track_caller]
fn assert_nothing(info: AllocationInfo) {
    // `matrixmultiply`, which serves processors without AVX2, allocates where it packs.
    if level() > Level::Portable {
        assert_eq!((info.count_total, info.bytes_total), (0, 0), "{info:?}");
    }
}

#[test]
fn ten_thousand_training_steps_hold_no_more_than_ten() {
    let model = Model::new();
    let first = model.loss().item();
    assert_flat(measured(10_000, || {
        model.step();
    }));
    assert!(model.loss().item() < first / 2.0);
}

#[test]
fn numbers_kept_from_a_recording_loop_keep_no_graph() {
    let model = Model::new();
    let mut losses = Vec::with_capacity(2_000);
    assert_flat(measured(1_000, || losses.push(model.loss().item())));
    assert!(losses.iter().all(|loss| *loss == losses[0]));
}

#[test]
fn detached_results_keep_no_graph() {
    let model = Model::new();
    let mut kept = Tensor::zeros(());
    assert_flat(measured(1_000, || kept = &kept + model.loss().detach()));
    assert!(kept.is_leaf());
}

#[test]
fn recorded_backward_passes_make_no_cycles() {
    let model = Model::new();
    let wrt: Vec<&Tensor> = model.parameters.iter().collect();
    assert_flat(measured(500, || {
        let slopes = grad(&model.loss(), &wrt, &BackwardOptions::new().create_graph(true)).unwrap();
        let norms = slopes
            .iter()
            .flatten()
            .map(|slope| slope.square().sum())
            .reduce(|a, b| a + b);
        norms.unwrap().backward();
        for p in &model.parameters {
            p.zero_grad();
        }
    }));
}

#[test]
fn shaping_and_joining_is_flat_too() {
    let x = Tensor::ones([6, 4]).requires_grad_(true);
    let index = Tensor::from([0, 3, 3]);
    assert_flat(measured(500, || {
        let parts = x.split(4, 0);
        let mut joined = Tensor::cat(&[&parts[1], &x.index_select(0, &index)], 0);
        joined.set_slice(0, x.get(-1));
        let loss = Tensor::stack(&[joined.amax(0, false), joined.max_dim(0, false).0], 1).norm(2);
        loss.backward();
        x.zero_grad();
    }));
}

#[test]
fn inference_allocates_nothing() {
    let model = Model::new();
    let info = no_grad(|| {
        measured(100, || {
            let hidden = model.x.matmul(model.parameters[0].t()) + &model.parameters[1];
            let y = hidden.relu().matmul(model.parameters[2].t());
            let scaled = (&y * 2.0 - 1.0) / (y.square() + 1.0);
            assert!(scaled.sum().item().is_finite());
        })
    });
    assert_nothing(info);
}

#[test]
fn a_layer_in_inference_allocates_nothing() {
    let model = Model::new();
    let info = no_grad(|| measured(100, || drop(model.forward())));
    assert_nothing(info);
}
