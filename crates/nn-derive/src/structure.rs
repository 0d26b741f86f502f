//! Structs: each field is visited under its name.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DataStruct, DeriveInput, Field, Member, Result, parse_quote};

use crate::attribute;
use crate::parts::{Parts, bare, mentions_parameter, own_extra_repr};

pub(crate) fn parts(
    input: &DeriveInput,
    data: &DataStruct,
    extra_repr: Option<Span>,
    root: &TokenStream,
) -> Result<Parts> {
    let mut visit = TokenStream::new();
    let mut copies = TokenStream::new();
    let mut bounds = Vec::new();
    for (field, member) in data.fields.iter().zip(data.fields.members()) {
        let skipped = attribute::option(&field.attrs, "skip", "a field")?.is_some();
        copies.extend(copy_field(field, &member, skipped, root));
        if skipped {
            continue;
        }
        visit.extend(visit_field(field, &member, root));
        if mentions_parameter(&field.ty, &input.generics) {
            let ty = &field.ty;
            bounds.push(parse_quote!(#ty: #root::Field));
        }
    }
    let name = bare(&input.ident);
    Ok(Parts {
        visit,
        type_name: quote!(::std::string::String::from(#name)),
        extra_repr: own_extra_repr(extra_repr),
        copy: quote!(Self { #copies }),
        bounds,
    })
}

/// The name under which a field is seen.
fn name(member: &Member) -> String {
    match member {
        Member::Named(name) => bare(name),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// The call for one field, at its type's place in the program: there the compiler points if the type is no field.
fn visit_field(field: &Field, member: &Member, root: &TokenStream) -> TokenStream {
    let (ty, name) = (&field.ty, name(member));
    quote_spanned! {ty.span()=>
        <#ty as #root::Field>::visit_field(&self.#member, #name, visitor);
    }
}

/// The field of the copy. What is skipped is cloned, if its type can be.
fn copy_field(field: &Field, member: &Member, skipped: bool, root: &TokenStream) -> TokenStream {
    let name = name(member);
    let copy = if skipped {
        quote!({
            #[allow(unused_imports)]
            use #root::copying::{ByClone as _, Refused as _};
            (&#root::copying::Skipped(&self.#member)).copy_skipped(#name)?
        })
    } else {
        quote_spanned!(field.ty.span()=> #root::copying::field(&self.#member, #name)?)
    };
    quote!(#member: #copy,)
}
