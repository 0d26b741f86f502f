//! The binary cross entropy of probabilities, element by element.

use crate::record::{Save, record};
use crate::tensor::Tensor;

/// PyTorch divides by `x (1 - x)` only from here on. Its constant is a number of 32 bits, also for f64.
const SATURATED: f64 = 1e-12_f32 as f64;

/// What the factors of the second derivative's divisor are raised by.
const RAISE: f64 = 1e-12;

impl Tensor {
    /// `-(y ln x + (1 - y) ln(1 - x))` of each probability `x` of this tensor and target `y`. As in PyTorch a logarithm
    /// is -100 at least.
    ///
    /// Gradient: `grad * (x - y) / max(x (1 - x), 1e-12)` for `x`, `grad * (ln(1 - x) - ln x)` for `y`. The second
    /// derivative in `x` is `(x² - 2 x y + y) / ((x + 1e-12) (1 - x + 1e-12))²`, and 0 where the maximum is 1e-12, at the ends:
    /// there the slope is held.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let losses = Tensor::from([1.0, 0.0]).binary_cross_entropy(&Tensor::from([1.0, 1.0]));
    /// assert_eq!(losses.to_vec::<f32>(), [0.0, 100.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn binary_cross_entropy(&self, target: &Tensor) -> Tensor {
        let (x, y) = (&self.detach(), &target.detach());
        let floored = |logarithms: Tensor| logarithms.clamp_min(-100.0);
        let missed = y * floored(x.log()) + (1.0 - y) * floored((-x).log1p());
        let save = [Save::Input(0), Save::Input(1)];
        record(
            "BinaryCrossEntropy",
            (-missed).to_array(),
            [self, target],
            save,
            |cx| {
                let [x, y] = cx.saved();
                [
                    cx.to(0, |cx| gradient(&cx.grad, x, y)),
                    cx.to(1, |cx| cx.grad.mul((-x).log1p() - x.log())),
                ]
            },
        )
    }
}

/// `x (1 - x)`, which may be divided by.
fn divisor(x: &Tensor) -> Tensor {
    (x * (1.0 - x)).clamp_min(SATURATED)
}

/// `grad * (x - y) / divisor`. Its derivative in `x` is 0 where the divisor is held, where PyTorch's is 1e24.
fn gradient(grad: &Tensor, x: &Tensor, y: &Tensor) -> Tensor {
    let detached = [grad, x, y].map(Tensor::detach);
    let value = &detached[0] * (&detached[1] - &detached[2]) / divisor(&detached[1]);
    let save = [Save::Input(0), Save::Input(1), Save::Input(2)];
    record(
        "BinaryCrossEntropyBackward",
        value.to_array(),
        [grad, x, y],
        save,
        |cx| {
            let [grad, x, y] = cx.saved();
            let both = &(&cx.grad * grad);
            [
                cx.to(0, |cx| gradient(&cx.grad, x, y)),
                cx.to(1, |_| {
                    // PyTorch keeps this divisor from 0 by a sum, not by a bound.
                    let divisor = (x + RAISE) * (1.0 - x + RAISE);
                    let slope = both * (x * x - 2.0 * (x * y) + y) / divisor.square();
                    (x * (1.0 - x)).lt(SATURATED).where_(0, slope)
                }),
                cx.to(2, |_| -(both / divisor(x))),
            ]
        },
    )
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{BackwardOptions, DType, Tensor, grad, with_dtype};

    #[test]
    fn gradients() {
        let inside = |x: &Tensor| x.sigmoid();
        check(&[&[2, 3], &[2, 3]], |x| {
            inside(&x[0]).binary_cross_entropy(&inside(&x[1]))
        });
        check_second(&[&[2, 3], &[2, 3]], |x| {
            inside(&x[0]).binary_cross_entropy(&inside(&x[1]))
        });
    }

    #[test]
    fn at_the_ends_the_slope_is_pytorchs_and_does_not_change() {
        with_dtype(DType::F64, || {
            let x = Tensor::from([0.0, 1.0, 1.0, 0.0, 1.0]).requires_grad_(true);
            let y = Tensor::from([0.0, 1.0, 0.0, 0.5, 0.5]).requires_grad_(true);
            let options = BackwardOptions::new().create_graph(true);
            let first = grad(&x.binary_cross_entropy(&y).sum(), &[&x, &y], &options).unwrap();
            let [slope, of_target] = [0, 1].map(|at| first[at].clone().unwrap());
            let near = |x: &Tensor, expected: [f64; 5]| {
                for (x, y) in x.to_vec::<f64>().into_iter().zip(expected) {
                    assert!(x == y || (x - y).abs() < 1e-6 * y.abs(), "{x} {y}");
                }
            };
            near(&slope, [0.0, 0.0, 1e12, -5e11, 5e11]);
            let infinite = f64::INFINITY;
            near(&of_target, [infinite, -infinite, -infinite, infinite, -infinite]);
            let second = grad(&slope.sum(), &[&x, &y], &BackwardOptions::new()).unwrap();
            near(second[0].as_ref().unwrap(), [0.0; 5]);
            near(second[1].as_ref().unwrap(), [-1e12; 5]);
        });
    }
}
