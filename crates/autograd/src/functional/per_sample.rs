//! The gradient of each sample's loss.

use tensor_core::{Error, OrRaise};

use super::grads;
use crate::backward_options::BackwardOptions;
use crate::mode::enable_grad;
use crate::tensor::Tensor;

/// The gradients of `parameters` for each sample by itself, `[samples, ..]` for each parameter: what `vmap(grad(f))` gives in
/// PyTorch. `loss` is called with batches of one sample, slices of `batch` along the first dimension.
///
/// ```
/// use autograd::Tensor;
/// use autograd::functional::per_sample_grads;
/// let w = Tensor::from([2.0]).requires_grad_(true);
/// let batch = [Tensor::from([1.0, 2.0, 3.0]), Tensor::from([0.0, 0.0, 5.0])];
/// let grads = per_sample_grads(&[&w], &batch, |sample| (&w * &sample[0] - &sample[1]).square().sum());
/// assert_eq!((grads[0].shape(), grads[0].to_vec::<f32>()), (&[3, 1][..], vec![4.0, 16.0, 6.0]));
/// ```
///
/// # Panics
/// If the tensors of the batch have not as many samples, or a parameter requires no gradient.
#[track_caller]
pub fn per_sample_grads(
    parameters: &[&Tensor],
    batch: &[Tensor],
    mut loss: impl FnMut(&[Tensor]) -> Tensor,
) -> Vec<Tensor> {
    let count = samples(batch).or_raise();
    let parameters: Vec<Tensor> = parameters.iter().map(|parameter| (*parameter).clone()).collect();
    let each = (0..count).map(|at| {
        let sample: Vec<Tensor> = batch.iter().map(|x| x.narrow(0, at as isize, 1)).collect();
        let loss = enable_grad(|| loss(&sample));
        grads(&loss, &parameters, &BackwardOptions::new())
    });
    let each: Vec<Vec<Tensor>> = each.collect();
    let all = parameters.iter().enumerate().map(|(at, parameter)| {
        let rows: Vec<Tensor> = each.iter().map(|grads| grads[at].detach()).collect();
        if rows.is_empty() {
            let shape = [&[0], parameter.shape()].concat();
            return Tensor::options().dtype(parameter.dtype()).zeros(shape);
        }
        Tensor::stack(&rows, 0)
    });
    all.collect()
}

fn samples(batch: &[Tensor]) -> Result<usize, Error> {
    let sizes: Vec<Option<usize>> = batch.iter().map(|x| x.shape().first().copied()).collect();
    match sizes.first() {
        Some(Some(count)) if sizes.iter().all(|size| *size == Some(*count)) => Ok(*count),
        _ => {
            let shapes: Vec<&[usize]> = batch.iter().map(Tensor::shape).collect();
            Err(Error::shape(format!(
                "per_sample_grads: the batch has shapes {shapes:?}, and must have as many samples in each"
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn their_sum_is_the_gradient_of_the_batch() {
        let (w, b) = (
            Tensor::randn([3, 2]).requires_grad_(true),
            Tensor::zeros(2).requires_grad_(true),
        );
        let (x, y) = (Tensor::randn([5, 3]), Tensor::randn([5, 2]));
        let loss = |x: &Tensor, y: &Tensor| (x.matmul(&w) + &b - y).square().sum();
        let each = per_sample_grads(&[&w, &b], &[x.clone(), y.clone()], |sample| {
            loss(&sample[0], &sample[1])
        });
        loss(&x, &y).backward();
        for (each, parameter) in each.iter().zip([&w, &b]) {
            assert_eq!(each.shape()[1..], *parameter.shape());
            let off = each.sum_dim(0, false) - parameter.grad().unwrap();
            assert!(off.abs().max().item() < 1e-4);
        }
    }

    #[test]
    fn a_batch_of_different_sizes_is_refused() {
        let w = Tensor::zeros(1).requires_grad_(true);
        let batch = [Tensor::zeros(2), Tensor::zeros(3)];
        let refusal = Error::catch(|| per_sample_grads(&[&w], &batch, |_| w.sum()))
            .unwrap_err()
            .0;
        assert!(refusal.to_string().contains("[[2], [3]]"), "{refusal}");
    }
}
