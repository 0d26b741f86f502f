//! Compositions of operations on stored element types, which round once and not at every step.

use crate::tensor::Tensor;

/// What `compose` gives. Half precision is handed to it as the type that it is computed in, and what comes out is rounded
/// to half precision once, as PyTorch does where such a function is one operation there.
#[track_caller]
pub(crate) fn rounded_once<const N: usize>(
    inputs: [&Tensor; N],
    compose: impl FnOnce([&Tensor; N]) -> Tensor,
) -> Tensor {
    let dtype = inputs[0].dtype();
    if !dtype.is_float() || !dtype.is_stored() || inputs.iter().any(|input| input.dtype() != dtype) {
        return compose(inputs);
    }
    let computed = inputs.map(|input| input.to_dtype(dtype.computing()));
    compose(computed.each_ref()).to_dtype(dtype)
}

#[cfg(test)]
mod tests {
    use tensor_core::DType;

    use super::rounded_once;
    use crate::Tensor;

    #[test]
    fn steps_between_do_not_round() {
        let half = |x: f32| Tensor::from(x).to_dtype(DType::F16).requires_grad_(true);
        let (a, b) = (half(2048.0), half(1.0));
        // 2049 and 2050: the half between them is lost at the first step, but not if only the end is rounded.
        let steps = a.add(&b).add(&b);
        let once = rounded_once([&a, &b], |[a, b]| a.add(b).add(b));
        assert_eq!((steps.item(), once.item()), (2048.0, 2050.0));
        once.backward();
        assert_eq!(
            b.grad().map(|grad| (grad.dtype(), grad.item())),
            Some((DType::F16, 2.0))
        );
        // Integers wrap, at any step.
        let bytes = Tensor::from([200]).to_dtype(DType::U8);
        let sum = rounded_once([&bytes, &bytes], |[a, b]| a.add(b));
        assert_eq!(sum.to_vec::<u8>(), [144]);
    }
}
