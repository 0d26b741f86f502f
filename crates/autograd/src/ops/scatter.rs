//! Elements written, or reduced, into the places that an index names.

use tensor_core::functions::{Eq, Ne};
use tensor_core::{Error, Index, OrRaise, Places, ScatterReduce, source_over};

use crate::operators::{Arg, Operand};
use crate::record::{Context, Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// This tensor with each element of `src`, or one number, written where [`gather`](Tensor::gather) with the same `index`
    /// would read. Of several for one place, the last stays.
    ///
    /// Gradient: `grad` for this tensor, 0 at what was overwritten; `grad.gather(dim, index)` for `src`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let one_hot = Tensor::zeros([2, 3]).scatter(1, &Tensor::from([[2], [0]]), 1);
    /// assert_eq!(one_hot.to_vec::<f32>(), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// As `gather`, and if `src` is smaller than `index` or element types differ.
    #[track_caller]
    pub fn scatter(&self, dim: isize, index: &Tensor, src: impl Operand) -> Tensor {
        let places = Places::along("scatter", self.shape(), dim, &index.value()).or_raise();
        match src.arg() {
            Arg::Tensor(src) => {
                let src = self.source("scatter", src, index.shape()).or_raise();
                self.with_places("Scatter", &places, &src, false)
            }
            number => self.with_places("Scatter", &places, &self.of_arg(number), false),
        }
    }

    /// This tensor with each element of `src` reduced into the place where [`gather`](Tensor::gather) with the same `index`
    /// would read; what was there takes part if `include_self`. `reduce` can be parsed: `"amax".parse()`.
    ///
    /// Gradient: that of the sum, product, mean or extreme at each place; elements that share an extreme share its gradient
    /// evenly.
    ///
    /// ```
    /// # use autograd::{ScatterReduce, Tensor};
    /// let (x, index) = (Tensor::from([1.0, 8.0]), Tensor::from([0, 0]));
    /// let means = x.scatter_reduce(0, &index, &Tensor::from([2.0, 6.0]), ScatterReduce::Mean, true);
    /// assert_eq!(means.to_vec::<f32>(), [3.0, 8.0]);
    /// ```
    ///
    /// # Panics
    /// As [`scatter`](Tensor::scatter).
    #[track_caller]
    pub fn scatter_reduce(
        &self,
        dim: isize,
        index: &Tensor,
        src: &Tensor,
        reduce: ScatterReduce,
        include_self: bool,
    ) -> Tensor {
        let src = &self.source("scatter_reduce", src, index.shape()).or_raise();
        let index = index.value();
        let value = self
            .to_array()
            .scatter_reduce(dim, &index, &src.value(), reduce, include_self);
        let save = [Save::Input(0), Save::Input(1), Save::Value(&index), Save::Result];
        record("ScatterReduce", value, [self, src], save, move |cx| {
            let at = Scattered {
                dim,
                reduce,
                include_self,
            };
            let [own, others] = match reduce {
                ScatterReduce::Sum => at.sum(&cx),
                ScatterReduce::Mean => at.mean(&cx),
                ScatterReduce::Prod => at.product(&cx),
                ScatterReduce::Amax | ScatterReduce::Amin => at.extreme(&cx),
            };
            let index = &cx.saved()[2];
            [
                Some(if include_self {
                    own
                } else {
                    own.scatter(dim, index, 0)
                }),
                Some(others),
            ]
        })
    }

    /// The part of `src` that an index of `shape` reaches.
    #[track_caller]
    fn source(&self, operation: &str, src: &Tensor, shape: &[usize]) -> Result<Tensor, Error> {
        if src.dtype() != self.dtype() {
            return Err(Error::dtype(format!(
                "{operation}: a source of {} cannot be written among elements of {}",
                src.dtype(),
                self.dtype()
            )));
        }
        // The rule; what follows is recorded.
        source_over(operation, &src.value(), shape)?;
        if src.rank() != shape.len() {
            return Ok(src.reshape(shape));
        }
        let used: Vec<Index> = shape.iter().map(|size| Index::from(..*size)).collect();
        Ok(src.slice(&used[..]))
    }
}

/// The gradients of [`Tensor::scatter_reduce`]: of the tensor, as if all took part, and of the source.
struct Scattered {
    dim: isize,
    reduce: ScatterReduce,
    include_self: bool,
}

type Cx<'a> = Context<'a, 4>;

