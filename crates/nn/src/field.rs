//! [`Field`]: what a module can have as a field.

use std::marker::PhantomData;
use std::path::PathBuf;

use autograd::{DType, Generator, Shape, Tensor};

use crate::list::List;
use crate::{Buffer, Module, Parameter, Training, Visitor};

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
    note = "fields are parameters, buffers, modules, `Training`, `Option`, `Vec` and arrays of these, and plain values",
    note = "mark a field that holds none of these with `#[module(skip)]`"
)]
pub trait Field {
    /// What a list of these prints as; none if it holds nothing.
    #[doc(hidden)]
    const LIST: Option<&'static str> = None;

    /// Shows the visitor what the field `name` holds.
    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor);
}

impl<M: Module> Field for M {
    const LIST: Option<&'static str> = Some("ModuleList");

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        visitor.module(name, self);
    }
}

impl Field for Parameter {
    const LIST: Option<&'static str> = Some("ParameterList");

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        visitor.parameter(name, self);
    }
}

impl Field for Buffer {
    const LIST: Option<&'static str> = Some("BufferList");

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        visitor.buffer(name, self);
    }
}

impl Field for Training {
    fn visit_field(&self, _: &str, visitor: &mut dyn Visitor) {
        visitor.training(self);
    }
}

impl<F: Field> Field for Option<F> {
    const LIST: Option<&'static str> = F::LIST;

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        if let Some(field) = self {
            field.visit_field(name, visitor);
        }
    }
}

impl<F: Field + Send + Sync> Field for [F] {
    const LIST: Option<&'static str> = match F::LIST {
        Some(_) => Some("ModuleList"),
        None => None,
    };

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        if let Some(list) = F::LIST {
            visitor.module(name, &List::new(list, self));
        }
    }
}

impl<F: Field + Send + Sync> Field for Vec<F> {
    const LIST: Option<&'static str> = <[F]>::LIST;

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        self.as_slice().visit_field(name, visitor);
    }
}

impl<F: Field + Send + Sync, const N: usize> Field for [F; N] {
    const LIST: Option<&'static str> = <[F]>::LIST;

    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        self.as_slice().visit_field(name, visitor);
    }
}

impl<T: ?Sized> Field for PhantomData<T> {
    fn visit_field(&self, _: &str, _: &mut dyn Visitor) {}
}

macro_rules! holds_nothing {
    ($($plain:ty),* $(,)?) => {$(
        impl Field for $plain {
            fn visit_field(&self, _: &str, _: &mut dyn Visitor) {}
        }
    )*};
}
holds_nothing! {
    (), bool, char, String, &str, PathBuf,
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
    DType, Generator, Shape, fn(&Tensor) -> Tensor,
}
