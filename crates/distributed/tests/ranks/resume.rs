//! A run that is interrupted and begun again from its checkpoint gives the bits of one that was not.

use std::path::{Path, PathBuf};

use distributed::{DistributedDataParallel, ProcessGroup};
use nn::{Module, cross_entropy};
use optim::{Optimizer, SGD};

use crate::training::{Net, batch, bytes_of_weights};

const STEPS: usize = 6;
const INTERRUPTED: usize = 3;

pub(crate) fn a_resumed_run_equals_an_uninterrupted_one(group: &ProcessGroup) {
    let folder = std::env::temp_dir().join(format!("flambeau-resume-{}", group.world_size()));
    if group.rank() == 0 {
        std::fs::create_dir_all(&folder).expect("the folder can be made");
    }
    let whole = train(group, 7, 0..STEPS, &|_, _| {}, None);
    let save = |model: &Net, optimizer: &SGD| checkpoint(group, model, optimizer, &folder);
    train(group, 7, 0..INTERRUPTED, &save, None);
    // As a new process would, with other initial weights.
    let resumed = train(group, 8, INTERRUPTED..STEPS, &|_, _| {}, Some(&folder));
    assert!(resumed == whole, "the final weights differ");
    group.barrier();
    if group.rank() == 0 {
        std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}

/// Trains for these steps, calls `after` each, and gives the weights.
fn train(
    group: &ProcessGroup,
    seed: u64,
    steps: std::ops::Range<usize>,
    after: &dyn Fn(&Net, &SGD),
    resume: Option<&Path>,
) -> Vec<Vec<u8>> {
    let model = DistributedDataParallel::new(Net::new(seed), group);
    let mut optimizer = SGD::new(model.parameters(), 0.05).momentum(0.9);
    if let Some(folder) = resume {
        let [weights, state] =
            files(folder).map(|path| serialization::load(path).expect("the checkpoint can be read"));
        model
            .module()
            .load_state_dict(&weights)
            .expect("it is this model's");
        optimizer.load_state_dict(&state).expect("it is this optimizer's");
    }
    for step in steps {
        let (x, y) = batch(step, group.rank());
        let loss = cross_entropy(&model.run(&x, group.rank()), &y);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        after(model.module(), &optimizer);
    }
    bytes_of_weights(&model)
}

fn files(folder: &Path) -> [PathBuf; 2] {
    ["model.safetensors", "optimizer.safetensors"].map(|name| folder.join(name))
}

/// Rank 0 writes; everyone waits until it has.
fn checkpoint(group: &ProcessGroup, model: &Net, optimizer: &SGD, folder: &Path) {
    if group.rank() == 0 {
        let [weights, state] = files(folder);
        serialization::save(&model.state_dict(), weights).expect("the checkpoint can be written");
        serialization::save(&optimizer.state_dict(), state).expect("the checkpoint can be written");
    }
    group.barrier();
}
