//! Loaders with workers: random datasets, samplers and options, epochs that are left early, samples that fail or panic.
//! Whatever the workers, the loop sees what it sees without any, no thread is left, nothing waits for ever, and no more
//! samples are alive than may be under way.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use flambeau::data::{Collate, Fetch, With};
use flambeau::prelude::*;

use crate::panics::caught;
use crate::random::Random;
use crate::rounds::rounds;

/// How long a round may take before it is said to hang.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn workers_show_what_one_thread_shows() {
    let watchdog = Watchdog::new();
    let mut rounds = rounds("loader", 150);
    let (mut batches, mut wrong, mut stopped) = (0, 0, 0);
    for mut random in rounds.by_ref() {
        watchdog.beat(random.seed);
        let plan = Plan::new(&mut random);
        let (alone, together) = (plan.run(0), plan.run(plan.workers));
        assert_eq!(together, alone, "seed {}: {plan:?}", random.seed);
        no_thread_is_left(random.seed);
        batches += alone.len();
        wrong += alone
            .iter()
            .filter(|outcome| !matches!(outcome, Outcome::Batch(_)))
            .count();
        stopped += usize::from(plan.stop.is_some());
    }
    assert!(
        batches > 500 && wrong > 20 && stopped > 20,
        "{batches}, {wrong}, {stopped}"
    );
    rounds.tell(format_args!(
        "{batches} batches, {wrong} of them with an error or a panic, {stopped} rounds left early"
    ));
}

/// What a loop got.
#[derive(Debug, PartialEq)]
enum Outcome {
    Batch(Vec<f64>),
    Failed(String),
    Panicked(String),
}

/// A configuration.
#[derive(Debug)]
struct Plan {
    kind: usize,
    len: usize,
    faults: Faults,
    batch_size: usize,
    drop_last: bool,
    sampler: usize,
    /// After how many batches an epoch is left.
    stop: Option<usize>,
    workers: usize,
    prefetch: Option<usize>,
    persistent: bool,
}

/// What is wrong with samples.
#[derive(Clone, Copy, Debug)]
struct Faults {
    panics_at: Option<usize>,
    fails_at: Option<usize>,
    slow_at: Option<usize>,
}

/// The datasets that are tried.
const KINDS: usize = 6;

impl Plan {
    fn new(random: &mut Random) -> Self {
        let len = 1 + random.below(30);
        let mut at = |often| random.one_in(often).then(|| random.below(len));
        Self {
            faults: Faults {
                panics_at: at(4),
                fails_at: at(4),
                slow_at: at(8),
            },
            stop: at(3),
            kind: random.below(KINDS),
            len,
            batch_size: 1 + random.below(6),
            drop_last: random.one_in(4),
            sampler: random.below(4),
            workers: 1 + random.below(8),
            prefetch: random.one_in(2).then(|| 1 + random.below(4)),
            persistent: random.one_in(2),
        }
    }

    /// What a loop sees with so many workers.
    fn run(&self, workers: usize) -> Vec<Outcome> {
        let meter = Arc::new(Meter::default());
        let samples = Samples {
            len: self.len,
            faults: self.faults,
            meter: Arc::clone(&meter),
        };
        let half = || Samples {
            len: self.len.div_ceil(2),
            ..samples.clone()
        };
        let outcomes = match self.kind {
            0 => self.loop_over(samples, workers),
            1 => self.loop_over(ConcatDataset::new([half(), half()]), workers),
            2 => {
                let indices: Vec<usize> = (0..self.len).rev().chain(0..self.len / 2).collect();
                self.loop_over(Subset::new(samples, indices), workers)
            }
            3 => self.loop_over(Dataset::map(samples, moved), workers),
            4 => self.loop_over(
                StackDataset::new((samples.clone(), samples)).map(|(first, _)| first),
                workers,
            ),
            _ => self.stream(samples, workers),
        };
        let most = (workers * self.prefetch.unwrap_or(2) + 2) * self.batch_size * 2;
        let seen = meter.most.load(SeqCst);
        assert!(
            seen <= most,
            "{seen} samples were alive, and {most} may be: {self:?}"
        );
        assert_eq!(meter.alive.load(SeqCst), 0, "samples are kept: {self:?}");
        outcomes
    }

