//! Copies of modules: with tensors of their own, or with given tensors in the places of some.
//!
//! Every module copies itself field by field ([`Module::copy_module`], [`Field::copy_field`]). What becomes of its
//! parameters and buffers is decided here, for all of them: the copy that this thread makes notes what it has replaced,
//! so that what is tied stays tied.

use std::any::type_name;
use std::cell::RefCell;

use autograd::{Error, Tensor};

use crate::field::Field;
use crate::layer_error::LayerError;
use crate::module::Module;

thread_local! {
    static COPYING: RefCell<Option<Copying>> = const { RefCell::new(None) };
}

/// A copy that is being made.
struct Copying {
    /// Whether other tensors than those replaced get copies, or stay the same in both.
    deep: bool,
    /// Tensors of the module, and what stands in their places.
    replaced: Vec<(Tensor, Tensor)>,
}

/// A copy of `module` that shares no tensor with it.
pub(crate) fn deep<M: Module>(module: &M) -> Result<M, LayerError> {
    copy(module, true, Vec::new())
}

/// A copy of `module` that shares its tensors, but for some: pairs of one of them and what stands in its place.
pub(crate) fn replacing<M: Module>(module: &M, replaced: Vec<(Tensor, Tensor)>) -> Result<M, LayerError> {
    copy(module, false, replaced)
}

fn copy<M: Module>(module: &M, deep: bool, replaced: Vec<(Tensor, Tensor)>) -> Result<M, LayerError> {
    struct Before(Option<Copying>);
    impl Drop for Before {
        fn drop(&mut self) {
            COPYING.replace(self.0.take());
        }
    }
    let _before = Before(COPYING.replace(Some(Copying { deep, replaced })));
    module.copy_module()
}

/// What stands in the place of `tensor` in the copy that is made; `own` makes one for a deep copy.
pub(crate) fn tensor(tensor: &Tensor, own: impl FnOnce() -> Tensor) -> Tensor {
    COPYING.with_borrow_mut(|copying| {
        let Some(Copying { deep, replaced }) = copying else {
            return own();
        };
        if let Some((_, new)) = replaced.iter().find(|(old, _)| old.is_same(tensor)) {
            return new.clone();
        }
        if !*deep {
            return tensor.clone();
        }
        let new = own();
        replaced.push((tensor.clone(), new.clone()));
        new
    })
}

/// The refusal of a `T`.
#[cold]
pub(crate) fn refused<T: ?Sized>(why: &str) -> LayerError {
    LayerError::from(Error::argument(format!("cannot be copied: {why}"))).of(&type_name::<T>())
}

/// A copy of the field `name`: what `#[derive(Module)]` calls.
///
/// # Errors
/// If it cannot be copied.
pub fn field<F: Field>(field: &F, name: &str) -> Result<F, LayerError> {
    field.copy_field().map_err(|error| error.within(name))
}

/// A field that is no [`Field`]: it is cloned if its type can be, which the compiler finds out by looking for a method first
/// with one reference, then with two.
pub struct Skipped<'a, T>(pub &'a T);

/// The copy of a [`Skipped`] field whose type can be cloned.
pub trait ByClone<T> {
    /// A clone.
    ///
    /// # Errors
    /// Never.
    fn copy_skipped(&self, name: &str) -> Result<T, LayerError>;
}

impl<T: Clone> ByClone<T> for Skipped<'_, T> {
    fn copy_skipped(&self, _: &str) -> Result<T, LayerError> {
        Ok(self.0.clone())
    }
}

/// The copy of a [`Skipped`] field whose type cannot be cloned.
pub trait Refused<T> {
    /// None.
    ///
    /// # Errors
    /// Always.
    fn copy_skipped(&self, name: &str) -> Result<T, LayerError>;
}

impl<T> Refused<T> for &Skipped<'_, T> {
    fn copy_skipped(&self, name: &str) -> Result<T, LayerError> {
        Err(refused::<T>("a field that is skipped must have a type that implements `Clone`").within(name))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use crate::{Field, Linear, Module, ReLU, Tensor};

    #[derive(Module)]
    struct Tied {
        encoder: Linear,
        decoder: Linear,
        #[module(skip)]
        cache: Option<Tensor>,
    }

    #[test]
    fn a_deep_copy_is_tied_as_its_model_is_and_trains_alone() {
        let mut model = Tied {
            encoder: Linear::new(2, 2),
            decoder: Linear::new(2, 2),
            cache: Some(Tensor::ones(2)),
        };
        model.decoder.weight = model.encoder.weight.tied();
        model.decoder.bias.as_ref().unwrap().requires_grad_(false);
        let copy = model.deep_copy();
        assert!(copy.encoder.weight.is_same(&copy.decoder.weight));
        assert!(!copy.encoder.weight.is_same(&model.encoder.weight));
        assert!(!copy.decoder.bias.as_ref().unwrap().requires_grad());
        assert!(copy.cache.is_some());
        let before = model.state_dict();
        copy.encoder.weight.set_data(Tensor::zeros([2, 2]));
        assert!(before["encoder.weight"].equal(&model.encoder.weight));
        assert!(copy.decoder.weight.equal(&Tensor::zeros([2, 2])));
    }

    #[derive(Module)]
    struct Locked {
        inner: Linear,
        #[module(skip)]
        _seen: Mutex<usize>,
    }

    #[test]
    fn what_cannot_be_copied_is_named() {
        let inner = Locked {
            inner: Linear::new(1, 1),
            _seen: Mutex::new(0),
        };
        let model = (ReLU, vec![inner]);
        let error = model.copy_field().err().unwrap();
        assert_eq!(error.path(), "1.0._seen");
        assert!(error.to_string().contains("Mutex<usize>"), "{error}");
    }
}
