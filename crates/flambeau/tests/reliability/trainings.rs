//! Threads that train at once, send each other tensors with their graphs, and panic in the middle.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{self, Sender};
use std::thread;

use flambeau::data::Dataset;
use flambeau::is_grad_enabled;
use flambeau::prelude::*;

use crate::panics::caught;
use crate::rounds::rounds;

/// How many threads train at once.
const THREADS: u64 = 5;
/// How many different trainings there are.
const SEEDS: u64 = 3;

thread_local! {
    /// What a thread still holds when it ends.
    static LEFT: RefCell<Vec<Tensor>> = const { RefCell::new(Vec::new()) };
}

#[test]
fn trainings_at_once_are_the_same_bit_for_bit() {
    let expected: Vec<Vec<f32>> = (0..SEEDS).map(|seed| train(seed, &mut Vec::new())).collect();
    let mut rounds = rounds("trainings", 2);
    let (trained, panics) = (AtomicUsize::new(0), AtomicUsize::new(0));
    for _ in rounds.by_ref() {
        let (send, receive) = mpsc::channel::<Tensor>();
        thread::scope(|scope| {
            scope.spawn(move || receive.into_iter().for_each(run_backward));
            for number in 0..THREADS {
                let (send, expected, trained, panics) = (send.clone(), &expected, &trained, &panics);
                scope.spawn(move || {
                    for round in 0..2 {
                        let (seed, mut losses) = ((number + round) % SEEDS, Vec::new());
                        assert!(
                            train(seed, &mut losses) == expected[seed as usize],
                            "another thread has changed a training"
                        );
                        trained.fetch_add(1, Relaxed);
                        panics.fetch_add(go_wrong(), Relaxed);
                        pass_on(losses, &send);
                    }
                    LEFT.with_borrow_mut(|left| left.extend([graph(), Tensor::zeros([1000])]));
                });
            }
            drop(send);
        });
    }
    rounds.tell(format_args!(
        "{} trainings, {} panics caught",
        trained.into_inner(),
        panics.into_inner()
    ));
}

/// One leaf that several threads train at once stays whole.
#[test]
fn a_leaf_may_be_trained_by_several_threads() {
    let mut rounds = rounds("a shared leaf", 3);
    for _ in rounds.by_ref() {
        let w = Tensor::zeros([1000]).requires_grad_(true);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..30 {
                        (&w - 1.0).square().mean().backward();
                        let mut optimizer = SGD::new([&w], 0.01);
                        optimizer.step();
                        optimizer.zero_grad();
                    }
                });
            }
        });
        let w = w.to_vec::<f32>();
        assert!(w.iter().all(|x| (0.0..=1.0).contains(x)), "{w:?}");
    }
    rounds.tell(format_args!("all finite"));
}

/// The parameters after some steps; the last losses, with their graphs, go to `losses`.
fn train(seed: u64, losses: &mut Vec<Tensor>) -> Vec<f32> {
    manual_seed(seed);
    let model = sequential![Linear::new(20, 30), ReLU, Linear::new(30, 5)];
    let mut optimizer = Adam::new(model.parameters(), 1e-2);
    let (x, classes) = (Tensor::randn([64, 20]), Tensor::randint(0, 5, [64]));
    for _ in 0..15 {
        let loss = cross_entropy(&model.forward(&x), &classes);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        losses.push(loss);
        if losses.len() > 4 {
            losses.remove(0);
        }
    }
    let parameters = model.parameters();
    parameters
        .iter()
        .flat_map(|parameter| parameter.to_vec::<f32>())
        .collect()
}

/// A result with a graph behind it.
fn graph() -> Tensor {
    Linear::new(20, 3).forward(&Tensor::randn([8, 20]))
}

/// Runs backward what another thread has recorded, if it has not been.
fn run_backward(x: Tensor) {
    let _ = caught(|| x.sum().backward());
}

fn pass_on(losses: Vec<Tensor>, send: &Sender<Tensor>) {
    let large = Tensor::randn([1 << 15]).requires_grad_(true);
    large.exp().sum().backward();
    let others = [graph(), large.contiguous()];
    for tensor in losses.into_iter().chain(others) {
        send.send(tensor)
            .expect("the other thread listens until all have sent");
    }
}

/// Panics in all kinds of places, after each of which this thread works as before. How many there were.
fn go_wrong() -> usize {
    let (model, x) = (Linear::new(20, 3), Tensor::randn([8, 20]));
    let loader = DataLoader::new(Fails(Tensor::randn([64, 20])))
        .batch_size(8)
        .shuffle(true);
    let wrong: [&dyn Fn(); 5] = [
        &|| _ = loader.iter().count(),
        &|| no_grad(|| drop(model.forward(&x).reshape([7_usize]))),
        &|| {
            let loss = model.forward(&x).sum();
            loss.backward();
            loss.backward();
        },
        &|| drop(cross_entropy(&model.forward(&x), &Tensor::full([8], 9_i64))),
        &|| drop(large_update_that_panics()),
    ];
    for attempt in wrong {
        caught(attempt).expect_err("it goes wrong");
        assert!(is_grad_enabled());
    }
    model.zero_grad();
    model.forward(&x).sum().backward();
    assert_eq!(model.parameters()[0].grad().expect("it was run").shape(), [3, 20]);
    wrong.len()
}

fn large_update_that_panics() -> Tensor {
    let w = Tensor::zeros([1 << 16]).requires_grad_(true);
    w.update(|_, _| panic!("in an update"));
    w
}

/// A dataset of which one sample cannot be had.
struct Fails(Tensor);

impl Dataset for Fails {
    type Item = Tensor;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, index: usize) -> Tensor {
        assert_ne!(index, 17, "a bad sample");
        self.0.get(index)
    }
}
