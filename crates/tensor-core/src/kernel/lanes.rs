//! Loops over many slices at once.
//!
//! The compiler vectorises a loop only if it can prove, or test before it, that what is written overlaps nothing that is
//! read. With more than a few slices it gives up, and each element is computed alone, eight or sixteen times as slowly. So
//! such loops copy a block of each slice into arrays of their own, compute, and copy back: the copies are the loads and
//! stores that there have to be. W11's step of the GRU gained a quarter (benches/README.md).

use std::array::from_fn;
use std::hint::black_box;

/// Elements that are worked on at once: whole vectors of every instruction set.
pub(crate) const WIDE: usize = 16;

/// Replaces the elements side by side in `outputs` by `f` of those in `inputs` and of themselves, `WIDTH` at a time. All slices
/// are at least as long as the first of `outputs`; `zero` fills the last block, whose rest is not written.
#[inline(always)]
pub(crate) fn side_by_side<T: Copy, const WIDTH: usize, const I: usize, const O: usize>(
    zero: T,
    inputs: [&[T]; I],
    outputs: [&mut [T]; O],
    f: impl Fn([T; I], [T; O]) -> [T; O],
) {
    let len = outputs.first().map_or(0, |output| output.len());
    let count = len / WIDTH;
    let inputs = inputs.map(|x| x[..len].as_chunks::<WIDTH>());
    let mut outputs = outputs.map(|x| x[..len].as_chunks_mut::<WIDTH>());
    // As long by sight, so that the loop checks no bounds.
    let whole: [&[[T; WIDTH]]; I] = from_fn(|k| &inputs[k].0[..count]);
    let written: [&mut [[T; WIDTH]]; O] = outputs.each_mut().map(|output| &mut output.0[..count]);
    for at in 0..count {
        let given: [[T; WIDTH]; I] = from_fn(|k| whole[k][at]);
        let mut own: [[T; WIDTH]; O] = from_fn(|k| written[k][at]);
        block(&given, &mut own, &f);
        for k in 0..O {
            written[k][at] = own[k];
        }
    }
    let rest = len % WIDTH;
    if rest > 0 {
        let (mut given, mut own) = ([[zero; WIDTH]; I], [[zero; WIDTH]; O]);
        for k in 0..I {
            given[k][..rest].copy_from_slice(inputs[k].1);
        }
        for k in 0..O {
            own[k][..rest].copy_from_slice(outputs[k].1);
        }
        block(&given, &mut own, &f);
        for k in 0..O {
            outputs[k].1.copy_from_slice(&own[k][..rest]);
        }
    }
}

#[inline(always)]
fn block<T: Copy, const WIDTH: usize, const I: usize, const O: usize>(
    given: &[[T; WIDTH]; I],
    own: &mut [[T; WIDTH]; O],
    f: impl Fn([T; I], [T; O]) -> [T; O],
) {
    for i in 0..WIDTH {
        let new = f(from_fn(|k| given[k][i]), from_fn(|k| own[k][i]));
        for k in 0..O {
            own[k][i] = new[k];
        }
    }
}

/// All lanes as one: each half joined with the other, until one is left.
#[inline(always)]
pub(crate) fn joined<T: Copy>(lanes: [T; WIDE], join: impl Fn(T, T) -> T) -> T {
    let lanes = in_memory(lanes);
    let eight: [T; 8] = in_memory(from_fn(|i| join(lanes[i], lanes[i + 8])));
    let four: [T; 4] = in_memory(from_fn(|i| join(eight[i], eight[i + 4])));
    join(join(four[0], four[2]), join(four[1], four[3]))
}

/// The same lanes, seen in memory before they are joined with each other. There they are whole vectors; else the compiler keeps
/// them in the pairs that joins take apart, from the loop on that made them.
///
/// They begin at a cache line: half a register can be read from where a whole one is being written, but not over the border
/// of two lines, which would cost ten nanoseconds.
#[inline(always)]
pub(crate) fn in_memory<T>(lanes: T) -> T {
    #[repr(align(64))]
    struct Line<T>(T);
    black_box(Line(lanes)).0
}

#[cfg(test)]
mod tests {
    use super::{WIDE, joined, side_by_side};

    #[test]
    fn all_lanes_are_joined() {
        let lanes = std::array::from_fn(|i| 1_u32 << i);
        assert_eq!(joined(lanes, |a, b| a + b), 0xffff);
    }

    #[test]
    fn every_element_is_computed_once_at_any_length() {
        for len in [0, 1, 15, 16, 17, 40] {
            let x: Vec<f32> = (0..len + 1).map(|i| i as f32).collect();
            let (mut sums, mut products) = (vec![1.0; len], vec![2.0; len + 1]);
            side_by_side::<_, WIDE, _, _>(
                0.0,
                [&x, &x],
                [&mut sums, &mut products],
                |[a, b], [sum, product]| [sum + a, product * b],
            );
            let wanted = |f: fn(f32) -> f32| x[..len].iter().map(|x| f(*x)).collect::<Vec<_>>();
            assert_eq!(sums, wanted(|x| x + 1.0));
            assert_eq!(products[..len], wanted(|x| x * 2.0));
            assert_eq!(products[len], 2.0);
        }
    }
}
