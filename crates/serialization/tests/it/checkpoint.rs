//! Checkpoints.

use std::fs;

use autograd::{Generator, StateDict, Tensor};
use serialization::{Checkpoint, Checkpoints, resume_latest, safetensors};

use crate::every_type;
use crate::folder::Folder;

fn numbered(step: u64) -> Checkpoint {
    Checkpoint::new().with_value("step", step)
}

#[test]
fn all_that_is_put_in_comes_out() {
    let folder = Folder::new();
    let path = folder.join("run.safetensors");
    let (chacha, mersenne) = (Generator::new(1), Generator::pytorch(2));
    let mut empty = StateDict::new();
    let checkpoint = Checkpoint::new()
        .with("model", &every_type())
        .with("loader", &empty)
        .with_generator("default", &chacha)
        .with_generator("own", &mersenne)
        .with_value("loss", 0.1 + 0.2)
        .with_value("name", "a run");
    checkpoint.save(&path).expect("there is room");
    let next = (chacha.random_seed(), mersenne.random_seed());
    let loaded = Checkpoint::load(&path).expect("it was just written");
    assert_eq!(loaded.state("model").expect("it is there"), every_type());
    assert_eq!(loaded.state("loader").expect("it is there"), empty);
    assert_eq!(loaded.value::<f64>("loss").expect("it is there"), 0.1 + 0.2);
    assert_eq!(loaded.value::<String>("name").expect("it is there"), "a run");
    let (one, other) = (Generator::new(7), Generator::new(7));
    loaded.restore_generator("default", &one).expect("it is there");
    loaded.restore_generator("own", &other).expect("it is there");
    assert_eq!((one.random_seed(), other.random_seed()), next);
    // Any tool for the format reads it.
    let plain = safetensors::load(&path).expect("it is one");
    assert_eq!(plain["model.scalar"].item(), 4.25);
    assert_eq!(plain.metadata()["values.name"], "a run");

    let message = |error: serialization::Error| error.to_string();
    let lacks = message(loaded.state("optimizer").expect_err("it is not there"));
    assert!(
        lacks.ends_with("there is no state called \"optimizer\"; it has loader, model"),
        "{lacks}"
    );
    let lacks = message(loaded.value::<f64>("lr").expect_err("it is not there"));
    assert!(
        lacks.ends_with("no value called \"lr\"; it has loss, name"),
        "{lacks}"
    );
    let wrong = message(loaded.value::<u64>("name").expect_err("it is a text"));
    assert!(
        wrong.ends_with("the value \"name\" is \"a run\", which is no u64"),
        "{wrong}"
    );
    let lacks = message(loaded.restore_generator("x", &one).expect_err("it is not there"));
    assert!(
        lacks.ends_with("no generator called \"x\"; it has default, own"),
        "{lacks}"
    );
    empty.insert("x", Tensor::zeros(1));
    safetensors::save(&empty, &path).expect("there is room");
    let none = message(Checkpoint::load(&path).expect_err("it is none"));
    assert!(none.contains("but no checkpoint"), "{none}");
}

#[test]
#[should_panic(expected = "there is a state called \"model\" already")]
fn a_name_is_given_once() {
    let state = StateDict::new();
    drop(Checkpoint::new().with("model", &state).with("model", &state));
}

#[test]
fn the_last_ones_and_the_best_are_kept() {
    let folder = Folder::new();
    let run = folder.join("run");
    assert!(resume_latest(&run).expect("it is not there").is_none());
    let checkpoints = Checkpoints::new(&run).keep_last(3);
    fs::create_dir(&run).expect("it is not there");
    let left = run.join("checkpoint-0000000001.safetensors.1-0.unfinished");
    fs::write(&left, "half").expect("there is room");
    for (step, metric) in [0.5, 0.3, f64::NAN, 0.2, 0.4, 0.6].into_iter().enumerate() {
        let step = step as u64;
        checkpoints
            .save_metric(step, numbered(step), metric)
            .expect("there is room");
    }
    assert!(!left.exists());
    assert_eq!(checkpoints.steps().expect("it is there"), [3, 4, 5]);
    let best = Checkpoint::load(checkpoints.best_path()).expect("there is one");
    assert_eq!(best.value::<u64>("step").expect("it is there"), 3);
    let upward = checkpoints.higher_is_better(true);
    upward.save_metric(9, numbered(9), 0.3).expect("there is room");
    let best = Checkpoint::load(upward.best_path()).expect("there is one");
    assert_eq!(best.value::<u64>("step").expect("it is there"), 9);
}

#[test]
fn broken_ones_are_passed_over_with_the_reason() {
    let folder = Folder::new();
    let checkpoints = Checkpoints::new(folder.path());
    for step in 1..=4 {
        checkpoints
            .save(step, &numbered(step).with("x", &every_type()))
            .expect("there is room");
    }
    let bytes = fs::read(checkpoints.path(4)).expect("it is there");
    fs::write(checkpoints.path(4), &bytes[..bytes.len() - 1]).expect("there is room");
    fs::write(checkpoints.path(3), "").expect("there is room");
    let latest = resume_latest(folder.path())
        .expect("there is one")
        .expect("there is one");
    assert_eq!(
        (
            latest.step,
            latest.checkpoint.value::<u64>("step").expect("it is there")
        ),
        (2, 2)
    );
    let reasons: Vec<String> = latest.passed_over.iter().map(ToString::to_string).collect();
    assert!(
        reasons[0].contains("checkpoint-0000000004.safetensors: tensor"),
        "{reasons:?}"
    );
    assert!(
        reasons[1]
            .contains("checkpoint-0000000003.safetensors: this is not a safetensors file, but an empty file"),
        "{reasons:?}"
    );
    for step in [1, 2] {
        fs::write(checkpoints.path(step), "").expect("there is room");
    }
    let message = resume_latest(folder.path())
        .expect_err("none is whole")
        .to_string();
    assert!(
        message.contains("none of its checkpoints is whole: ") && message.matches("; ").count() >= 3,
        "{message}"
    );
}
