//! [`orthogonal`]: a weight with orthonormal rows or columns.

use std::fmt;

use autograd::{Error, PadMode, Tensor, linalg, no_grad};
use options_derive::Options;

use super::{Parametrization, Parametrized, parametrize, reflectors};
use crate::buffer::Buffer;
use crate::field::Field;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::tree::write_tree;

/// Keeps the columns of `layer.weight` orthonormal, or its rows if those are fewer, with the feature `linalg`:
/// `torch.nn.utils.parametrizations.orthogonal`. All dimensions but the last two count matrices. After Lezcano-Casado, "Trivializations
/// for gradient-based optimization on manifolds" (2019). Other parameters and maps are [`parametrize`]d by [`Orthogonal`].
///
/// The weight begins as it was, if it was orthogonal, and else as the `q` of its [QR decomposition](linalg::qr); what a matrix that is not
/// square lacks for that is drawn from the [default generator](autograd::with_generator).
///
/// ```
/// use nn::{Forward, Linear, Module, Tensor, orthogonal};
/// let layer = orthogonal(Linear::new(20, 40));
/// let weight = layer.weight();
/// assert!((weight.t().matmul(&weight) - Tensor::eye(20)).abs().max().item() < 1e-5);
/// assert_eq!(layer.forward(&Tensor::ones([1, 20])).shape(), [1, 40]);
/// assert_eq!(
///     layer.state_dict().keys().collect::<Vec<_>>(),
///     ["bias", "parametrizations.weight.original", "parametrizations.weight.0.base"],
/// );
/// ```
///
/// # Panics
/// If the layer has no `weight`, it has fewer than two dimensions, or its elements are not float32 or float64.
#[track_caller]
pub fn orthogonal<M: Module>(layer: M) -> Parametrized<M, Orthogonal> {
    let weight = layer.get_parameter("weight");
    let weight = weight
        .as_deref()
        .cloned()
        .unwrap_or_else(|| Tensor::zeros([1, 1]));
    parametrize(layer, "weight", Orthogonal::options().build(&weight))
}

/// What makes orthogonal matrices of any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrthogonalMap {
    /// The exponential of the antisymmetric matrix `a = x - x^T` of the lower triangle `x`.
    MatrixExp,
    /// Cayley's map of it, `(1 - a / 2)^-1 (1 + a / 2)`.
    Cayley,
    /// A product of Householder's reflections, one for each column.
    Householder,
}

/// The parametrization of [`orthogonal`]. Its buffer `base`, if it has one, is what the map's result is multiplied by.
///
/// ```
/// use nn::{LSTM, Module, Orthogonal, OrthogonalMap, Tensor, parametrize};
/// let lstm = LSTM::new(3, 4);
/// let weight = lstm.get_parameter("weight_hh_l0").unwrap();
/// let steps = Orthogonal::options().orthogonal_map(OrthogonalMap::Cayley).build(&weight);
/// let q = parametrize(lstm, "weight_hh_l0", steps).weight();
/// assert!((q.t().matmul(&q) - Tensor::eye(4)).abs().max().item() < 1e-5);
/// ```
pub struct Orthogonal {
    map: OrthogonalMap,
    base: Option<Buffer>,
}

/// How an [`Orthogonal`] is made.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct OrthogonalOptions {
    /// The map; none is the exponential of square matrices and reflections of others.
    #[option(default = None)]
    orthogonal_map: Option<OrthogonalMap>,
    /// Whether the map begins at the identity, times the weight that there was. Without, reflections begin with the weight, and the other
    /// maps with what they make of it, of which [`set_weight`](Parametrized::set_weight) is no inverse.
    #[option(default = true)]
    use_trivialization: bool,
}

impl OrthogonalOptions {
    /// The parametrization of such a weight.
    ///
    /// # Panics
    /// If the weight has fewer than two dimensions.
    #[track_caller]
    pub fn build(self, weight: &Tensor) -> Orthogonal {
        let &[ref batch @ .., rows, columns] = weight.shape() else {
            Error::shape(format!(
                "orthogonal: a weight of shape {:?} is no matrix",
                weight.shape()
            ))
            .raise()
        };
        let usual = match rows == columns {
            true => OrthogonalMap::MatrixExp,
            false => OrthogonalMap::Householder,
        };
        let size = rows.max(columns);
        let one = Tensor::options().dtype(weight.dtype()).eye(size, size);
        let base = self
            .use_trivialization
            .then(|| Buffer::new(one.expand([batch, &[size, size]].concat()).copy()));
        Orthogonal {
            map: self.orthogonal_map.unwrap_or(usual),
            base,
        }
    }
}

impl Orthogonal {
    /// How it is made, of a weight.
    pub fn options() -> OrthogonalOptions {
        OrthogonalOptions::new()
    }

