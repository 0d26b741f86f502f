//! Running products, and running sums of exponentials.

use tensor_core::Array;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// Running products along `dim`: element `i` is the product of the elements up to and with `i`.
    ///
    /// Gradient: for element `j` the sum over `i >= j` of `grad[i]` and the product of the others up to `i`, also where
    /// there are zeros.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([2.0, 0.0, 3.0]).requires_grad_(true);
    /// let y = x.cumprod(0);
    /// y.sum().backward();
    /// assert_eq!(y.to_vec::<f32>(), [2.0, 0.0, 0.0]);
    /// assert_eq!(x.grad().unwrap().to_vec::<f32>(), [1.0, 8.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn cumprod(&self, dim: isize) -> Tensor {
        let value = self.value().cumprod(dim);
        record(
            "Cumprod",
            value,
            [self],
            [Save::Input(0), Save::Result],
            move |cx| {
                let [x, result] = cx.saved();
                let behind = recurrence_from_the_end(&cx.grad, x, dim);
                [Some(behind.mul(delayed(result, dim, 1.0)))]
            },
        )
    }

    /// Logarithms of the running sums of exponentials along `dim`: element `i` is `ln(Σ exp(x[j]))` over `j <= i`, computed
    /// without overflow.
    ///
    /// Gradient: for element `j` the sum over `i >= j` of `grad[i] * exp(x[j] - result[i])`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1000.0, 1000.0]).logcumsumexp(0);
    /// assert_eq!(y.to_vec::<f32>(), [1000.0, 1000.0 + 2_f32.ln()]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, or the elements are not floating point.
    #[track_caller]
    pub fn logcumsumexp(&self, dim: isize) -> Tensor {
        let value = self.value().logcumsumexp(dim);
        record(
            "Logcumsumexp",
            value,
            [self],
            [Save::Input(0), Save::Result],
            move |cx| {
                let [x, result] = cx.saved();
                // From one element to the next the sums grow, so no factor is larger than 1.
                let factor = delayed(result, dim, f64::NEG_INFINITY).sub(result).exp();
                let behind = recurrence_from_the_end(&cx.grad, &factor, dim);
                [Some(behind.mul(x.sub(result).exp()))]
            },
        )
    }
}

/// `y[i] = x[i] + factor[i] * y[i - 1]` along `dim`: what the gradients of running products are made of. Its own gradient is
/// the same from the other end.
#[track_caller]
fn recurrence(x: &Tensor, factor: &Tensor, dim: isize) -> Tensor {
    let value = x.value().recurrence(&factor.value(), dim);
    record(
        "Recurrence",
        value,
        [x, factor],
        [Save::Input(1), Save::Result],
        move |cx| {
            let [factor, result] = cx.saved();
            let behind = recurrence_from_the_end(&cx.grad, factor, dim);
            let of_factor = cx.to(1, |_| behind.mul(delayed(result, dim, 0.0)));
            [Some(behind), of_factor]
        },
    )
}

/// `y[i] = x[i] + factor[i + 1] * y[i + 1]` along `dim`.
#[track_caller]
fn recurrence_from_the_end(x: &Tensor, factor: &Tensor, dim: isize) -> Tensor {
    let factor = delayed(&factor.flip(dim), dim, 0.0);
    recurrence(&x.flip(dim), &factor, dim).flip(dim)
}

/// The elements one position later along `dim`, after `first`.
#[track_caller]
fn delayed(x: &Tensor, dim: isize, first: f64) -> Tensor {
    if x.rank() == 0 {
        return Array::full((), first, x.dtype()).into();
    }
    let size = x.size(dim);
    if size == 0 {
        return x.clone();
    }
    let before = x.narrow(dim, 0, 1).value().to_shape();
    let before = Tensor::from(Array::full(before, first, x.dtype()));
    Tensor::cat(&[&before, &x.narrow(dim, 0, size - 1)], dim)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{GradcheckOptions, check, check_second, gradcheck, gradgradcheck};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].cumprod(0));
        check(&[&[]], |x| x[0].cumprod(0));
        check(&[&[0, 2]], |x| x[0].cumprod(0));
        check(&[&[3, 4]], |x| x[0].logcumsumexp(-1));
        check_second(&[&[5]], |x| x[0].cumprod(0));
        check_second(&[&[2, 4]], |x| x[0].logcumsumexp(1).square());
    }

    #[test]
    fn zeros_need_no_care() {
        let x = || Tensor::from_vec(vec![2.0_f64, 0.0, -3.0, 0.0, 0.5], 5);
        gradcheck(|x| x[0].cumprod(0), &[x()], GradcheckOptions::default()).unwrap();
        gradgradcheck(|x| x[0].cumprod(0), &[x()], GradcheckOptions::default()).unwrap();
    }
}
