//! [`AdaptiveLogSoftmaxWithLoss`]: the softmax of many classes, of which most are rare.

use autograd::{Error, OrRaise, Tensor};
use options_derive::Options;

use super::{Linear, ModuleList, Sequential, other_dtype};
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::run_layer::run_layer;
use crate::sequential;

/// The logarithm of a softmax over many classes, ordered by how often they occur, after E. Grave and others, "Efficient softmax
/// approximation for GPUs" (2017): the frequent ones and one stand-in for each group of rare ones have scores of their own;
/// the classes of a group are told apart by a smaller map, which only those inputs go through whose target is in the group.
///
/// The classes from `cutoffs[i]` up to `cutoffs[i + 1]` are group `i`, whose map has `in_features / div_value^(i + 1)`
/// features inside. Weights begin as PyTorch's, if the generator is PyTorch's.
///
/// # Shape
/// Input `[N, in_features]` or `[in_features]`, target (int64) `[N]` or a number; the logarithms of the targets' probabilities
/// have the target's shape.
///
/// ```
/// use nn::{AdaptiveLogSoftmaxWithLoss, Tensor};
/// let softmax = AdaptiveLogSoftmaxWithLoss::new(16, 1000, &[20, 200]);
/// let x = Tensor::randn([8, 16]);
/// let (output, loss) = softmax.forward(&x, &Tensor::from([3, 19, 20, 199, 200, 999, 0, 500]));
/// assert_eq!((output.shape(), loss.item()), (&[8][..], -output.mean().item()));
/// assert_eq!(softmax.log_prob(&x).shape(), [8, 1000]);
/// assert_eq!(softmax.predict(&x).shape(), [8]);
/// ```
#[derive(Module)]
pub struct AdaptiveLogSoftmaxWithLoss {
    /// The scores of the frequent classes, then of the groups.
    pub head: Linear,
    /// The maps of the groups.
    pub tail: ModuleList<Sequential>,
    /// Where the groups begin, and the number of classes.
    #[module(skip)]
    cutoffs: Vec<usize>,
}

impl AdaptiveLogSoftmaxWithLoss {
    /// A layer with PyTorch's defaults.
    ///
    /// # Panics
    /// If the cutoffs do not ascend between 1 and `n_classes - 1`, or there is none.
    #[track_caller]
    pub fn new(in_features: usize, n_classes: usize, cutoffs: &[usize]) -> Self {
        Self::options(in_features, n_classes, cutoffs).build()
    }

    /// A layer to be made otherwise: with a bias, or another ratio of the groups' features.
    pub fn options(
        in_features: usize,
        n_classes: usize,
        cutoffs: &[usize],
    ) -> AdaptiveLogSoftmaxWithLossOptions {
        AdaptiveLogSoftmaxWithLossOptions::new(in_features, n_classes, cutoffs.to_vec())
    }

    /// The logarithm of the probability of each target, and the negative of their mean, which is the loss.
    ///
    /// # Panics
    /// If the shapes or element types do not fit, or a target is not a class.
    #[track_caller]
    pub fn forward(&self, x: &Tensor, target: &Tensor) -> (Tensor, Tensor) {
        run_layer(self, &[x, target], || self.run(x, target))
    }

    /// The logarithms of the probabilities of all classes, `[N, n_classes]` or `[n_classes]`.
    ///
    /// # Panics
    /// If the input does not fit.
    #[track_caller]
    pub fn log_prob(&self, x: &Tensor) -> Tensor {
        run_layer(self, &[x], || {
            let rows = self.rows(x)?;
            let all = self.all(&rows, &self.head.forward(&rows).log_softmax(1));
            Ok(if x.rank() == 1 { all.squeeze_dim(0) } else { all })
        })
    }

    /// The most probable class of each input (int64).
    ///
    /// # Panics
    /// If the input does not fit.
    #[track_caller]
    pub fn predict(&self, x: &Tensor) -> Tensor {
        self.log_prob(x).argmax_dim(-1, false)
    }

