//! Where decompositions stopped.

use tensor_core::{Array, Error, OrRaise};

use super::matrices::Matrices;
use crate::tensor::Tensor;

/// What LAPACK calls `info`, of each matrix: 0, or the number, counted from 1, of the pivot that is zero or the leading minor that is
/// not positive.
pub(super) struct Info {
    matrices: Matrices,
    codes: Vec<i32>,
}

impl Info {
    pub(super) fn new(matrices: Matrices, codes: Vec<i32>) -> Self {
        Self { matrices, codes }
    }

    /// For those who ask rather than be refused: int32, of the leading dimensions.
    #[track_caller]
    pub(super) fn tensor(self) -> Tensor {
        let batch = &self.matrices.batch[..];
        Array::from_vec::<i32>(self.codes, batch).or_raise().into()
    }

    /// # Errors
    /// If a matrix has a pivot that is zero.
    pub(super) fn all_regular(&self) -> Result<(), Error> {
        self.all_done(|pivot| format!("is singular: pivot {pivot} is zero"))
    }

    /// # Errors
    /// If a matrix has a leading minor that is not positive.
    pub(super) fn all_positive(&self) -> Result<(), Error> {
        self.all_done(|minor| format!("is not positive definite: leading minor {minor} is not positive"))
    }

    fn all_done(&self, why: impl Fn(i32) -> String) -> Result<(), Error> {
        match self.codes.iter().position(|code| *code != 0) {
            Some(number) => Err(self.matrices.refusal(number, &why(self.codes[number]))),
            None => Ok(()),
        }
    }
}
