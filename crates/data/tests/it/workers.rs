//! Loaders with workers: the same batches for any number, and no thread left.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use autograd::{Generator, Tensor, manual_seed};
use data::{ConcatDataset, DataLoader, Dataset, IntoDataset, RandomSampler, StackDataset, Subset};

/// Samples that draw, and that count how many have been fetched.
#[derive(Clone)]
struct Noisy {
    len: usize,
    fetched: Arc<AtomicUsize>,
    fails_at: Option<usize>,
    slow: Option<(usize, Duration)>,
}

impl Noisy {
    fn new(len: usize) -> Self {
        Self {
            len,
            fetched: Arc::default(),
            fails_at: None,
            slow: None,
        }
    }
}

impl Dataset for Noisy {
    type Item = (Tensor, i64);

    fn len(&self) -> usize {
        self.len
    }

    fn get(&self, index: usize) -> (Tensor, i64) {
        self.fetched.fetch_add(1, Ordering::SeqCst);
        if self.fails_at == Some(index) {
            panic!("there is no picture here");
        }
        if let Some((at, time)) = self.slow
            && at == index
        {
            thread::sleep(time);
        }
        (Tensor::rand([2]) * 100.0 + Tensor::randn([]), index as i64)
    }
}

type Batches = Vec<(Vec<f32>, Vec<i64>)>;

fn plain((x, y): (Tensor, Tensor)) -> (Vec<f32>, Vec<i64>) {
    (x.to_vec::<f32>(), y.to_vec::<i64>())
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or_default()
}

#[test]
fn batches_do_not_depend_on_the_number_of_workers() {
    let epochs = |workers: usize, persistent: bool| -> (Vec<Batches>, f64) {
        manual_seed(3);
        let mut loader = DataLoader::new(Noisy::new(23))
            .batch_size(4)
            .shuffle(true)
            .num_workers(workers);
        if workers > 0 {
            loader = loader.prefetch_factor(3).persistent_workers(persistent);
        }
        let epochs = (0..3).map(|_| loader.iter().map(plain).collect()).collect();
        // The loop's own stream is where it was, too.
        (epochs, Tensor::rand([]).item())
    };
    let alone = epochs(0, false);
    assert_ne!(alone.0[0], alone.0[1], "each epoch draws anew");
    for workers in [1, 2, 8] {
        for persistent in [false, true] {
            assert_eq!(epochs(workers, persistent), alone, "{workers} workers");
        }
    }
}

#[test]
fn every_kind_of_dataset_has_workers() {
    let run = |workers: usize| {
        manual_seed(1);
        let both = ConcatDataset::new([Noisy::new(5), Noisy::new(6)]);
        let some = Subset::new(both, [10, 0, 3, 3, 7, 1]);
        let pairs = StackDataset::new((some.clone(), some.map(|(x, y)| (x + Tensor::rand([2]), y))));
        let loader = DataLoader::with_collate(pairs, |batch| {
            let noise = Tensor::rand([]).item();
            let numbers = batch.into_iter().flat_map(|((a, i), (b, j))| {
                [a.to_vec::<f64>(), b.to_vec(), vec![i as f64, j as f64]].concat()
            });
            numbers.chain([noise]).collect::<Vec<f64>>()
        });
        let loader = loader.batch_size(4).num_workers(workers);
        loader.iter().collect::<Vec<_>>()
    };
    assert_eq!(run(0), run(2));
    assert_eq!(run(0), run(8));
}

#[test]
fn a_panic_reaches_the_loop_at_its_batch() {
    let dataset = Noisy {
        fails_at: Some(9),
        ..Noisy::new(16)
    };
    let loader = DataLoader::new(dataset).batch_size(4).num_workers(2);
    let mut batches = loader.iter();
    assert_eq!(batches.next().map(plain).unwrap().1, [0, 1, 2, 3]);
    assert_eq!(batches.next().map(plain).unwrap().1, [4, 5, 6, 7]);
    let panicked = catch_unwind(AssertUnwindSafe(|| batches.next())).unwrap_err();
    assert_eq!(
        message(&*panicked),
        "DataLoader: sample 9 could not be fetched: there is no picture here"
    );
    // The others are still there.
    assert_eq!(batches.next().map(plain).unwrap().1, [12, 13, 14, 15]);
    assert!(batches.next().is_none());
}

#[test]
fn what_is_fetched_ahead_is_bounded() {
    let dataset = Noisy::new(400);
    let fetched = Arc::clone(&dataset.fetched);
    let loader = DataLoader::new(dataset)
        .batch_size(5)
        .num_workers(3)
        .prefetch_factor(2);
    for (batch, _) in loader.iter().enumerate() {
        thread::sleep(Duration::from_micros(300));
        let ahead = fetched.load(Ordering::SeqCst) - 5 * (batch + 1);
        assert!(ahead <= 3 * 2 * 5, "{ahead} samples ahead");
    }
}

#[test]
fn a_late_batch_is_named_when_the_time_is_over() {
    let dataset = Noisy {
        slow: Some((2, Duration::from_millis(400))),
        ..Noisy::new(4)
    };
    let loader = DataLoader::new(dataset)
        .num_workers(2)
        .timeout(Duration::from_millis(50));
    let mut batches = loader.iter();
    assert!(batches.next().is_some() && batches.next().is_some());
    let panicked = catch_unwind(AssertUnwindSafe(|| batches.next())).unwrap_err();
    assert_eq!(
        message(&*panicked),
        "DataLoader: worker 0 has not fetched batch 2 of the epoch within 50ms"
    );
}