    /// The orthonormal columns that `x`, which has no more columns than rows, stands for.
    #[track_caller]
    fn columns(&self, x: &Tensor) -> Tensor {
        let (rows, columns) = (x.size(-2), x.size(-1));
        if self.map == OrthogonalMap::Householder {
            // Ones and minus ones, which are not trained.
            let signs = x.detach().diagonal(0, -2, -1).sign();
            return reflectors::product(x) * signs.unsqueeze(-2);
        }
        let more = (rows - columns) as isize;
        let x = x.tril(0).pad([0, more], PadMode::Constant);
        let skew = &x - x.transpose(-2, -1);
        let square = match self.map {
            OrthogonalMap::MatrixExp => linalg::matrix_exp(&skew),
            _ => {
                let (one, half) = (Tensor::options().dtype(x.dtype()).eye(rows, rows), skew / 2);
                linalg::solve(&(&one - &half), &(&one + &half))
            }
        };
        square.narrow(-1, 0, columns)
    }
}

/// Whether the columns of square matrices are orthonormal up to rounding.
fn is_orthogonal(q: &Tensor) -> bool {
    let size = q.size(-1);
    let one = Tensor::options().dtype(q.dtype()).eye(size, size);
    let eps = q.dtype().finfo().map_or(0.0, |finfo| finfo.eps);
    let product = q.transpose(-2, -1).matmul(q);
    product.allclose_with(&one.expand(q.shape()), 1e-5, 10.0 * size as f64 * eps, false)
}

/// Orthogonal matrices whose first columns are those of `q`, made orthonormal.
#[track_caller]
fn completed(q: &Tensor) -> Tensor {
    let (rows, columns) = (q.size(-2), q.size(-1));
    if rows == columns && is_orthogonal(q) {
        return q.copy();
    }
    let mut shape = q.shape().to_vec();
    shape[q.rank() - 1] = rows - columns;
    let others = Tensor::options().dtype(q.dtype()).randn(shape);
    linalg::qr(&Tensor::cat(&[q, &others], -1)).0
}

impl Parametrization for Orthogonal {
    #[track_caller]
    fn weight(&self, originals: &[Tensor]) -> Tensor {
        let x = &originals[0];
        if x.size(-2) < x.size(-1) {
            return self.weight(&[x.transpose(-2, -1)]).transpose(-2, -1);
        }
        match &self.base {
            Some(base) => base.matmul(self.columns(x)),
            None => self.columns(x),
        }
    }

    #[track_caller]
    fn right_inverse(&self, weight: &Tensor) -> Vec<Tensor> {
        let (rows, columns) = (weight.size(-2), weight.size(-1));
        if rows < columns {
            let turned = self.right_inverse(&weight.transpose(-2, -1));
            return turned.iter().map(|x| x.transpose(-2, -1)).collect();
        }
        no_grad(|| match (&self.base, self.map) {
            (Some(base), _) => {
                base.set_data(completed(weight));
                // Reflections see signs there, of which these make the identity.
                let one = Tensor::options().dtype(weight.dtype()).eye(rows, columns);
                vec![one.neg().expand(weight.shape()).copy()]
            }
            (None, OrthogonalMap::Householder) => vec![reflectors::of(weight)],
            (None, _) => vec![weight.clone()],
        })
    }
}

impl Module for Orthogonal {
    fn visit(&self, visitor: &mut dyn Visitor) {
        if let Some(base) = &self.base {
            visitor.buffer("base", base);
        }
    }

    fn type_name(&self) -> String {
        "_Orthogonal".to_owned()
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        Ok(Self {
            map: self.map,
            base: self.base.copy_field()?,
        })
    }
}

impl fmt::Display for Orthogonal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

#[cfg(test)]
mod tests {
    use autograd::random::set_default_generator;
    use autograd::{DType, Generator, Tensor, gradcheck, gradgradcheck};

    use super::{Orthogonal, OrthogonalMap, orthogonal};
    use crate::{Conv2d, Linear, Module, Parametrization, parametrize};

    const MAPS: [OrthogonalMap; 3] = [
        OrthogonalMap::MatrixExp,
        OrthogonalMap::Cayley,
        OrthogonalMap::Householder,
    ];

    /// How far the rows or columns, whichever are fewer, are from orthonormal.
    fn error(weight: &Tensor) -> f64 {
        let wide = weight.size(-2) < weight.size(-1);
        let q = if wide {
            weight.transpose(-2, -1)
        } else {
            weight.clone()
        };
        let product = q.transpose(-2, -1).matmul(&q);
        (product - Tensor::eye(q.size(-1)).to_dtype(q.dtype()))
            .abs()
            .max()
            .item()
    }

