//! Operations of your own: PyTorch's `torch.autograd.Function`.
//!
//! Whatever is written with the methods of [`Tensor`](crate::Tensor) is differentiable already. An operation of its own
//! pays where a formula for the gradient is faster or more precise than that of its parts, or where the value comes
//! from elsewhere: another library, a simulation, a function that is not smooth.
//!
//! [`record`] takes what PyTorch's `forward` and `backward` do:
//!
//! | PyTorch | here |
//! |---|---|
//! | the class's name | the first argument |
//! | what `forward` returns | the second: the value, without history |
//! | the tensors among `forward`'s arguments | `inputs`, those through which gradients flow |
//! | `ctx.save_for_backward(x, result)` | `[Save::Input(0), Save::Result]` |
//! | `x, result = ctx.saved_tensors` | `let [x, result] = cx.saved();`, counted by the compiler |
//! | `ctx.eps = eps` | the closure captures `eps` |
//! | `backward(ctx, grad)` | the closure; the gradient is `cx.grad` |
//! | `ctx.needs_input_grad[1]` | `cx.needs_input_grad(1)`, or `cx.to(1, \|cx\| ..)` around what it costs |
//! | `return a, None` | `[Some(a), None]`, as many as there are inputs |
//! | `gradcheck(f, inputs)` | [`gradcheck`](crate::gradcheck()) |
//!
//! ```
//! use autograd::function::{Save, record};
//! use autograd::{DType, GradcheckOptions, Tensor, gradcheck, gradgradcheck};
//!
//! /// `sqrt(x^2 + y^2)` of two tensors of one shape.
//! #[track_caller]
//! fn hypot(x: &Tensor, y: &Tensor) -> Tensor {
//!     let value = (x.detach().square() + y.detach().square()).sqrt().to_array();
//!     record("Hypot", value, [x, y], [Save::Input(0), Save::Input(1), Save::Result], |cx| {
//!         let [x, y, result] = cx.saved();
//!         [cx.to(0, |cx| &cx.grad * x / result), cx.to(1, |cx| &cx.grad * y / result)]
//!     })
//! }
//!
//! let x = Tensor::from([3.0, 5.0]).requires_grad_(true);
//! let y = hypot(&x, &Tensor::from([4.0, 12.0]));
//! assert_eq!((y.to_vec::<f32>(), y.grad_fn().unwrap()), (vec![5.0, 13.0], "HypotBackward0".to_owned()));
//!
//! let pair = Tensor::options().dtype(DType::F64).randn([2, 4]);
//! let inputs = [pair.get(0), pair.get(1)];
//! gradcheck(|x| hypot(&x[0], &x[1]), &inputs, GradcheckOptions::default()).unwrap();
//! gradgradcheck(|x| hypot(&x[0], &x[1]), &inputs, GradcheckOptions::default()).unwrap();
//! ```
//!
//! - The formula is written with operations on tensors, so that gradients can be differentiated in turn: under
//!   [`create_graph`](crate::BackwardOptions::create_graph) the saved inputs and the saved result are back in their
//!   places in the graph. One that computes outside of them gives first derivatives only.
//! - What it needs is saved, not captured: saved values are released by backward, and have no history that would keep
//!   the graph alive. A captured tensor stays as long as its node.
//! - The gradient of an input may have the shape that the input was broadcast to, and another floating-point type: it
//!   is summed and converted. An operation on a part takes [`slice`](crate::Tensor::slice),
//!   [`index_select`](crate::Tensor::index_select) or [`gather`](crate::Tensor::gather) of its input for its own input:
//!   their gradients touch the part only.
//! - Several results are parts of one: compute one tensor that holds them all, and return slices of it. Their gradients
//!   meet in it, each in its place. A result of integers has no gradient, and is a plain tensor.
//! - `#[track_caller]` lets messages of backward name the line that called the operation.

