//! Pooling with as many windows as are asked for, which may differ in size by one.

use std::ops::{Add, AddAssign, Div, Range};

use super::for_each_plane;
use crate::dtype::Element;
use crate::kernel::threads::Pieces;
use crate::shape::AdaptivePooling;

/// The lines of one window: where each is in its plane.
fn lines(pool: &AdaptivePooling, place: usize) -> impl Iterator<Item = Range<usize>> + use<> {
    let ([_, height, width], [_, rows, columns]) = (pool.input, pool.output);
    let range = |dim, place| pool.range(dim, place);
    let (z, y, x) = (
        range(0, place / columns / rows),
        range(1, place / columns % rows),
        range(2, place % columns),
    );
    z.flat_map(move |z| y.clone().map(move |y| (z * height + y) * width))
        .map(move |line| line + x.start..line + x.end)
}

/// The work of a plane: each window reads about as much as there is for each.
fn work(pool: &AdaptivePooling) -> usize {
    pool.input.iter().product::<usize>() + 4 * pool.output.iter().product::<usize>()
}

/// Writes the mean of each window of the planes `x`.
pub(crate) fn avg_pool<T>(pool: &AdaptivePooling, x: &[T], out: &mut [T])
where
    T: Element + Add<Output = T> + Div<Output = T>,
{
    let (input, output) = areas(pool);
    let (planes, out) = (out.len() / output, Pieces::new(out));
    for_each_plane(planes, work(pool), |plane| {
        // SAFETY: each plane is taken once.
        let out = unsafe { out.take(plane * output..(plane + 1) * output) };
        let x = &x[plane * input..][..input];
        for (place, mean) in out.iter_mut().enumerate() {
            let sum = lines(pool, place)
                .flat_map(|line| &x[line])
                .fold(T::default(), |sum, x| sum + *x);
            *mean = sum / count(pool, place);
        }
    });
}

/// Writes what each element of planes gets back of the gradient of its windows' means.
pub(crate) fn avg_pool_input<T>(pool: &AdaptivePooling, grad: &[T], out: &mut [T])
where
    T: Element + AddAssign + Div<Output = T>,
{
    let (input, output) = areas(pool);
    let (planes, out) = (out.len() / input, Pieces::new(out));
    for_each_plane(planes, work(pool), |plane| {
        // SAFETY: each plane is taken once.
        let out = unsafe { out.take(plane * input..(plane + 1) * input) };
        out.fill(T::default());
        for (place, grad) in grad[plane * output..][..output].iter().enumerate() {
            let share = *grad / count(pool, place);
            lines(pool, place).for_each(|line| out[line].iter_mut().for_each(|sum| *sum += share));
        }
    });
}

/// Writes the largest element of each window of the planes `x`, not-a-number before all, and its place in its plane: of
/// equal ones the first, of not-a-numbers the last.
pub(crate) fn max_pool<T: Element>(pool: &AdaptivePooling, x: &[T], out: &mut [T], indices: &mut [i64]) {
    let (input, output) = areas(pool);
    let (planes, out, indices) = (out.len() / output, Pieces::new(out), Pieces::new(indices));
    for_each_plane(planes, work(pool), |plane| {
        let range = plane * output..(plane + 1) * output;
        // SAFETY: each plane is taken once.
        let (out, indices) = unsafe { (out.take(range.clone()), indices.take(range)) };
        let x = &x[plane * input..][..input];
        for (place, (largest, index)) in out.iter_mut().zip(indices).enumerate() {
            let at = largest_of(x, lines(pool, place).flatten());
            (*largest, *index) = (x[at], at as i64);
        }
    });
}

/// The place of the largest of the elements at `places`.
pub(super) fn largest_of<T: Element>(x: &[T], mut places: impl Iterator<Item = usize>) -> usize {
    let first = places.next().unwrap_or(0);
    places.fold(first, |largest, place| {
        let is_number = x[place].partial_cmp(&x[place]).is_some();
        if x[place] > x[largest] || !is_number {
            place
        } else {
            largest
        }
    })
}

fn areas(pool: &AdaptivePooling) -> (usize, usize) {
    (pool.input.iter().product(), pool.output.iter().product())
}

/// How many elements a window has.
fn count<T: Element>(pool: &AdaptivePooling, place: usize) -> T {
    T::from_i64(lines(pool, place).map(|line| line.len() as i64).sum())
}
