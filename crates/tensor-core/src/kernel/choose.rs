//! A choice between two arrays of any layout, element by element.

use crate::dtype::Element;
use crate::kernel::simd::{Arch, Kernel, Level, best_for_streams, dispatch};
use crate::kernel::source::{Source, Tile};

/// Writes the elements of `a` from number `first` on where the condition holds, else those of `b`, to `out`.
pub(crate) fn choose<T: Element>(
    condition: &Source<'_, bool>,
    a: &Source<'_, T>,
    b: &Source<'_, T>,
    first: usize,
    mut out: &mut [T],
) {
    let mut chosen = Tile::new();
    let mut condition = condition.reader(first, out.len(), &mut chosen);
    let mut tiles = (Tile::new(), Tile::new());
    let mut a = a.reader(first, out.len(), &mut tiles.0);
    let mut b = b.reader(first, out.len(), &mut tiles.1);
    while !out.is_empty() {
        let len = out.len().min(condition.run()).min(a.run()).min(b.run());
        let (run, rest) = out.split_at_mut(len);
        dispatch(Choose {
            condition: condition.next(len),
            a: a.next(len),
            b: b.next(len),
            out: run,
        });
        out = rest;
    }
}

struct Choose<'a, T> {
    condition: &'a [bool],
    a: &'a [T],
    b: &'a [T],
    out: &'a mut [T],
}

impl<T: Element> Kernel for Choose<'_, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let sides = self.a.iter().zip(self.b);
        for ((out, condition), (a, b)) in self.out.iter_mut().zip(self.condition).zip(sides) {
            *out = if *condition { *a } else { *b };
        }
    }
}
