//! The two sources of random words.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::mt19937::Mt19937;

/// An engine yields uniform 32-bit words; all else is made of them, in the same way for every engine.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one engine per generator, and it does not move"
)]
pub(super) enum Engine {
    /// ChaCha with 8 rounds. Nothing here is a secret, and no distinguisher is known beyond 7 rounds, so the 12 of
    /// rand's `StdRng` would only cost time.
    ChaCha(ChaCha8Rng),
    /// PyTorch's engine on the CPU.
    Mt19937(Mt19937),
}

impl Engine {
    pub(super) fn chacha(seed: u64) -> Self {
        Self::ChaCha(ChaCha8Rng::seed_from_u64(seed))
    }

    /// The engine of a seed, so many words after its beginning.
    pub(super) fn chacha_at(seed: u64, position: u128) -> Self {
        let mut engine = ChaCha8Rng::seed_from_u64(seed);
        engine.set_word_pos(position);
        Self::ChaCha(engine)
    }

    /// PyTorch keeps the low 32 bits of the seed, so 5 and 2^32 + 5 give the same stream.
    pub(super) fn mt19937(seed: u64) -> Self {
        Self::Mt19937(Mt19937::new(seed as u32))
    }

    /// The same kind of engine from a seed.
    pub(super) fn with_seed(&self, seed: u64) -> Self {
        match self {
            Self::ChaCha(_) => Self::chacha(seed),
            Self::Mt19937(_) => Self::mt19937(seed),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::ChaCha(_) => "ChaCha8",
            Self::Mt19937(_) => "MT19937",
        }
    }

    #[inline]
    pub(super) fn word(&mut self) -> u32 {
        match self {
            Self::ChaCha(engine) => engine.next_u32(),
            Self::Mt19937(engine) => engine.word(),
        }
    }

    /// As many calls of [`Engine::word`], with one choice of the engine for all of them.
    #[inline(never)]
    pub(super) fn words(&mut self, out: &mut [u32]) {
        match self {
            Self::ChaCha(engine) => out.fill_with(|| engine.next_u32()),
            Self::Mt19937(engine) => engine.words(out),
        }
    }
}