    fn loop_over<D>(&self, dataset: D, workers: usize) -> Vec<Outcome>
    where
        D: Dataset<Item = Sample> + Send + Sync + 'static,
    {
        manual_seed(11);
        let len = dataset.len();
        let loader = DataLoader::with_collate(dataset, batch_of)
            .batch_size(self.batch_size)
            .drop_last(self.drop_last);
        let loader = match self.sampler {
            0 => loader,
            1 => loader.shuffle(true),
            2 => loader.sampler(
                RandomSampler::new(len)
                    .replacement(true)
                    .generator(&Generator::new(2)),
            ),
            _ => loader.sampler(SubsetRandomSampler::new((0..len).step_by(2).collect::<Vec<_>>())),
        };
        self.epochs(&self.with_workers(loader, workers))
    }

    fn with_workers<D, F>(&self, loader: DataLoader<D, F>, workers: usize) -> DataLoader<D, F>
    where
        D: Dataset + Send + Sync + 'static,
        F: Fetch<D, Batch: Send> + Send + Sync + 'static,
    {
        if workers == 0 {
            return loader;
        }
        let loader = loader
            .num_workers(workers)
            .persistent_workers(self.persistent)
            .timeout(PATIENCE);
        match self.prefetch {
            Some(batches) => loader.prefetch_factor(batches),
            None => loader,
        }
    }

    fn epochs<D, F>(&self, loader: &DataLoader<D, With<F>>) -> Vec<Outcome>
    where
        D: Dataset<Item = Sample>,
        F: Fn(Vec<Sample>) -> Batch,
    {
        let mut outcomes = Vec::new();
        // Workers have drawn further from a sampler's own stream if an epoch is left early.
        let epochs = if self.sampler >= 2 && self.stop.is_some() {
            1
        } else {
            2
        };
        for _ in 0..epochs {
            let mut batches = loader.iter().take(self.stop.unwrap_or(usize::MAX));
            while let Some(outcome) = outcome_of(|| batches.next()) {
                outcomes.push(outcome);
            }
        }
        outcomes
    }

    /// A stream, which one thread reads ahead if there are workers; a panic ends it.
    fn stream(&self, samples: Samples, workers: usize) -> Vec<Outcome> {
        manual_seed(11);
        let chain = ChainDataset::new([samples.clone(), samples]);
        let mut loader = StreamLoader::new(chain)
            .batch_size(self.batch_size)
            .drop_last(self.drop_last);
        if workers > 0 {
            loader = loader.read_ahead(self.prefetch.unwrap_or(2));
        }
        let mut outcomes = Vec::new();
        for _ in 0..2 {
            let mut batches = loader.iter().take(self.stop.unwrap_or(usize::MAX));
            while let Some(outcome) = outcome_of(|| batches.next()) {
                let ends = matches!(outcome, Outcome::Panicked(_));
                outcomes.push(outcome);
                if ends {
                    break;
                }
            }
        }
        outcomes
    }
}

/// How many samples there are at a time.
#[derive(Default)]
struct Meter {
    alive: AtomicUsize,
    most: AtomicUsize,
}

/// What a sample drew, counted as long as it is there.
struct Drawn {
    numbers: Vec<f64>,
    meter: Arc<Meter>,
}

impl Drawn {
    fn new(numbers: Vec<f64>, meter: &Arc<Meter>) -> Self {
        let alive = meter.alive.fetch_add(1, SeqCst) + 1;
        meter.most.fetch_max(alive, SeqCst);
        Self {
            numbers,
            meter: Arc::clone(meter),
        }
    }
}

impl Drop for Drawn {
    fn drop(&mut self) {
        self.meter.alive.fetch_sub(1, SeqCst);
    }
}

