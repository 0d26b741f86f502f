//! [`Field`]: what a module can have as a field.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::path::PathBuf;

use autograd::{DType, Generator, Scalar, Shape, Tensor};

use crate::buffer::Buffer;
use crate::copying;
use crate::group::{Holds, visit_dict, visit_list};
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::parameter::Parameter;
use crate::training::Training;

/// A type that `#[derive(Module)]` knows what to do with: it is, holds or surely does not hold parameters.
///
/// Modules are fields by themselves. A type of your own that holds nothing to train, a configuration say, becomes one
/// with an empty method:
///
/// ```
/// use nn::{Field, Linear, Module, Visitor};
///
/// enum Padding { Zeros, Reflect }
///
/// impl Field for Padding {
///     fn visit_field(&self, _: &str, _: &mut dyn Visitor) {}
/// }
///
/// #[derive(Module)]
/// struct Block {
///     layer: Linear,
///     padding: Padding,
/// }
/// # let block = Block { layer: Linear::new(1, 1), padding: Padding::Reflect };
/// # assert!(matches!(block.padding, Padding::Reflect | Padding::Zeros));
/// # assert_eq!(block.num_parameters(), 2);
/// ```
#[diagnostic::on_unimplemented(
    message = "a module cannot have a field of type `{Self}`: it might hold parameters",
    label = "not a `Field`",
    note = "a tensor is a `Parameter` if it is trained and a `Buffer` if it is only saved",
    note = "fields are parameters, buffers, modules, `Training`, `Option`, `Vec`, arrays, tuples and `BTreeMap`s of these, and plain values",
    note = "mark a field that holds none of these with `#[module(skip)]`"
)]
pub trait Field {
    /// What a group of these holds.
    #[doc(hidden)]
    const HOLDS: Holds = Holds::Nothing;

    /// Shows the visitor what the field `name` holds.
    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor);

    /// A copy of this field for a [deep copy](Module::deep_copy) of its module: of a type of your own, a clone.
    ///
    /// # Errors
    /// If it cannot be copied, which is so unless the type says otherwise.
    fn copy_field(&self) -> Result<Self, LayerError>
    where
        Self: Sized,
    {
        Err(copying::refused::<Self>("it has no `Field::copy_field`"))
    }
}

impl<M: Module> Field for M {
    const HOLDS: Holds = Holds::Modules;

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        visitor.module(name, self);
    }

    fn copy_field(&self) -> Result<Self, LayerError> {
        self.copy_module()
    }
}

impl Field for Parameter {
    const HOLDS: Holds = Holds::Parameters;

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        visitor.parameter(name, self);
    }

    fn copy_field(&self) -> Result<Self, LayerError> {
        Ok(self.copied())
    }
}

impl Field for Buffer {
    const HOLDS: Holds = Holds::Buffers;

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        visitor.buffer(name, self);
    }

    fn copy_field(&self) -> Result<Self, LayerError> {
        Ok(self.copied())
    }
}

impl Field for Training {
    fn visit_field(&self, _: &str, visitor: &mut dyn Visitor) {
        visitor.training(self);
    }

    fn copy_field(&self) -> Result<Self, LayerError> {
        Ok(self.copied())
    }
}

impl<F: Field> Field for Option<F> {
    const HOLDS: Holds = F::HOLDS;

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        if let Some(field) = self {
            field.visit_field(name, visitor);
        }
    }

    fn copy_field(&self) -> Result<Self, LayerError> {
        self.as_ref().map(F::copy_field).transpose()
    }
}

impl<F: Field + Send + Sync> Field for [F] {
    const HOLDS: Holds = F::HOLDS.nested();

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        visit_list(name, F::HOLDS, visitor, &|visitor| {
            for (at, field) in self.iter().enumerate() {
                field.visit_field(&at.to_string(), visitor);
            }
        });
    }
}

impl<F: Field + Send + Sync> Field for Vec<F> {
    const HOLDS: Holds = <[F]>::HOLDS;

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        self.as_slice().visit_field(name, visitor);
    }

    fn copy_field(&self) -> Result<Self, LayerError> {
        copies(self)
    }
}

impl<F: Field + Send + Sync, const N: usize> Field for [F; N] {
    const HOLDS: Holds = <[F]>::HOLDS;

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        self.as_slice().visit_field(name, visitor);
    }

    fn copy_field(&self) -> Result<Self, LayerError> {
        match copies(self)?.try_into() {
            Ok(array) => Ok(array),
            Err(_) => unreachable!("there is a copy of each field"),
        }
    }
}

/// A dictionary, in the order of its keys.
impl<K: AsRef<str> + Clone + Ord + Send + Sync, F: Field + Send + Sync> Field for BTreeMap<K, F> {
    const HOLDS: Holds = F::HOLDS.nested();

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        visit_dict(name, F::HOLDS, visitor, &|visitor| {
            for (key, field) in self {
                field.visit_field(key.as_ref(), visitor);
            }
        });
    }

    fn copy_field(&self) -> Result<Self, LayerError> {
        let copies = self.iter().map(|(key, field)| {
            let copy = copying::field(field, key.as_ref())?;
            Ok((key.clone(), copy))
        });
        copies.collect()
    }
}

/// A copy of each field.
pub(crate) fn copies<F: Field>(fields: &[F]) -> Result<Vec<F>, LayerError> {
    let numbered = fields.iter().enumerate();
    numbered
        .map(|(at, field)| copying::field(field, &at.to_string()))
        .collect()
}

macro_rules! tuple {
    ($($field:ident $at:tt),*) => {
        /// A list, of fields that may differ.
        impl<$($field: Field + Send + Sync),*> Field for ($($field,)*) {
            const HOLDS: Holds = Holds::Nothing$(.and($field::HOLDS))*;

            fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
                visit_list(name, Self::HOLDS, visitor, &|visitor| {
                    $(self.$at.visit_field(stringify!($at), visitor);)*
                });
            }

            fn copy_field(&self) -> Result<Self, LayerError> {
                Ok(($(copying::field(&self.$at, stringify!($at))?,)*))
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);

impl<T: ?Sized> Field for PhantomData<T> {
    fn visit_field(&self, _: &str, _: &mut dyn Visitor) {}

    fn copy_field(&self) -> Result<Self, LayerError> {
        Ok(*self)
    }
}

macro_rules! holds_nothing {
    ($($plain:ty),* $(,)?) => {$(
        impl Field for $plain {
            fn visit_field(&self, _: &str, _: &mut dyn Visitor) {}

            fn copy_field(&self) -> Result<Self, LayerError> {
                Ok(self.clone())
            }
        }
    )*};
}
holds_nothing! {
    (), bool, char, String, &str, PathBuf,
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
    DType, Generator, Scalar, Shape, fn(&Tensor) -> Tensor,
}
