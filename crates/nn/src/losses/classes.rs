//! Scores or logarithms of classes, and the classes that are right.

use std::borrow::Cow;

use autograd::{DType, Error, Tensor};

/// Where the dimension of the classes is, in an input `[C]`, `[N, C]` or `[N, C, d..]`.
pub(super) fn class_dim(input: &Tensor) -> usize {
    usize::from(input.rank() > 1)
}

/// The number of classes.
pub(super) fn class_count(input: &Tensor) -> usize {
    input.shape().get(class_dim(input)).copied().unwrap_or(0)
}

/// Whether `input` and the weight of classes fit.
pub(super) fn check_input(input: &Tensor, weight: Option<&Tensor>) -> Result<(), Error> {
    if input.rank() == 0 || !input.dtype().is_float() {
        return Err(Error::shape(format!(
            "the input has shape {:?} and type {}, and must be floating point of shape [C], [N, C] or [N, C, ..]",
            input.shape(),
            input.dtype()
        )));
    }
    match weight {
        Some(weight) if weight.shape() != [class_count(input)] => Err(Error::shape(format!(
            "the weight has shape {:?}, and there are {} classes",
            weight.shape(),
            class_count(input)
        ))),
        _ => Ok(()),
    }
}

/// Scores as rows, `[N, C]`; a vector, or a number, is one row.
///
/// # Errors
/// If there are more dimensions, there is no class, or they are not floating point.
pub(super) fn rows(input: &Tensor) -> Result<Tensor, Error> {
    let classes = input.shape().last().copied().unwrap_or(1);
    if input.rank() > 2 || classes == 0 || !input.dtype().is_float() {
        return Err(Error::shape(format!(
            "the input has shape {:?} and type {}, and must be floating point of shape [N, C] or [C], with one class \
             at least",
            input.shape(),
            input.dtype()
        )));
    }
    Ok(input.reshape([input.numel() / classes, classes]))
}

/// Classes as they are counted with: bytes are taken too, as PyTorch does.
///
/// # Errors
/// If they are of another type.
pub(super) fn class_numbers(target: &Tensor) -> Result<Cow<'_, Tensor>, Error> {
    match target.dtype() {
        DType::I64 => Ok(Cow::Borrowed(target)),
        DType::U8 => Ok(Cow::Owned(target.to_dtype(DType::I64))),
        other => Err(Error::dtype(format!(
            "the target is {other}, and classes are int64"
        ))),
    }
}

/// Whether `target` names a class of `input`, or `ignore_index`, for each of its places.
pub(super) fn check_target(input: &Tensor, target: &Tensor, ignore_index: i64) -> Result<(), Error> {
    let mut expected = input.shape().to_vec();
    expected.remove(class_dim(input));
    if target.shape() != expected {
        return Err(Error::shape(format!(
            "the target has shape {:?}, and for an input of shape {:?} it must have shape {expected:?}",
            target.shape(),
            input.shape()
        )));
    }
    let classes = class_count(input);
    let legal =
        |&class: &i64| class == ignore_index || usize::try_from(class).is_ok_and(|class| class < classes);
    let target = target.contiguous();
    let places = target.value();
    match places
        .as_slice::<i64>()
        .unwrap_or_default()
        .iter()
        .find(|class| !legal(class))
    {
        Some(class) => Err(Error::index(format!(
            "the target {class} is not a class: there are {classes}, from 0 on"
        ))),
        None => Ok(()),
    }
}

/// Classes that have been checked, and which of them count.
pub(super) struct Classes<'a> {
    dim: usize,
    /// The classes, 0 in the place of ignored ones.
    classes: Tensor,
    counted: Tensor,
    weight: Option<&'a Tensor>,
}

impl<'a> Classes<'a> {
    pub(super) fn new(
        input: &Tensor,
        target: &Tensor,
        ignore_index: i64,
        weight: Option<&'a Tensor>,
    ) -> Self {
        let counted = target.ne(ignore_index);
        Self {
            dim: class_dim(input),
            classes: counted.where_(target, 0),
            counted,
            weight,
        }
    }

    /// `values`, with 0 where the class does not count.
    pub(super) fn counted(&self, values: impl autograd::Operand) -> Tensor {
        self.counted.where_(values, 0)
    }

    /// What each place counts: the weight of its class, in the type of `values`.
    pub(super) fn weights(&self, values: &Tensor) -> Tensor {
        match self.weight {
            Some(weight) => {
                let weights = weight.index_select(0, &self.classes.reshape(-1));
                self.counted(weights.reshape(self.classes.shape()))
            }
            None => self.counted(Tensor::from(1.0).to_dtype(values.dtype())),
        }
    }

    /// The negative of the element of `logarithms` for each place's class, weighted.
    pub(super) fn negative_log_likelihood(&self, logarithms: &Tensor) -> Tensor {
        // [N, C, d..] -> [N, 1, d..] -> [N, d..]
        let dim = self.dim as isize;
        let chosen = logarithms
            .gather(dim, &self.classes.unsqueeze(dim))
            .squeeze_dim(dim);
        let losses = -chosen;
        match self.weight {
            Some(_) => self.counted(losses * self.weights(logarithms)),
            None => self.counted(losses),
        }
    }
}
