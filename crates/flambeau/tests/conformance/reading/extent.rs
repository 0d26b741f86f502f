//! Sizes of windows and steps, one for all dimensions or one for each, and the words that stand beside them.

use flambeau::nn::Sides;
use flambeau::{Extent, InterpolateMode, OutputSize, PadMode, Padding};
use serde_json::Value;

use super::Read;

/// One for each dimension, as an array.
fn each<'a, T: Read<'a>, const N: usize>(json: &'a Value) -> Option<[T; N]> {
    Vec::<T>::read(json)?.try_into().ok()
}

macro_rules! one_or_each {
    ($($type:ident of $one:ty, $kind:literal;)*) => {$(
        impl<'a, const N: usize> Read<'a> for $type<N> {
            const KIND: &'static str = $kind;

            fn read(json: &'a Value) -> Option<Self> {
                match json {
                    Value::Array(one) if one.len() == 1 && N > 1 => <$one>::read(&one[0]).map($type::from),
                    Value::Array(_) => each::<$one, N>(json).map($type::from),
                    one => <$one>::read(one).map($type::from),
                }
            }
        }
    )*};
}
one_or_each! {
    Extent of usize, "sizes";
    Sides of isize, "numbers of elements";
}

/// `None` leaves a size as it is.
impl<'a, const N: usize> Read<'a> for OutputSize<N> {
    const KIND: &'static str = "sizes";

    fn read(json: &'a Value) -> Option<Self> {
        let Value::Array(sizes) = json else {
            return usize::read(json).map(OutputSize::from);
        };
        let mut read = [None; N];
        for (read, size) in read.iter_mut().zip(sizes) {
            if !size.is_null() {
                *read = Some(usize::read(size)?);
            }
        }
        (sizes.len() == N).then(|| OutputSize::from(read))
    }
}

impl<'a, const N: usize> Read<'a> for Padding<N> {
    const KIND: &'static str = "padding";

    fn read(json: &'a Value) -> Option<Self> {
        match json.as_str() {
            Some("same") => Some(Padding::Same),
            Some("valid") => Some(Padding::Valid),
            Some(_) => None,
            None => Extent::read(json).map(Padding::Each),
        }
    }
}

macro_rules! words {
    ($($type:ident, $kind:literal: $($word:literal => $choice:ident),+;)*) => {$(
        impl<'a> Read<'a> for $type {
            const KIND: &'static str = $kind;

            fn read(json: &'a Value) -> Option<Self> {
                match json.as_str()? {
                    $($word => Some($type::$choice),)+
                    _ => None,
                }
            }
        }
    )*};
}
words! {
    PadMode, "a mode of padding":
        "constant" => Constant, "zeros" => Constant, "reflect" => Reflect, "replicate" => Replicate, "circular" => Circular;
    InterpolateMode, "a mode of resizing":
        "nearest" => Nearest, "nearest-exact" => NearestExact, "linear" => Linear, "bilinear" => Bilinear,
        "trilinear" => Trilinear, "bicubic" => Bicubic, "area" => Area;
}
