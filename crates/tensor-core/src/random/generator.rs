//! The handle that users hold.

use super::engine::Engine;
use super::state::State;
use super::stream::Stream;
use rand::TryRng;
use std::convert::Infallible;
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A handle to a random stream, as a `torch.Generator` is.
///
/// Clones share the stream: whoever draws from one advances all of them. Samplers therefore take `&Generator`. It
/// can be sent to and shared between threads; one call, however much it draws, is one step that no other thread
/// interleaves with.
///
/// It is also an `Rng` of the `rand` crate, so that everything written for that trait can draw from it.
///
/// ```
/// use rand::RngExt;
/// use tensor_core::random::Generator;
///
/// let generator = Generator::new(0);
/// let mut noise = [0.0_f32; 4];
/// generator.fill_uniform(&mut noise);
/// assert!(noise.iter().all(|x| (0.0..1.0).contains(x)));
///
/// let mut rng = generator.clone(); // the same stream
/// let die = rng.random_range(1..=6);
/// assert!((1..=6).contains(&die));
/// ```
#[derive(Clone)]
pub struct Generator {
    stream: Arc<Mutex<Stream>>,
}

impl Generator {
    /// A ChaCha stream (8 rounds) from a seed. The words that follow from a seed do not change between versions,
    /// machines or thread counts.
    pub fn new(seed: u64) -> Self {
        Self::from_stream(Stream::new(Engine::chacha(seed), seed))
    }

    /// PyTorch's stream on the CPU: what follows equals what PyTorch draws after `torch.manual_seed(seed)`, bit for
    /// bit.
    ///
    /// PyTorch reads a negative seed as its two's complement: write `-1_i64 as u64`.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut x = [0.0_f32; 3];
    /// Generator::pytorch(0).fill_normal(&mut x, 0.0, 1.0)?;
    /// assert_eq!(x, [1.5409961, -0.2934289, -2.1787894]); // torch.manual_seed(0); torch.randn(3)
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn pytorch(seed: u64) -> Self {
        Self::from_stream(Stream::new(Engine::mt19937(seed), seed))
    }

    /// A ChaCha stream that is different each time.
    pub fn from_entropy() -> Self {
        // The keys of the standard library's hash maps come from the operating system; a hash of nothing under
        // such a key is 64 random bits, without a dependency for them.
        Self::new(RandomState::new().build_hasher().finish())
    }

    /// Restarts the stream at `seed`, on the engine that it has. A normal value that waits is dropped.
    pub fn manual_seed(&self, seed: u64) {
        let mut stream = self.lock();
        *stream = stream.with_seed(seed);
    }

    /// The seed that the stream was started with, all 64 bits of it.
    pub fn initial_seed(&self) -> u64 {
        self.lock().seed()
    }

    /// A copy of where the stream is now.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let generator = Generator::new(7);
    /// let here = generator.get_state();
    /// let first = generator.permutation(5);
    /// generator.set_state(&here);
    /// assert_eq!(generator.permutation(5), first);
    /// ```
    pub fn get_state(&self) -> State {
        State {
            stream: self.lock().clone(),
        }
    }

    /// Continues from `state`, on the engine that the state was taken from.
    pub fn set_state(&self, state: &State) {
        *self.lock() = state.stream.clone();
    }

    /// A new stream at `seed` on the same kind of engine; this one does not move.
    pub fn with_seed(&self, seed: u64) -> Self {
        let stream = self.lock().with_seed(seed);
        Self::from_stream(stream)
    }

    /// A new stream on the same kind of engine, seeded with a [`random_seed`](Self::random_seed) drawn from this one.
    pub fn fork(&self) -> Self {
        let mut stream = self.lock();
        let seed = random_seed(&mut stream);
        Self::from_stream(stream.with_seed(seed))
    }

    /// A seed for another generator: 63 bits, what `torch.empty((), dtype=torch.int64).random_()` draws.
    pub fn random_seed(&self) -> u64 {
        random_seed(&mut self.lock())
    }

    /// The stream, for as long as one call needs it. A panic elsewhere cannot leave it half-way, because it is only
    /// ever moved whole words at a time, so a poisoned lock is of no interest.
    pub(super) fn lock(&self) -> MutexGuard<'_, Stream> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn from_stream(stream: Stream) -> Self {
        Self {
            stream: Arc::new(Mutex::new(stream)),
        }
    }
}

fn random_seed(stream: &mut Stream) -> u64 {
    stream.u64() & i64::MAX as u64
}

impl fmt::Debug for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stream = self.lock();
        f.debug_struct("Generator")
            .field("engine", &format_args!("{}", stream.engine().name()))
            .field("initial_seed", &stream.seed())
            .finish_non_exhaustive()
    }
}

impl TryRng for Generator {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.lock().u32())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.lock().u64())
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        let mut stream = self.lock();
        for chunk in out.chunks_mut(size_of::<u32>()) {
            chunk.copy_from_slice(&stream.u32().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
