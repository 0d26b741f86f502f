//! Layers that put elements around: [`ZeroPad2d`], [`ReflectionPad2d`] and their like.

use autograd::{PadMode, Scalar, Tensor};
use tensor_core::Pads;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// How many elements a layer puts in front of and behind each dimension, the last dimension's first, of `N` numbers. One
/// number stands for all; where one is negative, elements are left out.
///
/// ```
/// use nn::Sides;
/// assert_eq!(Sides::<4>::from(1), Sides::from([1, 1, 1, 1]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides<const N: usize>([isize; N]);

impl<const N: usize> From<isize> for Sides<N> {
    fn from(count: isize) -> Self {
        Self([count; N])
    }
}

impl<const N: usize> From<[isize; N]> for Sides<N> {
    fn from(counts: [isize; N]) -> Self {
        Self(counts)
    }
}

/// As Python writes a tuple.
impl<const N: usize> std::fmt::Display for Sides<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts: Vec<String> = self.0.iter().map(isize::to_string).collect();
        write!(f, "({})", counts.join(", "))
    }
}

/// Pads `rank` dimensions behind a batch and channels, one of which may be missing.
fn padded(x: &Tensor, pad: &[isize], mode: PadMode, value: Scalar) -> Result<Tensor, LayerError> {
    Pads::new(x.shape(), pad, mode)?;
    Ok(match mode {
        PadMode::Constant => x.pad_with(pad, value),
        _ => x.pad(pad, mode),
    })
}

/// Writes a layer that has no other option.
macro_rules! pad {
    ($layer:ident, $sides:literal, $sizes:literal, $mode:ident, $what:literal, $example:literal) => {
        #[doc = concat!("The input with ", $what, " around it.")]
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same, each size with what comes on its sides.")]
        ///
        /// ```
        #[doc = $example]
        /// ```
        #[derive(Clone, Copy, Debug, Module)]
        #[module(extra_repr)]
        pub struct $layer {
            #[module(skip)]
            padding: Sides<$sides>,
        }

        impl $layer {
            /// A layer that puts so many elements on each side: the last dimension's front and back first.
            pub fn new(padding: impl Into<Sides<$sides>>) -> Self {
                Self { padding: padding.into() }
            }

            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                padded(x, &self.padding.0, PadMode::$mode, Scalar::Int(0))
            }

            fn extra_repr(&self) -> String {
                self.padding.to_string()
            }
        }

        layer!($layer);
    };
}

