//! What goes wrong ends the job with a message. Each scenario is run by `cargo xtask distributed`, which reads the message.

use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use autograd::Tensor;
use distributed::{DistributedDataParallel, ProcessGroup, ReduceOp};
use nn::{Forward, Linear, Module};
use optim::{Optimizer, SGD};

/// The rank that misbehaves: the last.
fn is_culprit(group: &ProcessGroup) -> bool {
    group.rank() + 1 == group.world_size()
}

fn step(model: &DistributedDataParallel<Linear>, optimizer: &mut SGD) {
    optimizer.zero_grad();
    model.forward(&Tensor::ones([4, 60])).square().mean().backward();
    optimizer.step();
}

fn model(group: &ProcessGroup) -> (DistributedDataParallel<Linear>, SGD) {
    let model = DistributedDataParallel::new(Linear::new(60, 30), group);
    let optimizer = SGD::new(model.parameters(), 0.01);
    (model, optimizer)
}

/// Trains until something ends the job.
fn train_on(group: &ProcessGroup) {
    let (model, mut optimizer) = model(group);
    for _ in 0..1_000_000 {
        step(&model, &mut optimizer);
    }
}

pub(crate) fn a_rank_panics(group: &ProcessGroup) {
    if is_culprit(group) {
        panic!("the culprit says why");
    }
    train_on(group);
}

pub(crate) fn a_thread_of_a_rank_panics(group: &ProcessGroup) {
    if is_culprit(group) {
        std::thread::spawn(|| panic!("a thread of the culprit says why"));
    }
    train_on(group);
}

pub(crate) fn a_rank_is_killed(group: &ProcessGroup) {
    let (model, mut optimizer) = model(group);
    step(&model, &mut optimizer);
    if is_culprit(group) {
        let process = std::process::id().to_string();
        let status = Command::new("kill").args(["-9", &process]).status();
        sleep(Duration::from_secs(30));
        panic!("it was not killed: {status:?}");
    }
    train_on(group);
}

pub(crate) fn a_rank_has_fewer_batches(group: &ProcessGroup) {
    let (model, mut optimizer) = model(group);
    let batches = if is_culprit(group) { 3 } else { 4 };
    for _ in 0..batches {
        step(&model, &mut optimizer);
    }
}

pub(crate) fn ranks_call_different_collectives(group: &ProcessGroup) {
    let mut tensor = Tensor::ones(5);
    if is_culprit(group) {
        group.broadcast(&mut tensor, 0);
    } else {
        group.all_reduce(&mut tensor, ReduceOp::Sum);
    }
}

pub(crate) fn a_rank_does_not_answer(group: &ProcessGroup) {
    if is_culprit(group) {
        sleep(Duration::from_secs(60));
    }
    group.barrier();
}

/// Each says when it trains.
pub(crate) fn ranks_train_until_the_network_is_cut(group: &ProcessGroup) {
    let (model, mut optimizer) = model(group);
    (0..3).for_each(|_| step(&model, &mut optimizer));
    println!("rank {} trains", group.rank());
    (0..100_000_000).for_each(|_| step(&model, &mut optimizer));
}

/// That ends well.
pub(crate) fn a_rank_starts_late(group: &ProcessGroup) {
    if is_culprit(group) {
        sleep(Duration::from_secs(2));
    }
    let (model, mut optimizer) = model(group);
    step(&model, &mut optimizer);
    group.barrier();
}

pub(crate) fn ranks_have_different_models(group: &ProcessGroup) {
    let outputs = if is_culprit(group) { 4 } else { 3 };
    drop(DistributedDataParallel::new(Linear::new(2, outputs), group));
}

pub(crate) fn a_parameter_drifts(group: &ProcessGroup) {
    let (model, mut optimizer) = model(group);
    let model = model.check_every(2);
    step(&model, &mut optimizer);
    if is_culprit(group) {
        model.weight.set_data(model.weight.detach() * 1.001);
    }
    step(&model, &mut optimizer);
}
