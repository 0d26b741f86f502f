//! The derive of `Module`: it finds the parameters, buffers and child modules among the fields of a type.
//!
//! It is used through the crates that it serves: `nn::Module`, or `flambeau::nn::Module` for programs that depend on
//! `flambeau` alone. The two derives differ in nothing but the paths that they emit.

#![forbid(unsafe_code)]

mod attribute;
mod enumeration;
mod expand;
mod parts;
mod structure;

use proc_macro::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

/// Implements `nn::Module` and `Display` for a struct or an enum.
///
/// Every field takes part by its type, which must implement `nn::Field`: parameters, buffers, modules, the training
/// flag, `Option`, `Vec`, arrays, tuples and maps of these, and plain values, which hold nothing. A field of any other type does not
/// compile unless it is marked `#[module(skip)]`, so no parameter is forgotten.
///
/// - Names are those of the fields; in a tuple struct `0`, `1` …
/// - The type prints as PyTorch prints it: its name, and its child modules. With `#[module(extra_repr)]` on the type,
///   its own method `extra_repr(&self) -> String` says what stands between the parentheses.
/// - An enum is its variant: one that holds a module behaves as that module, one that holds nothing is a module
///   without parameters.
#[proc_macro_derive(Module, attributes(module))]
pub fn module(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::module(&input, &quote!(::nn)).into()
}

/// As [`Module`](macro@Module), for programs that depend on `flambeau` alone.
#[proc_macro_derive(FlambeauModule, attributes(module))]
pub fn flambeau_module(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::module(&input, &quote!(::flambeau::nn)).into()
}
