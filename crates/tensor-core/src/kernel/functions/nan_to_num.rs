//! Not-a-number and infinities replaced.

use super::one_by_one::of_number;
use crate::array::Array;

impl Array {
    /// Every element, but not-a-number becomes `nan`, and the infinities `posinf` and `neginf`; left out, the largest and
    /// the smallest number of the element type. Integers and bools stay as they are.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([f64::NAN, f64::INFINITY, 2.0]).nan_to_num(0.0, Some(9.0), None);
    /// assert_eq!(x.to_vec::<f32>(), [0.0, 9.0, 2.0]);
    /// ```
    #[track_caller]
    pub fn nan_to_num(&self, nan: f64, posinf: Option<f64>, neginf: Option<f64>) -> Array {
        let Some(limits) = self.dtype().finfo() else {
            return self.clone();
        };
        let (largest, smallest) = (posinf.unwrap_or(limits.max), neginf.unwrap_or(limits.min));
        of_number(self, &|x| match x {
            f64::INFINITY => largest,
            f64::NEG_INFINITY => smallest,
            x if x.is_nan() => nan,
            x => x,
        })
    }
}
