//! From a type to its implementations of `Module` and `Display`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Result, parse_quote};

use crate::parts::Parts;
use crate::{attribute, enumeration, structure};

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
        copy,
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
            fn copy_module(&self) -> ::core::result::Result<Self, #root::LayerError> {
                ::core::result::Result::Ok(#copy)
            }
        }

        #[automatically_derived]
        impl #impl_generics ::core::fmt::Display for #name #type_generics #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #root::write_tree(self, f)
            }
        }
    }
}
