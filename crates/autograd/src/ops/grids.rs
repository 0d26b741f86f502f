//! Grids, products and combinations of vectors.

use std::borrow::Borrow;

use tensor_core::{Error, OrRaise, room_for};

use crate::tensor::Tensor;

/// Which dimension of a grid each vector goes along: PyTorch's `indexing`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridIndexing {
    /// The first along the first, the second along the second, as in a matrix.
    #[default]
    Ij,
    /// The first along the second, the second along the first, as in a picture.
    Xy,
}

impl Tensor {
    /// The coordinates of a grid: for each of the vectors, its elements along a dimension of its own, the same along all
    /// others. Without a copy.
    ///
    /// Gradient: the sum along the others.
    ///
    /// ```
    /// # use autograd::{GridIndexing, Tensor};
    /// let (x, y) = (Tensor::from([1, 2]), Tensor::from([3, 4, 5]));
    /// let grid = Tensor::meshgrid(&[&x, &y], GridIndexing::Ij);
    /// assert_eq!(grid[0].to_vec::<i64>(), [1, 1, 1, 2, 2, 2]);
    /// assert_eq!(grid[1].to_vec::<i64>(), [3, 4, 5, 3, 4, 5]);
    /// ```
    ///
    /// # Panics
    /// If there are none, one has more than one dimension, or element types differ.
    #[track_caller]
    pub fn meshgrid<T: Borrow<Tensor>>(tensors: &[T], indexing: GridIndexing) -> Vec<Tensor> {
        let tensors: Vec<&Tensor> = tensors.iter().map(Borrow::borrow).collect();
        are_axes("meshgrid", &tensors).or_raise();
        let sizes: Vec<usize> = tensors.iter().map(|x| x.numel()).collect();
        let mut grid = Vec::new();
        for (at, x) in tensors.iter().enumerate() {
            let mut shape = vec![1; sizes.len()];
            shape[at] = sizes[at];
            let x = x.reshape(shape).expand(&sizes[..]);
            grid.push(match indexing {
                GridIndexing::Xy if sizes.len() > 1 => x.transpose(0, 1),
                _ => x,
            });
        }
        grid
    }

    /// All ways to take one element of each vector, one a row.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let pairs = Tensor::cartesian_prod(&[Tensor::from([1, 2]), Tensor::from([3, 4])]);
    /// assert_eq!(pairs.to_vec::<i64>(), [1, 3, 1, 4, 2, 3, 2, 4]);
    /// ```
    ///
    /// # Panics
    /// As [`meshgrid`](Tensor::meshgrid).
    #[track_caller]
    pub fn cartesian_prod<T: Borrow<Tensor>>(tensors: &[T]) -> Tensor {
        if let [only] = tensors {
            return only.borrow().clone();
        }
        let grid = Tensor::meshgrid(tensors, GridIndexing::Ij);
        let mut columns = grid;
        for x in &mut columns {
            *x = x.reshape(-1);
        }
        Tensor::stack(&columns, 1)
    }

    /// All ways to take `r` elements of this vector, in its order, one a row; each once, or any number of times
    /// `with_replacement`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let pairs = Tensor::from([1, 2, 3]).combinations(2, false);
    /// assert_eq!(pairs.to_vec::<i64>(), [1, 2, 1, 3, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If this is no vector, or `r` is 0.
    #[track_caller]
    pub fn combinations(&self, r: usize, with_replacement: bool) -> Tensor {
        if self.rank() != 1 || r == 0 {
            Error::argument(format!(
                "combinations: {r} elements of shape {:?}, which must be one or more of a vector",
                self.shape()
            ))
            .raise();
        }
        let places = choices(self.numel(), r, with_replacement).or_raise();
        let rows = places.len() / r;
        self.index(Tensor::from_vec(places, [rows, r]))
    }

    /// Where a matrix has its lower triangle, as [`tril`](Tensor::tril) leaves it: a row of rows and one of columns (int64).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::tril_indices(2, 2, 0).to_vec::<i64>(), [0, 1, 1, 0, 0, 1]);
    /// ```
    #[track_caller]
    pub fn tril_indices(rows: usize, columns: usize, offset: i64) -> Tensor {
        Tensor::ones([rows, columns]).tril(offset).nonzero().t()
    }

