//! Options of an optimizer: setters of the optimizer and of its groups, and access by name.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, LitStr};

use crate::expand::setter_doc;
use crate::field::Choice;

/// The methods of `optimizer` and of its groups, which `options` holds the options of, and the options by name.
pub(crate) fn setters_and_access(options: &Ident, optimizer: &Ident, choices: &[Choice]) -> TokenStream {
    let choices: Vec<&Choice> = choices.iter().filter(|choice| !choice.private).collect();
    let setters: Vec<TokenStream> = choices
        .iter()
        .enumerate()
        .filter(|(_, choice)| !choice.is_required())
        .map(|(at, choice)| setter(at, choice))
        .collect();
    let access = access(options, optimizer, &choices);
    quote! {
        impl #optimizer {
            #(#setters)*
        }
        impl crate::ParamGroup<#optimizer> {
            #(#setters)*
        }
        #access
    }
}

/// A method that hands the value to `with`, which both have and which refuses what is outside the limit.
fn setter(at: usize, choice: &Choice) -> TokenStream {
    let Choice { name, docs, .. } = choice;
    let parameter = choice.parameter();
    let more = setter_doc(choice);
    let given = choice.given();
    quote! {
        #(#docs)*
        #[doc = #more]
        #[must_use]
        #[track_caller]
        pub fn #name(self, #parameter) -> Self {
            self.with(#at, ::autograd::options::OptionValue::from(#given))
        }
    }
}

/// A method that sets an option by its place.
fn setting(name: TokenStream, arms: impl Iterator<Item = TokenStream>) -> TokenStream {
    quote! {
        fn #name(
            &mut self,
            at: usize,
            value: &::autograd::options::OptionValue,
        ) -> ::core::result::Result<(), ::autograd::Error> {
            match at {
                #(#arms)*
                _ => {}
            }
            ::core::result::Result::Ok(())
        }
    }
}

/// The arm that sets an option by its place, within a limit.
fn read(at: usize, choice: &Choice, of: &str, limit: &TokenStream) -> TokenStream {
    let (name, label) = (&choice.name, LitStr::new(&choice.bare_name(), choice.name.span()));
    quote!(#at => self.#name = ::autograd::options::read(#of, #label, #limit, value)?,)
}

fn access(options: &Ident, optimizer: &Ident, choices: &[&Choice]) -> TokenStream {
    let of = optimizer.to_string();
    let names: Vec<String> = choices.iter().map(|choice| choice.bare_name()).collect();
    let get = choices.iter().enumerate().map(|(at, choice)| {
        let name = &choice.name;
        quote!(#at => ::autograd::options::OptionValue::from(::core::clone::Clone::clone(&self.#name)),)
    });
    let set = choices.iter().enumerate().map(|(at, choice)| {
        let limit = match &choice.limit {
            Some(limit) => {
                let limit = limit.value();
                quote!(::core::option::Option::Some(#limit))
            }
            None => quote!(::core::option::Option::None),
        };
        read(at, choice, &of, &limit)
    });
    let set = setting(quote!(set), set);
    let no_limit = quote!(::core::option::Option::None);
    let set_freely = choices.iter().enumerate();
    let set_freely = set_freely.map(|(at, choice)| read(at, choice, &of, &no_limit));
    let set_freely = setting(quote!(set_freely), set_freely);
    quote! {
        impl crate::options::GroupOptions for #options {
            fn optimizer(&self) -> &'static str {
                #of
            }
            fn names(&self) -> &'static [&'static str] {
                &[#(#names),*]
            }
            fn get(&self, at: usize) -> ::autograd::options::OptionValue {
                match at {
                    #(#get)*
                    _ => ::autograd::options::OptionValue::None,
                }
            }
            #set
            #set_freely
            fn boxed(&self) -> ::std::boxed::Box<dyn crate::options::GroupOptions> {
                ::std::boxed::Box::new(::core::clone::Clone::clone(self))
            }
        }
    }
}
