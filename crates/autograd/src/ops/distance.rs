//! Distances and angles between vectors.

use tensor_core::{Error, OrRaise, broadcast, dimension};

use crate::mode::no_grad;
use crate::record::{Context, Save, record};
use crate::tensor::Tensor;

/// From how many vectors on distances come from a matrix product, as in PyTorch.
const MANY: usize = 25;

impl Tensor {
    /// The `p`-norm distances between each row of this tensor, `[.., m, d]`, and each of `other`, `[.., n, d]`: `[.., m, n]`.
    ///
    /// Gradient: that of the norm of the difference, 0 where it is 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::from([[0.0, 0.0]]), Tensor::from([[3.0, 4.0], [0.0, 1.0]]));
    /// assert_eq!(a.cdist(&b, 2).to_vec::<f32>(), [5.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If one has fewer than two dimensions, the rows are not equally long, the leading dimensions do not broadcast, or
    /// the elements are not floating point.
    #[track_caller]
    pub fn cdist(&self, other: &Tensor, p: impl Into<f64>) -> Tensor {
        let p = p.into();
        have_rows(self, other, p).or_raise();
        if p == 2.0 && self.size(-2).max(other.size(-2)) > MANY {
            return self.euclidean_distances(other);
        }
        if p == 0.0 {
            // A count does not change where it can be differentiated; PyTorch has zeros for it.
            let value = Error::raise_memory_here(|| no_grad(|| self.norms_apart(other, p))).to_array();
            let save = [Save::Input(0), Save::Input(1)];
            return record("Cdist", value, [self, other], save, |cx| {
                cx.saved().each_ref().map(|x| Some(x.zeros_like()))
            });
        }
        if p == f64::INFINITY {
            let value = Error::raise_memory_here(|| no_grad(|| self.norms_apart(other, p))).to_array();
            let save = [Save::Input(0), Save::Input(1), Save::Result];
            return record("Cdist", value, [self, other], save, |cx| {
                let slope = largest_apart(&cx);
                [
                    cx.to(0, |_| slope.sum_dim(-2, false)),
                    cx.to(1, |_| -slope.sum_dim(-3, false)),
                ]
            });
        }
        self.norms_apart(other, p)
    }

    #[track_caller]
    fn norms_apart(&self, other: &Tensor, p: f64) -> Tensor {
        self.unsqueeze(-2).sub(other.unsqueeze(-3)).norm_dim(p, -1, false)
    }

    #[track_caller]
    fn euclidean_distances(&self, other: &Tensor) -> Tensor {
        let distances = || {
            let squares = |x: &Tensor| x.square().sum_dim(-1, true);
            let products = self.matmul(other.transpose(-2, -1));
            let sum = squares(self).add(squares(other).transpose(-2, -1));
            sum.sub(products.mul(2)).clamp_min(0).sqrt()
        };
        let value = Error::raise_memory_here(|| no_grad(distances));
        let save = [Save::Input(0), Save::Input(1), Save::Result];
        record("EuclideanDist", value.to_array(), [self, other], save, |cx| {
            let ratio = ratio(&cx);
            [
                cx.to(0, |cx| pull(cx.saved(), &ratio)),
                cx.to(1, |cx| {
                    let [a, b, result] = cx.saved();
                    pull(&[b.clone(), a.clone(), result.clone()], &ratio.transpose(-2, -1))
                }),
            ]
        })
    }

    /// The `p`-norm distances between the rows of a matrix `[n, d]`, of each pair once: those of the first row to the later ones,
    /// of the second, and so on, `[n (n - 1) / 2]`.
    ///
    /// Gradient: that of the norm of the difference, 0 where it is 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]]);
    /// assert_eq!(x.pdist(2).to_vec::<f32>(), [5.0, 10.0, 5.0]);
    /// ```
    ///
    /// # Panics
    /// If this is no matrix, or the elements are not floating point.
    #[track_caller]
    pub fn pdist(&self, p: impl Into<f64>) -> Tensor {
        if self.rank() != 2 {
            Error::shape(format!("pdist: shape {:?} is no matrix", self.shape())).raise();
        }
        let n = self.size(0);
        let pairs = Tensor::triu_indices(n, n, 1);
        let first = self.index_select(0, &pairs.select(0, 0));
        let second = self.index_select(0, &pairs.select(0, 1));
        first.sub(second).norm_dim(p, -1, false)
    }