    #[test]
    fn gradients() {
        for map in MAPS {
            for shape in [[3, 3], [2, 4], [4, 2]] {
                let x = Tensor::options().dtype(DType::F64).randn(shape);
                let options = Orthogonal::options()
                    .orthogonal_map(map)
                    .use_trivialization(false);
                let steps = options.build(&x);
                gradcheck(|x| steps.weight(x), &[x.copy()], Default::default()).unwrap();
                gradgradcheck(|x| steps.weight(x), &[x], Default::default()).unwrap();
            }
        }
    }

    #[test]
    fn any_original_gives_an_orthogonal_weight() {
        for map in MAPS {
            for use_trivialization in [true, false] {
                for shape in [[2, 3, 3], [2, 5, 3], [2, 3, 5]] {
                    let weight = Tensor::randn(shape);
                    let options = Orthogonal::options().orthogonal_map(map);
                    let steps = options.use_trivialization(use_trivialization).build(&weight);
                    let originals = steps.right_inverse(&weight);
                    assert!(error(&steps.weight(&originals)) < 1e-5);
                    // The signs on the diagonal are not trained.
                    let step = Tensor::randn(shape);
                    let trained = &originals[0] + step.tril(-1) + step.triu(1);
                    assert!(error(&steps.weight(&[trained])) < 1e-5);
                }
            }
        }
    }

    #[test]
    fn pytorchs_figures_of_rows() {
        set_default_generator(Generator::pytorch(0));
        let layer = orthogonal(Linear::new(3, 2));
        let begun = Tensor::from([
            [-0.007_620_5, 0.546_019_8, -0.837_737_6],
            [-0.972_707_7, -0.198_337_2, -0.120_423_7],
        ]);
        assert!(layer.weight().allclose_with(&begun, 0.0, 1e-6, false));
    }

    #[test]
    fn pytorchs_figures_of_a_step() {
        set_default_generator(Generator::pytorch(0));
        let layer = orthogonal(Linear::new(2, 2));
        let numbers = Tensor::from([[0.0, 1.0], [2.0, 3.0]]);
        let original = &layer.originals()[0];
        original.set_data(original.detach() + &numbers / 10);
        let weight = layer.weight();
        let expected = Tensor::from([[0.189_746_4, 0.981_833_1], [-0.981_833_1, 0.189_746_3]]);
        assert!(weight.allclose_with(&expected, 0.0, 1e-6, false));
        (weight * numbers).sum().backward();
        let slopes = Tensor::from([[0.0, 0.0], [3.135_246_3, 0.0]]);
        assert!(original.grad().unwrap().allclose(&slopes));
    }

    #[test]
    fn pytorchs_figures_without_a_base() {
        set_default_generator(Generator::pytorch(0));
        let weight = Linear::new(2, 3).weight.detach();
        let steps = Orthogonal::options().use_trivialization(false).build(&weight);
        let expected = Tensor::from([
            [1.0, 0.387_825_1],
            [0.898_301_3, 1.0],
            [0.420_371_4, -0.182_136_7],
        ]);
        let original = &steps.right_inverse(&weight)[0];
        assert!(original.allclose_with(&expected, 0.0, 1e-6, false), "{original}");
        set_default_generator(Generator::pytorch(0));
        let weight = Linear::new(2, 2).weight.detach();
        let options = Orthogonal::options().orthogonal_map(OrthogonalMap::Cayley);
        let steps = options.use_trivialization(false).build(&weight);
        let turned = Tensor::from([[0.843_869_6, 0.536_548_3], [-0.536_548_3, 0.843_869_6]]);
        assert!(steps.weight(&[weight]).allclose_with(&turned, 0.0, 1e-6, false));
    }

    #[test]
    fn an_orthogonal_weight_stays_and_can_be_set() {
        let layer = orthogonal(Conv2d::new(3, 3, 2));
        assert_eq!(layer.named_buffers()[0].1.shape(), [3, 3, 2, 2]);
        let turn = Tensor::from([[0.0, -1.0], [1.0, 0.0]]);
        layer.set_weight(&turn.expand([3, 3, 2, 2]));
        assert!(layer.weight().equal(&turn.expand([3, 3, 2, 2])));
        let householder = Orthogonal::options().orthogonal_map(OrthogonalMap::Householder);
        let steps = householder.use_trivialization(false).build(&turn);
        let layer = parametrize(Linear::new(2, 2), "weight", steps);
        layer.set_weight(&turn);
        assert!(layer.weight().allclose(&turn));
    }

    #[test]
    #[should_panic(expected = "orthogonal: a weight of shape [3] is no matrix")]
    fn a_vector_is_refused() {
        Orthogonal::options().build(&Tensor::ones(3));
    }
}
