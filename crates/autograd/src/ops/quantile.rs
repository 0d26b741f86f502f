//! Quantiles.

use std::iter::empty;
use std::str::FromStr;

use tensor_core::{Error, OrRaise, dimension, float_dtype, scratch};

use crate::tensor::Tensor;

/// What a quantile between two elements is: PyTorch's `interpolation`, which it can be parsed from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuantileMode {
    /// The point between them.
    #[default]
    Linear,
    /// The lower one.
    Lower,
    /// The higher one.
    Higher,
    /// Their mean.
    Midpoint,
    /// The nearer one; halfway, the one whose number is even.
    Nearest,
}

impl FromStr for QuantileMode {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self, Error> {
        Ok(match given {
            "linear" => Self::Linear,
            "lower" => Self::Lower,
            "higher" => Self::Higher,
            "midpoint" => Self::Midpoint,
            "nearest" => Self::Nearest,
            _ => {
                return Err(Error::argument(format!(
                    "quantile: {given:?} is none of \"linear\", \"lower\", \"higher\", \"midpoint\" and \"nearest\""
                )));
            }
        })
    }
}

impl QuantileMode {
    /// The elements before and behind a rank, counted from 0, and how far it lies between them.
    fn place(self, rank: f64) -> (f64, f64, f64) {
        let (lower, upper) = (rank.floor(), rank.ceil());
        match self {
            Self::Linear => (lower, upper, rank - lower),
            Self::Lower => (lower, lower, 0.0),
            Self::Higher => (upper, upper, 0.0),
            Self::Midpoint => (lower, upper, 0.5),
            Self::Nearest => (rank.round_ties_even(), rank.round_ties_even(), 0.0),
        }
    }
}

/// What quantiles are asked for: one number, or a list of them, which gives the result a leading dimension.
pub trait IntoQuantiles {
    /// The numbers, and whether they are a list.
    fn into_quantiles(self) -> (Vec<f64>, bool);
}

impl IntoQuantiles for f64 {
    fn into_quantiles(self) -> (Vec<f64>, bool) {
        (vec![self], false)
    }
}

impl<const N: usize> IntoQuantiles for [f64; N] {
    fn into_quantiles(self) -> (Vec<f64>, bool) {
        (self.into(), true)
    }
}

impl IntoQuantiles for Vec<f64> {
    fn into_quantiles(self) -> (Vec<f64>, bool) {
        (self, true)
    }
}

impl IntoQuantiles for &[f64] {
    fn into_quantiles(self) -> (Vec<f64>, bool) {
        (self.to_vec(), true)
    }
}

/// A tensor of one dimension is a list.
impl IntoQuantiles for &Tensor {
    fn into_quantiles(self) -> (Vec<f64>, bool) {
        (self.to_vec(), self.rank() > 0)
    }
}

impl Tensor {
    /// The `q`-quantiles of all elements, between two of them the point between; a list gives a vector. Not-a-number among
    /// them gives not-a-number.
    ///
    /// Gradient: `grad` shared by the two elements as the value is.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([3.0, 1.0, 2.0, 4.0]);
    /// assert_eq!(x.quantile(0.5).item(), 2.5);
    /// assert_eq!(x.quantile([0.0, 1.0]).to_vec::<f32>(), [1.0, 4.0]);
    /// assert_eq!(x.quantile(&Tensor::from([0.25])).to_vec::<f32>(), [1.75]);
    /// ```
    ///
    /// # Panics
    /// If `q` is not between 0 and 1, or there are no elements, or they are not floating point.
    #[track_caller]
    pub fn quantile(&self, q: impl IntoQuantiles) -> Tensor {
        self.reshape(-1).quantile_dim(q, 0, false, QuantileMode::Linear)
    }

    /// The `q`-quantiles along `dim`, which stays with size 1 if `keepdim`; a list gives a leading dimension. `mode` says
    /// what is between two elements, and can be parsed. See [`quantile`](Tensor::quantile).
    ///
    /// ```
    /// # use autograd::{QuantileMode, Tensor};
    /// let x = Tensor::from([[1.0, 2.0, 3.0], [6.0, 4.0, 5.0]]);
    /// let higher = x.quantile_dim([0.25, 0.5], 1, false, QuantileMode::Higher);
    /// assert_eq!((higher.shape(), higher.to_vec::<f32>()), (&[2, 2][..], vec![2.0, 5.0, 2.0, 5.0]));
    /// ```
    ///
    /// # Panics
    /// As `quantile`, and if the dimension does not exist.
    #[track_caller]
    pub fn quantile_dim(
        &self,
        q: impl IntoQuantiles,
        dim: isize,
        keepdim: bool,
        mode: QuantileMode,
    ) -> Tensor {
        self.quantiles(q.into_quantiles(), dim, keepdim, mode, false)
    }

    /// The `q`-quantiles of all elements that are numbers: see [`quantile`](Tensor::quantile).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([3.0, f64::NAN, 1.0]).nanquantile(0.5).item(), 2.0);
    /// ```
    ///
    /// # Panics
    /// As `quantile`.
    #[track_caller]
    pub fn nanquantile(&self, q: impl IntoQuantiles) -> Tensor {
        self.reshape(-1)
            .nanquantile_dim(q, 0, false, QuantileMode::Linear)
    }

