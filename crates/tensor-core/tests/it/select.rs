//! Joining, cutting, choosing and writing agree with plain indexing.

use proptest::prelude::*;
use tensor_core::{Array, DType, Index, cat, chunk_sizes, s, split_sizes, stack};

use crate::plain::{Plain, indices};
use crate::strategies::view;

/// Positions below `size`, which is not 0, that look random.
fn positions(size: usize, count: usize, seed: usize) -> Vec<usize> {
    (0..count)
        .map(|at| (seed + 7 * at * at + 3 * at) % size)
        .collect()
}

fn index_array(index: &[usize]) -> Array {
    Array::from(index.to_vec())
}

fn moved(index: &[usize], dim: usize, at: usize) -> Vec<usize> {
    let mut index = index.to_vec();
    index[dim] = at;
    index
}

proptest! {
    #[test]
    fn parts_join_to_the_whole((array, plain) in view(), dim in 0_usize..6, part in 1_usize..4) {
        prop_assume!(array.rank() > 0);
        let dim = dim % array.rank();
        let size = plain.shape[dim];
        for sizes in [split_sizes(size, part).unwrap(), chunk_sizes(size, part).unwrap()] {
            let parts = array.split(&sizes, dim as isize);
            prop_assert_eq!(parts.iter().map(|part| part.shape()[dim]).collect::<Vec<_>>(), sizes);
            let parts: Vec<&Array> = parts.iter().collect();
            prop_assert_eq!(Plain::of(&cat(&parts, dim as isize)), plain.clone());
        }
    }

    #[test]
    fn a_stack_selects_back((array, plain) in view(), dim in 0_usize..7) {
        let dim = dim % (array.rank() + 1);
        let other = array.neg();
        let stacked = stack(&[&array, &other, &array], dim as isize);
        prop_assert_eq!(Plain::of(&stacked.select(dim as isize, 2)), plain);
        prop_assert_eq!(Plain::of(&stacked.select(dim as isize, 1)), Plain::of(&other));
    }

    #[test]
    fn repetition_and_reversal((array, plain) in view(), times in prop::array::uniform3(0_usize..3), mask: u16) {
        let rest = array.rank().saturating_sub(times.len());
        let times = [vec![1; rest], times.to_vec()].concat();
        let lead = times.len() - array.rank();
        let shape: Vec<usize> = times
            .iter()
            .enumerate()
            .map(|(dim, times)| times * if dim < lead { 1 } else { plain.shape[dim - lead] })
            .collect();
        let expected = Plain::from_fn(&shape, |index| {
            let index: Vec<usize> = index[lead..].iter().zip(&plain.shape).map(|(at, size)| at % size).collect();
            plain.at(&index)
        });
        prop_assert_eq!(Plain::of(&array.repeat(&times)), expected);
        let dims: Vec<isize> = (0..array.rank() as isize).filter(|dim| mask >> dim & 1 == 1).collect();
        let expected = Plain::from_fn(&plain.shape, |index| {
            let turned = |dim: usize| if mask >> dim & 1 == 1 { plain.shape[dim] - 1 - index[dim] } else { index[dim] };
            plain.at(&(0..index.len()).map(turned).collect::<Vec<_>>())
        });
        prop_assert_eq!(Plain::of(&array.flip(&dims)), expected);
    }

    #[test]
    fn chosen_slices((array, plain) in view(), dim in 0_usize..6, count in 0_usize..5, seed in 0_usize..9) {
        prop_assume!(array.rank() > 0);
        let dim = dim % array.rank();
        let count = if plain.shape[dim] == 0 { 0 } else { count };
        let index = positions(plain.shape[dim].max(1), count, seed);
        let mut shape = plain.shape.clone();
        shape[dim] = count;
        let expected = Plain::from_fn(&shape, |at| plain.at(&moved(at, dim, index[at[dim]])));
        let selected = array.index_select(dim as isize, &index_array(&index));
        prop_assert_eq!(Plain::of(&selected), expected.clone());

        // The sum of all chosen slices, put back, is the array times how often each was chosen.
        let sums = Array::zeros(&plain.shape, DType::F64).index_add(dim as isize, &index_array(&index), &selected);
        let expected = Plain::from_fn(&plain.shape, |at| {
            plain.at(at) * index.iter().filter(|position| **position == at[dim]).count() as f64
        });
        prop_assert_eq!(Plain::of(&sums), expected);
    }

    #[test]
    fn gathered_elements((array, plain) in view(), dim in 0_usize..6, count in 1_usize..4, seed in 0_usize..9) {
        prop_assume!(array.rank() > 0 && !plain.values.is_empty());
        let dim = dim % array.rank();
        // Smaller than the array in the other dimensions, and not contiguous.
        let mut shape: Vec<usize> = plain.shape.iter().map(|size| size.div_ceil(2)).collect();
        shape[dim] = count.min(plain.shape[dim]);
        let numel: usize = shape.iter().product();
        let index = positions(plain.shape[dim], numel, seed);
        let index = index_array(&index).reshape(shape.as_slice()).transpose(0, -1).contiguous().transpose(0, -1);
        let at = Plain::of(&index);
        let expected = Plain::from_fn(&shape, |place| plain.at(&moved(place, dim, at.at(place) as usize)));
        let gathered = array.gather(dim as isize, &index);
        prop_assert_eq!(Plain::of(&gathered), expected);

        let mut sums = Plain::from_fn(&plain.shape, |_| 1.0);
        for place in indices(&shape) {
            let target = moved(&place, dim, at.at(&place) as usize);
            let number = indices(&plain.shape).iter().position(|index| *index == target).unwrap();
            sums.values[number] += plain.at(&place);
        }
        let base = Array::ones(&plain.shape, DType::F64);
        let scattered = base.clone().scatter_add(dim as isize, &index, &array);
        prop_assert_eq!(Plain::of(&scattered), sums);
        prop_assert!(base.to_vec::<f64>().iter().all(|x| *x == 1.0));
    }

    #[test]
    fn writing_a_part_changes_only_it((array, plain) in view(), a in 0_isize..4, b in 0_isize..5, step in 1_isize..3) {
        prop_assume!(array.rank() > 0);
        let index = [Index::from(a..b).step_by(step)];
        let part = array.slice(&index[..]);
        let mut written = array.clone();
        written.set_slice(&index[..], &part.neg());
        let chosen = |row: usize| {
            let row = row as isize;
            row >= a && row < b && (row - a) % step == 0
        };
        let expected = Plain::from_fn(&plain.shape, |at| plain.at(at) * if chosen(at[0]) { -1.0 } else { 1.0 });
        prop_assert_eq!(Plain::of(&written), expected);
        prop_assert_eq!(Plain::of(&array), plain.clone());
        let mut added = array.clone();
        added.slice_add_assign(&index[..], &part);
        let expected = Plain::from_fn(&plain.shape, |at| plain.at(at) * if chosen(at[0]) { 2.0 } else { 1.0 });
        prop_assert_eq!(Plain::of(&added), expected);
        prop_assert_eq!(Plain::of(&array), plain.clone());
        let embedded = part.embed(&plain.shape, &index[..]);
        let expected = Plain::from_fn(&plain.shape, |at| if chosen(at[0]) { plain.at(at) } else { 0.0 });
        prop_assert_eq!(Plain::of(&embedded), expected);
    }
}

