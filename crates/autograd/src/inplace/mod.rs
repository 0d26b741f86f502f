//! Updates in place: `x.add_(y)` and its kin.
//!
//! Values are copy-on-write, so an update never changes what somebody else holds: neither another tensor that shared
//! the elements nor what an operation has saved for its gradient. PyTorch's error about values modified in place
//! cannot arise.

mod apply;
mod fill_diagonal;
mod twins;

use tensor_core::{Error, Scalar, same};

use crate::mode::is_grad_enabled;
use crate::operators::Operand;
use crate::record::record;
use crate::tensor::{Repr, Tensor};

macro_rules! in_place {
    ($($name:ident $operation:ident $symbol:literal;)*) => {$(
        #[doc = concat!("`self ", $symbol, " other`, in place. The shape and the element type stay.")]
        ///
        /// # Panics
        /// If the result has another shape or a wider kind of number, or this is a leaf that requires a gradient and
        /// recording is on.
        #[track_caller]
        pub fn $name(&mut self, other: impl Operand) -> &mut Self {
            self.writable(stringify!($name));
            let result = self.$operation(other);
            self.assign(stringify!($name), result)
        }
    )*};
}

impl Tensor {
    in_place! {
        add_ add "+=";
        sub_ sub "-=";
        mul_ mul "*=";
        div_ div "/=";
    }

    /// `self += alpha * other`, in place, in one pass: `x.add_(other, alpha=alpha)`. The shape and the element type
    /// stay.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let mut x = Tensor::from([1.0, 2.0]);
    /// x.add_scaled_(&Tensor::from([10.0, 20.0]), -0.1);
    /// assert_eq!(x.to_vec::<f32>(), [0.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the result has another shape or a wider kind of number, or this is a leaf that requires a gradient and
    /// recording is on.
    #[track_caller]
    pub fn add_scaled_(&mut self, other: &Tensor, alpha: impl Into<Scalar>) -> &mut Self {
        self.writable("add_scaled_");
        let result = self.add_scaled(other, alpha);
        self.assign("add_scaled_", result)
    }

    /// Every element 0, in place.
    ///
    /// # Panics
    /// If this is a leaf that requires a gradient and recording is on.
    #[track_caller]
    pub fn zero_(&mut self) -> &mut Self {
        self.fill_(0)
    }

    /// Every element `value`, in place.
    ///
    /// # Panics
    /// If this is a leaf that requires a gradient and recording is on.
    #[track_caller]
    pub fn fill_(&mut self, value: impl Into<Scalar>) -> &mut Self {
        self.writable("fill_");
        let value = self.full_like(value).to_array();
        // What was there before has a gradient still, of zeros.
        let result = record("Fill", value, [&*self], [], |cx| [Some(cx.grad.zeros_like())]);
        self.assign("fill_", result)
    }

    /// The elements of another tensor, broadcast and converted to this one's type, in the place of its own.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let mut x = Tensor::zeros([2, 2]);
    /// x.copy_(&Tensor::from([1, 2]));
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 2.0, 1.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the shape does not broadcast to this one, or this is a leaf that requires a gradient and recording is on.
    #[track_caller]
    pub fn copy_(&mut self, source: &Tensor) -> &mut Self {
        self.writable("copy_");
        let source = &source.expand(self.shape()).to_dtype(self.dtype()).contiguous();
        let result = record("Copy", source.to_array(), [&*self, source], [], |cx| {
            [cx.to(0, |cx| cx.grad.zeros_like()), Some(cx.grad)]
        });
        self.assign("copy_", result)
    }

    /// `max(x, 0)`, in place.
    ///
    /// # Panics
    /// If this is a leaf that requires a gradient and recording is on.
    #[track_caller]
    pub fn relu_(&mut self) -> &mut Self {
        self.writable("relu_");
        let result = self.relu();
        self.assign("relu_", result)
    }

    /// Refuses an update that gradients would have to pass and cannot.
    #[track_caller]
    pub(crate) fn writable(&self, operation: &str) {
        if is_grad_enabled() && self.is_leaf() && self.requires_grad() {
            Error::graph(format!(
                "{operation} would change a leaf that requires a gradient: do it inside no_grad, or use the \
                 operation that returns a new tensor"
            ))
            .raise();
        }
    }

    /// Takes the place of what this tensor was.
    #[track_caller]
    pub(crate) fn assign(&mut self, operation: &str, result: Tensor) -> &mut Self {
        if !same(result.shape(), self.shape()) {
            Error::shape(format!(
                "{operation}: a tensor of shape {:?} cannot hold a result of shape {:?}",
                self.shape(),
                result.shape()
            ))
            .raise();
        }
        if result.dtype().class() > self.dtype().class() {
            Error::dtype(format!(
                "{operation}: a tensor of {} cannot hold a result of {}",
                self.dtype(),
                result.dtype()
            ))
            .raise();
        }
        let result = result.to_dtype(self.dtype());
        match &self.0 {
            Repr::Leaf(leaf) => {
                let array = result.to_array();
                leaf.update(|value, _| *value = array);
            }
            _ => *self = result,
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::{Tensor, no_grad};

    #[test]
    fn an_update_does_not_show_elsewhere() {
        let mut x = Tensor::from([1.0, 2.0]);
        let before = x.clone();
        x.add_(1.0).mul_(2.0);
        assert_eq!(
            (x.to_vec::<f32>(), before.to_vec::<f32>()),
            (vec![4.0, 6.0], vec![1.0, 2.0])
        );
    }

    #[test]
    fn an_update_of_a_result_is_recorded() {
        let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
        let mut y = x.square();
        y.mul_(&x);
        y.sum().backward();
        let expected = x.detach().square() * 3.0;
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), expected.to_vec::<f32>());
    }

    #[test]
    fn what_is_overwritten_has_a_gradient_of_zeros() {
        let leaf = |x: [f64; 2]| Tensor::from(x).requires_grad_(true);
        let (x, source) = (leaf([1.0, 2.0]), leaf([3.0, 4.0]));
        let mut y = x.square();
        y.zero_();
        assert!(y.requires_grad() && !y.is_leaf());
        y.sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f64>(), [0.0, 0.0]);
        let mut z = x.square();
        z.copy_(&source).mul_(2.0);
        z.sum().backward();
        assert_eq!(source.grad().unwrap().to_vec::<f64>(), [2.0, 2.0]);
        assert_eq!(x.grad().unwrap().to_vec::<f64>(), [0.0, 0.0]);
    }

    #[test]
    fn every_handle_of_a_leaf_sees_its_update() {
        let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
        let mut handle = x.clone();
        no_grad(|| {
            handle.sub_(1.0);
        });
        assert_eq!(x.to_vec::<f32>(), [0.0, 1.0]);
    }

    #[test]
    #[should_panic(expected = "add_ would change a leaf that requires a gradient")]
    fn a_leaf_is_not_changed_while_recording() {
        Tensor::from([1.0]).requires_grad_(true).add_(1.0);
    }

    #[test]
    #[should_panic(expected = "add_: a tensor of int64 cannot hold a result of float32")]
    fn integers_do_not_become_floating_point() {
        Tensor::from([1]).add_(0.5);
    }

    #[test]
    #[should_panic(expected = "a tensor of shape [3] cannot hold a result of shape [5, 3]")]
    fn the_shape_stays() {
        Tensor::zeros(3).add_(Tensor::zeros([5, 3]));
    }
}
