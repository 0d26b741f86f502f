//! What an algorithm keeps for a parameter between steps.

use std::fmt::Debug;

use autograd::{DType, Tensor};
use tensor_core::Array;

/// What is kept for one parameter: numbers and arrays of any shape, each under PyTorch's name. `state!` writes it.
pub(crate) trait State: Clone + Debug + Send + Sync {
    /// The number 0, arrays of zeros, and nothing of what is there only with some options.
    fn zeros(parameter: &Array) -> Self;

    /// Every entry with its name, in PyTorch's order.
    fn entries(&mut self) -> Vec<(&'static str, &mut dyn Entry)>;

    /// Whether an update of its arrays asks for no memory.
    fn updates_in_place(&self) -> bool;
}

/// An entry of a [`State`]: a number, an array, or an array that is there only with some options.
pub(crate) trait Entry {
    /// The entry in the state of zeros.
    fn zero(parameter: &Array) -> Self
    where
        Self: Sized;

    /// What is saved of it; nothing if it is not there.
    fn saved(&self) -> Option<Tensor>;

    /// Whether a saved state may lack it.
    fn is_optional(&self) -> bool {
        false
    }

    /// Whether an update of it asks for no memory.
    fn updates_in_place(&self) -> bool;

    /// Takes what was saved, if its shape fits; `parameter` is that of a value which is not there yet.
    fn load(&mut self, saved: &Tensor, parameter: &Tensor) -> Result<(), String>;
}

/// From here on a number is not counted any further by adding 1.
const COUNTABLE: f64 = (1_u64 << 53) as f64;

impl Entry for f64 {
    fn zero(_: &Array) -> Self {
        0.0
    }

    fn saved(&self) -> Option<Tensor> {
        Some(Tensor::from(Array::full((), *self, DType::F64)))
    }

    #[inline]
    fn updates_in_place(&self) -> bool {
        true
    }

    fn load(&mut self, saved: &Tensor, _: &Tensor) -> Result<(), String> {
        if saved.numel() != 1 {
            return Err(format!("has shape {:?}, and must be one number", saved.shape()));
        }
        let number = saved.item();
        if !(0.0..COUNTABLE).contains(&number) {
            return Err(format!("is {number}, and must be a number from 0 to 2^53"));
        }
        *self = number;
        Ok(())
    }
}

impl Entry for Array {
    fn zero(parameter: &Array) -> Self {
        zeros_like(parameter)
    }

    fn saved(&self) -> Option<Tensor> {
        Some(Tensor::from(self.clone()))
    }

    #[inline]
    fn updates_in_place(&self) -> bool {
        self.updates_in_place()
    }

    fn load(&mut self, saved: &Tensor, _: &Tensor) -> Result<(), String> {
        if saved.shape() != self.shape() {
            return Err(format!(
                "has shape {:?}, and must have {:?}",
                saved.shape(),
                self.shape()
            ));
        }
        *self = saved.value().to_dtype(self.dtype()).contiguous();
        Ok(())
    }
}

impl Entry for Option<Array> {
    fn zero(_: &Array) -> Self {
        None
    }

    fn saved(&self) -> Option<Tensor> {
        self.clone().map(Tensor::from)
    }

    fn is_optional(&self) -> bool {
        true
    }

    #[inline]
    fn updates_in_place(&self) -> bool {
        self.as_ref().is_none_or(Array::updates_in_place)
    }

    fn load(&mut self, saved: &Tensor, parameter: &Tensor) -> Result<(), String> {
        self.get_or_insert_with(|| parameter.to_array())
            .load(saved, parameter)
    }
}

/// Zeros in the shape and element type of a parameter.
pub(crate) fn zeros_like(parameter: &Array) -> Array {
    Array::zeros(parameter.shape(), parameter.dtype())
}

/// An entry that an option needs, made of zeros when it is first on.
pub(crate) fn made<'a>(entry: &'a mut Option<Array>, parameter: &Array) -> &'a mut Array {
    entry.get_or_insert_with(|| zeros_like(parameter))
}

/// Declares what an algorithm keeps for a parameter. The names of the fields are those in the saved state.
macro_rules! state {
    ($(#[$on_struct:meta])* struct $name:ident { $($(#[$on_field:meta])* $field:ident: $ty:ty,)* }) => {
        $(#[$on_struct])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name {
            $($(#[$on_field])* $field: $ty,)*
        }

        impl $crate::state::State for $name {
            fn zeros(parameter: &::tensor_core::Array) -> Self {
                Self { $($field: $crate::state::Entry::zero(parameter),)* }
            }

            fn entries(&mut self) -> Vec<(&'static str, &mut dyn $crate::state::Entry)> {
                vec![$((stringify!($field), &mut self.$field),)*]
            }

            #[inline]
            fn updates_in_place(&self) -> bool {
                $($crate::state::Entry::updates_in_place(&self.$field))&&*
            }
        }
    };
}
pub(crate) use state;
