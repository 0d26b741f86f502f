//! The state of a generator, and the first step from words to numbers.

use super::engine::Engine;

/// How many values the bulk samplers make at a time: their words and values stay in the first-level cache.
/// A multiple of 16, the block of the normal sampler.
pub(super) const CHUNK: usize = 512;

/// 2^-53, the spacing of the 64-bit uniform numbers.
const UNIT_F64: f64 = 1.0 / (1u64 << 53) as f64;
/// 2^-24, the spacing of the 32-bit uniform numbers.
const UNIT_F32: f32 = 1.0 / (1u32 << 24) as f32;

/// An engine, its seed, and the second value of the last pair of normals if nobody has taken it yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    engine: Engine,
    seed: u64,
    pub(super) waiting_normal: Option<f64>,
}

impl Stream {
    pub(super) fn new(engine: Engine, seed: u64) -> Self {
        Self {
            engine,
            seed,
            waiting_normal: None,
        }
    }

    /// One that goes on where another was.
    pub(super) fn restored(engine: Engine, seed: u64, waiting_normal: Option<f64>) -> Self {
        Self {
            engine,
            seed,
            waiting_normal,
        }
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The same kind of engine at the beginning of another stream.
    pub(super) fn with_seed(&self, seed: u64) -> Self {
        Self::new(self.engine.with_seed(seed), seed)
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    #[inline]
    pub(super) fn u32(&mut self) -> u32 {
        self.engine.word()
    }

    /// The first word is the high half, as in PyTorch.
    #[inline]
    pub(super) fn u64(&mut self) -> u64 {
        let high = self.engine.word();
        join([high, self.engine.word()])
    }

    /// A multiple of 2^-53 in [0, 1).
    #[inline]
    pub(super) fn unit_f64(&mut self) -> f64 {
        unit_f64(self.u64())
    }

    /// Maps one word to each element.
    pub(super) fn map_u32<T>(&mut self, out: &mut [T], f: impl Fn(u32) -> T) {
        let mut words = [0; CHUNK];
        for chunk in out.chunks_mut(CHUNK) {
            let words = &mut words[..chunk.len()];
            self.engine.words(words);
            for (value, &word) in chunk.iter_mut().zip(&*words) {
                *value = f(word);
            }
        }
    }

    /// Maps two words to each element.
    pub(super) fn map_u64<T>(&mut self, out: &mut [T], f: impl Fn(u64) -> T) {
        let mut words = [[0; 2]; CHUNK];
        for chunk in out.chunks_mut(CHUNK) {
            let words = &mut words[..chunk.len()];
            self.engine.words(words.as_flattened_mut());
            for (value, &pair) in chunk.iter_mut().zip(&*words) {
                *value = f(join(pair));
            }
        }
    }
}

#[inline(always)]
fn join([high, low]: [u32; 2]) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// The low 53 bits as a fraction.
#[inline(always)]
pub(super) fn unit_f64(bits: u64) -> f64 {
    // Signed, because that conversion is one instruction on every machine.
    (bits & ((1 << 53) - 1)) as i64 as f64 * UNIT_F64
}

/// The low 24 bits as a fraction.
#[inline(always)]
pub(super) fn unit_f32(bits: u32) -> f32 {
    (bits & ((1 << 24) - 1)) as i32 as f32 * UNIT_F32
}
