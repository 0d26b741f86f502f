//! How tensors are printed on this thread.

use std::cell::Cell;

/// PyTorch's `set_printoptions`: how many digits, which elements, how long a line.
///
/// ```
/// use tensor_core::Array;
/// use tensor_core::print::{PrintOptions, with_printoptions};
/// let x = Array::from([0.001, 1234.5]);
/// assert_eq!(x.to_string(), "tensor([1.0000e-03, 1.2345e+03])");
/// let text = with_printoptions(PrintOptions::new().precision(2).sci_mode(false), || x.to_string());
/// assert_eq!(text, "tensor([   0.00, 1234.50])");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "they hold where `with_printoptions` or `set_printoptions` takes them"]
pub struct PrintOptions {
    pub(super) precision: usize,
    pub(super) threshold: usize,
    pub(super) edgeitems: usize,
    pub(super) linewidth: usize,
    pub(super) sci_mode: Option<bool>,
}

impl PrintOptions {
    /// Four digits, three items at each end of what is summarised, lines of 80 characters.
    pub const fn new() -> Self {
        Self {
            precision: 4,
            threshold: 1000,
            edgeitems: 3,
            linewidth: 80,
            sci_mode: None,
        }
    }

    /// PyTorch's profile `short`: two digits and two items at each end.
    pub const fn short() -> Self {
        Self::new().precision(2).edgeitems(2)
    }

    /// PyTorch's profile `full`: nothing is summarised.
    pub const fn full() -> Self {
        Self::new().threshold(usize::MAX)
    }

    /// How many digits are written after the point: 4.
    pub const fn precision(mut self, digits: usize) -> Self {
        self.precision = digits;
        self
    }

    /// Tensors with more elements than this are summarised: 1000.
    pub const fn threshold(mut self, elements: usize) -> Self {
        self.threshold = elements;
        self
    }

    /// How many items a summarised dimension shows at each end: 3.
    pub const fn edgeitems(mut self, items: usize) -> Self {
        self.edgeitems = items;
        self
    }

    /// How many characters a line has: 80.
    pub const fn linewidth(mut self, characters: usize) -> Self {
        self.linewidth = characters;
        self
    }

    /// Whether floating-point numbers are written with an exponent; unless it is set, where they are very large, very small
    /// or very different.
    pub const fn sci_mode(mut self, exponents: bool) -> Self {
        self.sci_mode = Some(exponents);
        self
    }
}

impl Default for PrintOptions {
    fn default() -> Self {
        Self::new()
    }
}

thread_local! {
    static OPTIONS: Cell<PrintOptions> = const { Cell::new(PrintOptions::new()) };
}

/// The options that this thread prints with.
pub fn printoptions() -> PrintOptions {
    OPTIONS.get()
}

/// Prints with these options from now on, on this thread.
pub fn set_printoptions(options: PrintOptions) {
    OPTIONS.set(options);
}

/// What `f` gives, which prints with these options.
pub fn with_printoptions<R>(options: PrintOptions, f: impl FnOnce() -> R) -> R {
    struct Restore(PrintOptions);
    impl Drop for Restore {
        fn drop(&mut self) {
            OPTIONS.set(self.0);
        }
    }
    let _before = Restore(OPTIONS.replace(options));
    f()
}

#[cfg(test)]
mod tests {
    use super::{PrintOptions, printoptions, set_printoptions, with_printoptions};
    use crate::Array;

    #[test]
    fn texts_are_pytorchs() {
        let x = Array::from((0..30).map(f64::from).collect::<Vec<_>>());
        let text = with_printoptions(PrintOptions::new().threshold(10).edgeitems(2), || x.to_string());
        assert_eq!(text, "tensor([ 0.,  1.,  ..., 28., 29.])");
        let text = with_printoptions(PrintOptions::new().linewidth(40), || x.to_string());
        assert_eq!(
            text,
            "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,\n         6.,  7.,  8.,  9., 10., 11.,\n        12., 13., 14., 15., \
             16., 17.,\n        18., 19., 20., 21., 22., 23.,\n        24., 25., 26., 27., 28., 29.])"
        );
        let whole = Array::from([1.0, 20.0]);
        let text = with_printoptions(PrintOptions::new().precision(1).sci_mode(true), || {
            whole.to_string()
        });
        assert_eq!(text, "tensor([1.0e+00, 2.0e+01])");
        let text = with_printoptions(PrintOptions::short(), || Array::from([0.5, 1.25]).to_string());
        assert_eq!(text, "tensor([0.50, 1.25])");
    }

    #[test]
    fn a_scope_ends() {
        set_printoptions(PrintOptions::new().precision(3));
        with_printoptions(PrintOptions::full(), || {
            assert_eq!(printoptions(), PrintOptions::full());
        });
        assert_eq!(printoptions(), PrintOptions::new().precision(3));
    }
}