    /// The `q`-quantiles along `dim` of what are numbers: see [`quantile_dim`](Tensor::quantile_dim).
    ///
    /// ```
    /// # use autograd::{QuantileMode, Tensor};
    /// let x = Tensor::from([[1.0, f64::NAN, 3.0]]);
    /// assert_eq!(x.nanquantile_dim(0.5, 1, false, QuantileMode::Linear).to_vec::<f32>(), [2.0]);
    /// ```
    ///
    /// # Panics
    /// As `quantile_dim`.
    #[track_caller]
    pub fn nanquantile_dim(
        &self,
        q: impl IntoQuantiles,
        dim: isize,
        keepdim: bool,
        mode: QuantileMode,
    ) -> Tensor {
        self.quantiles(q.into_quantiles(), dim, keepdim, mode, true)
    }

    #[track_caller]
    fn quantiles(
        &self,
        (q, is_list): (Vec<f64>, bool),
        dim: isize,
        keepdim: bool,
        mode: QuantileMode,
        skip_nan: bool,
    ) -> Tensor {
        let along = has_quantiles(self, &q, dim).or_raise();
        let x = if self.rank() == 0 { &self.reshape(1) } else { self };
        let (sorted, _) = x.transpose(along as isize, -1).sort(-1, false);
        let places = Places::of(&sorted, &q, mode, skip_nan);
        let (below, above) = (sorted.gather(-1, &places.below), sorted.gather(-1, &places.above));
        // The quantiles stand in the last place: to the front with them, and the dimension to where it was.
        let found = below.lerp(&above, &places.weight).unsqueeze(-1).movedim(-2, 0);
        let found = found.transpose(along as isize + 1, -1);
        let found = match keepdim && self.rank() > 0 {
            true => found,
            false => found.squeeze_dim(along as isize + 1),
        };
        if is_list { found } else { found.select(0, 0) }
    }
}

/// Where the quantiles are in sorted rows: the elements below and above, and how far between.
struct Places {
    below: Tensor,
    above: Tensor,
    weight: Tensor,
}

impl Places {
    #[track_caller]
    fn of(sorted: &Tensor, q: &[f64], mode: QuantileMode, skip_nan: bool) -> Self {
        let size = sorted.size(-1);
        let numbers = sorted.detach().isnan().logical_not().count_nonzero(-1);
        let count = numbers.numel() * q.len();
        let mut below = scratch::collected(count, empty::<i64>());
        let mut above = scratch::collected(count, empty::<i64>());
        let mut weight = scratch::collected(count, empty::<f64>());
        for count in numbers.to_vec::<i64>() {
            for q in q {
                // What is not a number is last, and is what its row gives unless it does not count.
                let rank = match count as usize == size || skip_nan {
                    true => mode.place(q * (count - 1).max(0) as f64),
                    false => ((size - 1) as f64, (size - 1) as f64, 0.0),
                };
                below.push(rank.0 as i64);
                above.push(rank.1 as i64);
                weight.push(rank.2);
            }
        }
        let mut shape = numbers.shape().to_vec();
        shape.push(q.len());
        Self {
            below: Tensor::from_vec(below, &shape[..]),
            above: Tensor::from_vec(above, &shape[..]),
            weight: Tensor::from_vec(weight, &shape[..]).to_dtype(sorted.dtype()),
        }
    }
}

fn has_quantiles(x: &Tensor, q: &[f64], dim: isize) -> Result<usize, Error> {
    float_dtype("quantile", x.dtype())?;
    let dim = dimension(dim, x.rank())?;
    if x.is_empty() {
        return Err(Error::shape(format!(
            "quantile: a tensor of shape {:?} has no elements, and so no quantile",
            x.shape()
        )));
    }
    match q.iter().find(|q| !(0.0..=1.0).contains(*q)) {
        Some(q) => Err(Error::argument(format!(
            "quantile: q is {q}, and must be between 0 and 1"
        ))),
        None => Ok(dim),
    }
}

#[cfg(test)]
mod tests {
    use super::QuantileMode::{self, *};
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].quantile([0.3, 0.5]));
        check(&[&[3, 4]], |x| x[0].quantile_dim(0.4, 0, true, Midpoint));
        check(&[&[]], |x| x[0].quantile_dim([0.4], 0, true, Linear));
        check_second(&[&[2, 4]], |x| {
            x[0].square().nanquantile_dim(0.4, 1, false, Linear)
        });
    }

    #[test]
    fn between_two_elements() {
        let x = Tensor::from([4.0, 1.0, 3.0, 2.0]);
        let modes: [(&str, QuantileMode, f64); 5] = [
            ("linear", Linear, 2.5),
            ("lower", Lower, 2.0),
            ("higher", Higher, 3.0),
            ("midpoint", Midpoint, 2.5),
            ("nearest", Nearest, 3.0),
        ];
        for (name, mode, expected) in modes {
            assert_eq!(name.parse(), Ok(mode));
            assert_eq!(x.quantile_dim(0.5, 0, false, mode).item(), expected);
        }
    }

    #[test]
    fn what_is_not_a_number_is_told_or_skipped() {
        let x = Tensor::from([[1.0, f64::NAN], [3.0, 5.0]]);
        assert_eq!(
            x.quantile_dim(0.5, 1, false, Linear).isnan().to_vec::<bool>(),
            [true, false]
        );
        assert_eq!(
            x.nanquantile_dim(0.5, 1, false, Linear).to_vec::<f32>(),
            [1.0, 4.0]
        );
    }

    #[test]
    #[should_panic(expected = "quantile: q is 1.5, and must be between 0 and 1")]
    fn a_quantile_beyond_all_is_refused() {
        Tensor::zeros(2).quantile(1.5);
    }
}
