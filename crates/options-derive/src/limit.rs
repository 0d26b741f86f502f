//! The limits of options.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, Ident, LitStr, Result, Token, parenthesized, token};

/// What every number in an option's value must be.
pub(crate) struct Limit {
    /// In words, after "must be".
    pub(crate) wanted: String,
    /// A function of a number that says whether it may be.
    allows: TokenStream,
}

impl Limit {
    /// A name, or the words and the function in parentheses.
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(token::Paren) {
            let inside;
            parenthesized!(inside in input);
            let wanted = inside.parse::<LitStr>()?.value();
            inside.parse::<Token![,]>()?;
            let allows = inside.parse()?;
            return Ok(Self { wanted, allows });
        }
        let name = input.call(Ident::parse_any)?;
        let (wanted, allows) = named(&name)?;
        Ok(Self {
            wanted: wanted.to_owned(),
            allows,
        })
    }

    /// The expression of it.
    pub(crate) fn value(&self) -> TokenStream {
        let Self { wanted, allows } = self;
        quote!(::autograd::options::Limit { wanted: #wanted, allows: #allows })
    }
}

fn named(name: &Ident) -> Result<(&'static str, TokenStream)> {
    Ok(match name.to_string().as_str() {
        "positive" => ("positive", quote!(|x| x > 0.0)),
        "non_negative" => ("at least 0", quote!(|x| x >= 0.0)),
        "unit" => ("between 0 and 1", quote!(|x| (0.0..=1.0).contains(&x))),
        "below_one" => ("at least 0 and less than 1", quote!(|x| (0.0..1.0).contains(&x))),
        "fraction" => ("above 0 and at most 1", quote!(|x| x > 0.0 && x <= 1.0)),
        "at_least_one" => ("at least 1", quote!(|x| x >= 1.0)),
        _ => {
            return Err(Error::new_spanned(
                name,
                "a limit is `positive`, `non_negative`, `unit`, `below_one`, `fraction`, `at_least_one`, or \
                 `(\"what it must be\", |x| ..)`",
            ));
        }
    })
}
