//! Samples that come one after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};

use autograd::{Tensor, manual_seed};
use data::{ChainDataset, IterableDataset, StreamLoader};

struct Steps {
    len: usize,
    fails_at: Option<usize>,
}

impl IterableDataset for Steps {
    type Item = (i64, f64);

    fn stream(&self) -> Box<dyn Iterator<Item = (i64, f64)> + '_> {
        Box::new((0..self.len).map(|step| {
            assert_ne!(Some(step), self.fails_at, "the file ends here");
            (step as i64, Tensor::rand([]).item())
        }))
    }
}

fn steps(len: usize) -> Steps {
    Steps { len, fails_at: None }
}

#[test]
fn reading_ahead_changes_nothing() {
    let run = |ahead: usize| -> Vec<(Vec<i64>, Vec<f64>)> {
        manual_seed(0);
        let chain = ChainDataset::new([steps(3), steps(4)]).map(|(i, x)| (i, x + 1.0));
        let mut loader = StreamLoader::new(chain).batch_size(2);
        if ahead > 0 {
            loader = loader.read_ahead(ahead);
        }
        let epoch = || {
            loader
                .iter()
                .map(|(i, x)| (i.to_vec(), x.to_vec()))
                .collect::<Vec<_>>()
        };
        [epoch(), epoch()].concat()
    };
    let here = run(0);
    assert_eq!(here[1].0, [2, 0], "batches go on over the end of a dataset");
    assert_ne!(here[0].1, here[4].1, "each epoch draws anew");
    for ahead in [1, 5] {
        assert_eq!(run(ahead), here);
    }
}

#[test]
fn the_last_batch_can_be_left_out() {
    let sizes = |drop_last: bool| -> Vec<usize> {
        let loader = StreamLoader::new(steps(5)).batch_size(2).drop_last(drop_last);
        loader.iter().map(|(i, _)| i.numel()).collect()
    };
    assert_eq!(sizes(false), [2, 2, 1]);
    assert_eq!(sizes(true), [2, 2]);
}

#[test]
fn a_panic_reaches_the_loop_at_its_batch_and_ends_the_stream() {
    let dataset = Steps {
        len: 9,
        fails_at: Some(5),
    };
    let loader = StreamLoader::new(dataset).batch_size(2).read_ahead(3);
    let mut batches = loader.iter();
    assert_eq!(batches.by_ref().take(2).count(), 2);
    let panicked = catch_unwind(AssertUnwindSafe(|| batches.next())).unwrap_err();
    let message = panicked.downcast_ref::<String>().unwrap();
    assert!(
        message.starts_with("DataLoader: sample 5 could not be fetched: ")
            && message.contains("the file ends here"),
        "{message}"
    );
    assert!(batches.next().is_none());
}

#[test]
fn a_stream_that_is_left_early_ends_its_reader() {
    let loader = StreamLoader::new(steps(1_000_000)).batch_size(2).read_ahead(2);
    assert_eq!(loader.iter().take(3).count(), 3);
}
