//! The largest element of each of windows that begin at random places.

use tensor_core::{Array, DType, Error, OrRaise, Shape, scratch};

use crate::extent::Extent;
use crate::tensor::Tensor;

macro_rules! fractional_max_pool {
    ($name:ident, $rank:literal, $sizes:literal, $seven:literal, $four:literal) => {
        #[doc = concat!("The largest element of each window over the last ", $rank, " dimensions, and its place in its channel ")]
        /// (int64). The windows begin at steps that are drawn at random, so that any `output_size` is reached: of B. Graham,
        /// "Fractional Max-Pooling" (2014).
        ///
        #[doc = concat!("`samples`, `[N, C, ", $rank, "]` in `[0, 1)`, say where; without them they are drawn from the default ")]
        /// generator, and are PyTorch's if the generator is.
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with sizes `output_size`.")]
        ///
        /// Gradient: to the largest element of each window, the first of equal ones.
        ///
        /// ```
        /// # use autograd::Tensor;
        #[doc = concat!("let x = Tensor::rand([2, 3, ", $seven, "]);")]
        #[doc = concat!("let (y, _) = x.", stringify!($name), "(2, 4, None);")]
        #[doc = concat!("assert_eq!(y.shape(), [2, 3, ", $four, "]);")]
        /// ```
        ///
        /// # Panics
        /// If the shape does not fit, windows of this size and number do not fit into the input, the samples are not as said,
        /// or the elements are not floating point.
        #[track_caller]
        #[must_use]
        pub fn $name(
            &self,
            kernel_size: impl Into<Extent<$rank>>,
            output_size: impl Into<Extent<$rank>>,
            samples: Option<&Tensor>,
        ) -> (Tensor, Tensor) {
            let sizes = [*kernel_size.into().sizes(), *output_size.into().sizes()];
            let windows = Windows::new(stringify!($name), self, sizes).or_raise();
            windows.largest(self, samples)
        }
    };
}

impl Tensor {
    fractional_max_pool!(fractional_max_pool2d, 2, "H, W", "7, 7", "4, 4");
    fractional_max_pool!(fractional_max_pool3d, 3, "D, H, W", "7, 7, 7", "4, 4, 4");
}

/// How many windows of which size go over what.
struct Windows<const D: usize> {
    operation: &'static str,
    /// The dimensions before those that the windows go over.
    leading: Vec<usize>,
    input: [usize; D],
    kernel: [usize; D],
    output: [usize; D],
}

impl<const D: usize> Windows<D> {
    fn new(operation: &'static str, x: &Tensor, [kernel, output]: [[usize; D]; 2]) -> Result<Self, Error> {
        let Some((leading, input)) = x.shape().split_last_chunk::<D>() else {
            return Err(Error::shape(format!(
                "{operation}: shape {:?} has no planes",
                x.shape()
            )));
        };
        if !matches!(leading.len(), 1 | 2) || !x.dtype().is_float() {
            return Err(Error::shape(format!(
                "{operation}: input is {} of shape {:?}, and must be floating point, with channels and perhaps a batch \
                 before {D} dimensions",
                x.dtype(),
                x.shape()
            )));
        }
        let fits = |dim: usize| {
            kernel[dim] > 0 && output[dim] > 0 && output[dim].saturating_add(kernel[dim] - 1) <= input[dim]
        };
        if !(0..D).all(fits) {
            return Err(Error::argument(format!(
                "{operation}: output_size {output:?} of windows of {kernel:?} does not fit into {input:?}: output_size + \
                 kernel_size - 1 must not be larger"
            )));
        }
        Ok(Self {
            operation,
            leading: leading.to_vec(),
            input: *input,
            kernel,
            output,
        })
    }

    #[track_caller]
    fn largest(&self, x: &Tensor, samples: Option<&Tensor>) -> (Tensor, Tensor) {
        let planes: usize = self.leading.iter().product();
        let [cells, size, count] =
            [self.input, self.kernel, self.output].map(|sizes| sizes.iter().product::<usize>());
        let places = Tensor::from(self.places(x.dtype(), samples).or_raise());
        let elements = x
            .reshape([planes, cells])
            .gather(1, &places)
            .reshape([planes, count, size]);
        let (values, which) = elements.max_dim(-1, false);
        let indices = places
            .reshape([planes, count, size])
            .gather(-1, &which.unsqueeze(-1));
        let shape = [&self.leading[..], &self.output[..]].concat();
        (values.reshape(&shape[..]), indices.reshape(&shape[..]))
    }