#[test]
fn assignment_broadcasts_and_casts() {
    let mut x = Array::zeros([2, 3], DType::I64);
    x.set_slice(s![.., 1..], &Array::from([[[1.9, -1.9]]]));
    assert_eq!(x.to_vec::<i64>(), [0, 1, -1, 0, 1, -1]);
    x.set_slice(s![1], &Array::from(7));
    assert_eq!(x.to_vec::<i64>(), [0, 1, -1, 7, 7, 7]);
    let mut repeated = Array::from([1, 2]).expand([2, 2]);
    repeated.set_slice(s![0, 0], &Array::from(5));
    assert_eq!(repeated.to_vec::<i64>(), [5, 2, 1, 2]);
}

#[test]
#[should_panic(expected = "a value of shape [3] cannot be written to a part of shape [4]")]
fn a_value_that_does_not_fit_is_refused() {
    Array::from([1, 2, 3, 4]).set_slice(s![..], &Array::from([1, 2, 3]));
}

#[test]
#[should_panic(expected = "gather: index -1 is out of bounds for dimension 0 of shape [2], which has size 2")]
fn negative_positions_are_refused() {
    let _ = Array::from([1, 2]).gather(0, &Array::from([-1]));
}

#[test]
#[should_panic(expected = "index_select needs an index of int64 or int32, not float32")]
fn positions_are_integers() {
    let _ = Array::from([1, 2]).index_select(0, &Array::from([0.0]));
}

#[test]
#[should_panic(
    expected = "gather: an index of shape [2, 3] is larger than shape [2, 2] in dimension 1, which is not 0"
)]
fn an_index_larger_than_the_array_is_refused() {
    let _ = Array::zeros([2, 2], DType::F32).gather(0, &Array::zeros([2, 3], DType::I64));
}

#[test]
#[should_panic(expected = "gather: an index of shape [1] must have as many dimensions as shape [2, 3]")]
fn an_index_of_another_rank_is_refused() {
    let _ = Array::zeros([2, 3], DType::F32).gather(0, &Array::zeros([1], DType::I64));
}
