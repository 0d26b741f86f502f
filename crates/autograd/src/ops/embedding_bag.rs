//! Rows of a table, reduced bag by bag.

use options_derive::Options;
use tensor_core::{Array, Error, OrRaise, scratch};

use super::embedding::{check_padding, names};
use crate::tensor::Tensor;

/// What becomes of the rows of a bag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum BagMode {
    /// Their sum.
    Sum,
    /// Their mean; 0 of none.
    #[default]
    Mean,
    /// The largest of each column; 0 of none.
    Max,
}

/// How [`embedding_bag`](Tensor::embedding_bag) reduces. The defaults are PyTorch's.
#[derive(Clone, Options)]
pub struct BagOptions {
    /// What becomes of the rows of a bag.
    #[option(default = BagMode::Mean)]
    mode: BagMode,
    /// Where each bag begins in a vector of numbers; without, each row of a matrix is a bag.
    #[option(default = None, from = &Tensor)]
    offsets: Option<Tensor>,
    /// What each row is multiplied by, of the shape of the numbers; for sums only.
    #[option(default = None, from = &Tensor)]
    per_sample_weights: Option<Tensor>,
    /// Whether the last offset is the end of the last bag.
    #[option(default = false)]
    include_last_offset: bool,
    /// A row that is left out.
    #[option(default = None)]
    padding_idx: Option<usize>,
}

/// The numbers that count, the bag of each, and how many bags there are.
struct Bags {
    names: Vec<i64>,
    /// Where they stand among all.
    places: Vec<i64>,
    bags: Vec<i64>,
    count: usize,
}

impl Tensor {
    /// The rows of `weight` that the numbers of a bag name, as their sum, their mean or the largest of each column.
    /// PyTorch's `F.embedding_bag`.
    ///
    /// # Shape
    /// Integers `[bags, n]`, or a vector with offsets, and a weight `[rows, size]`, to `[bags, size]`.
    ///
    /// Gradient: to each row the sum over the bags that have it, or over the columns in which it is the largest.
    ///
    /// ```
    /// # use autograd::{BagMode, BagOptions, Tensor};
    /// let weight = Tensor::from([[1.0], [3.0], [5.0]]);
    /// let bags = Tensor::from([0, 1, 2]).embedding_bag(&weight, &BagOptions::new().offsets(&Tensor::from([0, 2])));
    /// assert_eq!(bags.to_vec::<f32>(), [2.0, 5.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit, a number names no row, offsets do not ascend from 0, or weights are given for another mode
    /// than the sum.
    #[track_caller]
    pub fn embedding_bag(&self, weight: &Tensor, options: &BagOptions) -> Tensor {
        let all = names("embedding_bag", self, weight).or_raise();
        check_padding("embedding_bag", options.padding_idx, weight).or_raise();
        let bags = bags(self, &all.to_vec::<i64>(), options).or_raise();
        let rows = weight.index_select(0, &Tensor::from(scratch::copied(&bags.names)));
        if options.mode == BagMode::Max {
            return largest(&rows, &bags);
        }
        let rows = match &options.per_sample_weights {
            Some(weights) => {
                let own = weights
                    .reshape([-1_i64])
                    .index_select(0, &Tensor::from(scratch::copied(&bags.places)));
                rows.mul(own.unsqueeze(1))
            }
            None => rows,
        };
        let zeros = Tensor::from(Array::zeros([bags.count, weight.shape()[1]], weight.dtype()));
        let sums = zeros.index_add(0, &Tensor::from(scratch::copied(&bags.bags)), &rows);
        if options.mode == BagMode::Sum {
            return sums;
        }
        let mut sizes = scratch::filled(0.0, bags.count);
        bags.bags.iter().for_each(|bag| sizes[*bag as usize] += 1.0);
        let sizes = Tensor::from(sizes).clamp_min(1.0).unsqueeze(1);
        sums.div(sizes.to_dtype(weight.dtype()))
    }
}

