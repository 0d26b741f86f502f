//! Sums over pairs of elements, as losses take them.

use smallvec::SmallVec;

use crate::dtype::Element;
use crate::kernel::ops::Number;
use crate::kernel::reduce::{Monoid, Sum, fold_slice};
use crate::kernel::simd::{Arch, Kernel, dispatch};

/// Elements whose squares are held until they are summed.
const BLOCK: usize = 1024;

/// The sum of `(a - b)^2` over two slices of one length, in one pass and, as other sums, in the same order everywhere.
pub(crate) fn squared_distance<T: Element + Number>(a: &[T], b: &[T]) -> T
where
    Sum: Monoid<T>,
{
    dispatch(SquaredDistance { a, b })
}

struct SquaredDistance<'a, T> {
    a: &'a [T],
    b: &'a [T],
}

impl<T: Element + Number> Kernel for SquaredDistance<'_, T>
where
    Sum: Monoid<T>,
{
    type Output = T;
    #[inline(always)]
    fn run<A: Arch>(self, _: A) -> T {
        let mut squares = [T::default(); BLOCK];
        let mut sums: SmallVec<[T; 16]> = SmallVec::new();
        for (a, b) in self.a.chunks(BLOCK).zip(self.b.chunks(BLOCK)) {
            let squares = &mut squares[..a.len()];
            for ((square, a), b) in squares.iter_mut().zip(a).zip(b) {
                let difference = a.sub(*b);
                *square = difference.mul(difference);
            }
            sums.push(fold_slice::<T, Sum>(squares));
        }
        fold_slice::<T, Sum>(&sums)
    }
}
