//! Parameters as one vector.

use autograd::{Error, Tensor};

/// All `parameters` as one vector, one behind the other: `torch.nn.utils.parameters_to_vector`. Gradients go through it.
///
/// ```
/// use nn::{Linear, Module, parameters_to_vector};
/// let model = Linear::new(3, 2);
/// assert_eq!(parameters_to_vector(model.parameters()).shape(), [8]);
/// ```
///
/// # Panics
/// If there are none.
#[track_caller]
pub fn parameters_to_vector<T: Into<Tensor>>(parameters: impl IntoIterator<Item = T>) -> Tensor {
    let flat: Vec<Tensor> = parameters
        .into_iter()
        .map(|tensor| tensor.into().reshape(-1))
        .collect();
    Tensor::cat(&flat, 0)
}

/// Gives `parameters` the elements of a vector, one behind the other: `torch.nn.utils.vector_to_parameters`.
///
/// ```
/// use nn::{Linear, Module, Tensor, parameters_to_vector, vector_to_parameters};
/// let model = Linear::new(3, 2);
/// vector_to_parameters(&Tensor::ones(8), model.parameters());
/// assert_eq!(parameters_to_vector(model.parameters()).to_vec::<f32>(), [1.0; 8]);
/// ```
///
/// # Panics
/// If it is no vector of as many elements; nothing has changed then.
#[track_caller]
pub fn vector_to_parameters<T: Into<Tensor>>(vector: &Tensor, parameters: impl IntoIterator<Item = T>) {
    let parameters: Vec<Tensor> = parameters.into_iter().map(Into::into).collect();
    let numel: usize = parameters.iter().map(Tensor::numel).sum();
    if vector.shape() != [numel] {
        Error::shape(format!(
            "vector_to_parameters: a tensor of shape {:?} is no vector of {numel} elements, which the parameters have",
            vector.shape()
        ))
        .raise();
    }
    let vector = vector.detach();
    let mut begin = 0;
    for parameter in parameters {
        let part = vector.narrow(0, begin, parameter.numel());
        parameter.set_data(part.reshape(parameter.shape()));
        begin += parameter.numel() as isize;
    }
}

#[cfg(test)]
mod tests {
    use autograd::Tensor;

    use super::vector_to_parameters;
    use crate::{Linear, Module};

    #[test]
    #[should_panic(expected = "a tensor of shape [3] is no vector of 4 elements")]
    fn another_number_of_elements_is_refused() {
        vector_to_parameters(&Tensor::ones(3), Linear::new(3, 1).parameters());
    }
}