pad!(
    ZeroPad1d,
    2,
    "L",
    Constant,
    "zeros",
    "use nn::{Forward, Tensor, ZeroPad1d};
let y = ZeroPad1d::new([1, 2]).forward(&Tensor::from([[3.0, 4.0]]));
assert_eq!(y.to_vec::<f32>(), [0.0, 3.0, 4.0, 0.0, 0.0]);"
);
pad!(
    ZeroPad2d,
    4,
    "H, W",
    Constant,
    "zeros",
    "use nn::{Forward, Tensor, ZeroPad2d};
let layer = ZeroPad2d::new(1);
assert_eq!(layer.forward(&Tensor::ones([2, 3, 4, 5])).shape(), [2, 3, 6, 7]);
assert_eq!(layer.to_string(), \"ZeroPad2d((1, 1, 1, 1))\");"
);
pad!(
    ZeroPad3d,
    6,
    "D, H, W",
    Constant,
    "zeros",
    "use nn::{Forward, Tensor, ZeroPad3d};
assert_eq!(ZeroPad3d::new(1).forward(&Tensor::ones([1, 1, 2, 3, 4])).shape(), [1, 1, 4, 5, 6]);"
);
pad!(
    ReflectionPad1d,
    2,
    "L",
    Reflect,
    "its own elements, mirrored at the edges,",
    "use nn::{Forward, ReflectionPad1d, Tensor};
let y = ReflectionPad1d::new([2, 1]).forward(&Tensor::from([[1.0, 2.0, 3.0]]));
assert_eq!(y.to_vec::<f32>(), [3.0, 2.0, 1.0, 2.0, 3.0, 2.0]);"
);
pad!(
    ReflectionPad2d,
    4,
    "H, W",
    Reflect,
    "its own elements, mirrored at the edges,",
    "use nn::{Forward, ReflectionPad2d, Tensor};
assert_eq!(ReflectionPad2d::new(2).forward(&Tensor::ones([1, 3, 4, 5])).shape(), [1, 3, 8, 9]);"
);
pad!(
    ReflectionPad3d,
    6,
    "D, H, W",
    Reflect,
    "its own elements, mirrored at the edges,",
    "use nn::{Forward, ReflectionPad3d, Tensor};
assert_eq!(ReflectionPad3d::new(1).forward(&Tensor::ones([1, 1, 2, 3, 4])).shape(), [1, 1, 4, 5, 6]);"
);
pad!(
    ReplicationPad1d,
    2,
    "L",
    Replicate,
    "the elements at its edges",
    "use nn::{Forward, ReplicationPad1d, Tensor};
let y = ReplicationPad1d::new([2, 1]).forward(&Tensor::from([[1.0, 2.0, 3.0]]));
assert_eq!(y.to_vec::<f32>(), [1.0, 1.0, 1.0, 2.0, 3.0, 3.0]);"
);
pad!(
    ReplicationPad2d,
    4,
    "H, W",
    Replicate,
    "the elements at its edges",
    "use nn::{Forward, ReplicationPad2d, Tensor};
assert_eq!(ReplicationPad2d::new(2).forward(&Tensor::ones([1, 3, 4, 5])).shape(), [1, 3, 8, 9]);"
);
pad!(
    ReplicationPad3d,
    6,
    "D, H, W",
    Replicate,
    "the elements at its edges",
    "use nn::{Forward, ReplicationPad3d, Tensor};
assert_eq!(ReplicationPad3d::new(1).forward(&Tensor::ones([1, 1, 2, 3, 4])).shape(), [1, 1, 4, 5, 6]);"
);
pad!(
    CircularPad1d,
    2,
    "L",
    Circular,
    "the elements of its other end",
    "use nn::{CircularPad1d, Forward, Tensor};
let y = CircularPad1d::new([2, 1]).forward(&Tensor::from([[1.0, 2.0, 3.0]]));
assert_eq!(y.to_vec::<f32>(), [2.0, 3.0, 1.0, 2.0, 3.0, 1.0]);"
);
pad!(
    CircularPad2d,
    4,
    "H, W",
    Circular,
    "the elements of its other end",
    "use nn::{CircularPad2d, Forward, Tensor};
assert_eq!(CircularPad2d::new(2).forward(&Tensor::ones([1, 3, 4, 5])).shape(), [1, 3, 8, 9]);"
);
pad!(
    CircularPad3d,
    6,
    "D, H, W",
    Circular,
    "the elements of its other end",
    "use nn::{CircularPad3d, Forward, Tensor};
assert_eq!(CircularPad3d::new(1).forward(&Tensor::ones([1, 1, 2, 3, 4])).shape(), [1, 1, 4, 5, 6]);"
);

/// Writes a layer that puts one number around.
macro_rules! constant_pad {
    ($layer:ident, $sides:literal, $sizes:literal, $shape:literal) => {
        /// The input with one number around it.
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same, each size with what comes on its sides.")]
        ///
        /// ```
        #[doc = concat!("use nn::{", stringify!($layer), ", Forward, Tensor};")]
        #[doc = concat!("let layer = ", stringify!($layer), "::new(1, 0.5);")]
        #[doc = concat!("let y = layer.forward(&Tensor::zeros(", $shape, "));")]
        /// assert_eq!((y.min().item(), y.max().item()), (0.0, 0.5));
        /// ```
        #[derive(Clone, Copy, Debug, Module)]
        #[module(extra_repr)]
        pub struct $layer {
            #[module(skip)]
            padding: Sides<$sides>,
            #[module(skip)]
            value: Scalar,
        }

        impl $layer {
            /// A layer that puts so many elements of this value on each side: the last dimension's front and back first.
            pub fn new(padding: impl Into<Sides<$sides>>, value: impl Into<Scalar>) -> Self {
                Self { padding: padding.into(), value: value.into() }
            }

            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                padded(x, &self.padding.0, PadMode::Constant, self.value)
            }

            fn extra_repr(&self) -> String {
                let value = match self.value {
                    Scalar::Float(value) => format!("{value:?}"),
                    value => value.to_string(),
                };
                format!("padding={}, value={value}", self.padding)
            }
        }

        layer!($layer);
    };
}

constant_pad!(ConstantPad1d, 2, "L", "[1, 2, 3]");
constant_pad!(ConstantPad2d, 4, "H, W", "[1, 2, 3, 3]");
constant_pad!(ConstantPad3d, 6, "D, H, W", "[1, 2, 3, 3, 3]");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    fn printed_as_in_python() {
        assert_eq!(
            ReflectionPad1d::new([1, 2]).to_string(),
            "ReflectionPad1d((1, 2))"
        );
        assert_eq!(
            ConstantPad1d::new(1, 0.5).to_string(),
            "ConstantPad1d(padding=(1, 1), value=0.5)"
        );
        assert_eq!(
            ConstantPad2d::new(1, 2).to_string(),
            "ConstantPad2d(padding=(1, 1, 1, 1), value=2)"
        );
    }

    #[test]
    #[should_panic(expected = "ReflectionPad1d((4, 4)): pad: Reflect cannot give 4 elements in front")]
    fn more_than_there_is_is_refused() {
        ReflectionPad1d::new(4).forward(&Tensor::zeros([1, 1, 4]));
    }
}
