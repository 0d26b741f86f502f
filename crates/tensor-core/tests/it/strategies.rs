//! Random shapes, and random views of random arrays, each beside its plain twin.

use proptest::collection::vec;
use proptest::prelude::*;
use tensor_core::{Array, DType, Index};

use crate::plain::Plain;

/// Shapes of rank 0 to 5 with sizes 0 to 4, sometimes 1.
pub(crate) fn shape() -> impl Strategy<Value = Vec<usize>> {
    vec(
        prop_oneof![1 => Just(0_usize), 2 => Just(1_usize), 8 => 2_usize..5],
        0..6,
    )
}

/// An array in any layout, and the same numbers without one.
pub(crate) fn view() -> impl Strategy<Value = (Array, Plain)> {
    (shape(), vec(any::<[u8; 4]>(), 0..5)).prop_flat_map(|(shape, steps)| {
        let numel = shape.iter().product::<usize>();
        vec(-8_i32..8, numel).prop_map(move |numbers| {
            let values: Vec<f64> = numbers.iter().map(|number| f64::from(*number)).collect();
            let array = Array::from_vec(&values, &shape).unwrap();
            let plain = Plain {
                shape: shape.clone(),
                values,
            };
            steps.iter().fold((array, plain), |(array, plain), step| {
                viewed(&array, &plain, *step)
            })
        })
    })
}

/// A view in a given element type.
pub(crate) fn view_of(dtype: DType) -> impl Strategy<Value = (Array, Plain)> {
    view().prop_map(move |(array, plain)| (cast_in_place(&array, dtype), plain))
}

/// The same layout in another element type: `to_dtype` alone would make it contiguous.
fn cast_in_place(array: &Array, dtype: DType) -> Array {
    let order: Vec<isize> = {
        let mut order: Vec<isize> = (0..array.rank() as isize).collect();
        order.sort_by_key(|dim| std::cmp::Reverse(array.strides()[*dim as usize]));
        order
    };
    let back: Vec<isize> = (0..order.len() as isize)
        .map(|dim| order.iter().position(|at| *at == dim).unwrap() as isize)
        .collect();
    array.permute(&order).to_dtype(dtype).permute(&back)
}

/// One more view of both: which one, and where, is what the four numbers say for this shape.
fn viewed(array: &Array, plain: &Plain, [kind, a, b, c]: [u8; 4]) -> (Array, Plain) {
    let shape = plain.shape.clone();
    let [a, b, c] = [a, b, c].map(usize::from);
    let rank = shape.len();
    if rank == 0 || kind % 7 == 0 {
        let dim = a % (rank + 1);
        let mut wider = shape.clone();
        wider.insert(dim, 1);
        let plain = Plain::from_fn(&wider, |index| plain.at(&without(index, dim)));
        return (array.unsqueeze(dim as isize), plain);
    }
    let dim = a % rank;
    let size = shape[dim];
    match kind % 7 {
        1 | 2 => transposed(array, plain, dim, b % rank),
        3 => {
            let start = b % (size + 1);
            let length = c % (size - start + 1);
            let plain = ranged(plain, dim, start, 1, length);
            (array.narrow(dim as isize, start as isize, length), plain)
        }
        4 => {
            let (start, step) = (b % (size + 1), c % 3 + 1);
            let mut items = vec![Index::from(..); dim];
            items.push(Index::from(start..).step_by(step as isize));
            let plain = ranged(plain, dim, start, step, (size - start).div_ceil(step));
            (array.slice(&items[..]), plain)
        }
        5 if size > 0 => {
            let at = b % size;
            let mut narrower = shape.clone();
            narrower.remove(dim);
            let plain = Plain::from_fn(&narrower, |index| {
                let mut index = index.to_vec();
                index.insert(dim, at);
                plain.at(&index)
            });
            (array.select(dim as isize, at as isize - size as isize), plain)
        }
        _ => {
            let wider: Vec<usize> = [1 + b % 2]
                .into_iter()
                .chain(shape.iter().map(|size| if *size == 1 { c % 4 } else { *size }))
                .collect();
            let plain = Plain::from_fn(&wider, |index| plain.broadcast_at(index));
            (array.expand(&wider), plain)
        }
    }
}

fn transposed(array: &Array, plain: &Plain, dim: usize, other: usize) -> (Array, Plain) {
    let mut swapped = plain.shape.clone();
    swapped.swap(dim, other);
    let plain = Plain::from_fn(&swapped, |index| {
        let mut index = index.to_vec();
        index.swap(dim, other);
        plain.at(&index)
    });
    let from_the_end = other as isize - array.rank() as isize;
    (array.transpose(dim as isize, from_the_end), plain)
}

fn without(index: &[usize], dim: usize) -> Vec<usize> {
    let mut index = index.to_vec();
    index.remove(dim);
    index
}

fn ranged(plain: &Plain, dim: usize, start: usize, step: usize, length: usize) -> Plain {
    let mut shape = plain.shape.clone();
    shape[dim] = length;
    Plain::from_fn(&shape, |index| {
        let mut index = index.to_vec();
        index[dim] = start + index[dim] * step;
        plain.at(&index)
    })
}
