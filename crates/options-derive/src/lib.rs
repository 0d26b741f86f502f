//! The derive of options: each is written once, as a documented field with its default and its limit.
//!
//! It is for `autograd` and the crates of this workspace that stand on it, where what it emits finds the values and limits
//! of options.

#![forbid(unsafe_code)]

mod expand;
mod field;
mod limit;
mod optimizer;
mod usual;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Writes the constructor, the setters and the default of a struct of options.
///
/// ```
/// use options_derive::Options;
///
/// #[derive(Clone, Debug, Options)]
/// struct HuberLoss {
///     /// Where the square ends.
///     #[option(default = 1.0, limit = positive)]
///     delta: f64,
///     /// What each class counts.
///     #[option(default = None, from = Vec<f64>)]
///     weight: Option<Vec<f64>>,
/// }
///
/// let loss = HuberLoss::new().delta(0.5).weight([1.0, 2.0]);
/// assert_eq!((loss.delta, loss.weight), (0.5, Some(vec![1.0, 2.0])));
/// let refusal = autograd::Error::catch(|| HuberLoss::default().delta(-1.0)).unwrap_err().0;
/// assert_eq!(refusal.to_string(), "HuberLoss: delta must be positive, but is -1.0");
/// ```
///
/// A field without a default must be given: `new` takes those fields in order. The others have a setter, which carries
/// the field's documentation, and takes `T` where the field is an `Option<T>`. If nothing must be given, `Default` is
/// implemented too. Refusals are raised at the line of the caller.
///
/// On a field, `#[option(..)]` takes
///
/// - `default = EXPRESSION`: its value unless it is set;
/// - `limit = NAME`, which every number in the value must keep: `positive`, `non_negative`, `unit` (between 0 and 1),
///   `below_one` (at least 0 and less than 1), `fraction` (above 0 and at most 1), `at_least_one`; or
///   `limit = ("what it must be", |x: f64| ..)`;
/// - `from = TYPE`: setter or constructor take `impl Into<TYPE>`, or the type itself if it is a reference, from which the
///   field's type is made by `From`;
/// - `private`: no option but a state that begins with its default, or an option whose setter is written by hand;
/// - `quiet`: it is not printed;
/// - `positional`: it is printed without its name.
///
/// On the struct, `#[options(..)]` takes
///
/// - `name = "NAME"`: what refusals call it, where that is not the name of the struct;
/// - `repr`: a method `extra_repr`, with which `#[derive(Module)]` and `#[module(extra_repr)]` print the options as
///   Python does: `delta=0.5`;
/// - `optimizer = TYPE`, in the crate `optim`: they are the options of an optimizer, of which each group has its own. The
///   setters are methods of the optimizer and of its groups, and the options can be read and changed by name. What many
///   optimizers have, `lr`, `betas`, `eps`, `weight_decay`, `decoupled_weight_decay` and `maximize`, is documented and
///   limited by its name alone, and has PyTorch's usual default; `#[option(..)]` may say otherwise.
///
/// What it does not know does not compile:
///
/// ```compile_fail
/// # use options_derive::Options;
/// #[derive(Options)]
/// struct Loss {
///     #[option(default = 1.0, limit = negative)] // there is no such limit
///     delta: f64,
/// }
/// ```
///
/// ```compile_fail
/// # use options_derive::Options;
/// #[derive(Options)]
/// struct Loss {
///     #[option(private)] // begins with nothing
///     seen: Option<f64>,
/// }
/// ```
///
/// Attributes of other derives are none of its business, so it stands beside `#[derive(Module)]`.
#[proc_macro_derive(Options, attributes(option, options))]
pub fn options(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::options(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