    fn run(&self, x: &Tensor, target: &Tensor) -> Result<(Tensor, Tensor), LayerError> {
        let rows = self.rows(x)?;
        if target.shape() != &x.shape()[..x.rank() - 1] {
            return Err(LayerError::from(Error::shape(format!(
                "input and target have the shapes {:?} and {:?}, and must be [N, {features}] and [N], or [{features}] and []",
                x.shape(),
                target.shape(),
                features = self.head.in_features()
            ))));
        }
        let target = target.reshape(-1);
        self.check(&target)?;
        // In the head's scores a class of a group has the place of the group.
        let frequent = self.cutoffs[0] as i64;
        let mut place = target.clone();
        let mut within = Vec::new();
        for (group, bounds) in self.cutoffs.windows(2).enumerate() {
            let is_in = target
                .ge(bounds[0] as i64)
                .logical_and(&target.lt(bounds[1] as i64));
            place = is_in.where_(frequent + group as i64, &place);
            within.push(is_in.nonzero().squeeze_dim(1));
        }
        let head = self.head.forward(&rows).log_softmax(1);
        let mut output = head.gather(1, &place.unsqueeze(1)).squeeze_dim(1);
        for ((tail, members), first) in self.tail.iter().zip(&within).zip(&self.cutoffs) {
            if members.numel() > 0 {
                let scores = tail.forward(&rows.index_select(0, members)).log_softmax(1);
                let class = target.index_select(0, members).sub(*first as i64);
                let own = scores.gather(1, &class.unsqueeze(1)).squeeze_dim(1);
                output = output.index_add(0, members, &own);
            }
        }
        let loss = output.mean().neg();
        Ok((output.reshape(&x.shape()[..x.rank() - 1]), loss))
    }

    /// Of each row the logarithms of the probabilities of all classes, given those of the head.
    #[track_caller]
    fn all(&self, rows: &Tensor, head: &Tensor) -> Tensor {
        let frequent = self.cutoffs[0];
        let mut parts = vec![head.narrow(1, 0, frequent)];
        for (group, tail) in self.tail.iter().enumerate() {
            let of_group = head.narrow(1, (frequent + group) as isize, 1);
            parts.push(tail.forward(rows).log_softmax(1).add(of_group));
        }
        Tensor::cat(&parts, 1)
    }

    /// The input as rows.
    fn rows(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let features = self.head.in_features();
        if !matches!(x.rank(), 1 | 2) {
            return Err(LayerError::from(Error::shape(format!(
                "input has shape {:?}, and must be [N, {features}] or [{features}]",
                x.shape()
            ))));
        }
        if x.size(-1) != features {
            return Err(LayerError::size(x, -1, features));
        }
        if x.dtype() != self.head.weight.dtype() {
            return Err(other_dtype(x, &self.head.weight));
        }
        Ok(if x.rank() == 1 { x.unsqueeze(0) } else { x.clone() })
    }

    fn check(&self, target: &Tensor) -> Result<(), Error> {
        if target.dtype() != autograd::DType::I64 {
            return Err(Error::dtype(format!(
                "the target is {}, and classes are int64",
                target.dtype()
            )));
        }
        let classes = self.cutoffs.last().copied().unwrap_or(0) as i64;
        match target
            .to_vec::<i64>()
            .into_iter()
            .find(|class| !(0..classes).contains(class))
        {
            Some(class) => Err(Error::index(format!(
                "the target {class} is not a class: there are {classes}, from 0 on"
            ))),
            None => Ok(()),
        }
    }
}

/// How an [`AdaptiveLogSoftmaxWithLoss`] is made. The defaults are PyTorch's.
#[derive(Clone, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct AdaptiveLogSoftmaxWithLossOptions {
    /// The size of the input's last dimension.
    in_features: usize,
    /// How many classes there are.
    n_classes: usize,
    /// The classes at which the groups begin, in ascending order.
    cutoffs: Vec<usize>,
    /// By how much fewer features each group has inside than the one before.
    #[option(default = 4.0, limit = positive)]
    div_value: f64,
    /// Whether the scores of the frequent classes and of the groups have a bias.
    #[option(default = false)]
    head_bias: bool,
}

impl AdaptiveLogSoftmaxWithLossOptions {
    /// Makes the layer, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If the cutoffs do not ascend between 1 and `n_classes - 1`, or there is none.
    #[track_caller]
    pub fn build(self) -> AdaptiveLogSoftmaxWithLoss {
        self.check().or_raise();
        Error::raise_memory_here(|| {
            let groups = self.cutoffs.len();
            let head = Linear::options(self.in_features, self.cutoffs[0] + groups)
                .bias(self.head_bias)
                .build();
            let cutoffs = [&self.cutoffs[..], &[self.n_classes]].concat();
            let tail = cutoffs.windows(2).enumerate().map(|(group, bounds)| {
                let inside =
                    (self.in_features as f64 / self.div_value.powi(group as i32 + 1)).floor() as usize;
                sequential![
                    Linear::options(self.in_features, inside).bias(false).build(),
                    Linear::options(inside, bounds[1] - bounds[0]).bias(false).build(),
                ]
            });
            AdaptiveLogSoftmaxWithLoss {
                head,
                tail: tail.collect(),
                cutoffs,
            }
        })
    }

