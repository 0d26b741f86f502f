//! Seeding, saving and restoring.

use super::{normal, uniform};
use crate::ErrorKind;
use crate::random::{Generator, State};

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

#[test]
fn a_stream_continues_from_bytes_at_every_position() {
    for g in engines((1 << 40) + 5) {
        for words in [0, 1, 2, 15, 16, 17, 63, 64, 65, 400, 623, 624, 625, 1300] {
            g.manual_seed((1 << 40) + 5);
            uniform::<f32>(&g, words, 0.0, 1.0);
            // One normal value is delivered and one waits, in every other round.
            normal::<f64>(&g, words % 2, 0.0, 1.0);
            let bytes = g.get_state().to_bytes();
            let back = State::from_bytes(&bytes).expect("they are a state's");
            assert_eq!(back, g.get_state(), "{words}");
            assert_eq!(back.to_bytes(), bytes);
            let continued =
                |g: &Generator| (normal::<f64>(g, 3, 0.0, 1.0), uniform::<f32>(g, 2000, 0.0, 1.0));
            let other = Generator::new(0);
            other.set_state(&back);
            assert_eq!(continued(&other), continued(&g));
            assert_eq!(other.initial_seed(), (1 << 40) + 5);
        }
    }
}

#[test]
fn the_end_of_a_chacha_stream_is_a_position_too() {
    let g = Generator::new(1);
    let mut bytes = g.get_state().to_bytes();
    bytes[24..40].copy_from_slice(&((1_u128 << 68) - 1).to_le_bytes());
    let last = State::from_bytes(&bytes).expect("it is the position of a word");
    assert_eq!(last.to_bytes(), bytes);
}

#[test]
fn pytorchs_own_bytes_are_read_and_written() {
    // g = torch.Generator().manual_seed(7); torch.rand(1000, generator=g); torch.randn(3, generator=g)
    let g = Generator::pytorch(7);
    uniform::<f32>(&g, 1000, 0.0, 1.0);
    normal::<f32>(&g, 3, 0.0, 1.0);
    let bytes = g.get_state().to_bytes();
    // FNV-1a of bytes(g.get_state().numpy())
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    });
    assert_eq!((bytes.len(), hash), (5056, 0xa9e2_a2c6_6196_ac07));
    // A generator that has just been seeded is written as at the end of a block, and read as PyTorch writes it.
    let seeded = Generator::pytorch(7).get_state();
    let mut bytes = seeded.to_bytes();
    bytes[16..24].fill(0);
    assert_eq!(State::from_bytes(&bytes), Ok(seeded));
}

#[test]
fn wrong_bytes_are_no_state() {
    let message = |bytes: &[u8]| {
        let error = State::from_bytes(bytes).expect_err("they are wrong");
        assert_eq!(error.kind(), ErrorKind::Format);
        error.to_string()
    };
    assert_eq!(
        message(b"abc"),
        "these 3 bytes are not the state of a random stream: such a state has 52 or 5056"
    );
    let [chacha, pytorch] = engines(3).map(|g| g.get_state().to_bytes());
    message(&chacha[..51]);
    let changed = |bytes: &[u8], at: usize, to: u8| {
        let mut bytes = bytes.to_vec();
        bytes[at] = to;
        message(&bytes)
    };
    assert!(changed(&chacha, 39, 1).ends_with("beyond the end of the stream"));
    assert!(changed(&chacha, 40, 2).ends_with("whether a normal value waits is 2, neither 0 nor 1"));
    assert!(changed(&pytorch, 8, 0).contains("contradict"));
    assert!(changed(&pytorch, 8, 3).contains("contradict"));
    assert!(changed(&pytorch, 24 + 4, 1).ends_with("is no word of 32 bits"));
    assert!(changed(&pytorch, 5040, 7).ends_with("neither 0 nor 1"));
    assert!(changed(&pytorch, 5052, 1).contains("32 bits waits"));
}
