//! A function with a gradient of its own: the Legendre polynomial of degree 3. What PyTorch has as a class with `forward`
//! and `backward` is one call of `record` here, with the formula of the gradient as a closure.

use flambeau::function::{Save, record};
use flambeau::prelude::*;
use flambeau::{GradcheckOptions, gradcheck};

#[track_caller]
fn legendre3(x: &Tensor) -> Tensor {
    let value = 0.5 * (5.0 * x.detach().powi(3) - 3.0 * x.detach());
    record(
        "LegendrePolynomial3",
        value.to_array(),
        [x],
        [Save::Input(0)],
        |cx| {
            let [x] = cx.saved();
            [Some(cx.grad * 1.5 * (5.0 * x.powi(2) - 1.0))]
        },
    )
}

#[test]
fn poly_custom_function() {
    let x = Tensor::linspace(-1.0, 1.0, 5).requires_grad_(true);
    legendre3(&x).sum().backward();
    assert_eq!(x.grad().unwrap().to_vec::<f32>(), [6.0, 0.375, -1.5, 0.375, 6.0]);
    let inputs = [x.detach().to_dtype(DType::F64)];
    gradcheck(|x| legendre3(&x[0]), &inputs, GradcheckOptions::default()).unwrap();
}