    /// Of each plane the places of the elements of its windows, one window after the other.
    #[track_caller]
    fn places(&self, dtype: DType, samples: Option<&Tensor>) -> Result<Array, Error> {
        let batch = if self.leading.len() == 2 {
            self.leading[0]
        } else {
            1
        };
        let channels = self.leading[self.leading.len() - 1];
        let samples = match samples {
            Some(samples) if samples.shape() != [batch, channels, D] => {
                return Err(Error::shape(format!(
                    "{}: samples have shape {:?}, and must have shape {:?}",
                    self.operation,
                    samples.shape(),
                    [batch, channels, D]
                )));
            }
            Some(samples) => samples.clone(),
            None => Tensor::options().dtype(dtype).rand([batch, channels, D]),
        };
        let samples = samples.to_vec::<f64>();
        let each = [self.kernel, self.output].concat();
        let shape = Shape::from(&[batch * channels][..]);
        let total = each
            .iter()
            .try_fold(shape.iter().product::<usize>(), |total, size| {
                total.checked_mul(*size)
            });
        let mut places = scratch::room_for::<i64>("the windows of a pooling", total.unwrap_or(usize::MAX))?;
        for plane in samples.chunks_exact(D) {
            let starts: [Vec<usize>; D] = std::array::from_fn(|dim| {
                // PyTorch's order: of two dimensions the last one's comes first, of three the first one's.
                let sample = if D == 2 { plane[D - 1 - dim] } else { plane[dim] };
                self.starts(dim, sample, dtype)
            });
            self.push_windows(&starts, &mut places);
        }
        let len = places.len();
        let planes = batch * channels;
        Array::from_vec(places, &[planes, len.checked_div(planes).unwrap_or(0)][..])
    }

    /// Where the windows begin along a dimension, in the arithmetic of the element type.
    fn starts(&self, dim: usize, sample: f64, dtype: DType) -> Vec<usize> {
        let last = self.input[dim] - self.kernel[dim];
        let steps = self.output[dim] - 1;
        let place = |at: f64| match dtype {
            DType::F64 => ((at + sample) * (last as f64 / steps as f64)) as usize,
            _ => ((at as f32 + sample as f32) * (last as f32 / steps as f32)) as usize,
        };
        let begun = (0..steps).map(|at| (place(at as f64) - place(0.0)).min(last));
        begun.chain([last]).collect()
    }

    /// Adds the places of the elements of all windows of a plane.
    fn push_windows(&self, starts: &[Vec<usize>; D], places: &mut Vec<i64>) {
        let windows: usize = self.output.iter().product();
        let size: usize = self.kernel.iter().product();
        for window in 0..windows {
            let at = coordinates(window, &self.output);
            for element in 0..size {
                let within = coordinates(element, &self.kernel);
                let place = (0..D).fold(0, |place, dim| {
                    place * self.input[dim] + starts[dim][at[dim]] + within[dim]
                });
                places.push(place as i64);
            }
        }
    }
}

/// The place of number `number`, in row-major order, along each dimension.
fn coordinates<const D: usize>(mut number: usize, sizes: &[usize; D]) -> [usize; D] {
    let mut at = [0; D];
    for dim in (0..D).rev() {
        at[dim] = number % sizes[dim];
        number /= sizes[dim];
    }
    at
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let samples = Tensor::from([[[0.3, 0.8]]]);
        check(&[&[1, 5, 4]], |x| {
            x[0].fractional_max_pool2d(2, (3, 2), Some(&samples)).0
        });
        check_second(&[&[1, 5, 4]], |x| {
            x[0].square().fractional_max_pool2d((2, 1), 2, Some(&samples)).0
        });
        let samples = Tensor::from([[[0.3, 0.8, 0.1]]]);
        check(&[&[1, 1, 3, 4, 3]], |x| {
            x[0].fractional_max_pool3d(2, 2, Some(&samples)).0
        });
    }

    #[test]
    fn windows_are_pytorchs() {
        let numbers =
            |count: f64, shape: &[usize]| ((Tensor::arange(0.0, count, 1.0) * 7.0) % 31.0).reshape(shape);
        // torch.nn.functional.fractional_max_pool2d_with_indices
        let samples = Tensor::from([[[0.3, 0.8], [0.9, 0.1]]]);
        let (y, places) = numbers(60.0, &[2, 5, 6]).fractional_max_pool2d((2, 3), (3, 2), Some(&samples));
        assert_eq!(
            y.to_vec::<f32>(),
            [
                25.0, 28.0, 29.0, 26.0, 27.0, 30.0, 24.0, 28.0, 29.0, 25.0, 26.0, 30.0
            ]
        );
        assert_eq!(
            places.to_vec::<i64>(),
            [8, 4, 13, 17, 26, 22, 0, 5, 14, 9, 18, 23]
        );
        let samples = Tensor::from([[[0.3, 0.8, 0.6]]]);
        let (y, places) = numbers(100.0, &[1, 4, 5, 5]).fractional_max_pool3d(2, (2, 3, 2), Some(&samples));
        assert_eq!(
            y.to_vec::<f32>(),
            [
                27.0, 28.0, 28.0, 29.0, 23.0, 29.0, 29.0, 30.0, 24.0, 30.0, 28.0, 22.0
            ]
        );
        assert_eq!(
            places.to_vec::<i64>(),
            [26, 4, 35, 13, 21, 44, 75, 53, 61, 84, 66, 74]
        );
    }

    #[test]
    #[should_panic(expected = "output_size [4, 4] of windows of [3, 3] does not fit into [5, 9]")]
    fn too_many_windows_are_refused() {
        let _ = Tensor::zeros([1, 5, 9]).fractional_max_pool2d(3, 4, None);
    }
}
