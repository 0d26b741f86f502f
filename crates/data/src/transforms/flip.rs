//! [`RandomHorizontalFlip`] and [`RandomVerticalFlip`]: a picture or its mirror image.

use autograd::{Error, Tensor};

use super::picture::rows_and_columns;
use super::{Picture, Transform};

macro_rules! flip {
    ($(#[$doc:meta])* $flip:ident, $dim:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $flip {
            probability: f64,
        }

        impl $flip {
            /// With this probability, which PyTorch has as 0.5 if it is not given.
            ///
            /// # Panics
            /// If it is not between 0 and 1.
            #[track_caller]
            pub fn new(probability: f64) -> Self {
                if !(0.0..=1.0).contains(&probability) {
                    Error::argument(format!(
                        concat!(stringify!($flip), ": a probability is between 0 and 1, not {}"),
                        probability
                    ))
                    .raise();
                }
                Self { probability }
            }
        }

        impl<P: Picture> Transform<P> for $flip {
            type Output = P;

            /// # Panics
            /// If a tensor has fewer than two dimensions.
            fn apply(&self, picture: P) -> P {
                if Tensor::rand(1).item() >= self.probability {
                    return picture;
                }
                picture.with_planes(|planes| {
                    rows_and_columns(stringify!($flip), &planes);
                    planes.flip($dim)
                })
            }
        }
    };
}

flip! {
    /// The left becomes the right, with a probability: `transforms.RandomHorizontalFlip`.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use data::transforms::{RandomHorizontalFlip, Transform};
    ///
    /// let x = Tensor::from([[1, 2], [3, 4]]);
    /// assert_eq!(RandomHorizontalFlip::new(1.0).apply(x.clone()).to_vec::<i64>(), [2, 1, 4, 3]);
    /// assert_eq!(RandomHorizontalFlip::new(0.0).apply(x).to_vec::<i64>(), [1, 2, 3, 4]);
    /// ```
    RandomHorizontalFlip, -1
}
flip! {
    /// The top becomes the bottom, with a probability: `transforms.RandomVerticalFlip`.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use data::transforms::{RandomVerticalFlip, Transform};
    ///
    /// let x = Tensor::from([[1, 2], [3, 4]]);
    /// assert_eq!(RandomVerticalFlip::new(1.0).apply(x).to_vec::<i64>(), [3, 4, 1, 2]);
    /// ```
    RandomVerticalFlip, -2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_as_often_as_it_should() {
        autograd::manual_seed(0);
        let flip = RandomHorizontalFlip::new(0.25);
        let flipped = (0..1000).filter(|_| flip.apply(Tensor::from([[0, 1]])).get(0).get(0).item() == 1.0);
        let count = flipped.count();
        assert!((200..300).contains(&count), "{count}");
    }

    #[test]
    #[should_panic(expected = "RandomVerticalFlip: a probability is between 0 and 1, not 1.5")]
    fn no_other_probability() {
        RandomVerticalFlip::new(1.5);
    }
}
