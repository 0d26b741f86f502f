//! Whether operations record themselves, and who listens to them: switches of the calling thread.
//!
//! They are bits of one byte, so that an operation that looks whether it is recorded has seen whether anyone listens.

use std::cell::Cell;
use std::marker::PhantomData;

/// Operations record themselves.
pub(crate) const RECORDS: u8 = 1;
/// Layers are observed.
pub(crate) const OBSERVES: u8 = 2;
/// What is not finite is looked for.
pub(crate) const DETECTS: u8 = 4;
/// Time is taken.
pub(crate) const PROFILES: u8 = 8;
/// What is found not to be finite is caught further up.
pub(crate) const CATCHES: u8 = 16;

thread_local! {
    static MODE: Cell<u8> = const { Cell::new(RECORDS) };
}

/// The switches of a thread at a moment.
#[derive(Clone, Copy)]
pub(crate) struct Mode(u8);

impl Mode {
    #[inline]
    pub(crate) fn now() -> Self {
        Self(MODE.get())
    }

    #[inline]
    pub(crate) fn has(self, bits: u8) -> bool {
        self.0 & bits != 0
    }

    /// Whether anyone listens to what this thread does.
    #[inline]
    pub(crate) fn is_heard(self) -> bool {
        self.0 > RECORDS
    }
}

/// Whether operations on tensors that require a gradient record themselves in this thread now.
///
/// ```
/// use autograd::{is_grad_enabled, no_grad};
/// assert!(is_grad_enabled());
/// no_grad(|| assert!(!is_grad_enabled()));
/// ```
#[inline]
pub fn is_grad_enabled() -> bool {
    Mode::now().has(RECORDS)
}

/// Runs `f` without recording: its results require no gradient, and nothing but their elements is stored. For
/// validation and for updates by hand. Other threads are not touched, and a panic inside leaves the switch as it
/// was.
///
/// ```
/// use autograd::{Tensor, no_grad};
/// let w = Tensor::from([1.0, 2.0]).requires_grad_(true);
/// assert!(!no_grad(|| &w * 2.0).requires_grad());
/// ```
#[inline]
pub fn no_grad<R>(f: impl FnOnce() -> R) -> R {
    let _scope = recording(false);
    f()
}

/// Runs `f` with recording, as within [`no_grad`] a part may need it.
#[inline]
pub fn enable_grad<R>(f: impl FnOnce() -> R) -> R {
    let _scope = recording(true);
    f()
}

/// Switches recording off until it is dropped: [`no_grad`] for a block that is left by `?`, `return` or `break`, which stop
/// at a closure. It must be bound to a name: `let _ = NoGrad::new();` drops it at once.
///
/// ```
/// use autograd::{NoGrad, Tensor};
/// let w = Tensor::from([1.0, 2.0]).requires_grad_(true);
/// for _step in 0..3 {
///     let _off = NoGrad::new();
///     if (&w * 2.0).requires_grad() {
///         break;
///     }
/// }
/// assert!((&w * 2.0).requires_grad());
/// ```
#[must_use = "recording goes on when the guard is dropped, which is at once if it has no name"]
pub struct NoGrad {
    _switch: Switch<RECORDS>,
}

impl NoGrad {
    /// Switches recording off in this thread.
    #[inline]
    #[expect(
        clippy::new_without_default,
        reason = "a default would not tell that something is switched"
    )]
    pub fn new() -> Self {
        Self {
            _switch: recording(false),
        }
    }
}

/// Switches recording, until the scope ends.
#[inline]
pub(crate) fn recording(on: bool) -> Switch<RECORDS> {
    Switch::turn(on)
}

/// Some switches of this thread, from now on until this is dropped: also when a panic passes. Other switches that are
/// turned meanwhile stay as they are.
#[must_use]
pub(crate) struct Switch<const BITS: u8> {
    before: u8,
    /// It ends on the thread that it began on.
    thread: PhantomData<*const ()>,
}

impl<const BITS: u8> Switch<BITS> {
    #[inline]
    pub(crate) fn turn(on: bool) -> Self {
        let before = MODE.get();
        MODE.set(if on { before | BITS } else { before & !BITS });
        Self {
            before: before & BITS,
            thread: PhantomData,
        }
    }
}

impl<const BITS: u8> Switch<BITS> {
    /// Turns them off.
    pub(crate) fn off() -> Self {
        Self::turn(false)
    }
}

impl<const BITS: u8> Drop for Switch<BITS> {
    #[inline]
    fn drop(&mut self) {
        MODE.set(MODE.get() & !BITS | self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_do_not_touch_each_other() {
        let detecting = no_grad(|| {
            let detecting = Switch::<DETECTS>::turn(true);
            assert!(!is_grad_enabled() && Mode::now().is_heard());
            detecting
        });
        assert!(is_grad_enabled() && Mode::now().has(DETECTS));
        drop(detecting);
        assert!(is_grad_enabled() && !Mode::now().is_heard());
    }
}
