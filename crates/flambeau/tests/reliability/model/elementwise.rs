//! Operations on elements, and updates in place.

use flambeau::{DType, Index};

use super::naive::{Naive, broadcast};
use super::{Case, MANY, Operation, fresh};
use crate::random::Random;

pub(crate) const OPERATIONS: &[(&str, Operation)] = &[
    ("difference", difference),
    ("product", product),
    ("maximum", maximum),
    ("relu", relu),
    ("tanh", tanh),
    ("abs", abs),
    ("contiguous", contiguous),
    ("add_", add_in_place),
    ("set_slice", set_slice),
];

/// `f` of the case and another one, which is broadcast with it, on either side.
fn paired(
    random: &mut Random,
    case: &Case,
    f: fn(f64, f64) -> f64,
    of: fn(&flambeau::Tensor, &flambeau::Tensor) -> flambeau::Tensor,
) -> Option<Case> {
    let shape = &case.naive.shape;
    let kept = random.below(shape.len() + 1);
    let other: Vec<usize> = shape[shape.len() - kept..]
        .iter()
        .map(|size| if random.one_in(3) { 1 } else { *size })
        .collect();
    let other = fresh(random, case.tensor.dtype(), &other);
    let shape = broadcast(shape, &other.naive.shape)?;
    if shape.iter().product::<usize>() > MANY {
        return None;
    }
    let (a, b) = if random.one_in(2) {
        (case, &other)
    } else {
        (&other, case)
    };
    let naive = Naive::build(shape, |index| f(a.naive.over(index), b.naive.over(index)));
    naive
        .is_small()
        .then(|| Case::of(of(&a.tensor, &b.tensor), naive))
}

fn difference(random: &mut Random, case: &Case) -> Option<Case> {
    paired(random, case, |a, b| a - b, |a, b| a - b)
}

fn product(random: &mut Random, case: &Case) -> Option<Case> {
    paired(random, case, |a, b| a * b, |a, b| a * b)
}

fn maximum(random: &mut Random, case: &Case) -> Option<Case> {
    paired(random, case, f64::max, |a, b| a.maximum(b))
}

fn relu(_: &mut Random, case: &Case) -> Option<Case> {
    Some(Case::of(case.tensor.relu(), case.naive.map(|x| x.max(0.0))))
}

fn tanh(_: &mut Random, case: &Case) -> Option<Case> {
    let is_float = case.tensor.dtype().is_float();
    is_float.then(|| Case::of(case.tensor.tanh(), case.naive.map(f64::tanh)))
}

fn abs(_: &mut Random, case: &Case) -> Option<Case> {
    Some(Case::of(case.tensor.abs(), case.naive.map(f64::abs)))
}

fn contiguous(_: &mut Random, case: &Case) -> Option<Case> {
    Some(Case::of(case.tensor.contiguous(), case.naive.clone()))
}

fn add_in_place(_: &mut Random, case: &Case) -> Option<Case> {
    let mut tensor = case.tensor.clone();
    tensor.add_(1);
    Some(Case::of(tensor, case.naive.map(|x| x + 1.0)))
}

fn set_slice(random: &mut Random, case: &Case) -> Option<Case> {
    // A stored value is not checked here for what the element type makes of it.
    if case.naive.shape.is_empty() || case.tensor.dtype() == DType::Bool {
        return None;
    }
    let dim = random.below(case.naive.shape.len());
    let (start, step) = (random.below(case.naive.shape[dim] + 1), 1 + random.below(3));
    let mut index = vec![Index::from(..); case.naive.shape.len()];
    index[dim] = Index::Range {
        start: start as isize,
        end: None,
        step: step as isize,
    };
    let mut tensor = case.tensor.clone();
    tensor.set_slice(&index[..], 5);
    let naive = Naive::build(case.naive.shape.clone(), |index| {
        let at = index[dim];
        if at >= start && (at - start).is_multiple_of(step) {
            5.0
        } else {
            case.naive.at(index)
        }
    });
    Some(Case::of(tensor, naive))
}
