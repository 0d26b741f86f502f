//! From a type to its implementations of `Module` and `Display`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Error, Generics, Result, Type, WherePredicate, parse_quote};

use crate::{attribute, enumeration, structure};

/// What differs between structs and enums.
pub(crate) struct Parts {
    /// The statements of `visit`, in which `visitor` is the visitor.
    pub(crate) visit: TokenStream,
    /// The expression of `type_name`.
    pub(crate) type_name: TokenStream,
    /// The expression of `extra_repr`.
    pub(crate) extra_repr: TokenStream,
    /// Other methods of the implementation.
    pub(crate) others: TokenStream,
    /// What must hold of the type parameters.
    pub(crate) bounds: Vec<WherePredicate>,
}

/// The implementations, or the error at its place in the program. `root` is the path of the crate `nn`.
pub(crate) fn module(input: &DeriveInput, root: &TokenStream) -> TokenStream {
    implementations(input, root).unwrap_or_else(Error::into_compile_error)
}

fn implementations(input: &DeriveInput, root: &TokenStream) -> Result<TokenStream> {
    let extra_repr = attribute::option(&input.attrs, "extra_repr", "a type")?;
    let parts = match &input.data {
        Data::Struct(data) => structure::parts(input, data, extra_repr, root)?,
        Data::Enum(data) => enumeration::parts(input, data, extra_repr, root)?,
        Data::Union(data) => {
            return Err(Error::new_spanned(
                data.union_token,
                "a union cannot be a module: nobody knows which of its fields is alive",
            ));
        }
    };
    Ok(assemble(input, root, &parts))
}

fn assemble(input: &DeriveInput, root: &TokenStream, parts: &Parts) -> TokenStream {
    let Parts {
        visit,
        type_name,
        extra_repr,
        others,
        bounds,
    } = parts;
    let mut generics = input.generics.clone();
    if generics.type_params().next().is_some() {
        let clause = generics.make_where_clause();
        clause.predicates.extend(bounds.iter().cloned());
        clause
            .predicates
            .push(parse_quote!(Self: ::core::marker::Send + ::core::marker::Sync));
    }
    let name = &input.ident;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #root::Module for #name #type_generics #where_clause {
            fn visit(&self, visitor: &mut dyn #root::Visitor) {
                let _ = &visitor;
                #visit
            }
            fn type_name(&self) -> ::std::string::String {
                #type_name
            }
            fn extra_repr(&self) -> ::core::option::Option<::std::string::String> {
                #extra_repr
            }
            #others
        }

        #[automatically_derived]
        impl #impl_generics ::core::fmt::Display for #name #type_generics #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #root::write_tree(self, f)
            }
        }
    }
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