/// The largest of each column of each bag, the first of equal ones.
#[track_caller]
fn largest(rows: &Tensor, bags: &Bags) -> Tensor {
    let (width, none) = (rows.shape()[1], bags.names.len() as i64);
    let values = rows.to_vec::<f64>();
    let mut winners = scratch::filled(none, bags.count * width);
    for (row, bag) in bags.bags.iter().enumerate() {
        for column in 0..width {
            let winner = &mut winners[*bag as usize * width + column];
            if *winner == none || values[row * width + column] > values[*winner as usize * width + column] {
                *winner = row as i64;
            }
        }
    }
    // One row more, of zeros, for bags without any.
    let zeros = Tensor::from(Array::zeros([1, width], rows.dtype()));
    let winners = Tensor::from(winners).reshape([bags.count, width]);
    Tensor::cat(&[rows.clone(), zeros], 0).gather(0, &winners)
}

#[track_caller]
fn bags(indices: &Tensor, names: &[i64], options: &BagOptions) -> Result<Bags, Error> {
    if let Some(weights) = &options.per_sample_weights {
        if options.mode != BagMode::Sum {
            return Err(Error::argument(format!(
                "embedding_bag: per_sample_weights are for mode Sum, not {:?}",
                options.mode
            )));
        }
        if weights.shape() != indices.shape() {
            return Err(Error::shape(format!(
                "embedding_bag: per_sample_weights have shape {:?}, and must have {:?}",
                weights.shape(),
                indices.shape()
            )));
        }
    }
    let starts = starts(indices, options)?;
    let mut bags = Bags {
        names: Vec::new(),
        places: Vec::new(),
        bags: Vec::new(),
        count: starts.len() - 1,
    };
    for (bag, ends) in starts.windows(2).enumerate() {
        for (place, name) in names.iter().enumerate().take(ends[1]).skip(ends[0]) {
            if options.padding_idx != Some(*name as usize) {
                scratch::push(&mut bags.names, *name);
                scratch::push(&mut bags.places, place as i64);
                scratch::push(&mut bags.bags, bag as i64);
            }
        }
    }
    Ok(bags)
}

/// Where each bag begins, and the end of the last.
fn starts(indices: &Tensor, options: &BagOptions) -> Result<Vec<usize>, Error> {
    match (indices.shape(), &options.offsets) {
        (&[count, len], None) => Ok(scratch::collected(count + 1, (0..=count).map(|bag| bag * len))),
        (&[len], Some(offsets)) => {
            let offsets = offsets.to_vec::<i64>();
            let mut starts = scratch::collected(offsets.len() + 1, offsets.iter().map(|at| *at as usize));
            if !options.include_last_offset {
                starts.push(len);
            }
            let ascend = starts.is_sorted() && starts.first() == Some(&0) && starts.last() <= Some(&len);
            if ascend {
                Ok(starts)
            } else {
                Err(Error::argument(format!(
                    "embedding_bag: the offsets {:?} do not ascend from 0 to {len}",
                    offsets
                )))
            }
        }
        (shape, offsets) => Err(Error::shape(format!(
            "embedding_bag: numbers of shape {shape:?} {}; bags are rows of a matrix, or parts of a vector with offsets",
            if offsets.is_some() {
                "with offsets"
            } else {
                "without offsets"
            }
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let names = Tensor::from([[2, 0], [2, 1]]);
        for mode in [BagMode::Sum, BagMode::Mean, BagMode::Max] {
            let options = BagOptions::new().mode(mode).padding_idx(1);
            check(&[&[3, 2]], |x| names.embedding_bag(&x[0], &options));
            check_second(&[&[3, 2]], |x| names.embedding_bag(&x[0], &options).square());
        }
        check(&[&[3, 2], &[2, 2]], |x| {
            names.embedding_bag(
                &x[0],
                &BagOptions::new().mode(BagMode::Sum).per_sample_weights(&x[1]),
            )
        });
    }

    #[test]
    #[should_panic(expected = "the offsets [1, 2] do not ascend from 0 to 2")]
    fn offsets_begin_with_0() {
        let options = BagOptions::new().offsets(&Tensor::from([1, 2]));
        Tensor::from([0, 1]).embedding_bag(&Tensor::zeros([2, 1]), &options);
    }
}
