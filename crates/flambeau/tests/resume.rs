//! A training that is saved, ends with its process and goes on in another is the same as one that never ended, bit for bit.

use std::path::{Path, PathBuf};
use std::process::Command;

use flambeau::optim::scheduler::{ReduceLROnPlateau, Scheduler};
use flambeau::prelude::*;
use flambeau::random::{default_generator, set_default_generator};
use flambeau::{Checkpoint, set_num_threads};

const EPOCHS: usize = 10;
/// Batches of an epoch: 70 samples, 8 to a batch.
const BATCHES: usize = 9;

/// What the trainings differ in: the optimizer, the order of the samples, the generator, the number of threads; and then the
/// number of the loader's workers.
const KINDS: [&str; 6] = [
    "momentum plain chacha 1",
    "momentum shuffled pytorch 2",
    "adam shuffled chacha 2",
    "adam own chacha 1",
    "adamw own pytorch 1",
    "adamw picked pytorch 2",
];

/// Two layers, large enough for their products to be shared between threads, with dropout between.
fn network() -> Sequential {
    sequential![Linear::new(6, 200), ReLU, Dropout::new(0.3), Linear::new(200, 1)]
}

/// A training and all that it needs to go on.
struct Training {
    model: Sequential,
    optimizer: Box<dyn Optimizer>,
    scheduler: Scheduler<StepLR>,
    plateau: ReduceLROnPlateau,
    loader: DataLoader<TensorDataset<(Tensor, Tensor)>>,
    /// What the loader draws from, if it does not from the default generator.
    own: Generator,
    /// A running mean of the weights, which no gradient goes through.
    averages: StateDict,
    losses: Vec<f64>,
}

impl Training {
    fn new(kind: &str) -> Self {
        let words: Vec<&str> = kind.split(' ').collect();
        let [optimizer, order, generator, threads, workers] = words[..] else {
            panic!("{kind}");
        };
        set_num_threads(threads.parse().expect("a number"));
        let pytorch = generator == "pytorch";
        let generator = |seed| {
            if pytorch {
                Generator::pytorch(seed)
            } else {
                Generator::new(seed)
            }
        };
        set_default_generator(generator(0));
        let own = generator(1);
        let x = Tensor::randn([70, 6]);
        let y = x.slice(s![.., ..1]).sin() + Tensor::randn([70, 1]) * 0.1;
        let loader = DataLoader::new(TensorDataset::new((x, y)))
            .batch_size(8)
            .num_workers(workers.parse().expect("a number"));
        let loader = match order {
            "shuffled" => loader.shuffle(true),
            "own" => loader.shuffle(true).generator(&own),
            "picked" => loader.sampler(RandomSampler::new(70).replacement(true).generator(&own)),
            _ => loader,
        };
        let model = network();
        let parameters = model.parameters();
        let mut optimizer: Box<dyn Optimizer> = match optimizer {
            "momentum" => Box::new(SGD::new(parameters, 0.01).momentum(0.9)),
            "adam" => Box::new(Adam::new(parameters, 0.01)),
            _ => Box::new(AdamW::new(parameters, 0.01).amsgrad(true)),
        };
        Self {
            scheduler: StepLR::new(3).gamma(0.5).attach(optimizer.as_mut()),
            plateau: ReduceLROnPlateau::new().patience(0).factor(0.9),
            averages: model.state_dict(),
            losses: Vec::new(),
            model,
            optimizer,
            loader,
            own,
        }
    }

    /// Trains from where it is to the end, or until `steps` batches have been seen altogether; tells whether it has ended.
    fn run(&mut self, steps: usize) -> bool {
        while self.loader.epoch() < EPOCHS {
            for (x, y) in &self.loader {
                let loss = mse_loss(&self.model.forward(&x), &y);
                self.optimizer.zero_grad();
                loss.backward();
                self.optimizer.step();
                self.losses.push(loss.item());
                let means = self.model.state_dict().into_iter().map(|(name, now)| {
                    let before = &self.averages[&name];
                    (name, before * 0.9 + now * 0.1)
                });
                self.averages = means.collect();
                if self.losses.len() == steps && !steps.is_multiple_of(BATCHES) {
                    return false;
                }
            }
            self.plateau
                .step(self.losses[self.losses.len() - 1], self.optimizer.as_mut());
            self.scheduler.step(self.optimizer.as_mut());
            if self.losses.len() == steps {
                return false;
            }
        }
        true
    }

