//! Arrays of random numbers. What is drawn, and in which order, is [`random`](crate::random)'s to say.

use crate::array::Array;
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::functions::float_dtype;
use crate::random::Generator;
use crate::scratch;
use crate::shape::IntoShape;

impl Array {
    /// Uniform numbers in `[0, 1)`.
    ///
    /// ```
    /// use tensor_core::{Array, DType, random::Generator};
    /// let x = Array::rand(3, DType::F32, &Generator::pytorch(0));
    /// assert_eq!(x.to_vec::<f32>(), [0.4962566, 0.7682218, 0.08847743]);
    /// ```
    ///
    /// # Panics
    /// If `dtype` is not floating point.
    #[track_caller]
    pub fn rand(shape: impl IntoShape, dtype: DType, generator: &Generator) -> Array {
        let (shape, dtype) = (shape.into_shape(), float_dtype("rand", dtype).or_raise());
        dispatch!(dtype, T: Float => Array::computed([], dtype, &shape, |[], out: &mut [T]| {
            generator.fill_uniform(out);
        }))
    }

    /// Numbers of the standard normal distribution.
    ///
    /// # Panics
    /// If `dtype` is not floating point.
    #[track_caller]
    pub fn randn(shape: impl IntoShape, dtype: DType, generator: &Generator) -> Array {
        float_dtype("randn", dtype).or_raise();
        Array::normal(shape, 0.0, 1.0, dtype, generator).or_raise()
    }

    /// Uniform numbers in `[from, to)`.
    ///
    /// # Errors
    /// If `dtype` is not floating point, or the bounds are not finite or in the wrong order.
    pub fn uniform(
        shape: impl IntoShape,
        from: f64,
        to: f64,
        dtype: DType,
        generator: &Generator,
    ) -> Result<Array, Error> {
        let dtype = float_dtype("uniform", dtype)?;
        drawn(
            dtype,
            &shape.into_shape(),
            |array| dispatch!(dtype, T: Float => array.changed::<T, _>(|out| generator.fill_uniform_range(out, from, to))),
        )
    }

    /// Numbers of the normal distribution with this mean and standard deviation.
    ///
    /// # Errors
    /// If `dtype` is not floating point, or the standard deviation is negative.
    pub fn normal(
        shape: impl IntoShape,
        mean: f64,
        std: f64,
        dtype: DType,
        generator: &Generator,
    ) -> Result<Array, Error> {
        let dtype = float_dtype("normal", dtype)?;
        drawn(
            dtype,
            &shape.into_shape(),
            |array| dispatch!(dtype, T: Float => array.changed::<T, _>(|out| generator.fill_normal(out, mean, std))),
        )
    }

    /// Uniform integers from `low` up to but without `high`.
    ///
    /// ```
    /// use tensor_core::{Array, random::Generator};
    /// let x = Array::randint(0, 10, 5, &Generator::pytorch(0)).unwrap();
    /// assert_eq!(x.to_vec::<i64>(), [4, 9, 3, 0, 3]);
    /// ```
    ///
    /// # Errors
    /// If there is no such integer.
    pub fn randint(
        low: i64,
        high: i64,
        shape: impl IntoShape,
        generator: &Generator,
    ) -> Result<Array, Error> {
        drawn(DType::I64, &shape.into_shape(), |array| {
            generator.fill_randint(array.as_mut_slice(), low, high)
        })
    }

    /// The integers below `n` in a random order.
    ///
    /// ```
    /// use tensor_core::{Array, random::Generator};
    /// let x = Array::randperm(10, &Generator::pytorch(0));
    /// assert_eq!(x.to_vec::<i64>(), [4, 1, 7, 5, 3, 9, 0, 8, 6, 2]);
    /// ```
    ///
    /// # Panics
    /// If the system gives no memory for them.
    #[track_caller]
    pub fn randperm(n: usize, generator: &Generator) -> Array {
        let order = generator.permutation(n);
        Array::written::<i64>(&[n], |out| {
            for (out, at) in out.iter_mut().zip(order) {
                *out = at as i64;
            }
        })
    }

