//! Handles, threads and the default generator.

use super::uniform;
use crate::random::{Generator, default_generator, manual_seed, set_default_generator};
use rand::Rng;
use rand::seq::SliceRandom;
use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::thread;

#[test]
fn clones_share_one_stream() {
    let whole = uniform::<f32>(&Generator::new(3), 4, 0.0, 1.0);
    let (a, b) = (Generator::new(3), Generator::new(3).clone());
    let b_of_a = a.clone();
    let mut halves = uniform::<f32>(&a, 2, 0.0, 1.0);
    halves.extend(uniform::<f32>(&b_of_a, 2, 0.0, 1.0));
    assert_eq!(halves, whole);
    assert_eq!(uniform::<f32>(&b, 4, 0.0, 1.0), whole);
}

#[test]
fn a_generator_can_cross_threads() {
    let shared = Generator::new(9);
    let draws = thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(|| shared.random_seed())).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .collect::<BTreeSet<_>>()
    });
    let alone = Generator::new(9);
    assert_eq!(draws, (0..4).map(|_| alone.random_seed()).collect());
}

#[test]
fn another_thread_cannot_disturb_the_default() {
    manual_seed(11);
    let alone: Vec<u64> = (0..3).map(|_| default_generator().random_seed()).collect();

    manual_seed(11);
    let first = default_generator().random_seed();
    let elsewhere = thread::spawn(|| {
        manual_seed(12);
        set_default_generator(Generator::pytorch(1));
        default_generator().random_seed()
    });
    assert_ne!(elsewhere.join().unwrap(), first);
    let rest = [
        default_generator().random_seed(),
        default_generator().random_seed(),
    ];
    assert_eq!([first, rest[0], rest[1]], *alone);
}

#[test]
fn fresh_threads_differ() {
    let draw = || {
        thread::spawn(|| default_generator().random_seed())
            .join()
            .unwrap()
    };
    assert_ne!(draw(), draw());
}

#[test]
fn manual_seed_keeps_the_engine() {
    set_default_generator(Generator::pytorch(3));
    let held = default_generator();
    manual_seed(0);
    assert_eq!(held.permutation(10), Generator::pytorch(0).permutation(10));
}

#[test]
fn a_panic_while_the_lock_is_held_does_no_harm() {
    let generator = Generator::new(1);
    let panicked = catch_unwind(|| {
        let _held = generator.lock();
        panic!("while the lock is held");
    });
    assert!(panicked.is_err());
    assert_eq!(generator.permutation(5), Generator::new(1).permutation(5));
}

#[test]
fn it_serves_the_rand_ecosystem() {
    let mut rng = Generator::pytorch(5489);
    // The first output of MT19937 with its authors' default seed.
    assert_eq!(rng.next_u32(), 3_499_211_612);

    let mut bytes = [0; 7];
    let mut twin = rng.with_seed(5489);
    twin.next_u32();
    rng.fill_bytes(&mut bytes);
    let words = [twin.next_u32().to_le_bytes(), twin.next_u32().to_le_bytes()];
    assert_eq!(bytes, words.as_flattened()[..7]);

    let mut cards: Vec<_> = (0..52).collect();
    cards.shuffle(&mut rng);
    assert_ne!(cards, (0..52).collect::<Vec<_>>());
}

#[test]
fn debug_names_the_engine_and_the_seed_only() {
    assert_eq!(
        format!("{:?}", Generator::pytorch(7)),
        "Generator { engine: MT19937, initial_seed: 7, .. }"
    );
}
