//! What `#[derive(Module)]` does, and what it refuses.

/// Finds what is in a model.
///
/// ```
/// use nn::{Forward, Linear, Module, Tensor};
///
/// #[derive(Module)]
/// struct Net {
///     hidden: Linear,
///     output: Linear,
///     scale: f64,
/// }
///
/// impl Forward for Net {
///     fn forward(&self, x: &Tensor) -> Tensor {
///         self.output.forward(&self.hidden.forward(x).relu()) * self.scale
///     }
/// }
///
/// let net = Net { hidden: Linear::new(2, 3), output: Linear::new(3, 1), scale: 2.0 };
/// let names: Vec<String> = net.named_parameters().into_iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["hidden.weight", "hidden.bias", "output.weight", "output.bias"]);
/// ```
///
/// A field that might hold parameters, for all the derive knows, does not compile:
///
/// ```compile_fail,E0277
/// use nn::{Module, Tensor};
///
/// #[derive(Module)]
/// struct Net {
///     weight: Tensor, // a `Parameter`, a `Buffer`, or `#[module(skip)]`?
/// }
/// ```
///
/// The options are checked:
///
/// ```compile_fail
/// # use nn::{Module, Tensor};
/// #[derive(Module)]
/// struct Net {
///     #[module(ignore)] // the only option of a field is `skip`
///     cache: Option<Tensor>,
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use nn::Module;
/// #[derive(Module)]
/// #[module(extra_repr)] // and no method `extra_repr`
/// struct Net {
///     size: usize,
/// }
/// ```
///
/// A variant of an enum is one module, or nothing:
///
/// ```compile_fail
/// # use nn::{Linear, Module};
/// #[derive(Module)]
/// enum Block {
///     Wide { first: Linear, second: Linear },
/// }
/// ```
pub use nn_derive::Module;