    /// Ones (or true) with probability `p`, else zeros.
    ///
    /// # Errors
    /// If `p` is not a probability.
    pub fn bernoulli(
        shape: impl IntoShape,
        p: f64,
        dtype: DType,
        generator: &Generator,
    ) -> Result<Array, Error> {
        drawn(
            dtype,
            &shape.into_shape(),
            |array| dispatch!(dtype, T: Any => array.changed::<T, _>(|out| generator.fill_bernoulli(out, p))),
        )
    }

    /// For each element, a probability: 1 with it, else 0.
    ///
    /// # Errors
    /// If the elements are not floating point, or one is not a probability.
    pub fn bernoulli_each(&self, generator: &Generator) -> Result<Array, Error> {
        let dtype = float_dtype("bernoulli_each", self.dtype())?;
        drawn(dtype, self.shape(), |array| {
            let p = self.contiguous().computable();
            dispatch!(dtype, T: Float => array.changed::<T, _>(|out| {
                generator.fill_bernoulli_each(out, &p.elements::<T>()[..p.numel()])
            }))
        })
    }

    /// Exponential numbers of rate `lambda`.
    ///
    /// # Errors
    /// If `dtype` is not floating point, or the rate is not positive.
    pub fn exponential(
        shape: impl IntoShape,
        lambda: f64,
        dtype: DType,
        generator: &Generator,
    ) -> Result<Array, Error> {
        let mut array = Array::try_unfilled(float_dtype("exponential", dtype)?, &shape.into_shape())?;
        dispatch!(dtype, T: Float => array.changed::<T, _>(|out| generator.fill_exponential(out, lambda)))?;
        Ok(array)
    }

    /// How many trials it takes until one succeeds, of probability `p`.
    ///
    /// # Errors
    /// If `dtype` is bool, or the probability is not between 0 and 1.
    pub fn geometric(
        shape: impl IntoShape,
        p: f64,
        dtype: DType,
        generator: &Generator,
    ) -> Result<Array, Error> {
        if dtype == DType::Bool {
            return Err(Error::dtype("geometric is for numbers, not bool"));
        }
        let shape = shape.into_shape();
        let mut array = Array::try_unfilled(dtype.to_float(), &shape)?;
        dispatch!(array.dtype(), T: Float => array.changed::<T, _>(|out| generator.fill_geometric(out, p)))?;
        Ok(array.to_dtype(dtype))
    }

    /// Exponentials of normal numbers of this mean and standard deviation.
    ///
    /// # Errors
    /// If `dtype` is not floating point, or the standard deviation is not positive.
    pub fn log_normal(
        shape: impl IntoShape,
        mean: f64,
        std: f64,
        dtype: DType,
        generator: &Generator,
    ) -> Result<Array, Error> {
        let mut array = Array::try_unfilled(float_dtype("log_normal", dtype)?, &shape.into_shape())?;
        dispatch!(dtype, T: Float => array.changed::<T, _>(|out| generator.fill_log_normal(out, mean, std)))?;
        Ok(array)
    }

    /// Numbers of the Cauchy distribution of this median and width.
    ///
    /// # Errors
    /// If `dtype` is not floating point, or the width is not positive.
    pub fn cauchy(
        shape: impl IntoShape,
        median: f64,
        sigma: f64,
        dtype: DType,
        generator: &Generator,
    ) -> Result<Array, Error> {
        let mut array = Array::try_unfilled(float_dtype("cauchy", dtype)?, &shape.into_shape())?;
        dispatch!(dtype, T: Float => array.changed::<T, _>(|out| generator.fill_cauchy(out, median, sigma)))?;
        Ok(array)
    }

