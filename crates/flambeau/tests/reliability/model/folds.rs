//! Sums and extremes over a dimension, and what runs along one.

use super::naive::{Naive, set};
use super::{Case, Operation};
use crate::random::Random;

pub(crate) const OPERATIONS: &[(&str, Operation)] = &[
    ("sum_dim", sum_dim),
    ("max_dim", max_dim),
    ("amin", amin),
    ("argmax_dim", argmax_dim),
    ("cumsum", cumsum),
    ("softmax", softmax),
];

fn dimension(random: &mut Random, case: &Case) -> Option<usize> {
    let rank = case.naive.shape.len();
    (rank > 0).then(|| random.below(rank))
}

/// A dimension that has elements.
fn filled(random: &mut Random, case: &Case) -> Option<usize> {
    dimension(random, case).filter(|dim| case.naive.shape[*dim] > 0)
}

fn sum_dim(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    let mut naive = case.naive.fold(dim, |elements| elements.sum());
    let keepdim = random.one_in(2);
    if keepdim {
        naive.shape.insert(dim, 1);
    }
    naive
        .is_small()
        .then(|| Case::of(case.tensor.sum_dim(dim as isize, keepdim), naive))
}

fn max_dim(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = filled(random, case)?;
    let naive = case
        .naive
        .fold(dim, |elements| elements.fold(f64::NEG_INFINITY, f64::max));
    Some(Case::of(case.tensor.max_dim(dim as isize, false).0, naive))
}

fn amin(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = filled(random, case)?;
    let naive = case
        .naive
        .fold(dim, |elements| elements.fold(f64::INFINITY, f64::min));
    Some(Case::of(case.tensor.amin(dim as isize, false), naive))
}

/// The first of equal ones; of integers, because rounding decides what is equal.
fn argmax_dim(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = filled(random, case)?;
    if case.tensor.dtype().is_float() {
        return None;
    }
    let naive = case.naive.fold(dim, |elements| {
        let mut best = (0, f64::NEG_INFINITY);
        for (at, x) in elements.enumerate() {
            if x > best.1 {
                best = (at, x);
            }
        }
        best.0 as f64
    });
    Some(Case::of(case.tensor.argmax_dim(dim as isize, false), naive))
}

fn cumsum(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    let naive = Naive::build(case.naive.shape.clone(), |index| {
        (0..=index[dim])
            .map(|at| case.naive.at(&set(index, dim, at)))
            .sum()
    });
    naive
        .is_small()
        .then(|| Case::of(case.tensor.cumsum(dim as isize), naive))
}

fn softmax(random: &mut Random, case: &Case) -> Option<Case> {
    let dim = dimension(random, case)?;
    if !case.tensor.dtype().is_float() {
        return None;
    }
    let naive = Naive::build(case.naive.shape.clone(), |index| {
        let along = || (0..case.naive.shape[dim]).map(|at| case.naive.at(&set(index, dim, at)));
        let largest = along().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = along().map(|x| (x - largest).exp()).sum();
        (case.naive.at(index) - largest).exp() / sum
    });
    Some(Case::of(case.tensor.softmax(dim as isize), naive))
}
