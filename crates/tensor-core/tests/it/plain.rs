//! The plainest array: a shape and its numbers in row-major order, without strides.

use tensor_core::{Array, DType};

/// Numbers in row-major order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plain {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f64>,
}

impl Plain {
    /// The numbers that `value` gives for every index.
    pub(crate) fn from_fn(shape: &[usize], value: impl FnMut(&[usize]) -> f64) -> Self {
        Self {
            shape: shape.to_vec(),
            values: indices(shape)
                .iter()
                .map(|index| index.as_slice())
                .map(value)
                .collect(),
        }
    }

    /// The number at an index.
    pub(crate) fn at(&self, index: &[usize]) -> f64 {
        assert_eq!(index.len(), self.shape.len());
        let place = index
            .iter()
            .zip(&self.shape)
            .fold(0, |place, (at, size)| place * size + at);
        self.values[place]
    }

    /// The number at an index of a shape that this one broadcasts to.
    pub(crate) fn broadcast_at(&self, index: &[usize]) -> f64 {
        let own = &index[index.len() - self.shape.len()..];
        let own: Vec<usize> = own
            .iter()
            .zip(&self.shape)
            .map(|(at, size)| if *size == 1 { 0 } else { *at })
            .collect();
        self.at(&own)
    }

    /// What an array holds, by way of `to_vec`.
    pub(crate) fn of(array: &Array) -> Self {
        Self {
            shape: array.shape().to_vec(),
            values: array.to_dtype(DType::F64).to_vec::<f64>(),
        }
    }
}

/// All indices of a shape in row-major order.
pub(crate) fn indices(shape: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for size in shape {
        all = all
            .iter()
            .flat_map(|index| (0..*size).map(move |at| [index.as_slice(), &[at]].concat()))
            .collect();
    }
    all
}
