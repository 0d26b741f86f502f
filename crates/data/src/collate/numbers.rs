//! Numbers become tensors of one dimension; text stays text.

use autograd::Tensor;

use super::Collate;

macro_rules! numbers {
    ($($number:ty => $element:ty),* $(,)?) => {$(
        impl Collate for $number {
            type Batch = Tensor;

            fn collate(samples: Vec<Self>) -> Tensor {
                let len = samples.len();
                let elements: Vec<$element> = samples.into_iter().map(|number| number as $element).collect();
                Tensor::from_vec(elements, len)
            }
        }
    )*};
}
numbers! {
    f64 => f64, f32 => f32, bool => bool,
    i64 => i64, i32 => i64, i16 => i64, i8 => i64, isize => i64,
    u64 => i64, u32 => i64, u16 => i64, u8 => i64, usize => i64,
}

impl Collate for String {
    type Batch = Vec<String>;

    fn collate(samples: Vec<Self>) -> Vec<Self> {
        samples
    }
}

impl<'a> Collate for &'a str {
    type Batch = Vec<&'a str>;

    fn collate(samples: Vec<Self>) -> Vec<Self> {
        samples
    }
}
