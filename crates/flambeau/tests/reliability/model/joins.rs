//! Products, and what moves elements to other places.

use flambeau::Tensor;

use super::naive::{Naive, broadcast, set};
use super::{Case, MANY, Operation, fresh, size};
use crate::random::Random;

pub(crate) const OPERATIONS: &[(&str, Operation)] = &[
    ("matmul", matmul),
    ("cat", cat),
    ("index_select", index_select),
    ("flip", flip),
    ("roll", roll),
];

fn dimension(random: &mut Random, case: &Case) -> Option<usize> {
    let rank = case.naive.shape.len();
    (rank > 0).then(|| random.below(rank))
}

/// The other operand, which has `k` rows: a vector, a matrix, a batch, or the transpose of one.
fn right_operand(random: &mut Random, case: &Case, k: usize) -> Case {
    let lead = case.naive.shape.len().saturating_sub(2);
    let mut shape = Vec::new();
    if random.one_in(3) {
        return fresh(random, case.tensor.dtype(), &[k]);
    }
    if random.one_in(2) {
        shape.extend(
            case.naive.shape[..lead]
                .iter()
                .map(|size| if random.one_in(2) { 1 } else { *size }),
        );
    }
    shape.extend([k, size(random)]);
    if random.one_in(2) {
        return fresh(random, case.tensor.dtype(), &shape);
    }
    let (rows, columns) = (shape.len() - 2, shape.len() - 1);
    shape.swap(rows, columns);
    let other = fresh(random, case.tensor.dtype(), &shape);
    shape.swap(rows, columns);
    let naive = Naive::build(shape, |index| {
        let mut index = index.to_vec();
        index.swap(rows, columns);
        other.naive.at(&index)
    });
    Case::of(other.tensor.transpose(-1, -2), naive)
}

fn matmul(random: &mut Random, case: &Case) -> Option<Case> {
    let k = *case.naive.shape.last()?;
    let other = right_operand(random, case, k);
    let (is_row, is_column) = (case.naive.shape.len() == 1, other.naive.shape.len() == 1);
    let mut a = case.naive.clone();
    if is_row {
        a.shape.insert(0, 1);
    }
    let mut b = other.naive.clone();
    if is_column {
        b.shape.push(1);
    }
    let (a_lead, b_lead) = (a.shape.len() - 2, b.shape.len() - 2);
    let mut shape = broadcast(&a.shape[..a_lead], &b.shape[..b_lead])?;
    let lead = shape.len();
    shape.extend([a.shape[a_lead], b.shape[b_lead + 1]]);
    if shape.iter().product::<usize>() * k.max(1) > 20 * MANY {
        return None;
    }
    let mut naive = Naive::build(shape, |index| {
        let at = |last: [usize; 2]| [&index[..lead], &last].concat();
        (0..k)
            .map(|step| a.over(&at([index[lead], step])) * b.over(&at([step, index[lead + 1]])))
            .sum()
    });
    if is_column {
        naive.shape.pop();
    }
    if is_row {
        naive.shape.remove(lead);
    }
    naive
        .is_small()
        .then(|| Case::of(case.tensor.matmul(&other.tensor), naive))
}

fn cat(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    let (own, shape) = (case.naive.shape[dim], set(&case.naive.shape, dim, size(random)));
    if shape.iter().product::<usize>() > MANY {
        return None;
    }
    let other = fresh(random, case.tensor.dtype(), &shape);
    let naive = Naive::build(set(&shape, dim, own + shape[dim]), |index| {
        if index[dim] < own {
            case.naive.at(index)
        } else {
            other.naive.at(&set(index, dim, index[dim] - own))
        }
    });
    let tensor = Tensor::cat(&[&case.tensor, &other.tensor], dim as isize);
    Some(Case::of(tensor, naive))
}

fn index_select(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    let size = case.naive.shape[dim];
    let count = if size == 0 { 0 } else { random.below(6) };
    let places: Vec<i64> = (0..count).map(|_| random.below(size) as i64).collect();
    let naive = Naive::build(set(&case.naive.shape, dim, count), |index| {
        case.naive.at(&set(index, dim, places[index[dim]] as usize))
    });
    let places = Tensor::from_vec(places, count);
    Some(Case::of(case.tensor.index_select(dim as isize, &places), naive))
}

fn flip(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    let naive = Naive::build(case.naive.shape.clone(), |index| {
        case.naive
            .at(&set(index, dim, case.naive.shape[dim] - 1 - index[dim]))
    });
    Some(Case::of(case.tensor.flip(dim as isize), naive))
}

fn roll(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    let (size, by) = (case.naive.shape[dim], random.below(40) as isize - 20);
    let naive = Naive::build(case.naive.shape.clone(), |index| {
        let from = (index[dim] as isize - by).rem_euclid(size as isize);
        case.naive.at(&set(index, dim, from as usize))
    });
    Some(Case::of(case.tensor.roll(by, dim as isize), naive))
}
