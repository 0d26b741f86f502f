//! Gradients against central differences.

use tensor_core::{DType, Error, random::Generator};

use crate::backward_options::BackwardOptions;
use crate::engine::grad;
use crate::tensor::Tensor;

/// How close an analytic gradient must be to the difference quotient: within
/// `atol + rtol * |quotient|`, as in `torch.autograd.gradcheck`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradcheckOptions {
    /// Half the distance between the two points of a difference.
    pub eps: f64,
    /// The absolute part of the bound.
    pub atol: f64,
    /// The relative part of the bound.
    pub rtol: f64,
}

impl Default for GradcheckOptions {
    fn default() -> Self {
        Self {
            eps: 1e-6,
            atol: 1e-5,
            rtol: 1e-3,
        }
    }
}

/// Compares the gradients of `f` at `inputs` with central differences, projected on a fixed random direction of its
/// result, which tests the whole Jacobian at once.
///
/// ```
/// use autograd::{DType, Tensor, gradcheck};
/// let x = Tensor::options().dtype(DType::F64).tensor([0.5, -1.5]);
/// gradcheck(|x| x[0].square().relu(), &[x], Default::default()).unwrap();
/// ```
///
/// # Errors
/// If an input is not `f64`, or a gradient differs: the sentence names the input, the element and both values.
pub fn gradcheck(
    f: impl Fn(&[Tensor]) -> Tensor,
    inputs: &[Tensor],
    options: GradcheckOptions,
) -> Result<(), Error> {
    let leaves = leaves(inputs)?;
    let direction = direction_like(&f(&leaves), 1);
    let project = |inputs: &[Tensor]| (f(inputs) * &direction).sum();
    let wrt: Vec<&Tensor> = leaves.iter().collect();
    let projected = project(&leaves);
    let grads = if projected.requires_grad() {
        grad(&projected, &wrt, &BackwardOptions::new())?
    } else {
        // It claims not to depend on its inputs, as the slope of a linear function does: differences will tell.
        vec![None; wrt.len()]
    };
    for (at, (leaf, grad)) in leaves.iter().zip(grads).enumerate() {
        let analytic = grad.unwrap_or_else(|| leaf.zeros_like()).to_vec::<f64>();
        let numeric = differences(&project, &leaves, at, options.eps);
        for (element, (analytic, numeric)) in analytic.iter().zip(numeric).enumerate() {
            // Written so that not-a-number is not close.
            let close = (analytic - numeric).abs() <= options.atol + options.rtol * numeric.abs();
            if !close {
                return Err(Error::argument(format!(
                    "the gradient of input {at} at element {element} is {analytic}, but differences give {numeric}"
                )));
            }
        }
    }
    Ok(())
}

/// Compares the second derivatives of `f` at `inputs` with central differences of its gradients.
///
/// # Errors
/// As [`gradcheck`].
pub fn gradgradcheck(
    f: impl Fn(&[Tensor]) -> Tensor,
    inputs: &[Tensor],
    options: GradcheckOptions,
) -> Result<(), Error> {
    let leaves = leaves(inputs)?;
    let direction = direction_like(&f(&leaves), 1);
    let slopes = |inputs: &[Tensor]| {
        let wrt: Vec<&Tensor> = inputs.iter().collect();
        let projected = (f(inputs) * &direction).sum();
        let grads = grad(&projected, &wrt, &BackwardOptions::new().create_graph(true));
        let mut total = Tensor::options().dtype(DType::F64).zeros(());
        for (i, grad) in grads.unwrap_or_default().into_iter().flatten().enumerate() {
            total += (&grad * direction_like(&grad, 2 + i as u64)).sum();
        }
        total
    };
    gradcheck(slopes, &leaves, options)
}

fn leaves(inputs: &[Tensor]) -> Result<Vec<Tensor>, Error> {
    inputs
        .iter()
        .map(|input| {
            if input.dtype() != DType::F64 {
                return Err(Error::dtype(format!(
                    "gradients are checked in float64, not {}",
                    input.dtype()
                )));
            }
            Ok(Tensor::from(input.value().copied()).requires_grad_(true))
        })
        .collect()
}

fn direction_like(tensor: &Tensor, seed: u64) -> Tensor {
    Tensor::options()
        .dtype(DType::F64)
        .generator(&Generator::new(seed))
        .randn(tensor.shape())
}

/// `(f(x + eps) - f(x - eps)) / 2 eps` for every element of one input.
fn differences(f: &impl Fn(&[Tensor]) -> Tensor, inputs: &[Tensor], at: usize, eps: f64) -> Vec<f64> {
    let shape = inputs[at].shape().to_vec();
    let base = inputs[at].to_vec::<f64>();
    let evaluate = |values: Vec<f64>| {
        let mut inputs = inputs.to_vec();
        // A leaf, so that a function that differentiates inside finds what it differentiates for.
        inputs[at] = Tensor::from_vec(values, &shape).requires_grad_(true);
        f(&inputs).item()
    };
    (0..base.len())
        .map(|element| {
            let shifted = |by: f64| {
                let mut values = base.clone();
                values[element] += by;
                evaluate(values)
            };
            (shifted(eps) - shifted(-eps)) / (2.0 * eps)
        })
        .collect()
}

#[cfg(test)]
pub(crate) use for_tests::{check, check_second};

#[cfg(test)]
mod for_tests {
    use super::*;

    fn normal(shapes: &[&[usize]]) -> Vec<Tensor> {
        let generator = Generator::new(7);
        shapes
            .iter()
            .map(|shape| {
                Tensor::options()
                    .dtype(DType::F64)
                    .generator(&generator)
                    .randn(*shape)
            })
            .collect()
    }

    /// Checks the gradients of an operation at normal inputs of these shapes.
    #[track_caller]
    pub(crate) fn check(shapes: &[&[usize]], f: impl Fn(&[Tensor]) -> Tensor) {
        if let Err(error) = gradcheck(f, &normal(shapes), GradcheckOptions::default()) {
            error.raise();
        }
    }

    /// Checks the second derivatives of an operation at normal inputs of these shapes.
    #[track_caller]
    pub(crate) fn check_second(shapes: &[&[usize]], f: impl Fn(&[Tensor]) -> Tensor) {
        if let Err(error) = gradgradcheck(f, &normal(shapes), GradcheckOptions::default()) {
            error.raise();
        }
    }

    #[test]
    fn a_wrong_gradient_is_found() {
        // Detaching hides half of the product's derivative.
        let wrong = |x: &[Tensor]| &x[0] * &x[0].detach();
        let error = gradcheck(wrong, &normal(&[&[2]]), GradcheckOptions::default()).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("the gradient of input 0 at element 0 is"),
            "{error}"
        );
        assert!(gradgradcheck(wrong, &normal(&[&[2]]), GradcheckOptions::default()).is_err());
    }

    #[test]
    fn what_does_not_depend_on_its_inputs_has_gradients_of_zero() {
        let options = GradcheckOptions::default();
        gradgradcheck(|x| &x[0] * 2.0, &normal(&[&[2]]), options).unwrap();
        let hidden = gradcheck(|x| x[0].detach(), &normal(&[&[2]]), options);
        assert!(hidden.is_err());
    }

    #[test]
    fn only_double_precision_is_checked() {
        let error =
            gradcheck(|x| x[0].clone(), &[Tensor::zeros(2)], GradcheckOptions::default()).unwrap_err();
        assert_eq!(error.to_string(), "gradients are checked in float64, not float32");
    }
}
