//! A product of two inputs with a matrix between them.

use tensor_core::Error;

use crate::tensor::Tensor;

impl Tensor {
    /// `y_k = x1^T W_k x2 + b_k`, where `self` is `x1`: what the layer `Bilinear` computes. PyTorch's `torch.nn.functional.bilinear`.
    ///
    /// # Shape
    /// `[.., in1]` and `[.., in2]` with a weight `[out, in1, in2]` and a bias `[out]` to `[.., out]`.
    ///
    /// Gradient: that of the products.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let weight = Tensor::from([[[1.0, 2.0], [3.0, 4.0]]]);
    /// let y = Tensor::from([1.0, 10.0]).bilinear(&Tensor::from([1.0, 100.0]), &weight, None);
    /// assert_eq!(y.to_vec::<f32>(), [4231.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn bilinear(&self, x2: &Tensor, weight: &Tensor, bias: Option<&Tensor>) -> Tensor {
        let (a, b) = (self.shape(), x2.shape());
        let (&[outputs, inputs1, inputs2], Some((in1, leading1)), Some((in2, leading2))) =
            (weight.shape(), a.split_last(), b.split_last())
        else {
            misfit(a, b, weight)
        };
        if *in1 != inputs1 || *in2 != inputs2 || leading1 != leading2 {
            misfit(a, b, weight);
        }
        let by_x1 = self.matmul(weight.transpose(0, 1).flatten(1, -1));
        let rows = by_x1.reshape([leading1, &[outputs, inputs2]].concat());
        let y = rows.mul(x2.unsqueeze(-2)).sum_dim(-1, false);
        match bias {
            Some(bias) => y.add(bias),
            None => y,
        }
    }
}

#[track_caller]
fn misfit(a: &[usize], b: &[usize], weight: &Tensor) -> ! {
    Error::shape(format!(
        "bilinear: inputs of the shapes {a:?} and {b:?} do not fit a weight of shape {:?}: [.., in1], [.., in2], [out, in1, in2]",
        weight.shape()
    ))
    .raise()
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let shapes: [&[usize]; 4] = [&[2, 3], &[2, 4], &[5, 3, 4], &[5]];
        check(&shapes, |x| x[0].bilinear(&x[1], &x[2], Some(&x[3])));
        check_second(&shapes, |x| x[0].bilinear(&x[1], &x[2], Some(&x[3])));
    }

    #[test]
    fn it_is_the_sum_over_both_inputs() {
        let (a, b, weight) = (
            Tensor::rand([2, 6, 3]),
            Tensor::rand([2, 6, 4]),
            Tensor::rand([5, 3, 4]),
        );
        let sum = Tensor::einsum("...i,oij,...j->...o", &[&a, &weight, &b]);
        assert!(a.bilinear(&b, &weight, None).allclose(&sum));
    }

    #[test]
    #[should_panic(
        expected = "bilinear: inputs of the shapes [2, 3] and [3, 4] do not fit a weight of shape [5, 3, 4]"
    )]
    fn inputs_of_other_batches_are_refused() {
        Tensor::zeros([2, 3]).bilinear(&Tensor::zeros([3, 4]), &Tensor::zeros([5, 3, 4]), None);
    }
}
