//! Group norm, and what it shares with the other norms of one sample.

use smallvec::{SmallVec, smallvec};
use tensor_core::{Array, DType, Error, NormLayout, OrRaise, float_dtype};

use crate::mode::is_grad_enabled;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `(x - mean) / sqrt(var + eps) * weight + bias`, with the mean and the biased variance of each sample's groups of
    /// channels, and a weight and a bias of each channel. PyTorch's `F.group_norm`; after Wu and He, "Group
    /// normalization" (2018).
    ///
    /// # Shape
    /// `[N, C, ..]`, kept; weight and bias `[C]`.
    ///
    /// Gradient: for `x`, with `g = grad * weight` and the normalised `n`, `(g - mean(g) - n * mean(g * n)) / sqrt(var + eps)`;
    /// for `weight` the sum of `grad * n`, for `bias` that of `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[[1.0, 3.0], [5.0, 7.0]]]);
    /// assert_eq!(x.group_norm(2, None, None, 0.0).to_vec::<f32>(), [-1.0, 1.0, -1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the groups do not divide the channels, a sample has no elements, or the elements are not floating point.
    #[track_caller]
    pub fn group_norm(
        &self,
        num_groups: usize,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        eps: f64,
    ) -> Tensor {
        let layout = NormLayout::in_groups("group_norm", self.shape(), num_groups)
            .and_then(|layout| layout.of_several("group_norm", self.shape()))
            .or_raise();
        let channels = [layout.groups * layout.channels];
        check_affine("group_norm", self, &channels, weight, bias).or_raise();
        normalized("NativeGroupNorm", self, layout, weight, bias, eps, true)
    }
}

/// Refuses a weight or a bias of another shape or element type; beside an input of half precision they may be float32.
pub(crate) fn check_affine(
    operation: &str,
    x: &Tensor,
    shape: &[usize],
    weight: Option<&Tensor>,
    bias: Option<&Tensor>,
) -> Result<(), Error> {
    let dtype = float_dtype(operation, x.dtype())?;
    let is_half = matches!(dtype, DType::F16 | DType::BF16);
    for (name, tensor) in [("weight", weight), ("bias", bias)] {
        let Some(tensor) = tensor else { continue };
        if tensor.shape() != shape {
            return Err(Error::shape(format!(
                "{operation}: the {name} has shape {:?}, and must have {shape:?}",
                tensor.shape()
            )));
        }
        if tensor.dtype() != dtype && !(is_half && tensor.dtype() == DType::F32) {
            return Err(Error::dtype(format!(
                "{operation}: the {name} is {}, and the input {dtype}: convert one of them",
                tensor.dtype()
            )));
        }
    }
    Ok(())
}

/// Each group of each sample with mean 0, if `centred`, and mean square 1, times the weight, plus the bias.
#[track_caller]
pub(crate) fn normalized(
    name: &'static str,
    x: &Tensor,
    layout: NormLayout,
    weight: Option<&Tensor>,
    bias: Option<&Tensor>,
    eps: f64,
    centred: bool,
) -> Tensor {
    // A bias alone stands beside a weight of ones.
    let ones = bias
        .filter(|_| weight.is_none())
        .map(|bias| Tensor::from(Array::ones(bias.shape(), bias.dtype())));
    let weight = weight.or(ones.as_ref());
    let none = Tensor::from(Array::zeros(0, x.dtype()));
    let inputs = [x, weight.unwrap_or(&none), bias.unwrap_or(&none)];
    let (value, figures) = {
        let (weight, bias) = (weight.map(Tensor::value), bias.map(Tensor::value));
        x.value()
            .group_norm(layout, weight.as_deref(), bias.as_deref(), eps, centred)
    };
    let has_weight = weight.is_some();
    let save = [Save::Input(0), Save::Input(1), Save::Value(&figures)];
    record(name, value, inputs, save, move |cx| {
        let [x, weight, figures] = cx.saved();
        let weight = has_weight.then_some(weight);
        if is_grad_enabled() {
            return Over::groups(layout).gradients(&cx.grad, x, weight, eps, centred);
        }
        let [input, of_weight, of_bias] = Array::group_norm_backward(
            &cx.grad.value(),
            &x.value(),
            &figures.value(),
            layout,
            weight.map(Tensor::value).as_deref(),
            centred,
        );
        let like_weight = |sums: Array| weight.map(|weight| Tensor::from(sums.reshape(weight.shape())));
        [
            Some(Tensor::from(input)),
            like_weight(of_weight),
            like_weight(of_bias),
        ]
    })
}

