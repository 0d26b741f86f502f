//! Changing the layers of a chain.

use std::ops::RangeBounds;

use super::{Layer, Layers, Place, Sequential};
use crate::forward::Forward;

impl Sequential {
    /// The layers of a range, borrowed: PyTorch's `model[:2]`.
    ///
    /// ```
    /// use nn::{Forward, Linear, Module, Tanh, Tensor, sequential};
    /// let model = sequential![Linear::new(4, 8), Tanh, Linear::new(8, 2)];
    /// let features = model.slice(..2);
    /// assert_eq!(features.forward(&Tensor::ones([1, 4])).shape(), [1, 8]);
    /// features.requires_grad_(false);
    /// assert_eq!(model.num_parameters(), 8 * 2 + 2);
    /// ```
    ///
    /// # Panics
    /// If the range ends beyond the layers.
    #[track_caller]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> Layers<'_> {
        Layers(&self.layers[(range.start_bound().cloned(), range.end_bound().cloned())])
    }

    /// Puts another layer in the place of one, and gives that back; the name stays. A place is a number, a name, or a path
    /// to a layer of a chain inside.
    ///
    /// ```
    /// use nn::{Forward, Linear, ReLU, Tensor, sequential};
    /// let mut model = sequential![Linear::new(8, 4), ReLU, Linear::new(4, 10)];
    /// let old = model.replace("2", Linear::new(4, 3));
    /// assert_eq!(old.to_string(), "Linear(in_features=4, out_features=10, bias=True)");
    /// assert_eq!(model.forward(&Tensor::zeros([1, 8])).shape(), [1, 3]);
    /// ```
    ///
    /// # Panics
    /// If there is no such layer.
    #[track_caller]
    pub fn replace(&mut self, place: impl Place, layer: impl Forward + 'static) -> Layer {
        match place.find_mut(self) {
            Some((chain, at)) => std::mem::replace(&mut chain.layers[at].1, Layer::new(layer)),
            None => self.lacks(&place),
        }
    }

    /// Puts a layer before the one at `at`, or at the end. Layers that have no names of their own are numbered anew.
    ///
    /// ```
    /// use nn::{Dropout, Linear, ReLU, sequential};
    /// let mut model = sequential![Linear::new(8, 4), Linear::new(4, 2)];
    /// model.insert(1, ReLU);
    /// assert_eq!(model.layer::<Linear>("2").out_features(), 2);
    /// ```
    ///
    /// # Panics
    /// If there are fewer layers.
    #[track_caller]
    pub fn insert(&mut self, at: usize, layer: impl Forward + 'static) {
        assert!(
            at <= self.len(),
            "there is no place {at} in a Sequential of {}",
            self.len()
        );
        self.layers.insert(at, (at.to_string(), Layer::new(layer)));
        self.number();
    }

    /// Takes a layer out: PyTorch's `pop`, `del model[1]`. Layers that have no names of their own are numbered anew.
    ///
    /// ```
    /// use nn::{Linear, ReLU, sequential};
    /// let mut model = sequential![Linear::new(8, 4), ReLU, Linear::new(4, 2)];
    /// assert!(model.remove(1).is::<ReLU>());
    /// assert_eq!(model.layer::<Linear>(1).out_features(), 2);
    /// ```
    ///
    /// # Panics
    /// If there is no such layer.
    #[track_caller]
    pub fn remove(&mut self, place: impl Place) -> Layer {
        let Some((chain, at)) = place.find_mut(self) else {
            self.lacks(&place);
        };
        let (_, layer) = chain.layers.remove(at);
        chain.number();
        layer
    }

    /// Takes the layers from `at` on out, as a chain of their own. Layers that have no names of their own are numbered anew.
    ///
    /// ```
    /// use nn::{Linear, ReLU, sequential};
    /// let mut body = sequential![Linear::new(8, 4), ReLU, Linear::new(4, 2)];
    /// let head = body.split_off(2);
    /// assert_eq!((body.len(), head.layer::<Linear>(0).out_features()), (2, 2));
    /// ```
    ///
    /// # Panics
    /// If there are fewer layers.
    #[track_caller]
    #[must_use]
    pub fn split_off(&mut self, at: usize) -> Sequential {
        let mut chain = Sequential {
            layers: self.layers.split_off(at),
        };
        chain.number();
        chain
    }

    /// Gives layers that are called by a number that of their place.
    #[track_caller]
    fn number(&mut self) {
        for (at, (name, _)) in self.layers.iter_mut().enumerate() {
            if name.bytes().all(|byte| byte.is_ascii_digit()) {
                *name = at.to_string();
            }
        }
    }
}
