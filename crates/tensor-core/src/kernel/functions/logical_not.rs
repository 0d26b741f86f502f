//! Logical negation.

use crate::array::Array;
use crate::dtype::DType;
use crate::kernel::map::Unary;
use crate::kernel::simd::Arch;

/// `!x`.
#[derive(Clone, Copy)]
struct LogicalNot;

impl Unary<bool, bool> for LogicalNot {
    #[inline(always)]
    fn apply<A: Arch>(self, x: bool) -> bool {
        !x
    }
}

impl Array {
    /// Whether an element is false or 0.
    #[track_caller]
    pub fn logical_not(&self) -> Array {
        self.map_as::<bool>(&LogicalNot, DType::Bool)
    }
}
