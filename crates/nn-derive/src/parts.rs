//! What the implementations for structs and for enums have in common.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Generics, Type, WherePredicate};

/// What differs between structs and enums.
pub(crate) struct Parts {
    /// The statements of `visit`, in which `visitor` is the visitor.
    pub(crate) visit: TokenStream,
    /// The expression of `type_name`.
    pub(crate) type_name: TokenStream,
    /// The expression of `extra_repr`.
    pub(crate) extra_repr: TokenStream,
    /// The expression of `copy_module`, in a function that gives a `Result`.
    pub(crate) copy: TokenStream,
    /// What must hold of the type parameters.
    pub(crate) bounds: Vec<WherePredicate>,
}

/// The call of the type's own `extra_repr`, to which the compiler points if there is none.
pub(crate) fn own_extra_repr(option: Option<Span>) -> TokenStream {
    match option {
        Some(span) => {
            let method = Ident::new("extra_repr", span);
            // Without a method of its own this names the trait's, which gives another type.
            quote_spanned! {span=>
                let text: ::std::string::String = Self::#method(self);
                ::core::option::Option::Some(text)
            }
        }
        None => quote!(::core::option::Option::None),
    }
}

/// The name as Python shows it: `r#type` is `type`.
pub(crate) fn bare(name: &Ident) -> String {
    name.unraw().to_string()
}

/// Whether a type parameter occurs in `ty`.
pub(crate) fn mentions_parameter(ty: &Type, generics: &Generics) -> bool {
    fn occurs(tokens: TokenStream, generics: &Generics) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(word) => generics.type_params().any(|parameter| parameter.ident == word),
            TokenTree::Group(group) => occurs(group.stream(), generics),
            _ => false,
        })
    }
    occurs(ty.to_token_stream(), generics)
}
