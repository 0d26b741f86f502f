//! Views, which move no element.

use flambeau::Index;

use super::naive::{Naive, broadcast, set, with, without};
use super::{Case, Operation};
use crate::random::Random;

pub(crate) const OPERATIONS: &[(&str, Operation)] = &[
    ("transpose", transpose),
    ("permute", permute),
    ("slice", slice),
    ("select", select),
    ("unsqueeze", unsqueeze),
    ("squeeze", squeeze),
    ("expand", expand),
    ("reshape", reshape),
    ("narrow", narrow),
];

/// A dimension of the case, if it has any.
fn dimension(random: &mut Random, case: &Case) -> Option<usize> {
    let rank = case.naive.shape.len();
    (rank > 0).then(|| random.below(rank))
}

fn transpose(random: &mut Random, case: &Case) -> Option<Case> {
    let (a, b) = (dimension(random, case)?, dimension(random, case)?);
    let mut shape = case.naive.shape.clone();
    shape.swap(a, b);
    let rank = shape.len() as isize;
    let naive = Naive::build(shape, |index| {
        let mut index = index.to_vec();
        index.swap(a, b);
        case.naive.at(&index)
    });
    // Also counted from the end.
    let first = a as isize - if random.one_in(2) { rank } else { 0 };
    Some(Case::of(case.tensor.transpose(first, b as isize), naive))
}

fn permute(random: &mut Random, case: &Case) -> Option<Case> {
    let mut order: Vec<usize> = (0..case.naive.shape.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, random.below(at + 1));
    }
    let shape = order.iter().map(|dim| case.naive.shape[*dim]).collect();
    let naive = Naive::build(shape, |index| {
        let mut own = vec![0; order.len()];
        order.iter().zip(index).for_each(|(dim, at)| own[*dim] = *at);
        case.naive.at(&own)
    });
    let order: Vec<isize> = order.iter().map(|dim| *dim as isize).collect();
    Some(Case::of(case.tensor.permute(order), naive))
}

fn slice(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    let size = case.naive.shape[dim];
    let (start, end, step) = (
        random.below(size + 2),
        random.below(size + 2),
        1 + random.below(4),
    );
    let range = Index::Range {
        start: start as isize,
        end: Some(end as isize),
        step: step as isize,
    };
    let mut index = vec![Index::from(..); case.naive.shape.len()];
    index[dim] = range;
    let (start, end) = (start.min(size), end.min(size));
    let len = end.saturating_sub(start).div_ceil(step);
    let naive = Naive::build(set(&case.naive.shape, dim, len), |index| {
        case.naive.at(&set(index, dim, start + index[dim] * step))
    });
    Some(Case::of(case.tensor.slice(&index[..]), naive))
}

fn select(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    let size = case.naive.shape[dim];
    if size == 0 {
        return None;
    }
    let at = random.below(size);
    let naive = Naive::build(without(&case.naive.shape, dim), |index| {
        case.naive.at(&with(index, dim, at))
    });
    Some(Case::of(case.tensor.select(dim as isize, at as isize), naive))
}

fn unsqueeze(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = random.below(case.naive.shape.len() + 1);
    let naive = case.naive.shaped(with(&case.naive.shape, dim, 1));
    Some(Case::of(case.tensor.unsqueeze(dim as isize), naive))
}

fn squeeze(_: &mut Random, case: &Case) -> Option<Case> {
    let shape = case
        .naive
        .shape
        .iter()
        .copied()
        .filter(|size| *size != 1)
        .collect();
    Some(Case::of(case.tensor.squeeze(), case.naive.shaped(shape)))
}

fn expand(random: &mut Random, case: &Case) -> Option<Case> {
    if case.naive.elements.len() > 400 || case.naive.shape.len() > 5 {
        return None;
    }
    let mut shape: Vec<usize> = case.naive.shape.clone();
    for size in shape.iter_mut().filter(|size| **size == 1) {
        *size = random.below(5);
    }
    if random.one_in(2) {
        shape.insert(0, random.below(4));
    }
    if broadcast(&case.naive.shape, &shape).as_ref() != Some(&shape) {
        return None;
    }
    let naive = Naive::build(shape.clone(), |index| case.naive.over(index));
    Some(Case::of(case.tensor.expand(shape), naive))
}

fn reshape(_: &mut Random, case: &Case) -> Option<Case> {
    let mut left = case.naive.elements.len();
    let mut shape = Vec::new();
    if left == 0 {
        shape = vec![0, 3];
    } else {
        for factor in [2, 3, 5, 1] {
            if left.is_multiple_of(factor) {
                shape.push(factor);
                left /= factor;
            }
        }
        shape.push(left);
    }
    Some(Case::of(
        case.tensor.reshape(shape.clone()),
        case.naive.shaped(shape),
    ))
}

fn narrow(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    let size = case.naive.shape[dim];
    let start = random.below(size + 1);
    let len = random.below(size - start + 1);
    let naive = Naive::build(set(&case.naive.shape, dim, len), |index| {
        case.naive.at(&set(index, dim, start + index[dim]))
    });
    let tensor = case.tensor.narrow(dim as isize, start as isize, len);
    Some(Case::of(tensor, naive))
}
