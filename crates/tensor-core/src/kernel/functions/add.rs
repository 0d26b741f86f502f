//! The sum.

use super::binary;

binary! {
    /// `a + b`; of bools "or".
    ///
    /// ```
    /// use tensor_core::{Array, functions::Add};
    /// let sums = Add::of(&Array::from([[1.0], [2.0]]), &Array::from([10, 20]));
    /// assert_eq!(sums.to_vec::<f32>(), [11.0, 21.0, 12.0, 22.0]);
    /// ```
    Add = add: Any;
    fn value(a, b) { a.add(b) }
}
