//! Seeding, saving and restoring.

use super::{normal, uniform};
use crate::random::Generator;

fn engines(seed: u64) -> [Generator; 2] {
    [Generator::new(seed), Generator::pytorch(seed)]
}

#[test]
fn a_seed_begins_the_same_stream_again() {
    for g in engines(61) {
        let first = uniform::<f32>(&g, 700, 0.0, 1.0);
        g.manual_seed(1);
        assert_ne!(uniform::<f32>(&g, 700, 0.0, 1.0), first);
        assert_eq!(g.initial_seed(), 1);
        g.manual_seed(61);
        assert_eq!(uniform::<f32>(&g, 700, 0.0, 1.0), first);
    }
}

#[test]
fn chacha_reads_all_bits_of_the_seed() {
    assert_ne!(
        Generator::new((1 << 32) + 5).random_seed(),
        Generator::new(5).random_seed()
    );
    assert_ne!(
        Generator::new(u64::MAX).random_seed(),
        Generator::new(u64::from(u32::MAX)).random_seed()
    );
}

#[test]
fn a_state_continues_where_it_was_taken() {
    for g in engines(99) {
        // 629 words into the stream, which is inside of a block of either engine, and with a normal value waiting.
        uniform::<f32>(&g, 625, 0.0, 1.0);
        normal::<f32>(&g, 1, 0.0, 1.0);
        let state = g.get_state();
        let continued = || (normal::<f64>(&g, 2, 0.0, 1.0), uniform::<f32>(&g, 2000, 0.0, 1.0));
        let first = continued();
        g.set_state(&state);
        assert_eq!(g.get_state(), state);
        assert_eq!(continued(), first);
        assert_ne!(g.get_state(), state);
    }
}

#[test]
fn a_state_brings_its_engine_along() {
    let [chacha, pytorch] = engines(4);
    chacha.set_state(&pytorch.get_state());
    assert_eq!(chacha.permutation(20), pytorch.permutation(20));
    chacha.manual_seed(5);
    assert_eq!(chacha.permutation(20), Generator::pytorch(5).permutation(20));
}

#[test]
fn seeding_drops_the_waiting_normal() {
    for g in engines(5) {
        let first = normal::<f32>(&g, 3, 0.0, 1.0);
        g.manual_seed(5);
        assert_eq!(normal::<f32>(&g, 3, 0.0, 1.0), first);
    }
}

#[test]
fn a_fork_is_seeded_by_one_draw() {
    for g in engines(8) {
        let twin = g.with_seed(8);
        let fork = g.fork();
        assert_eq!(fork.initial_seed(), twin.random_seed());
        assert_eq!(g.get_state(), twin.get_state());
        assert_eq!(
            fork.permutation(9),
            g.with_seed(fork.initial_seed()).permutation(9)
        );
    }
}

#[test]
fn nothing_is_drawn_for_nothing() {
    for g in engines(2) {
        let start = g.get_state();
        uniform::<f32>(&g, 0, 0.0, 1.0);
        normal::<f64>(&g, 0, 0.0, 1.0);
        assert_eq!(g.permutation(0), []);
        assert_eq!(g.permutation(1), [0]);
        assert_eq!(g.multinomial(&[1.0, 2.0], 0, true), Ok(vec![]));
        assert_eq!(g.get_state(), start);
    }
}