    /// Where a matrix has its upper triangle, as [`triu`](Tensor::triu) leaves it: a row of rows and one of columns (int64).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::triu_indices(2, 2, 1).to_vec::<i64>(), [0, 1]);
    /// ```
    #[track_caller]
    pub fn triu_indices(rows: usize, columns: usize, offset: i64) -> Tensor {
        Tensor::ones([rows, columns]).triu(offset).nonzero().t()
    }

    /// The powers of each element of this vector, a row for each: `n` of them, the highest first, or last if `increasing`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([2.0, 3.0]).vander(3, false);
    /// assert_eq!(x.to_vec::<f32>(), [4.0, 2.0, 1.0, 9.0, 3.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If this is no vector.
    #[track_caller]
    pub fn vander(&self, n: usize, increasing: bool) -> Tensor {
        if self.rank() != 1 {
            Error::shape(format!(
                "vander is for a vector, not for shape {:?}",
                self.shape()
            ))
            .raise();
        }
        let column = self.unsqueeze(1);
        let powers = column.expand([-1, n.saturating_sub(1) as i64]).cumprod(1);
        let ones = Tensor::from(tensor_core::Array::ones([self.numel(), n.min(1)], powers.dtype()));
        let powers = Tensor::cat(&[&ones, &powers], 1);
        if increasing { powers } else { powers.flip(1) }
    }
}

/// All choices of `r` of the numbers below `n`, one after the other.
fn choices(n: usize, r: usize, again: bool) -> Result<Vec<i64>, Error> {
    let ways = ways(
        if again {
            n.saturating_add(r).saturating_sub(1)
        } else {
            n
        },
        r,
    );
    let ways = if n == 0 { 0 } else { ways };
    let mut all = room_for("combinations", ways.saturating_mul(r))?;
    if ways == 0 {
        return Ok(all);
    }
    let mut choice = room_for("combinations", r)?;
    choice.extend((0..r as i64).map(|at| if again { 0 } else { at }));
    let greatest = |at: usize| if again { n - 1 } else { n - r + at };
    loop {
        all.extend_from_slice(&choice);
        // The last that can grow; what is behind it begins anew.
        let Some(last) = (0..r).rev().find(|at| (choice[*at] as usize) < greatest(*at)) else {
            return Ok(all);
        };
        choice[last] += 1;
        for at in last + 1..r {
            choice[at] = choice[at - 1] + i64::from(!again);
        }
    }
}

/// How many ways there are to choose `r` of `n`, or the largest number if there are more.
fn ways(n: usize, r: usize) -> usize {
    let Some(rest) = n.checked_sub(r) else {
        return 0;
    };
    // As many factors as there are in the shorter of both.
    let ways = (0..r).zip(0..rest).try_fold(1_u128, |ways, (at, _)| {
        Some(ways.checked_mul((n - at) as u128)? / (at as u128 + 1))
    });
    ways.and_then(|ways| usize::try_from(ways).ok())
        .unwrap_or(usize::MAX)
}

fn are_axes(operation: &str, tensors: &[&Tensor]) -> Result<(), Error> {
    let Some(first) = tensors.first() else {
        return Err(Error::argument(format!("{operation} needs at least one tensor")));
    };
    match tensors
        .iter()
        .find(|x| x.rank() > 1 || x.dtype() != first.dtype())
    {
        Some(x) => Err(Error::shape(format!(
            "{operation}: shape {:?} of {} is no vector of {}",
            x.shape(),
            x.dtype(),
            first.dtype()
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::GridIndexing;
    use crate::Tensor;
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2], &[3], &[]], |x| {
            Tensor::stack(&Tensor::meshgrid(x, GridIndexing::Xy), 0)
        });
        check(&[&[2], &[3]], |x| Tensor::cartesian_prod(x));
        check(&[&[3]], |x| x[0].combinations(2, true));
        check(&[&[3]], |x| x[0].vander(4, false));
    }

    #[test]
    fn an_xy_grid_has_the_first_along_the_second() {
        let grid = Tensor::meshgrid(&[Tensor::from([1, 2]), Tensor::from([3, 4, 5])], GridIndexing::Xy);
        assert_eq!(
            (grid[0].shape(), grid[0].to_vec::<i64>()),
            (&[3, 2][..], vec![1, 2, 1, 2, 1, 2])
        );
        assert_eq!(Tensor::from([1, 2]).vander(0, true).shape(), [2, 0]);
    }
}
