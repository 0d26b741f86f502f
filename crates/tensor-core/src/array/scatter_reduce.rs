//! Elements reduced into the places that an index names.

use std::fmt;
use std::str::FromStr;

use crate::array::Array;
use crate::array::places::{Combination, Places};
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::functions::Div;

/// What several elements at one place become: PyTorch's `reduce`, which it can be parsed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScatterReduce {
    /// Their sum.
    Sum,
    /// Their product.
    Prod,
    /// Their mean, of integers rounded down.
    Mean,
    /// The largest.
    Amax,
    /// The smallest.
    Amin,
}

const NAMES: [(ScatterReduce, &str); 5] = [
    (ScatterReduce::Sum, "sum"),
    (ScatterReduce::Prod, "prod"),
    (ScatterReduce::Mean, "mean"),
    (ScatterReduce::Amax, "amax"),
    (ScatterReduce::Amin, "amin"),
];

impl fmt::Display for ScatterReduce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES.iter().find(|(reduce, _)| reduce == self);
        f.write_str(name.map_or("", |(_, name)| name))
    }
}

impl FromStr for ScatterReduce {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self, Error> {
        match NAMES.iter().find(|(_, name)| *name == given) {
            Some((reduce, _)) => Ok(*reduce),
            None => Err(Error::argument(format!(
                "scatter_reduce: {given:?} is none of \"sum\", \"prod\", \"mean\", \"amax\" and \"amin\""
            ))),
        }
    }
}

impl ScatterReduce {
    fn combination(self) -> Combination {
        match self {
            Self::Sum | Self::Mean => Combination::Sum,
            Self::Prod => Combination::Prod,
            Self::Amax => Combination::Amax,
            Self::Amin => Combination::Amin,
        }
    }
}

impl Array {
    /// This array with each element of `src` reduced into the place where [`gather`](Array::gather) with the same `index`
    /// would read; what was there takes part if `include_self`.
    ///
    /// ```
    /// use tensor_core::{Array, ScatterReduce};
    /// let (x, src) = (Array::from([1.0, 8.0]), Array::from([2.0, 6.0]));
    /// let means = x.scatter_reduce(0, &Array::from([0, 0]), &src, ScatterReduce::Mean, true);
    /// assert_eq!(means.to_vec::<f32>(), [3.0, 8.0]);
    /// ```
    ///
    /// # Panics
    /// As [`scatter_add`](Array::scatter_add).
    #[track_caller]
    pub fn scatter_reduce(
        self,
        dim: isize,
        index: &Array,
        src: &Array,
        reduce: ScatterReduce,
        include_self: bool,
    ) -> Array {
        let places = Places::along("scatter_reduce", self.shape(), dim, index).or_raise();
        let src = source_over("scatter_reduce", src, index.shape()).or_raise();
        let mut out = self;
        if !include_self {
            match reduce {
                // An extreme stays the same with one of its elements counted twice.
                ScatterReduce::Amax | ScatterReduce::Amin => out.put_places(&places, &src),
                ScatterReduce::Prod => out.put_places(&places, &Array::ones((), out.dtype())),
                _ => out.put_places(&places, &Array::zeros((), out.dtype())),
            }
        }
        out.combine_places(&places, &src, reduce.combination());
        match reduce {
            ScatterReduce::Mean => divided(&out, &counts(out.shape(), &places, include_self)),
            _ => out,
        }
    }
}

/// How many elements are reduced into each place; 1 where none is.
#[track_caller]
fn counts(shape: &[usize], places: &Places, include_self: bool) -> Array {
    let mut counts = Array::ones(shape, DType::I64);
    if !include_self {
        counts.put_places(places, &Array::zeros((), DType::I64));
    }
    counts.combine_places(places, &Array::ones((), DType::I64), Combination::Sum);
    counts
}

#[track_caller]
fn divided(sums: &Array, counts: &Array) -> Array {
    if sums.dtype().is_float() {
        return Div::of(sums, &counts.to_dtype(sums.dtype()));
    }
    let mut means = sums.clone();
    dispatch!(sums.dtype(), T: Integer => means.changed::<T, _>(|out| {
        for (mean, count) in out.iter_mut().zip(counts.elements::<i64>()) {
            *mean = mean.div_euclid(*count);
        }
    }));
    means
}

/// The part of `src` that an index of `shape` reaches.
///
/// # Errors
/// If it has not as many dimensions, or is smaller than the index in one.
#[track_caller]
pub fn source_over(operation: &str, src: &Array, shape: &[usize]) -> Result<Array, Error> {
    // What is 0-d counts as a vector of one.
    let rank = |sizes: &[usize]| sizes.len().max(1);
    let too_small = src.shape().iter().zip(shape).any(|(src, index)| src < index);
    let missing = src.rank() == 0 && shape.iter().product::<usize>() > 1;
    if rank(src.shape()) != rank(shape) || too_small || missing {
        return Err(Error::shape(format!(
            "{operation}: a source of shape {:?} has no element for each of the index of shape {shape:?}",
            src.shape()
        )));
    }
    if src.rank() != shape.len() {
        return Ok(src.reshape(shape));
    }
    let used: Vec<crate::index::Index> = shape.iter().map(|size| (..*size).into()).collect();
    Ok(src.slice(&used[..]))
}
