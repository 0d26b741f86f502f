//! What counts as a number and as a point, so that callers need not convert.

/// A primitive number, or a reference to one.
///
/// ```
/// let chart = plot::Chart::new("any number").curve("f32", [1.5_f32, 2.0]).curve("usize", &vec![1_usize, 2]);
/// # let _ = chart;
/// ```
pub trait Number: Copy {
    /// The nearest `f64`.
    fn to_f64(self) -> f64;
}

macro_rules! number {
    ($($t:ty)*) => {$(
        impl Number for $t {
            fn to_f64(self) -> f64 {
                self as f64
            }
        }
    )*};
}
number!(f32 f64 i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

impl<N: Number> Number for &N {
    fn to_f64(self) -> f64 {
        (*self).to_f64()
    }
}

/// A point of the plane: a pair or an array of two [`Number`]s, or a reference to one.
///
/// ```
/// let losses = [0.9, 0.5, 0.4];
/// let chart = plot::Chart::new("any point")
///     .line("pairs", [(0, 1.0), (1, 0.5)])
///     .line("arrays", &[[0.0, 1.0], [1.0, 0.5]])
///     .line("per epoch", (0..).step_by(100).zip(&losses));
/// # let _ = chart;
/// ```
pub trait Point {
    /// The horizontal and the vertical coordinate.
    fn xy(self) -> (f64, f64);
}

impl<X: Number, Y: Number> Point for (X, Y) {
    fn xy(self) -> (f64, f64) {
        (self.0.to_f64(), self.1.to_f64())
    }
}

impl<X: Number, Y: Number> Point for &(X, Y) {
    fn xy(self) -> (f64, f64) {
        (*self).xy()
    }
}

impl<N: Number> Point for [N; 2] {
    fn xy(self) -> (f64, f64) {
        (self[0].to_f64(), self[1].to_f64())
    }
}

impl<N: Number> Point for &[N; 2] {
    fn xy(self) -> (f64, f64) {
        (*self).xy()
    }
}
