//! A loader that is saved goes on where it was, wherever that was.

use autograd::random::{default_generator, set_default_generator, with_generator};
use autograd::{Generator, StateDict};
use data::{
    BatchSampler, DataLoader, Dataset, RandomSampler, Sampler, SubsetRandomSampler, WeightedRandomSampler,
};
use proptest::prelude::*;

use crate::indices;

type Loader<D> = DataLoader<D>;

/// What a loop sees in three epochs that also draws numbers of its own; and, as if the process ended after so many
/// batches, what it sees with everything saved and loaded.
fn run<D: Dataset<Item = i64> + Send + Sync + 'static>(
    make: &dyn Fn(&Generator) -> Loader<D>,
    seed: u64,
    pytorch: bool,
    interrupted: Option<usize>,
    workers: [usize; 2],
) -> Vec<Vec<i64>> {
    let engine = if pytorch {
        Generator::pytorch(seed)
    } else {
        Generator::new(seed)
    };
    with_generator(&engine, || {
        let mut own = engine.with_seed(seed + 1);
        let mut loader = make(&own).num_workers(workers[0]);
        let mut seen: Vec<Vec<i64>> = Vec::new();
        while loader.epoch() < 3 {
            let mut saved: Option<StateDict> = None;
            for batch in &loader {
                seen.push(batch.to_vec());
                seen.push(vec![default_generator().random_seed() as i64]);
                if interrupted == Some(seen.len() / 2) {
                    saved = Some(loader.state_dict());
                    break;
                }
            }
            if let Some(state) = saved {
                // Another process, which begins elsewhere and then takes over the states of the generators.
                let (default, given) = (default_generator().get_state(), own.get_state());
                set_default_generator(engine.with_seed(99));
                own = engine.with_seed(77);
                loader = make(&own).num_workers(workers[1]);
                loader
                    .load_state_dict(&state)
                    .expect("it is that of such a loader");
                assert_eq!(
                    loader.state_dict(),
                    state,
                    "what was loaded is what is saved again"
                );
                default_generator().set_state(&default);
                own.set_state(&given);
            }
        }
        seen.push(vec![own.random_seed() as i64]);
        seen
    })
}

fn check<D: Dataset<Item = i64> + Send + Sync + 'static>(
    make: &dyn Fn(&Generator) -> Loader<D>,
    seed: u64,
    pytorch: bool,
    at: usize,
) {
    let whole = run(make, seed, pytorch, None, [0, 0]);
    for workers in [[0, 0], [2, 2], [0, 3], [3, 0]] {
        assert_eq!(run(make, seed, pytorch, Some(at), workers), whole, "{workers:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn every_order_goes_on(n in 1_usize..40, size in 1_usize..7, seed in 0_u64..1000, pytorch: bool, at in 1_usize..60) {
        let plain = move || DataLoader::new(indices(n)).batch_size(size);
        check(&|_| plain(), seed, pytorch, at);
        check(&|_| plain().shuffle(true), seed, pytorch, at);
        check(&|own| plain().shuffle(true).generator(own), seed, pytorch, at);
        check(&|own| plain().sampler(RandomSampler::new(n).replacement(true).generator(own)), seed, pytorch, at);
        check(&|_| plain().sampler(RandomSampler::new(n).num_samples(2 * n + 1)), seed, pytorch, at);
        check(&|own| plain().sampler(SubsetRandomSampler::new((0..n).rev().collect::<Vec<_>>()).generator(own)), seed, pytorch, at);
        check(&|own| plain().sampler(WeightedRandomSampler::new(vec![1.0; n], n).generator(own)), seed, pytorch, at);
        let batches = |own: &Generator| BatchSampler::new(RandomSampler::new(n).generator(own), size);
        check(&|own| DataLoader::new(indices(n)).batch_sampler(batches(own)), seed, pytorch, at);
    }
}

#[test]
fn an_epoch_that_the_loop_leaves_has_ended_when_the_next_begins() {
    let loader = DataLoader::new(indices(10)).batch_size(2);
    assert_eq!(loader.epoch(), 0);
    loader.iter().next();
    assert_eq!(
        (
            loader.epoch(),
            loader.state_dict().metadata()["position"].as_str()
        ),
        (0, "1")
    );
    let mut second = loader.iter();
    assert_eq!(
        (
            loader.epoch(),
            loader.state_dict().metadata()["position"].as_str()
        ),
        (1, "0")
    );
    assert_eq!(second.by_ref().count(), 5);
    assert_eq!(
        (loader.epoch(), second.next().is_none(), loader.epoch()),
        (2, true, 2)
    );
    assert!(!loader.state_dict().metadata().contains_key("position"));
}

#[test]
fn a_state_that_does_not_fit_is_refused_and_nothing_changes() {
    let loader = DataLoader::new(indices(10)).batch_size(2);
    let mut epoch = loader.iter();
    epoch.by_ref().take(4).for_each(drop);
    let before = loader.state_dict();
    let refused = |loader: &DataLoader<_>, state: &StateDict, sentence: &str| {
        let message = loader
            .load_state_dict(state)
            .expect_err("it does not fit")
            .to_string();
        assert!(message.contains(sentence), "{message}");
    };
    refused(&loader, &StateDict::new(), "the remark epoch is missing");
    let mut wrong = before.clone();
    wrong.metadata_mut().insert("epoch".into(), "one".into());
    refused(&loader, &wrong, "\"one\", no whole number");
    let mut short = before.clone();
    short.remove("generators.0");
    refused(
        &loader,
        &short,
        "the states of 0 generators, and the loader draws from 1",
    );
    refused(
        &DataLoader::new(indices(4)).batch_size(2),
        &before,
        "4 batches of the epoch, and one has only 2",
    );
    assert_eq!(loader.state_dict(), before);
    assert_eq!(epoch.count(), 1);
}

#[test]
fn samplers_say_what_they_draw_from() {
    let generator = Generator::new(5);
    let seed = |sampler: &dyn Sampler<Item = usize>| sampler.own_generator().map(|own| own.initial_seed());
    assert_eq!(seed(&RandomSampler::new(3)), None);
    assert_eq!(seed(&RandomSampler::new(3).generator(&generator)), Some(5));
}
