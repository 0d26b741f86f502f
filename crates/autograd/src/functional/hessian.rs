//! The second derivatives of a number.

use super::jacobian::rows;
use super::{called, slope};
use crate::tensor::Tensor;

/// The Hessian of `f` at `x`: the second derivatives of the number `f(x)`, of the shape of `x` twice.
///
/// ```
/// use autograd::Tensor;
/// use autograd::functional::hessian;
/// let x = Tensor::from([1.0, 2.0]);
/// let h = hessian(|x| x.get(0).square() * x.get(1), &x);
/// assert_eq!((h.shape(), h.to_vec::<f32>()), (&[2, 2][..], vec![4.0, 2.0, 2.0, 0.0]));
/// ```
///
/// # Panics
/// If `f` does not give one number.
#[track_caller]
pub fn hessian(f: impl FnOnce(&Tensor) -> Tensor, x: &Tensor) -> Tensor {
    let (inputs, y) = called(|x| f(&x[0]), std::slice::from_ref(x));
    let slope = slope("hessian", &y, &inputs);
    rows(&slope[0], &inputs).remove(0)
}

/// The second derivatives of a number by each two of several tensors: `[i][j]` has the shape of input `i` and then that of
/// input `j`.
///
/// # Panics
/// If `f` does not give one number.
#[track_caller]
pub fn hessians(f: impl FnOnce(&[Tensor]) -> Tensor, inputs: &[Tensor]) -> Vec<Vec<Tensor>> {
    let (inputs, y) = called(f, inputs);
    let slopes = slope("hessians", &y, &inputs);
    slopes.iter().map(|slope| rows(slope, &inputs)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tensor_core::Error;

    #[test]
    fn several_inputs_have_a_block_each() {
        let inputs = [Tensor::from([1.0, 2.0]), Tensor::from([[3.0]])];
        let h = hessians(|x| (x[0].square() * &x[1]).sum(), &inputs);
        assert_eq!(h[0][0].to_vec::<f32>(), [6.0, 0.0, 0.0, 6.0]);
        assert_eq!(
            (h[0][1].shape(), h[0][1].to_vec::<f32>()),
            (&[2, 1, 1][..], vec![2.0, 4.0])
        );
        assert_eq!(h[1][1].to_vec::<f32>(), [0.0]);
        assert_eq!(hessian(Tensor::sum, &inputs[0]).to_vec::<f32>(), [0.0; 4]);
    }

    #[test]
    fn more_than_a_number_is_refused() {
        let refusal = Error::catch(|| hessian(Tensor::square, &Tensor::zeros(2)))
            .unwrap_err()
            .0;
        assert_eq!(
            refusal.to_string(),
            "hessian: the function gives shape [2], and must give one number"
        );
    }
}
