//! Enums: a variant that holds a module behaves as that module.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DataEnum, DeriveInput, Error, Fields, Ident, Result, Type, Variant, parse_quote};

use crate::attribute;
use crate::parts::{Parts, bare, mentions_parameter};

pub(crate) fn parts(
    input: &DeriveInput,
    data: &DataEnum,
    extra_repr: Option<Span>,
    root: &TokenStream,
) -> Result<Parts> {
    if let Some(span) = extra_repr {
        return Err(Error::new(
            span,
            "an enum prints as the module in its variant; put this on that module",
        ));
    }
    if data.variants.is_empty() {
        return Err(Error::new_spanned(
            &input.ident,
            "an enum without variants cannot be a module",
        ));
    }
    let mut arms = Arms::default();
    let mut bounds = Vec::new();
    for variant in &data.variants {
        attribute::none(&variant.attrs, "a variant")?;
        match held(variant)? {
            Some(ty) => {
                arms.module(&variant.ident, ty, root);
                if mentions_parameter(ty, &input.generics) {
                    bounds.push(parse_quote!(#ty: #root::Module));
                }
            }
            None => arms.nothing(&variant.ident),
        }
    }
    Ok(arms.parts(bounds))
}

/// The type that a variant holds, if it holds one.
fn held(variant: &Variant) -> Result<Option<&Type>> {
    let refusal =
        "a variant of a module holds one module, as `Name(Type)`, or nothing; put several into a struct";
    match &variant.fields {
        Fields::Unit => Ok(None),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let field = &fields.unnamed[0];
            attribute::none(&field.attrs, "the field of a variant")?;
            Ok(Some(&field.ty))
        }
        _ => Err(Error::new_spanned(variant, refusal)),
    }
}

/// The arms of the methods' `match self`.
#[derive(Default)]
struct Arms {
    visit: TokenStream,
    type_name: TokenStream,
    extra_repr: TokenStream,
    copy: TokenStream,
}

impl Arms {
    fn module(&mut self, variant: &Ident, ty: &Type, root: &TokenStream) {
        let module = quote_spanned!(ty.span()=> <#ty as #root::Module>);
        self.visit
            .extend(quote!(Self::#variant(module) => #module::visit(module, visitor),));
        self.type_name
            .extend(quote!(Self::#variant(module) => #module::type_name(module),));
        self.extra_repr
            .extend(quote!(Self::#variant(module) => #module::extra_repr(module),));
        self.copy
            .extend(quote!(Self::#variant(module) => Self::#variant(#module::copy_module(module)?),));
    }

    fn nothing(&mut self, variant: &Ident) {
        let name = bare(variant);
        self.visit.extend(quote!(Self::#variant => {}));
        self.type_name
            .extend(quote!(Self::#variant => ::std::string::String::from(#name),));
        self.extra_repr
            .extend(quote!(Self::#variant => ::core::option::Option::None,));
        self.copy.extend(quote!(Self::#variant => Self::#variant,));
    }

    fn parts(self, bounds: Vec<syn::WherePredicate>) -> Parts {
        let Self {
            visit,
            type_name,
            extra_repr,
            copy,
        } = self;
        Parts {
            visit: quote!(match self { #visit }),
            type_name: quote!(match self { #type_name }),
            extra_repr: quote!(match self { #extra_repr }),
            copy: quote!(match self { #copy }),
            bounds,
        }
    }
}
