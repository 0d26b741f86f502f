//! Initial values that keep what goes through.

use autograd::{Error, Tensor};

/// The identity in a matrix: ones on the diagonal, zeros elsewhere.
///
/// ```
/// use nn::{Linear, init};
/// let layer = Linear::new(2, 3);
/// init::eye_(&layer.weight);
/// assert_eq!(layer.weight.to_vec::<f32>(), [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
/// ```
///
/// # Panics
/// If the tensor is no matrix, or no leaf.
#[track_caller]
pub fn eye_(tensor: &Tensor) {
    let &[rows, columns] = tensor.shape() else {
        Error::shape(format!("eye_: shape {:?} is no matrix", tensor.shape())).raise()
    };
    tensor.set_data(Tensor::options().eye(rows, columns));
}

/// A convolution that passes on as many channels as it can, in each of `groups`: 1 in the middle of the kernels from a channel to
/// itself, zeros elsewhere.
///
/// ```
/// use nn::{Conv1d, Forward, Tensor, init};
/// let layer = Conv1d::options(2, 2, 3).padding(1).bias(false).build();
/// init::dirac_(&layer.weight, 1);
/// let x = Tensor::randn([1, 2, 5]);
/// assert_eq!(layer.forward(&x).to_vec::<f32>(), x.to_vec::<f32>());
/// ```
///
/// # Panics
/// If the tensor is no weight of a convolution over 1 to 3 dimensions, `groups` does not divide its output channels, or it is no
/// leaf.
#[track_caller]
pub fn dirac_(tensor: &Tensor, groups: usize) {
    let shape = tensor.shape();
    if !(3..=5).contains(&shape.len()) || groups == 0 || !shape[0].is_multiple_of(groups) {
        Error::shape(format!(
            "dirac_: shape {shape:?} is no weight of a convolution over 1 to 3 dimensions with channels for {groups} groups"
        ))
        .raise();
    }
    let (each, middle) = (shape[0] / groups, kernel_middle(&shape[2..]));
    let kernel: usize = shape[2..].iter().product();
    let mut elements = vec![0.0; tensor.numel()];
    for output in 0..shape[0] {
        let input = output % each;
        if input < shape[1] {
            elements[(output * shape[1] + input) * kernel + middle] = 1.0;
        }
    }
    tensor.set_data(Tensor::from_vec(elements, shape));
}

/// The number of the element in the middle of a kernel.
fn kernel_middle(sizes: &[usize]) -> usize {
    sizes.iter().fold(0, |number, &size| number * size + size / 2)
}

#[cfg(test)]
mod tests {
    use autograd::Tensor;

    use super::dirac_;

    /// PyTorch's elements.
    #[test]
    fn each_group_passes_its_channels_on() {
        let weight = Tensor::zeros([4, 2, 3]).requires_grad_(true);
        dirac_(&weight, 2);
        let ones: Vec<usize> = (weight.to_vec::<f32>().iter().enumerate())
            .filter_map(|(at, &element)| (element == 1.0).then_some(at))
            .collect();
        assert_eq!(ones, [1, 10, 13, 22]);
    }
}
