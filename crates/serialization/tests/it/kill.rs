//! A process that saves without pause is killed again and again, at random moments.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use autograd::random::Generator;
use autograd::{StateDict, Tensor};
use serialization::{Checkpoint, Checkpoints, resume_latest};

use crate::child;
use crate::folder::Folder;

/// How often it is killed.
const KILLS: usize = 300;
/// How many numbers each of the tensors has that are saved.
const SIZE: usize = 30_000;

/// A state in which everything tells the step.
fn state(step: u64) -> StateDict {
    (0..4)
        .map(|at| (at.to_string(), Tensor::full(SIZE, step as f64)))
        .collect()
}

/// The step that everything in a state tells.
fn step_in(state: &StateDict) -> u64 {
    assert_eq!(state.len(), 4);
    let step = state["0"].get(0).item();
    for tensor in state.values() {
        assert!(tensor.to_vec::<f64>().iter().all(|x| *x == step), "half a state");
    }
    step as u64
}

/// A checkpoint in which everything tells the step.
fn checkpoint(step: u64) -> Checkpoint {
    Checkpoint::new()
        .with("model", &state(step))
        .with_value("step", step)
}

/// The step that everything in a checkpoint tells.
fn step_of(checkpoint: &Checkpoint) -> u64 {
    let step = checkpoint.value("step").expect("it is there");
    assert_eq!(
        step_in(&checkpoint.state("model").expect("it is there")),
        step,
        "a half checkpoint"
    );
    step
}

#[test]
#[ignore = "a process that another test kills"]
fn saves_without_pause() {
    let Some(folder) = child::folder() else {
        return;
    };
    let checkpoints = Checkpoints::new(folder.join("run")).keep_last(2);
    let (single, plain) = (
        folder.join("single.safetensors"),
        folder.join("plain.safetensors"),
    );
    let latest = resume_latest(folder.join("run")).expect("one is whole");
    println!("begun");
    for step in latest.map_or(0, |latest| latest.step + 1).. {
        checkpoints.save(step, &checkpoint(step)).expect("there is room");
        checkpoint(step).save(&single).expect("there is room");
        serialization::save(&state(step), &plain).expect("there is room");
        println!("saved {step}");
    }
}

#[test]
fn whenever_it_is_killed_a_whole_file_is_left() {
    let folder = Folder::new();
    let moments = Generator::new(0);
    let mut before = 0;
    for _ in 0..KILLS {
        let mut process = child::command("kill::saves_without_pause", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program runs");
        let output = process.stdout.take().expect("it is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("begun")), "it has not begun");
        sleep(Duration::from_micros(moments.random_seed() % 12_000));
        process.kill().expect("it runs");
        process.wait().expect("it was killed");
        let told = lines
            .filter_map(|line| line.strip_prefix("saved ")?.parse::<u64>().ok())
            .last();
        let latest = resume_latest(folder.join("run")).expect("one is whole");
        let Some(latest) = latest else {
            assert_eq!(told, None, "what was saved is not there");
            continue;
        };
        assert!(latest.passed_over.is_empty(), "{:?}", latest.passed_over);
        assert_eq!(step_of(&latest.checkpoint), latest.step);
        assert!(
            latest.step >= told.unwrap_or(before),
            "what was saved is not there"
        );
        before = latest.step;
        let single = folder.join("single.safetensors");
        if single.exists() {
            let single = step_of(&Checkpoint::load(single).expect("it is whole"));
            assert!(single >= told.unwrap_or(0) && single <= latest.step);
        }
        let plain = folder.join("plain.safetensors");
        if plain.exists() {
            let plain = step_in(&serialization::load(plain).expect("it is whole"));
            assert!(plain >= told.unwrap_or(0) && plain <= latest.step);
        }
    }
    assert!(
        before > 10,
        "only {before} checkpoints were saved in {KILLS} runs"
    );
}
