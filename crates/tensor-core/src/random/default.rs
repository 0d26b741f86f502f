//! The default generator of each thread.

use super::Generator;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;

thread_local! {
    static DEFAULT: RefCell<Generator> = RefCell::new(Generator::from_entropy());
    /// The default of a thread that is ending and has lost that one: this is never dropped. What draws then is the drop
    /// of another thread-local value; its generator stays behind.
    static LAST: ManuallyDrop<RefCell<Generator>> = ManuallyDrop::new(RefCell::new(Generator::from_entropy()));
}

/// Runs `f` on the place of this thread's default generator.
fn with_default<R>(f: impl Fn(&RefCell<Generator>) -> R) -> R {
    DEFAULT.try_with(&f).unwrap_or_else(|_| LAST.with(|last| f(last)))
}

/// Makes `generator` the default one, and returns the one before.
fn replace(generator: &Generator) -> Generator {
    with_default(|default| default.replace(generator.clone()))
}

/// The generator which everything random in this thread uses unless it is given another one.
///
/// Each thread has its own, so no other thread can disturb it. A new thread begins with a ChaCha stream that is
/// different each time; to give it a known one, seed it, or [`fork`](Generator::fork) a generator and hand it over.
pub fn default_generator() -> Generator {
    with_default(|default| default.borrow().clone())
}

/// Makes `generator` the default of this thread from now on, or until the [`with_generator`] around it ends.
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
    replace(&generator);
}

/// Restarts the default generator of this thread at `seed`, on the engine that it has: ChaCha, unless
/// [`set_default_generator`] chose another.
pub fn manual_seed(seed: u64) {
    default_generator().manual_seed(seed);
}

/// Runs `f` with `generator` as the default one of this thread: everything random inside draws from it, such as
/// initial values and dropout. Afterwards, also when a panic passes, the default is what it was before. Scopes nest,
/// and other threads are not touched.
///
/// ```
/// use tensor_core::random::{Generator, default_generator, with_generator};
///
/// let draw = || default_generator().permutation(10);
/// let first = with_generator(&Generator::new(7), draw);
/// assert_eq!(with_generator(&Generator::new(7), draw), first);
/// ```
pub fn with_generator<R>(generator: &Generator, f: impl FnOnce() -> R) -> R {
    let _scope = Scope::begin(generator);
    f()
}

/// Puts back on drop the default generator that was there before.
struct Scope {
    before: Generator,
    /// It ends on the thread that it began on.
    thread: PhantomData<*const ()>,
}

impl Scope {
    fn begin(generator: &Generator) -> Self {
        Self {
            before: replace(generator),
            thread: PhantomData,
        }
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        replace(&self.before);
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    #[test]
    fn scopes_nest_and_end_even_by_a_panic() {
        let (outer, inner) = (Generator::new(1), Generator::new(2));
        let is = |seed| default_generator().initial_seed() == seed;
        let caught = catch_unwind(AssertUnwindSafe(|| {
            with_generator(&outer, || {
                assert!(is(1));
                with_generator(&inner, || assert!(is(2)));
                assert!(is(1));
                set_default_generator(Generator::new(3));
                panic!("out of both");
            })
        }));
        assert!(caught.is_err());
        assert!(!is(1) && !is(3), "what was set inside has stayed");
    }

    #[test]
    fn a_scope_draws_from_the_generator_itself() {
        let generator = Generator::new(5);
        let drawn = with_generator(&generator, || default_generator().permutation(10));
        assert_ne!(drawn, generator.permutation(10), "the stream has moved on");
        generator.manual_seed(5);
        assert_eq!(drawn, generator.permutation(10));
    }
}