pub use crate::record::{Context, Save, record, record_list};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};
    use crate::{BackwardOptions, Tensor, backward, grad, no_grad};

    /// `x e^y` and how often it was asked for each gradient.
    fn product(x: &Tensor, y: &Tensor) -> Tensor {
        let value = no_grad(|| x * y.exp()).to_array();
        let weight = y.detach().exp().to_array();
        let save = [Save::Input(0), Save::Input(1), Save::Result, Save::Value(&weight)];
        record("Product", value, [x, y], save, |cx| {
            let [x, y, result, weight] = cx.saved();
            assert!(!weight.requires_grad() && !no_grad(|| x * 1.0).requires_grad());
            [
                cx.to(0, |cx| &cx.grad * y.exp()),
                cx.to(1, |cx| &cx.grad * result),
            ]
        })
    }

    #[test]
    fn gradients_of_an_operation_from_outside() {
        check(&[&[2, 3], &[3]], |x| product(&x[0], &x[1]));
        check_second(&[&[2, 3], &[3]], |x| product(&x[0], &x[1]).square());
    }

    #[test]
    fn what_is_not_wanted_is_not_worked_out() {
        let (x, y) = (Tensor::rand(2).requires_grad_(true), Tensor::rand(2));
        let z = record("First", x.to_array(), [&x, &y], [], |cx| {
            assert!(cx.needs_input_grad(0) && !cx.needs_input_grad(1));
            [cx.to(0, |cx| cx.grad.clone()), cx.to(1, |_| unwanted())]
        });
        z.sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [1.0, 1.0]);
        assert!(!no_grad(|| product(&x, &y)).requires_grad());
    }

    fn unwanted() -> Tensor {
        panic!("nobody wants it")
    }

    #[test]
    fn a_list_of_inputs_is_asked_one_by_one() {
        fn weighted(inputs: &[&Tensor]) -> Tensor {
            let sum = inputs.iter().enumerate().map(|(i, x)| x.detach() * i);
            let value = sum.fold(Tensor::zeros(2).to_dtype(inputs[0].dtype()), |a, b| a + b);
            record_list("Weighted", value.to_array(), inputs, [], |cx, i| &cx.grad * i)
        }
        check(&[&[2], &[2], &[2], &[2]], |x| {
            weighted(&[&x[0], &x[1], &x[2], &x[3]])
        });
        let (x, y) = (Tensor::ones(2).requires_grad_(true), Tensor::ones(2));
        weighted(&[&y, &y, &x]).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [2.0, 2.0]);
    }

    #[test]
    fn several_results_are_parts_of_one() {
        /// The cosine and the sine, in one pass.
        fn cos_sin(x: &Tensor) -> (Tensor, Tensor) {
            let both = no_grad(|| Tensor::stack(&[x.cos(), x.sin()], 0)).to_array();
            let both = record("CosSin", both, [x], [Save::Result], |cx| {
                let [both] = cx.saved();
                let grad = cx.grad.get(1) * both.get(0) - cx.grad.get(0) * both.get(1);
                [Some(grad)]
            });
            (both.get(0), both.get(1))
        }
        check(&[&[3]], |x| cos_sin(&x[0]).0 + cos_sin(&x[0]).1 * 2);
        check_second(&[&[3]], |x| cos_sin(&x[0]).0 * cos_sin(&x[0]).1);
    }

    #[test]
    fn a_gradient_that_does_not_fit_is_refused_by_name() {
        let x = Tensor::zeros(3).requires_grad_(true);
        let y = record("Wrong", x.to_array(), [&x], [], |_| [Some(Tensor::zeros(2))]);
        let message = backward(&[(&y.sum(), None)], &BackwardOptions::new()).unwrap_err();
        let expected = format!("Wrong at {}:", file!());
        assert!(message.to_string().starts_with(&expected), "{message}");
        assert!(
            message
                .to_string()
                .ends_with("gave a gradient of shape [2] for an input of shape [3]")
        );
    }

    #[test]
    fn saved_values_are_released() {
        let (x, y) = (Tensor::rand(2).requires_grad_(true), Tensor::rand(2));
        let z = product(&x, &y).sum();
        z.backward();
        let again = grad(&z, &[&x], &BackwardOptions::new()).unwrap_err().to_string();
        assert!(
            again.contains("what Product at") && again.contains("is released"),
            "{again}"
        );
    }
}
