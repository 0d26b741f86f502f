//! Degrees and radians.

use crate::tensor::Tensor;

impl Tensor {
    /// Degrees as radians.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 180.0]).deg2rad().to_vec::<f32>(), [0.0, std::f32::consts::PI]);
    /// ```
    #[track_caller]
    pub fn deg2rad(&self) -> Tensor {
        self.mul(std::f64::consts::PI / 180.0)
    }

    /// Radians as degrees.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, std::f64::consts::PI]).rad2deg().to_vec::<f32>(), [0.0, 180.0]);
    /// ```
    #[track_caller]
    pub fn rad2deg(&self) -> Tensor {
        self.mul(180.0 / std::f64::consts::PI)
    }
}