    /// For each element, a rate: how often something happens that happens so often on average.
    ///
    /// # Errors
    /// If the elements are not floating point, or one is negative or not a number.
    pub fn poisson_each(&self, generator: &Generator) -> Result<Array, Error> {
        let dtype = float_dtype("poisson", self.dtype())?;
        let (rates, mut array) = (self.contiguous(), Array::try_unfilled(dtype, self.shape())?);
        let rates = rates.computable();
        dispatch!(dtype, T: Float => array.changed::<T, _>(|out| {
            generator.fill_poisson_each(out, &rates.elements::<T>()[..rates.numel()])
        }))?;
        Ok(array)
    }

    /// Positions in the last dimension, each picked with a probability in proportion to its element, `num_samples` for
    /// each row; without `replacement` none twice.
    ///
    /// # Errors
    /// If there are not one or two dimensions, the elements are not floating point, or a row's are no weights.
    pub fn multinomial(
        &self,
        num_samples: usize,
        replacement: bool,
        generator: &Generator,
    ) -> Result<Array, Error> {
        Error::catch_memory(|| -> Result<Array, Error> {
            let dtype = float_dtype("multinomial", self.dtype())?;
            let (&[columns] | &[_, columns]) = self.shape() else {
                return Err(Error::shape(format!(
                    "multinomial is for weights [n], or rows of them [m, n], not the shape {:?}",
                    self.shape()
                )));
            };
            let weights = self.contiguous().computable();
            let mut picks = Vec::new();
            dispatch!(dtype, T: Float => {
                for row in weights.elements::<T>()[..weights.numel()].chunks(columns.max(1)) {
                    let row = generator.multinomial(row, num_samples, replacement)?;
                    let picked = row.into_iter().map(|pick| pick as i64);
                    picked.for_each(|pick| scratch::push(&mut picks, pick));
                }
            });
            match self.shape() {
                [rows, _] => Array::from_vec(picks, [*rows, num_samples]),
                _ => Array::from_vec(picks, num_samples),
            }
        })
        .flatten()
    }
}

/// An array that `draw` fills.
fn drawn(
    dtype: DType,
    shape: &[usize],
    draw: impl FnOnce(&mut Array) -> Result<(), Error>,
) -> Result<Array, Error> {
    Error::catch_memory(|| {
        let mut array = Array::unfilled(dtype, shape);
        draw(&mut array).map(|()| array)
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_array() {
        let draw = |shape: &[usize]| {
            let generator = Generator::new(3);
            (
                Array::randn(shape, DType::F64, &generator),
                Array::randperm(5, &generator).to_vec::<i64>(),
            )
        };
        let (x, order) = draw(&[2, 9]);
        assert_eq!(x.shape(), [2, 9]);
        assert_eq!(x.to_vec::<f64>(), draw(&[18]).0.to_vec::<f64>());
        assert_eq!(order, draw(&[18]).1);
    }

    #[test]
    fn probabilities_of_zero_and_one_are_certain() {
        let generator = Generator::new(0);
        let certain = Array::from([[0.0, 1.0], [1.0, 0.0]])
            .t()
            .bernoulli_each(&generator)
            .unwrap();
        assert_eq!(certain.to_vec::<f32>(), [0.0, 1.0, 1.0, 0.0]);
        assert!(
            Array::bernoulli(8, 1.0, DType::Bool, &generator)
                .unwrap()
                .to_vec::<bool>()
                .iter()
                .all(|x| *x)
        );
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let generator = Generator::new(0);
        assert!(Array::bernoulli(1, 1.5, DType::F32, &generator).is_err());
        assert!(Array::randint(3, 3, 1, &generator).is_err());
        assert!(Array::normal(1, 0.0, -1.0, DType::F32, &generator).is_err());
        assert_eq!(
            Array::uniform(1, 0.0, 1.0, DType::I64, &generator)
                .unwrap_err()
                .to_string(),
            "uniform is for floating-point numbers, not int64: convert them first"
        );
    }
}
