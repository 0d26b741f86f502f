//! Memory stays flat, however long a training goes on.

use flambeau::prelude::*;
use flambeau::release_memory;

use crate::allocator::in_use;
use crate::kept::Kept;
use crate::panics::caught;
use crate::rounds::rounds;

/// Steps of all kinds, also such that panic, and in between views that are written: after them no more is in use than
/// after the first few.
#[test]
fn a_long_training_needs_no_more_memory_than_a_short_one() {
    let mut rounds = rounds("flat", 40);
    let mut training = Training::new();
    let measure = |training: &mut Training| {
        (0..100).for_each(|_| training.step());
        release_memory();
        in_use()
    };
    let before = measure(&mut training);
    for _ in rounds.by_ref() {
        (0..10).for_each(|_| training.step());
    }
    let after = measure(&mut training);
    assert!(after <= before + (8 << 10), "{before} bytes in use, then {after}");
    assert!(training.mean_loss() < 1.2);
    rounds.tell(format_args!("{before} bytes in use, then {after}"));
}

/// What a thread keeps for reuse is counted with headers and all, and given back on demand.
#[test]
fn what_is_kept_for_scalars_is_within_the_bound() {
    std::thread::spawn(|| {
        let many: Vec<Tensor> = (0..20_000).map(|_| Tensor::zeros([1])).collect();
        drop(many);
        // 256 bytes each.
        let _kept = Kept::at_most(1 << 20);
        let many: Vec<Tensor> = (0..20_000).map(|_| Tensor::zeros([1])).collect();
        let held = in_use();
        drop(many);
        let kept = in_use();
        assert!(held > kept + (3 << 20), "of {held} bytes {kept} are kept");
    })
    .join()
    .expect("no panic");
}

struct Training {
    model: Sequential,
    optimizer: Adam,
    x: Tensor,
    classes: Tensor,
    steps: usize,
    losses: f64,
}

impl Training {
    fn new() -> Self {
        manual_seed(0);
        let model = sequential![Linear::new(3, 20), ReLU, Dropout::new(0.1), Linear::new(20, 3)];
        Self {
            optimizer: Adam::new(model.parameters(), 1e-3),
            model,
            x: Tensor::randn([32, 3]),
            classes: Tensor::randint(0, 3, [32]),
            steps: 0,
            losses: 0.0,
        }
    }

    fn step(&mut self) {
        let y = self.model.forward(&self.x);
        let loss = cross_entropy(&y, &self.classes);
        self.optimizer.zero_grad();
        loss.backward();
        clip_grad_norm_(self.model.parameters(), 1.0);
        self.optimizer.step();
        self.losses += loss.item();
        self.steps += 1;
        if self.steps.is_multiple_of(50) {
            let wrong = caught(|| no_grad(|| self.model.forward(&self.x).reshape([7_usize])));
            assert!(wrong.is_err());
            let mut part = no_grad(|| y.slice(s![..;2, ..2]));
            no_grad(|| part.add_(1));
        }
    }

    fn mean_loss(&self) -> f64 {
        self.losses / self.steps as f64
    }
}
