//! Products over chosen dimensions.

use tensor_core::{Error, OrRaise};

use crate::ops::movedim::in_order;
use crate::tensor::Tensor;

/// What [`Tensor::tensordot`] takes: how many of the last dimensions of the first and the first of the second are summed
/// over, or a list of dimensions for each.
pub trait IntoContraction {
    /// The dimensions summed over, of tensors of these ranks.
    ///
    /// # Errors
    /// If there are not as many.
    fn into_contraction(self, ranks: [usize; 2]) -> Result<[Vec<isize>; 2], Error>;
}

impl IntoContraction for usize {
    fn into_contraction(self, ranks: [usize; 2]) -> Result<[Vec<isize>; 2], Error> {
        if self > ranks[0].min(ranks[1]) {
            return Err(Error::index(format!(
                "tensordot: {self} dimensions of tensors of ranks {ranks:?}"
            )));
        }
        let count = self as isize;
        Ok([(-count..0).collect(), (0..count).collect()])
    }
}

impl<const N: usize> IntoContraction for [[isize; N]; 2] {
    fn into_contraction(self, _: [usize; 2]) -> Result<[Vec<isize>; 2], Error> {
        Ok(self.map(Vec::from))
    }
}

impl IntoContraction for [Vec<isize>; 2] {
    fn into_contraction(self, _: [usize; 2]) -> Result<[Vec<isize>; 2], Error> {
        Ok(self)
    }
}

impl Tensor {
    /// The sums of products over the dimensions `dims`: a number of the last of this tensor and the first of `other`, or
    /// a list for each. A size of 1 is stretched to the other's. The result has the others of this tensor, then those of `other`.
    ///
    /// Gradient: that of the matrix product that this is.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::ones([2, 3, 4]), Tensor::ones([4, 3, 5]));
    /// assert_eq!(a.tensordot(&b, [[1, 2], [1, 0]]).shape(), [2, 5]);
    /// assert_eq!(a.tensordot(&b, 1).shape(), [2, 3, 3, 5]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice, the sizes differ, there are not as many, or the element types
    /// differ.
    #[track_caller]
    pub fn tensordot(&self, other: &Tensor, dims: impl IntoContraction) -> Tensor {
        let dims = dims.into_contraction([self.rank(), other.rank()]).or_raise();
        self.contracted(other, dims).or_raise()
    }

    #[track_caller]
    fn contracted(&self, other: &Tensor, [left, right]: [Vec<isize>; 2]) -> Result<Tensor, Error> {
        let (left, right) = (chosen(self, &left)?, chosen(other, &right)?);
        let sizes = |x: &Tensor, dims: &[usize]| dims.iter().map(|dim| x.shape()[*dim]).collect::<Vec<_>>();
        let (summed, others) = (sizes(self, &left), sizes(other, &right));
        let stretched = |one: &[usize], two: &[usize]| one.iter().zip(two).any(|(a, b)| a != b && *b == 1);
        if stretched(&summed, &others) || stretched(&others, &summed) {
            let (a, b) = (
                summed_where_one(self, &left, &others),
                summed_where_one(other, &right, &summed),
            );
            return a.contracted(&b, [left, right].map(signed));
        }
        if summed != others {
            return Err(Error::shape(format!(
                "tensordot: the dimensions {left:?} of {:?} and {right:?} of {:?} must be equally large",
                self.shape(),
                other.shape()
            )));
        }
        let (rows, columns) = (rest(self, &left), rest(other, &right));
        let shape = [sizes(self, &rows), sizes(other, &columns)].concat();
        let inner: usize = summed.iter().product();
        let order = |dims: [&[usize]; 2]| signed(dims.concat());
        let count = |x: &Tensor, dims: &[usize]| sizes(x, dims).iter().product::<usize>();
        let a = self
            .permute(order([&rows, &left]))
            .reshape([count(self, &rows), inner]);
        let b = other
            .permute(order([&right, &columns]))
            .reshape([inner, count(other, &columns)]);
        Ok(a.mm(&b).reshape(shape))
    }
}

/// `x` summed over those of `dims` where the other tensor has size 1, which so is stretched.
#[track_caller]
fn summed_where_one(x: &Tensor, dims: &[usize], others: &[usize]) -> Tensor {
    let dims = dims.iter().zip(others).filter(|(_, other)| **other == 1);
    let dims: Vec<usize> = dims.map(|(dim, _)| *dim).collect();
    match dims.is_empty() {
        true => x.clone(),
        false => x.sum_dim(signed(dims), true).to_dtype(x.dtype()),
    }
}

fn signed(dims: Vec<usize>) -> Vec<isize> {
    dims.into_iter().map(|dim| dim as isize).collect()
}

/// The dimensions that are named; here an empty list names none.
fn chosen(x: &Tensor, dims: &[isize]) -> Result<Vec<usize>, Error> {
    if dims.is_empty() {
        return Ok(Vec::new());
    }
    in_order(dims, x.rank())
}

/// The dimensions that are not named.
fn rest(x: &Tensor, dims: &[usize]) -> Vec<usize> {
    (0..x.rank()).filter(|dim| !dims.contains(dim)).collect()
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 2], &[2, 2, 3]], |x| {
            x[0].tensordot(&x[1], [[1, 0], [2, 1]])
        });
        check(&[&[2, 3], &[2]], |x| x[0].tensordot(&x[1], 0));
        check(&[&[2, 1], &[3, 2]], |x| x[0].tensordot(&x[1], 1));
        check_second(&[&[2, 3], &[3, 2]], |x| x[0].tensordot(&x[1], 1));
    }

    #[test]
    #[should_panic(
        expected = "tensordot: the dimensions [1] of [2, 3] and [0] of [4, 2] must be equally large"
    )]
    fn other_sizes_are_refused() {
        Tensor::zeros([2, 3]).tensordot(&Tensor::zeros([4, 2]), 1);
    }

    #[test]
    #[should_panic(expected = "tensordot: 2 dimensions of tensors of ranks [1, 2]")]
    fn too_many_dimensions_are_refused() {
        Tensor::zeros(2).tensordot(&Tensor::zeros([4, 2]), 2);
    }
}
