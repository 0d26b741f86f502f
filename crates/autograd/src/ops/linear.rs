//! `x @ weight^T + bias`.

use tensor_core::{OrRaise, linear_shape};

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The linear map of a layer, as one operation: `x @ weight^T + bias`, from `[.., in]`, `[out, in]` and `[out]` to
    /// `[.., out]`. A bias of one element is added to every output; a weight of shape `[in]` gives `[..]`, with a 0-d
    /// bias, which only a matrix does not take beside it, as in PyTorch.
    ///
    /// Gradient: `grad @ weight` for `x`, `grad^T @ x` for `weight`, `grad` summed over the rows for `bias`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (weight, bias) = (Tensor::from([[3.0, 4.0], [5.0, 6.0]]), Tensor::from([0.5, 0.0]));
    /// let y = Tensor::from([[1.0, 2.0]]).linear(&weight, Some(&bias));
    /// assert_eq!(y.to_vec::<f32>(), [11.5, 17.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit, or the element types differ or are bool.
    #[track_caller]
    pub fn linear(&self, weight: &Tensor, bias: Option<&Tensor>) -> Tensor {
        if weight.rank() == 1 {
            return self.linear_vector(weight, bias);
        }
        // What PyTorch's last operation is called.
        let name = |of_matrix, of_others| if self.rank() == 2 { of_matrix } else { of_others };
        match bias {
            Some(bias) if bias.numel() == 1 && bias.shape() != &weight.shape()[..1] => {
                let bias = bias.expand([weight.shape()[0]]);
                self.linear_biased(name("Addmm", "Add"), weight, &bias)
            }
            Some(bias) => self.linear_biased(name("Addmm", "UnsafeView"), weight, bias),
            None => {
                let value = self.value().linear(&weight.value(), None);
                let save = [Save::Input(0), Save::Input(1)];
                let name = match self.rank() {
                    1 => "SqueezeBackward4",
                    _ => name("Mm", "UnsafeView"),
                };
                record(name, value, [self, weight], save, |cx| {
                    let [x, weight] = cx.saved();
                    [
                        cx.to(0, |cx| grad_input(&cx.grad, x, weight)),
                        cx.to(1, |cx| grad_weight(&cx.grad, x)),
                    ]
                })
            }
        }
    }

    #[track_caller]
    fn linear_biased(&self, name: &'static str, weight: &Tensor, bias: &Tensor) -> Tensor {
        let value = self.value().linear(&weight.value(), Some(&*bias.value()));
        let save = [Save::Input(0), Save::Input(1)];
        record(name, value, [self, weight, bias], save, |cx| {
            let [x, weight] = cx.saved();
            // The engine sums over the rows.
            [
                cx.to(0, |cx| grad_input(&cx.grad, x, weight)),
                cx.to(1, |cx| grad_weight(&cx.grad, x)),
                Some(cx.grad),
            ]
        })
    }

    /// [`linear`](Tensor::linear) with one output whose dimension is not there.
    #[track_caller]
    fn linear_vector(&self, weight: &Tensor, bias: Option<&Tensor>) -> Tensor {
        linear_shape(self.shape(), weight.shape(), bias.map(Tensor::shape)).or_raise();
        let product = self.matmul(weight);
        match bias {
            Some(bias) => product + bias,
            None => product,
        }
    }

    /// All dimensions but the last as one: `[.., n] -> [rows, n]`.
    #[track_caller]
    fn rows(&self) -> Tensor {
        match self.shape() {
            [leading @ .., last] => self.reshape([leading.iter().product::<usize>(), *last]),
            [] => self.reshape([1, 1]),
        }
    }
}

/// `[rows, out] x [out, in]`, in the shape of the input.
#[track_caller]
pub(super) fn grad_input(grad: &Tensor, x: &Tensor, weight: &Tensor) -> Tensor {
    if x.rank() == 2 {
        grad.matmul(weight)
    } else {
        grad.rows().matmul(weight).reshape(x.shape())
    }
}

/// `[out, rows] x [rows, in]`
#[track_caller]
pub(super) fn grad_weight(grad: &Tensor, x: &Tensor) -> Tensor {
    if x.rank() == 2 {
        grad.matmul_tn(x)
    } else {
        grad.rows().matmul_tn(&x.rows())
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3], &[2, 3], &[2]], |x| x[0].linear(&x[1], Some(&x[2])));
        check(&[&[4, 3], &[2, 3]], |x| x[0].linear(&x[1], None));
        check(&[&[2, 4, 3], &[5, 3], &[5]], |x| x[0].linear(&x[1], Some(&x[2])));
        check(&[&[3], &[2, 3], &[2]], |x| x[0].linear(&x[1], Some(&x[2])));
        check(&[&[2, 4, 3], &[3], &[]], |x| x[0].linear(&x[1], Some(&x[2])));
    }

    #[test]
    fn second_derivatives() {
        check_second(&[&[4, 3], &[2, 3], &[2]], |x| {
            x[0].linear(&x[1], Some(&x[2])).square()
        });
        check_second(&[&[2, 2, 3], &[2, 3]], |x| x[0].linear(&x[1], None));
        check_second(&[&[3], &[2, 3], &[2]], |x| x[0].linear(&x[1], Some(&x[2])));
    }

    #[test]
    fn a_batch_of_none_has_gradients_of_zero() {
        let weight = Tensor::from([[1.0, 2.0, 3.0]]).requires_grad_(true);
        let bias = Tensor::from([1.0]).requires_grad_(true);
        Tensor::zeros([0, 3])
            .linear(&weight, Some(&bias))
            .sum()
            .backward();
        assert_eq!(weight.grad().unwrap().to_vec::<f32>(), [0.0; 3]);
        assert_eq!(bias.grad().unwrap().to_vec::<f32>(), [0.0]);
    }

    #[test]
    #[should_panic(expected = "linear")]
    fn sizes_that_do_not_fit_are_refused() {
        Tensor::zeros([4, 3]).linear(&Tensor::zeros([2, 5]), None);
    }
}
