//! Whether operations record themselves: a switch of the calling thread.

use std::cell::Cell;

use crate::scope::Scope;

thread_local! {
    static RECORDING: Cell<bool> = const { Cell::new(true) };
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
    RECORDING.get()
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
    _scope: Scope<bool>,
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
            _scope: recording(false),
        }
    }
}

/// Switches recording, until the scope ends.
#[inline]
pub(crate) fn recording(on: bool) -> Scope<bool> {
    Scope::begin(&RECORDING, on)
}