type Sample = Result<Drawn, String>;
type Batch = Result<Vec<Drawn>, String>;

impl Collate for Drawn {
    type Batch = Vec<Drawn>;

    fn collate(samples: Vec<Self>) -> Vec<Drawn> {
        samples
    }
}

/// A batch, which draws as well.
fn batch_of(samples: Vec<Sample>) -> Batch {
    let mut batch: Vec<Drawn> = samples.into_iter().collect::<Result<_, _>>()?;
    let noise = Tensor::rand([]).item();
    batch.iter_mut().for_each(|sample| sample.numbers.push(noise));
    Ok(batch)
}

fn moved(sample: Sample) -> Sample {
    let mut sample = sample?;
    sample.numbers.push(Tensor::randn([]).item());
    Ok(sample)
}

/// Samples that draw, and go wrong.
#[derive(Clone)]
struct Samples {
    len: usize,
    faults: Faults,
    meter: Arc<Meter>,
}

impl Dataset for Samples {
    type Item = Sample;

    fn len(&self) -> usize {
        self.len
    }

    fn get(&self, index: usize) -> Sample {
        if self.faults.slow_at == Some(index) {
            thread::sleep(Duration::from_micros(300));
        }
        if self.faults.panics_at == Some(index) {
            // Without a word on standard error, on whichever thread.
            resume_unwind(Box::new(format!("{index} panics")));
        }
        if self.faults.fails_at == Some(index) {
            return Err(format!("{index} fails"));
        }
        let numbers = vec![index as f64, Tensor::rand([]).item()];
        Ok(Drawn::new(numbers, &self.meter))
    }
}

impl IterableDataset for Samples {
    type Item = Sample;

    fn stream(&self) -> Box<dyn Iterator<Item = Sample> + '_> {
        Box::new((0..self.len).map(|index| self.get(index)))
    }
}

/// What comes of the next batch; none at the end.
fn outcome_of(next: impl FnOnce() -> Option<Batch>) -> Option<Outcome> {
    let result = caught(|| catch_unwind(AssertUnwindSafe(next))).expect("it was caught before");
    match result {
        Ok(None) => None,
        Ok(Some(Ok(batch))) => Some(Outcome::Batch(
            batch.iter().flat_map(|sample| sample.numbers.clone()).collect(),
        )),
        Ok(Some(Err(message))) => Some(Outcome::Failed(message)),
        Err(payload) => {
            let message = payload.downcast_ref::<String>().expect("a sentence");
            // A worker's panic says of which sample.
            let cause = message.rsplit(": ").next().unwrap_or(message);
            Some(Outcome::Panicked(cause.to_owned()))
        }
    }
}

/// The threads of loaders, where the system tells; one that has been joined may be listed for a moment more.
fn no_thread_is_left(seed: u64) {
    let loaders = || {
        let tasks = std::fs::read_dir("/proc/self/task")
            .into_iter()
            .flatten()
            .flatten();
        let names = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
        let ours = |name: &String| name.starts_with("loader worker") || name.starts_with("loader reader");
        names.filter(ours).count()
    };
    let deadline = Instant::now() + Duration::from_secs(10);
    while loaders() > 0 {
        assert!(
            Instant::now() < deadline,
            "seed {seed}: {} threads are left",
            loaders()
        );
        thread::sleep(Duration::from_micros(200));
    }
}

/// Ends the process if nothing is heard for a while: a loop that waits for ever cannot say so itself.
struct Watchdog {
    beats: Sender<u64>,
}

impl Watchdog {
    fn new() -> Self {
        let (beats, heard) = channel();
        thread::spawn(move || {
            let mut last = None;
            loop {
                match heard.recv_timeout(PATIENCE) {
                    Ok(seed) => last = Some(seed),
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        eprintln!("the round of seed {last:?} hangs");
                        std::process::abort();
                    }
                }
            }
        });
        Self { beats }
    }

    fn beat(&self, seed: u64) {
        self.beats.send(seed).expect("it listens as long as this is here");
    }
}