#[test]
fn a_slow_sample_delays_and_reorders_nothing() {
    let dataset = Noisy {
        slow: Some((0, Duration::from_millis(60))),
        ..Noisy::new(12)
    };
    let loader = DataLoader::new(dataset).batch_size(2).num_workers(4);
    let order: Vec<i64> = loader.iter().flat_map(|(_, y)| y.to_vec::<i64>()).collect();
    assert_eq!(order, (0..12).collect::<Vec<i64>>());
}

#[test]
#[should_panic(expected = "DataLoader: prefetch_factor needs num_workers of at least 1")]
fn options_of_workers_need_workers() {
    let _ = DataLoader::new(vec![1, 2]).prefetch_factor(4).iter();
}

#[test]
fn an_epoch_goes_on_in_the_middle_with_any_number_of_workers() {
    let loader = |workers: usize| {
        DataLoader::new(Noisy::new(20))
            .batch_size(3)
            .shuffle(true)
            .generator(&Generator::new(5))
            .num_workers(workers)
    };
    for (before, after) in [(0, 2), (3, 0), (2, 4)] {
        let (first, second) = (loader(before), loader(after));
        let mut epoch = first.iter();
        epoch.by_ref().take(2).for_each(drop);
        second.load_state_dict(&first.state_dict()).unwrap();
        let rest: Batches = epoch.map(plain).collect();
        assert_eq!(second.iter().map(plain).collect::<Batches>(), rest);
        assert_eq!(rest.len(), 5);
    }
}

/// The threads of this process that belong to loaders, where the system tells.
fn threads() -> usize {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else {
        return 0;
    };
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|name| name.starts_with("loader worker")).count()
}

/// Plain random numbers to choose by.
struct Choices(Cell<u64>);

impl Choices {
    fn below(&self, n: usize) -> usize {
        let mut x = self.0.get();
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.0.set(x);
        (x % n as u64) as usize
    }

    fn one_in(&self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// The samples of an epoch, and where it stopped.
#[derive(Debug, PartialEq)]
struct Seen {
    batches: Batches,
    panic: Option<String>,
}

fn see(
    choices: &Choices,
    dataset: &Noisy,
    batch_size: usize,
    sampler: usize,
    workers: usize,
    stop: usize,
) -> Seen {
    manual_seed(11);
    let len = dataset.len;
    let loader = DataLoader::new(dataset.clone())
        .batch_size(batch_size)
        .num_workers(workers);
    let loader = match sampler {
        0 => loader,
        1 => loader.shuffle(true),
        _ => loader.sampler(RandomSampler::new(len).generator(&Generator::new(2))),
    };
    let loader = if workers > 0 {
        loader
            .prefetch_factor(1 + choices.below(4))
            .persistent_workers(choices.one_in(2))
            .timeout(Duration::from_secs(60))
    } else {
        loader
    };
    let mut seen = Seen {
        batches: Vec::new(),
        panic: None,
    };
    // Workers have drawn further from a sampler's own generator if an epoch is left early.
    let epochs = if sampler == 2 { 1 } else { 2 };
    for _ in 0..epochs {
        let mut batches = loader.iter().take(stop);
        loop {
            match catch_unwind(AssertUnwindSafe(|| batches.next())) {
                Ok(None) => break,
                Ok(Some(batch)) => seen.batches.push(plain(batch)),
                Err(payload) => {
                    let text = message(&*payload);
                    let cause = text.rsplit(": ").next().unwrap_or(text);
                    seen.panic = Some(cause.to_owned());
                    break;
                }
            }
        }
    }
    seen
}

/// How many configurations are tried; `FLAMBEAU_SOAK` says otherwise.
fn rounds() -> usize {
    std::env::var("FLAMBEAU_SOAK").map_or(300, |rounds| rounds.parse().unwrap_or(300))
}

#[test]
fn random_configurations_see_what_one_thread_sees() {
    let choices = &Choices(Cell::new(0x2545_f491_4f6c_dd1d));
    let began = Instant::now();
    for round in 0..rounds() {
        let len = 1 + choices.below(30);
        let dataset = Noisy {
            fails_at: choices.one_in(4).then(|| choices.below(len)),
            slow: choices
                .one_in(8)
                .then(|| (choices.below(len), Duration::from_micros(300))),
            ..Noisy::new(len)
        };
        let (batch_size, sampler) = (1 + choices.below(6), choices.below(3));
        let stop = if choices.one_in(3) { choices.below(5) } else { 100 };
        let alone = see(choices, &dataset, batch_size, sampler, 0, stop);
        let workers = 1 + choices.below(8);
        let together = see(choices, &dataset, batch_size, sampler, workers, stop);
        assert_eq!(together, alone, "round {round}, {workers} workers, {len} samples");
        assert!(began.elapsed() < Duration::from_secs(600), "round {round} hangs");
    }
    // Other tests of this process have loaders too, for a while.
    let deadline = Instant::now() + Duration::from_secs(30);
    while threads() > 0 {
        assert!(Instant::now() < deadline, "{} threads are left", threads());
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_mapped_dataset_draws_from_the_samples_stream() {
    let run = |workers: usize| -> Vec<f64> {
        manual_seed(4);
        let dataset = vec![1.0, 2.0, 3.0].into_dataset();
        let loader = DataLoader::new(dataset.map(|x| x + Tensor::rand([]).item())).num_workers(workers);
        loader.iter().map(|batch| batch.item()).collect()
    };
    assert_eq!(run(0), run(2));
}
