//! Where the gradient of a leaf is to lie.

use tensor_core::{Error, SharedPlace};

use crate::node::{Body, Node};
use crate::tensor::{Repr, Tensor};

impl Tensor {
    /// Has backward put the gradient of this leaf into `place`, where other processes of the machine read it; anywhere, if
    /// there is none. A wish: a gradient that was summed from several, made while another array lay there, or by an operation that
    /// makes other arrays of its size before, lies elsewhere.
    ///
    /// ```
    /// # #[cfg(target_os = "linux")] {
    /// use autograd::{DType, Tensor};
    /// use tensor_core::{ForeignSegment, SharedSegment};
    /// let path = std::env::temp_dir().join(format!("gradient-{}", std::process::id()));
    /// let segment = SharedSegment::create(&path, 1, &[(DType::F32, 2)])?;
    /// let other = ForeignSegment::open(&path, 1)?; // in the other process
    /// std::fs::remove_file(&path)?;
    /// let place = &segment.places()[0];
    ///
    /// let w = Tensor::zeros([1, 2]).requires_grad_(true);
    /// w.set_grad_place(Some(place.clone()));
    /// Tensor::from([[3.0, 4.0]]).linear(&w, None).sum().backward();
    /// let mut bytes = [0; 8];
    /// other.read(place.offset(), &mut bytes);
    /// assert_eq!(bytes, [3_f32.to_ne_bytes(), 4_f32.to_ne_bytes()].concat()[..]);
    /// # }
    /// # Ok::<_, std::io::Error>(())
    /// ```
    ///
    /// # Panics
    /// If this is not a leaf that has required a gradient.
    #[track_caller]
    pub fn set_grad_place(&self, place: Option<SharedPlace>) {
        let Repr::Leaf(leaf) = &self.0 else {
            Error::graph("set_grad_place needs a leaf: other tensors collect no gradient").raise()
        };
        leaf.watch.get_or_init(Default::default).lock().place = place;
    }
}

impl<B: Body + ?Sized> Node<B> {
    /// Has the next array of the size of this gradient lie where the gradient is to lie.
    #[cold]
    pub(crate) fn lend_place(&self) {
        if let Some(watch) = self.watch.get()
            && let Some(place) = &watch.lock().place
        {
            place.lend();
        }
    }
}

#[cfg(all(test, target_os = "linux", target_pointer_width = "64", not(miri)))]
mod tests {
    use tensor_core::{DType, SharedSegment};

    use crate::Tensor;

    #[test]
    fn gradients_lie_where_they_are_to_lie() {
        let path = std::env::temp_dir().join(format!("flambeau-grad-place-{}", std::process::id()));
        let segment = SharedSegment::create(&path, 1, &[(DType::F32, 12), (DType::F32, 3)]).unwrap();
        std::fs::remove_file(&path).unwrap();
        let [weight, bias] = [&[3, 4][..], &[3]].map(|shape| Tensor::ones(shape).requires_grad_(true));
        let leaves = [&weight, &bias];
        for (leaf, place) in leaves.into_iter().zip(segment.places()) {
            leaf.set_grad_place(Some(place));
        }
        let lies = |leaf: &Tensor, at: usize| leaf.grad().unwrap().value().lies_in(&segment.places()[at]);
        for _ in 0..2 {
            Tensor::ones([5, 4]).linear(&weight, Some(&bias)).sum().backward();
            // The gradient that `grad` gives is a second holder.
            let grads = leaves.map(|leaf| leaf.grad().unwrap().detach());
            leaves.iter().for_each(|leaf| leaf.zero_grad());
            for (grad, place) in grads.iter().zip(segment.places()) {
                assert!(grad.value().lies_in(&place));
                assert_eq!(grad.to_vec::<f32>(), vec![5.0; place.numel()]);
            }
        }
        bias.set_grad_place(None);
        bias.sum().backward();
        assert!(!lies(&bias, 1));
    }

    #[test]
    #[should_panic(expected = "set_grad_place needs a leaf")]
    fn results_have_no_place() {
        (Tensor::ones(2).requires_grad_(true) * 2).set_grad_place(None);
    }
}