/// Over what a norm goes: a view of its input, the dimensions of that which are normalised together, and the shape of a
/// weight beside it.
pub(crate) struct Over {
    view: SmallVec<[usize; 4]>,
    dims: &'static [isize],
    along: SmallVec<[usize; 4]>,
}

impl Over {
    fn groups(layout: NormLayout) -> Self {
        let NormLayout {
            samples,
            groups,
            channels,
            places,
        } = layout;
        Self {
            view: smallvec![samples, groups, channels, places],
            dims: &[2, 3],
            along: smallvec![1, groups, channels, 1],
        }
    }

    /// Each channel of `[samples, channels, ..]`.
    pub(crate) fn channels(shape: &[usize]) -> Self {
        let places = shape[2..].iter().product();
        Self {
            view: smallvec![shape[0], shape[1], places],
            dims: &[0, 2],
            along: smallvec![1, shape[1], 1],
        }
    }

    /// The gradients for `x`, weight and bias, composed of operations that can be differentiated again.
    #[track_caller]
    pub(crate) fn gradients(
        &self,
        grad: &Tensor,
        x: &Tensor,
        weight: Option<&Tensor>,
        eps: f64,
        centred: bool,
    ) -> [Option<Tensor>; 3] {
        let mean = |x: &Tensor| x.mean_dim(self.dims, true);
        let (grad, values) = (grad.reshape(&self.view[..]), x.reshape(&self.view[..]));
        let distance = if centred {
            values.sub(mean(&values))
        } else {
            values
        };
        let scale = (mean(&distance.square()) + eps).rsqrt();
        let normal = distance.mul(&scale);
        let weighted = match weight {
            Some(weight) => grad.mul(weight.reshape(&self.along[..])),
            None => grad.clone(),
        };
        let mut rest = weighted.sub(normal.mul(mean(&weighted.mul(&normal))));
        if centred {
            rest = rest.sub(mean(&weighted));
        }
        let others: Vec<isize> = (0..self.along.len() as isize)
            .filter(|dim| self.along[*dim as usize] == 1)
            .collect();
        let like_weight =
            |x: Tensor| weight.map(|weight| x.sum_dim(&others[..], true).reshape(weight.shape()));
        [
            Some(rest.mul(scale).reshape(x.shape())),
            like_weight(grad.mul(normal)),
            like_weight(grad),
        ]
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 4, 3], &[4], &[4]], |x| {
            x[0].group_norm(2, Some(&x[1]), Some(&x[2]), 1e-5)
        });
        check(&[&[2, 4], &[4]], |x| x[0].group_norm(2, Some(&x[1]), None, 1e-5));
        check(&[&[2, 4, 2, 2], &[4]], |x| {
            x[0].group_norm(1, None, Some(&x[1]), 1e-5)
        });
        check(&[&[2, 4, 3]], |x| x[0].group_norm(4, None, None, 1e-5));
        check_second(&[&[2, 4, 3], &[4], &[4]], |x| {
            x[0].group_norm(2, Some(&x[1]), Some(&x[2]), 1e-2).square()
        });
    }

    #[test]
    #[should_panic(expected = "group_norm: 4 channels cannot be divided into 3 equal groups")]
    fn unequal_groups_are_refused() {
        Tensor::zeros([1, 4]).group_norm(3, None, None, 1e-5);
    }

    #[test]
    #[should_panic(expected = "group_norm: the weight has shape [3], and must have [4]")]
    fn another_weight_is_refused() {
        Tensor::zeros([1, 4]).group_norm(2, Some(&Tensor::ones(3)), None, 1e-5);
    }

    #[test]
    #[should_panic(expected = "group_norm: the input has shape [1, 2], and so one value in each group")]
    fn a_single_value_is_refused() {
        Tensor::zeros([1, 2]).group_norm(2, None, None, 1e-5);
    }

    #[test]
    #[should_panic(
        expected = "group_norm: the weight is float64, and the input float32: convert one of them"
    )]
    fn a_weight_of_another_type_is_refused() {
        let weight = Tensor::ones(4).to_dtype(crate::DType::F64);
        Tensor::zeros([2, 4]).group_norm(2, Some(&weight), None, 1e-5);
    }

    #[test]
    #[should_panic(expected = "rms_norm is for floating-point numbers, not int64")]
    fn integers_are_refused_by_name() {
        Tensor::from([1, 2]).rms_norm(2, None, None);
    }
}
