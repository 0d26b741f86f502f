//! Loaders with workers: the same batches for any number. Random configurations are in `tests/reliability` of `flambeau`.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use autograd::{Generator, Tensor, manual_seed};
use data::{ConcatDataset, DataLoader, Dataset, IntoDataset, StackDataset, Subset};

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
