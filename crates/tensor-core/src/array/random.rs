//! Arrays of random numbers. What is drawn, and in which order, is [`random`](crate::random)'s to say.

use crate::array::Array;
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::functions::float_dtype;
use crate::random::Generator;
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
        let mut array = Array::try_unfilled(float_dtype("uniform", dtype)?, &shape.into_shape())?;
        dispatch!(dtype, T: Float => array.changed::<T, _>(|out| generator.fill_uniform_range(out, from, to)))?;
        Ok(array)
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
        let mut array = Array::try_unfilled(float_dtype("normal", dtype)?, &shape.into_shape())?;
        dispatch!(dtype, T: Float => array.changed::<T, _>(|out| generator.fill_normal(out, mean, std)))?;
        Ok(array)
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
        let mut array = Array::try_unfilled(DType::I64, &shape.into_shape())?;
        generator.fill_randint(array.as_mut_slice(), low, high)?;
        Ok(array)
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
        let mut array = Array::try_unfilled(dtype, &shape.into_shape())?;
        dispatch!(dtype, T: Any => array.changed::<T, _>(|out| generator.fill_bernoulli(out, p)))?;
        Ok(array)
    }

    /// For each element, a probability: 1 with it, else 0.
    ///
    /// # Errors
    /// If the elements are not floating point, or one is not a probability.
    pub fn bernoulli_each(&self, generator: &Generator) -> Result<Array, Error> {
        let dtype = float_dtype("bernoulli_each", self.dtype())?;
        let (p, mut array) = (self.contiguous(), Array::try_unfilled(dtype, self.shape())?);
        let p = p.computable();
        dispatch!(dtype, T: Float => array.changed::<T, _>(|out| {
            generator.fill_bernoulli_each(out, &p.elements::<T>()[..p.numel()])
        }))?;
        Ok(array)
    }
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
