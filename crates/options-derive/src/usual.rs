//! The options that many optimizers have: what a field of this name says if it is written without documentation.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::{Attribute, Ident, Result};

/// The documentation, default and limit of an option that many optimizers have; nothing of any other.
pub(crate) fn usual(name: &Ident) -> Result<Vec<Attribute>> {
    Attribute::parse_outer.parse2(written(&name.to_string()))
}

fn written(name: &str) -> TokenStream {
    match name {
        "lr" => quote! {
            /// The learning rate.
            #[option(limit = non_negative)]
        },
        "betas" => quote! {
            /// How much of the averages of gradients and of their squares remains.
            #[option(default = (0.9, 0.999), limit = below_one)]
        },
        "eps" => quote! {
            /// What keeps the divisor from being zero.
            #[option(default = 1e-8, limit = non_negative)]
        },
        "weight_decay" => quote! {
            /// How strongly parameters are pulled to zero, as the optimizer's formula has it.
            #[option(default = 0.0, limit = non_negative)]
        },
        "decoupled_weight_decay" => quote! {
            /// Whether the weight decay acts on the parameter itself, as in [`AdamW`](crate::AdamW), not through the gradient.
            #[option(default = false)]
        },
        "maximize" => quote! {
            /// Climbs instead of descending.
            #[option(default = false)]
        },
        _ => TokenStream::new(),
    }
}
