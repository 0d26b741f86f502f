//! The options in `#[module(..)]`.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Result};

/// Where `option` stands among `attributes`, if it does. It is the only one that is legal there.
pub(crate) fn option(attributes: &[Attribute], option: &str, on: &str) -> Result<Option<Span>> {
    let mut found = None;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("module"))
    {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident(option) {
                return Err(meta.error(format!("the only option of {on} is `#[module({option})]`")));
            }
            found = Some(meta.path.span());
            Ok(())
        })?;
    }
    Ok(found)
}

/// Refuses every option: `what` has none.
pub(crate) fn none(attributes: &[Attribute], what: &str) -> Result<()> {
    match attributes
        .iter()
        .find(|attribute| attribute.path().is_ident("module"))
    {
        Some(attribute) => Err(Error::new_spanned(attribute, format!("{what} has no options"))),
        None => Ok(()),
    }
}
