//! From a struct to its constructor, setters and default.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Result, Visibility};

use crate::field::Choice;
use crate::optimizer;

/// What the struct's own `#[options(..)]` says.
struct Settings {
    /// Who may use what is written: who may use the struct.
    vis: Visibility,
    /// What refusals call it.
    name: String,
    /// Whether it prints itself.
    repr: bool,
    /// Whose options they are, if an optimizer's.
    optimizer: Option<Ident>,
}

pub(crate) fn options(input: &DeriveInput) -> Result<TokenStream> {
    let settings = Settings::read(input)?;
    let choices = choices(input, settings.optimizer.is_some())?;
    let (name, (impl_generics, type_generics, where_clause)) =
        (&input.ident, input.generics.split_for_impl());
    let constructor = constructor(&settings, &choices);
    let (setters, optimizer) = match &settings.optimizer {
        Some(optimizer) => (
            Vec::new(),
            optimizer::setters_and_access(name, optimizer, &choices),
        ),
        None => (setters(&settings, &choices), TokenStream::new()),
    };
    let repr = settings.repr.then(|| extra_repr(&choices));
    let default = (!choices.iter().any(Choice::is_required)).then(|| {
        quote! {
            #[automatically_derived]
            impl #impl_generics ::core::default::Default for #name #type_generics #where_clause {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    Ok(quote! {
        #[allow(clippy::double_must_use)]
        impl #impl_generics #name #type_generics #where_clause {
            #constructor
            #(#setters)*
            #repr
        }
        #default
        #optimizer
    })
}

impl Settings {
    fn read(input: &DeriveInput) -> Result<Self> {
        let mut settings = Self {
            vis: input.vis.clone(),
            name: input.ident.to_string(),
            repr: false,
            optimizer: None,
        };
        let own = |attribute: &&syn::Attribute| attribute.path().is_ident("options");
        for attribute in input.attrs.iter().filter(own) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    settings.name = meta.value()?.parse::<LitStr>()?.value();
                } else if meta.path.is_ident("repr") {
                    settings.repr = true;
                } else if meta.path.is_ident("optimizer") {
                    settings.optimizer = Some(meta.value()?.parse()?);
                } else {
                    return Err(meta.error("a struct of options has `name`, `repr` and `optimizer`"));
                }
                Ok(())
            })?;
        }
        Ok(settings)
    }
}

fn choices(input: &DeriveInput, of_optimizer: bool) -> Result<Vec<Choice>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                let read = |field| Choice::read(field, of_optimizer);
                fields.named.iter().map(read).collect()
            }
            _ => Err(Error::new_spanned(&input.ident, "options are named fields")),
        },
        _ => Err(Error::new_spanned(&input.ident, "options are a struct")),
    }
}

fn constructor(settings: &Settings, choices: &[Choice]) -> TokenStream {
    let required: Vec<&Choice> = choices.iter().filter(|choice| choice.is_required()).collect();
    let (vis, doc) = (&settings.vis, constructor_doc(&required));
    let parameters = required.iter().map(|choice| choice.parameter());
    let conversions = required.iter().map(|choice| choice.conversion(&settings.name));
    let fields = choices.iter().map(|choice| {
        let name = &choice.name;
        match &choice.default {
            Some(default) => quote!(#name: #default),
            None => quote!(#name),
        }
    });
    quote! {
        #[doc = #doc]
        #[track_caller]
        #vis fn new(#(#parameters),*) -> Self {
            #(#conversions)*
            Self { #(#fields),* }
        }
    }
}

fn constructor_doc(required: &[&Choice]) -> String {
    let mut doc = String::from("With every option at its default");
    if required.is_empty() {
        doc += ".";
    } else {
        doc += ", and\n";
    }
    for choice in required {
        doc += &format!("- `{}`: {}\n", choice.bare_name(), choice.summary());
    }
    let refusals: Vec<String> = required.iter().filter_map(|choice| refusal(choice)).collect();
    if !refusals.is_empty() {
        doc += &format!("\n\n# Panics\n{}", refusals.join("\n"));
    }
    doc
}

fn setters(settings: &Settings, choices: &[Choice]) -> Vec<TokenStream> {
    let set = choices
        .iter()
        .filter(|choice| !choice.is_required() && !choice.private);
    set.map(|choice| setter(settings, choice)).collect()
}

fn setter(settings: &Settings, choice: &Choice) -> TokenStream {
    let Choice { name, docs, .. } = choice;
    let (parameter, conversion) = (choice.parameter(), choice.conversion(&settings.name));
    let (vis, more) = (&settings.vis, setter_doc(choice));
    quote! {
        #(#docs)*
        #[doc = #more]
        #[must_use]
        #[track_caller]
        #vis fn #name(mut self, #parameter) -> Self {
            #conversion
            self.#name = #name;
            self
        }
    }
}

/// What the setter's documentation says after the field's.
pub(crate) fn setter_doc(choice: &Choice) -> String {
    let default = choice.default.as_ref().map(spelled).unwrap_or_default();
    let mut doc = format!("\nDefault: `{default}`.");
    if let Some(refusal) = refusal(choice) {
        doc += &format!("\n\n# Panics\n{refusal}");
    }
    doc
}

/// An expression as people write it; tokens are printed with spaces between them.
fn spelled(expression: &TokenStream) -> String {
    let mut spelled = expression.to_string();
    for (printed, written) in [(" :: ", "::"), (" (", "("), ("( ", "("), (" )", ")"), (" ,", ",")] {
        spelled = spelled.replace(printed, written);
    }
    spelled
}

/// When the option is refused.
fn refusal(choice: &Choice) -> Option<String> {
    let limit = choice.limit.as_ref()?;
    Some(format!("If `{}` is not {}.", choice.bare_name(), limit.wanted))
}

/// What stands between the parentheses where a module is printed.
fn extra_repr(choices: &[Choice]) -> TokenStream {
    let printed = choices.iter().filter(|choice| !choice.private && !choice.quiet);
    let printed = printed.map(|choice| {
        let name = &choice.name;
        let label = if choice.positional {
            String::new()
        } else {
            choice.bare_name() + "="
        };
        quote!((#label, ::autograd::options::OptionValue::from(::core::clone::Clone::clone(&self.#name))))
    });
    quote! {
        fn extra_repr(&self) -> ::std::string::String {
            ::autograd::options::repr(&[#(#printed),*])
        }
    }
}
