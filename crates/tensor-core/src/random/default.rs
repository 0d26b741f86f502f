//! The default generator of each thread.

use super::Generator;
use std::cell::RefCell;

thread_local! {
    static DEFAULT: RefCell<Generator> = RefCell::new(Generator::from_entropy());
}

/// The generator which everything random in this thread uses unless it is given another one.
///
/// Each thread has its own, so no other thread can disturb it. A new thread begins with a ChaCha stream that is
/// different each time; to give it a known one, seed it, or [`fork`](Generator::fork) a generator and hand it over.
pub fn default_generator() -> Generator {
    DEFAULT.with_borrow(Clone::clone)
}

/// Makes `generator` the default of this thread from now on.
///
/// ```
/// use tensor_core::random::{Generator, default_generator, manual_seed, set_default_generator};
///
/// set_default_generator(Generator::pytorch(0)); // from here on, PyTorch's numbers
/// let first = default_generator().permutation(4);
/// manual_seed(0); // restarts PyTorch's stream
/// assert_eq!(default_generator().permutation(4), first);
/// ```
pub fn set_default_generator(generator: Generator) {
    DEFAULT.set(generator);
}

/// Restarts the default generator of this thread at `seed`, on the engine that it has: ChaCha, unless
/// [`set_default_generator`] chose another.
pub fn manual_seed(seed: u64) {
    DEFAULT.with_borrow(|generator| generator.manual_seed(seed));
}