impl Scattered {
    #[track_caller]
    fn sum(&self, cx: &Cx<'_>) -> [Tensor; 2] {
        [cx.grad.clone(), cx.grad.gather(self.dim, &cx.saved()[2])]
    }

    #[track_caller]
    fn mean(&self, cx: &Cx<'_>) -> [Tensor; 2] {
        let [x, src, index, _] = cx.saved();
        let before = match self.include_self {
            true => x.ones_like(),
            false => x.ones_like().scatter(self.dim, index, 0),
        };
        let share = cx.grad.div(before.scatter_add(self.dim, index, &src.ones_like()));
        [share.clone(), share.gather(self.dim, index)]
    }

    #[track_caller]
    fn product(&self, cx: &Cx<'_>) -> [Tensor; 2] {
        let [x, src, index, result] = cx.saved();
        let Self {
            dim,
            reduce,
            include_self,
        } = *self;
        let reduced = |x: &Tensor, src: &Tensor| x.scatter_reduce(dim, index, src, reduce, include_self);
        let without_zeros = x.masked_fill(&x.eq(0), 1);
        let own = cx.grad.mul(reduced(&without_zeros, src).div(&without_zeros));
        // Among several elements one zero has the product of the others as its slope, which no quotient gives.
        let zero = Tensor::from(Eq::of(&*src.value(), 0));
        let zeros = x.zeros_like().scatter_add(dim, index, &zero.to_dtype(x.dtype()));
        let single = zero.logical_and(&zeros.gather(dim, index).eq(1));
        let others_of_zero = reduced(x, &src.masked_fill(&single, 1));
        let of_zero = cx.grad.mul(others_of_zero).gather(dim, index);
        let of_others = cx
            .grad
            .mul(result)
            .gather(dim, index)
            .div(src.masked_fill(&zero, 1));
        [own, single.where_(of_zero, of_others)]
    }

    #[track_caller]
    fn extreme(&self, cx: &Cx<'_>) -> [Tensor; 2] {
        let [x, src, index, result] = cx.saved();
        let is = |a: &Tensor, b: &Tensor| Tensor::from(Eq::of(&*a.value(), &*b.value())).to_dtype(x.dtype());
        let own = is(x, result);
        let others = is(src, &result.detach().gather(self.dim, index));
        let shared = own.scatter_add(self.dim, index, &others);
        let shared = Tensor::from(Ne::of(&*shared.value(), 0)).where_(&shared, 1);
        let share = cx.grad.div(shared);
        [share.mul(own), share.gather(self.dim, index).mul(others)]
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{ScatterReduce, Tensor};

    const ALL: [&str; 5] = ["sum", "prod", "mean", "amax", "amin"];

    #[test]
    fn gradients() {
        let index = &Tensor::from([[2, 0], [2, 1]]);
        check(&[&[2, 3], &[2, 2]], |x| {
            x[0].scatter(1, &Tensor::from([[2, 0], [2, 1]]), &x[1])
        });
        check(&[&[2, 3]], |x| {
            x[0].scatter(0, &index.narrow(0, 0, 1).eq(2).to_dtype(index.dtype()), 5)
        });
        for name in ALL {
            let reduce: ScatterReduce = name.parse().unwrap();
            assert_eq!(reduce.to_string(), name);
            for include_self in [true, false] {
                check(&[&[3, 2], &[2, 2]], |x| {
                    x[0].scatter_reduce(0, index, &x[1], reduce, include_self)
                });
                check_second(&[&[3, 2], &[2, 2]], |x| {
                    x[0].scatter_reduce(0, index, &x[1], reduce, include_self)
                        .square()
                });
            }
        }
    }

    #[test]
    fn a_single_zero_has_the_product_of_the_others() {
        let src = Tensor::from([0.0, 3.0]).requires_grad_(true);
        let x = Tensor::from([2.0]);
        x.scatter_reduce(0, &Tensor::from([0, 0]), &src, ScatterReduce::Prod, true)
            .backward();
        assert_eq!(src.grad().unwrap().to_vec::<f32>(), [6.0, 0.0]);
    }

    #[test]
    fn extremes_that_are_equal_share() {
        let src = Tensor::from([4.0, 4.0, 1.0]).requires_grad_(true);
        let index = Tensor::from([0, 0, 0]);
        let x = Tensor::from([0.0]);
        x.scatter_reduce(0, &index, &src, ScatterReduce::Amax, true)
            .backward();
        assert_eq!(src.grad().unwrap().to_vec::<f32>(), [0.5, 0.5, 0.0]);
    }
}