    fn save(&self, path: &Path) -> Result<(), serialization::Error> {
        let losses: Vec<String> = self.losses.iter().map(f64::to_string).collect();
        Checkpoint::new()
            .with("model", &self.model.state_dict())
            .with("optimizer", &self.optimizer.state_dict())
            .with("scheduler", &self.scheduler.state_dict())
            .with("plateau", &self.plateau.state_dict())
            .with("loader", &self.loader.state_dict())
            .with("averages", &self.averages)
            .with_generator("default", &default_generator())
            .with_generator("own", &self.own)
            .with_value("losses", losses.join(" "))
            .save(path)
    }

    fn load(&mut self, path: &Path) -> Result<(), Box<dyn std::error::Error>> {
        let checkpoint = Checkpoint::load(path)?;
        self.model.load_state_dict(&checkpoint.state("model")?)?;
        self.optimizer.load_state_dict(&checkpoint.state("optimizer")?)?;
        self.scheduler.load_state_dict(&checkpoint.state("scheduler")?)?;
        self.plateau.load_state_dict(&checkpoint.state("plateau")?)?;
        self.loader.load_state_dict(&checkpoint.state("loader")?)?;
        self.averages = checkpoint.state("averages")?;
        checkpoint.restore_generator("default", &default_generator())?;
        checkpoint.restore_generator("own", &self.own)?;
        let losses: String = checkpoint.value("losses")?;
        self.losses = losses
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        Ok(())
    }
}

/// The variable of the environment that tells a child what to do: the kind, the steps, the folder.
const TASK: &str = "FLAMBEAU_TEST_TASK";

#[test]
#[ignore = "a process that another test starts"]
fn trains_on() {
    let Ok(task) = std::env::var(TASK) else {
        return;
    };
    let words: Vec<&str> = task.splitn(3, '|').collect();
    let [kind, steps, folder] = words[..] else {
        panic!("{task}");
    };
    let path = PathBuf::from(folder).join("run.safetensors");
    let mut training = Training::new(kind);
    if path.exists() {
        training.load(&path).expect("it is a checkpoint of this program");
    }
    training.run(steps.parse().expect("a number"));
    training.save(&path).expect("there is room");
}

/// The checkpoint of a training that goes on in a new process at each of these steps.
fn result(kind: &str, at: &[usize]) -> Checkpoint {
    let name = format!(
        "flambeau-resume-{}-{}",
        std::process::id(),
        kind.replace(' ', "-")
    );
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a folder for tests can be made");
    for steps in at.iter().chain(&[usize::MAX]) {
        let output = Command::new(std::env::current_exe().expect("this program has a file"))
            .args(["--exact", "trains_on", "--ignored"])
            .env(TASK, format!("{kind}|{steps}|{}", folder.display()))
            .output()
            .expect("this program runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
    let checkpoint = Checkpoint::load(folder.join("run.safetensors")).expect("it has just been saved");
    std::fs::remove_dir_all(&folder).expect("it is there");
    checkpoint
}

#[test]
fn a_training_that_goes_on_is_the_same() {
    for kind in KINDS {
        let whole = result(&format!("{kind} 0"), &[]);
        let losses: String = whole.value("losses").expect("it is there");
        assert_eq!(losses.split(' ').count(), EPOCHS * BATCHES);
        // After five epochs; in the middle of epochs, also after the first and after the last batch but one.
        for (at, workers) in [
            (&[5 * BATCHES][..], 0),
            (&[BATCHES + 4], 3),
            (&[1, 2 * BATCHES, 7 * BATCHES - 1], 2),
        ] {
            let parts = result(&format!("{kind} {workers}"), at);
            for part in ["model", "optimizer", "scheduler", "plateau", "loader", "averages"] {
                let state = |checkpoint: &Checkpoint| checkpoint.state(part).expect("it is there");
                assert_eq!(
                    state(&parts),
                    state(&whole),
                    "{kind}, at {at:?}, {workers} workers: {part}"
                );
            }
            assert!(
                parts == whole,
                "{kind}, at {at:?}, {workers} workers: losses or generators"
            );
        }
    }
}