    fn check(&self) -> Result<(), Error> {
        let bounds = [&[0], &self.cutoffs[..], &[self.n_classes]].concat();
        if self.cutoffs.is_empty() || !bounds.windows(2).all(|pair| pair[0] < pair[1]) {
            return Err(Error::argument(format!(
                "AdaptiveLogSoftmaxWithLoss: cutoffs must ascend between 1 and n_classes - 1 = {}, but are {:?}",
                self.n_classes.saturating_sub(1),
                self.cutoffs
            )));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use autograd::{GradcheckOptions, gradcheck, gradgradcheck};

    use super::*;

    /// Whether numbers are near those of PyTorch.
    #[track_caller]
    fn near(got: &Tensor, expected: &[f32]) {
        let got = got.to_vec::<f32>();
        let off = got
            .iter()
            .zip(expected)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        assert!(got.len() == expected.len() && off < 2e-6, "{got:?}");
    }

    #[test]
    fn numbers_are_pytorchs() {
        // torch.manual_seed(7)
        let layer = autograd::with_generator(&autograd::Generator::pytorch(7), || {
            AdaptiveLogSoftmaxWithLoss::options(4, 9, &[2, 5])
                .div_value(2.0)
                .head_bias(true)
                .build()
        });
        let x = (Tensor::arange(0.0, 12.0, 1.0) * 0.25).sin().reshape([3, 4]);
        let (output, loss) = layer.forward(&x, &Tensor::from([1, 3, 8]));
        near(&output, &[-2.044_131_8, -1.360_602_9, -3.888_793_7]);
        near(&loss, &[2.431_176_2]);
        near(
            &layer.log_prob(&x).select(0, 0),
            &[
                -1.217_510_7,
                -2.044_131_8,
                -2.023_961_8,
                -1.762_493_6,
                -1.881_228_9,
                -3.517_259_1,
                -3.470_876_7,
                -3.612_210_3,
                -3.485_812_2,
            ],
        );
        assert_eq!(layer.predict(&x).to_vec::<i64>(), [0, 0, 0]);
        loss.backward();
        let sums = layer
            .parameters()
            .into_iter()
            .map(|p| p.grad().unwrap().abs().sum());
        near(
            &Tensor::stack(&Vec::from_iter(sums), 0),
            &[
                1.871_531,
                0.940_622_57,
                0.472_290_52,
                0.489_077_63,
                0.314_466_77,
                0.211_113_42,
            ],
        );
    }

    #[test]
    fn gradients_of_first_and_second_order() {
        let layer = autograd::with_dtype(autograd::DType::F64, || {
            AdaptiveLogSoftmaxWithLoss::options(4, 7, &[2, 4])
                .div_value(2.0)
                .build()
        });
        let target = Tensor::from([6, 0, 3]);
        let x = Tensor::options().dtype(autograd::DType::F64).randn([3, 4]);
        let loss = |x: &[Tensor]| layer.forward(&x[0], &target).0;
        gradcheck(loss, std::slice::from_ref(&x), GradcheckOptions::default()).unwrap();
        gradgradcheck(loss, &[x], GradcheckOptions::default()).unwrap();
    }

    #[test]
    fn probabilities_add_up_and_are_those_of_the_targets() {
        let layer = AdaptiveLogSoftmaxWithLoss::options(4, 9, &[2, 5])
            .div_value(2.0)
            .head_bias(true)
            .build();
        let x = Tensor::randn([9, 4]);
        let all = layer.log_prob(&x);
        let sums = all.exp().sum_dim(1, false);
        assert!((sums - 1.0).abs().max().item() < 1e-6);
        let (output, _) = layer.forward(&x, &Tensor::arange(0, 9, 1));
        assert!((output - all.diagonal(0, 0, 1)).abs().max().item() < 1e-6);
        assert_eq!(layer.forward(&x.select(0, 7), &Tensor::from(7)).0.rank(), 0);
    }

    #[test]
    #[should_panic(expected = "cutoffs must ascend between 1 and n_classes - 1 = 4, but are [2, 2]")]
    fn cutoffs_ascend() {
        AdaptiveLogSoftmaxWithLoss::new(4, 5, &[2, 2]);
    }

    #[test]
    #[should_panic(expected = "the target 5 is not a class: there are 5, from 0 on")]
    fn targets_are_classes() {
        AdaptiveLogSoftmaxWithLoss::new(4, 5, &[2]).forward(&Tensor::zeros([1, 4]), &Tensor::from([5]));
    }

    #[test]
    #[should_panic(expected = "input and target have the shapes [2, 4] and [3]")]
    fn a_target_for_each_input() {
        AdaptiveLogSoftmaxWithLoss::new(4, 5, &[2]).forward(&Tensor::zeros([2, 4]), &Tensor::from([1, 1, 1]));
    }
}