    /// The `p`-norm distances along the last dimension: `norm(self - other + eps)`, broadcast. PyTorch's default `eps` is 1e-6.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::from([[0.0, 0.0]]), Tensor::from([[3.0, 4.0]]));
    /// assert!((a.pairwise_distance(&b, 2, 1e-6, false).item() - 5.0).abs() < 1e-5);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn pairwise_distance(&self, other: &Tensor, p: impl Into<f64>, eps: f64, keepdim: bool) -> Tensor {
        self.sub(other).add(eps).norm_dim(p, -1, keepdim)
    }

    /// The cosines of the angles along `dim`, `a · b / (max(|a|, eps) max(|b|, eps))`, broadcast. PyTorch's default `eps` is
    /// 1e-8.
    ///
    /// Gradient: that of the quotient, with norms that are not bounded below.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::from([[1.0, 0.0]]), Tensor::from([[2.0, 0.0], [0.0, 3.0]]));
    /// assert_eq!(a.cosine_similarity(&b, 1, 1e-8).to_vec::<f32>(), [1.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, the dimension does not exist, `eps` is negative, or the elements are not floating
    /// point.
    #[track_caller]
    pub fn cosine_similarity(&self, other: &Tensor, dim: isize, eps: f64) -> Tensor {
        let both = broadcast(self.shape(), other.shape()).or_raise();
        dimension(dim, both.len()).or_raise();
        if eps.is_nan() || eps < 0.0 {
            Error::argument(format!("cosine_similarity: eps must be at least 0, but is {eps}")).raise();
        }
        let (a, b) = (self.expand(&both), other.expand(&both));
        a.unit(dim, eps).mul(b.unit(dim, eps)).sum_dim(dim, false)
    }

    /// Divided by the norm along `dim`, or by `eps` where that is less.
    #[track_caller]
    fn unit(&self, dim: isize, eps: f64) -> Tensor {
        let norm = self.norm_dim(2, dim, true);
        let raised = norm.detach().clamp_min(eps).sub(norm.detach());
        self.div(norm.add(raised))
    }
}

/// The gradient of each distance divided by it, 0 where that is 0.
fn ratio(cx: &Context<'_, 3>) -> Tensor {
    let distance = &cx.saved()[2];
    cx.grad.div(distance.eq(0).where_(f64::INFINITY, distance))
}

/// The gradient of each pair of rows: that of its distance for every component that is as far apart, where a norm of
/// them would share it, as PyTorch has it.
fn largest_apart(cx: &Context<'_, 3>) -> Tensor {
    let [a, b, distances] = cx.saved();
    let apart = &a.unsqueeze(-2).sub(b.unsqueeze(-3));
    let is_largest = apart.abs().eq(distances.unsqueeze(-1));
    is_largest.where_(apart.sign(), 0).mul(cx.grad.unsqueeze(-1))
}

/// What moves the rows `a` away from the rows `b`.
fn pull([a, b, _]: &[Tensor; 3], ratio: &Tensor) -> Tensor {
    a.mul(ratio.sum_dim(-1, true)).sub(ratio.matmul(b))
}

fn have_rows(a: &Tensor, b: &Tensor, p: f64) -> Result<(), Error> {
    tensor_core::float_dtype("cdist", a.dtype())?;
    if p.is_nan() || p < 0.0 {
        return Err(Error::argument(format!(
            "cdist: p is {p}, and must not be negative"
        )));
    }
    match (a.shape(), b.shape()) {
        ([.., _, d], [.., _, e]) if d == e => Ok(()),
        (a, b) => Err(Error::shape(format!(
            "cdist: {a:?} and {b:?} are not rows of equally many numbers"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        for p in [1.0, 1.5, 2.0, f64::INFINITY] {
            check(&[&[2, 3, 2], &[4, 2]], |x| x[0].cdist(&x[1], p));
        }
        check(&[&[26, 2], &[2, 2]], |x| x[0].cdist(&x[1], 2));
        check(&[&[4, 2]], |x| x[0].pdist(3));
        check_second(&[&[3, 2]], |x| x[0].pdist(2));
        check(&[&[2, 3], &[3]], |x| x[0].pairwise_distance(&x[1], 3, 1e-6, true));
        check(&[&[2, 3], &[3]], |x| x[0].cosine_similarity(&x[1], 1, 1e-8));
        check_second(&[&[2, 3], &[2, 3]], |x| x[0].cosine_similarity(&x[1], 1, 1e-8));
        check_second(&[&[26, 2], &[1, 2]], |x| x[0].cdist(&x[1], 2));
    }

    #[test]
    fn a_count_has_a_gradient_of_zeros() {
        let x = Tensor::ones([1, 2]).requires_grad_(true);
        x.cdist(&Tensor::zeros([3, 2]), 0).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 0.0]);
    }

    /// PyTorch's gradients.
    #[test]
    fn equally_large_components_have_the_whole_gradient_each() {
        let leaf = |x: [[f64; 2]; 1]| Tensor::from(x).requires_grad_(true);
        let (a, b) = (leaf([[1.0, 1.0]]), leaf([[3.0, -1.0]]));
        a.cdist(&b, f64::INFINITY).sum().backward();
        assert_eq!(a.grad().unwrap().to_vec::<f64>(), [-1.0, 1.0]);
        assert_eq!(b.grad().unwrap().to_vec::<f64>(), [1.0, -1.0]);
    }

    #[test]
    fn both_ways_to_a_distance_agree() {
        let (a, b) = (Tensor::rand([30, 4]), Tensor::rand([7, 4]));
        let slowly = a.unsqueeze(1).sub(&b).norm_dim(2, -1, false);
        assert!((a.cdist(&b, 2) - slowly).abs().max().item() < 1e-5);
        let x = Tensor::ones([26, 2]).requires_grad_(true);
        x.cdist(&x.detach(), 2).sum().backward();
        assert_eq!(x.grad().unwrap().abs().max().item(), 0.0);
    }

    #[test]
    #[should_panic(expected = "cosine_similarity: eps must be at least 0, but is -1")]
    fn a_negative_eps_is_refused() {
        Tensor::ones(2).cosine_similarity(&Tensor::ones(2), 0, -1.0);
    }
}
