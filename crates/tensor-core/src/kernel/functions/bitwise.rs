//! Operations on integers: on their bits, which of bools are logic, and on their divisors.

use super::one_by_one::{of_integers, of_pairs};
use super::rule::{integers, whole};
use super::{Add, Mul, Ne};
use crate::array::{Array, promote};
use crate::dtype::DType;
use crate::error::OrRaise;

macro_rules! bitwise {
    ($($(#[$doc:meta])* $Name:ident $operation:ident: $function:expr, $($Logic:ident)?;)*) => {$(
        of_pairs! {
            $(#[$doc])*
            $Name(a, b): {
                let promoted = promote(a, b);
                $(if promoted == DType::Bool {
                    return $Logic::of(a, b);
                })?
                let dtype = bitwise!(@rule $($Logic)?)(stringify!($operation), &[a.dtype(), b.dtype()], promoted).or_raise();
                of_integers(dtype, a, b, &$function)
            }, panics "If the shapes do not broadcast, or the function is not for such elements.";
        }
    )*};
    (@rule $Logic:ident) => { whole };
    (@rule) => { integers };
}

bitwise! {
    /// The bits that both have. Of bools "and".
    BitwiseAnd bitwise_and: |a, b| a & b, Mul;
    /// The bits that either has. Of bools "or".
    BitwiseOr bitwise_or: |a, b| a | b, Add;
    /// The bits that just one has. Of bools whether they differ.
    BitwiseXor bitwise_xor: |a, b| a ^ b, Ne;
    /// The bits moved up, for which zeros come in; all zeros if they move further than there are bits. Of integers only.
    BitwiseLeftShift bitwise_left_shift: |a, b| if (0..64).contains(&b) { a << b } else { 0 },;
    /// The bits moved down, the sign staying. Of integers only.
    BitwiseRightShift bitwise_right_shift: |a, b| a >> if (0..64).contains(&b) { b } else { 63 },;
    /// The greatest common divisor, not negative; of 0 and a number that number's magnitude. Of integers only.
    Gcd gcd: gcd,;
    /// The least common multiple, not negative; 0 if either is 0. Of integers only.
    Lcm lcm: lcm,;
}

/// Euclid's algorithm.
fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a.wrapping_rem(b));
    }
    a.wrapping_abs()
}

fn lcm(a: i64, b: i64) -> i64 {
    match gcd(a, b) {
        0 => 0,
        divisor => a.wrapping_div(divisor).wrapping_mul(b).wrapping_abs(),
    }
}

impl Array {
    /// All bits of integers turned; of bools the opposite.
    ///
    /// # Panics
    /// If the elements are floating point.
    #[track_caller]
    pub fn bitwise_not(&self) -> Array {
        if self.dtype() == DType::Bool {
            return self.logical_not();
        }
        let dtype = whole("bitwise_not", &[self.dtype()], self.dtype()).or_raise();
        of_integers(dtype, self.into(), (-1).into(), &|a, ones| a ^ ones)
    }
}

#[cfg(test)]
mod tests {
    use super::{BitwiseLeftShift, BitwiseRightShift, BitwiseXor};
    use crate::array::Array;
    use crate::dtype::DType;

    #[test]
    fn small_integers_wrap() {
        let x = Array::from([64, -1, 5]).to_dtype(DType::I8);
        assert_eq!(BitwiseLeftShift::of(&x, 1).to_vec::<i8>(), [-128, -2, 10]);
        assert_eq!(BitwiseRightShift::of(&x, 9).to_vec::<i8>(), [0, -1, 0]);
        let bytes = Array::from([255, 1]).to_dtype(DType::U8);
        assert_eq!(bytes.bitwise_not().to_vec::<u8>(), [0, 254]);
        let flags = Array::from([true, false]);
        assert_eq!(BitwiseXor::of(&flags, true).to_vec::<bool>(), [false, true]);
    }

    #[test]
    #[should_panic(expected = "bitwise_left_shift is for integers, not bool")]
    fn bools_are_not_moved() {
        BitwiseLeftShift::of(&Array::from([true]), true);
    }
}
