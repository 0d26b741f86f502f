//! What a field's `#[option(..)]` says.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::parse::ParseStream;
use syn::{
    Attribute, Error, Expr, ExprLit, Field, GenericArgument, Ident, Lit, Meta, MetaNameValue, PathArguments,
    Result, Token, Type,
};

use crate::limit::Limit;
use crate::usual::usual;

/// A field of a struct of options.
pub(crate) struct Choice {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) docs: Vec<Attribute>,
    /// Without one, the field must be given.
    pub(crate) default: Option<TokenStream>,
    pub(crate) limit: Option<Limit>,
    /// What the field is made from, if not from its own type.
    from: Option<Type>,
    /// Without a setter, and not printed.
    pub(crate) private: bool,
    /// Not printed.
    pub(crate) quiet: bool,
    /// Printed without its name.
    pub(crate) positional: bool,
}

impl Choice {
    /// What a field says; one `of_optimizer` without documentation says what is [`usual`] too.
    pub(crate) fn read(field: &Field, of_optimizer: bool) -> Result<Self> {
        let Some(name) = field.ident.clone() else {
            return Err(Error::new_spanned(
                field,
                "an option has a name: use named fields",
            ));
        };
        let mut attributes = field.attrs.clone();
        if of_optimizer && named(&attributes, "doc").next().is_none() {
            attributes.splice(..0, usual(&name)?);
        }
        let mut choice = Self {
            name,
            ty: written(&field.ty).clone(),
            docs: named(&attributes, "doc").cloned().collect(),
            default: None,
            limit: None,
            from: None,
            private: false,
            quiet: false,
            positional: false,
        };
        for attribute in named(&attributes, "option") {
            attribute.parse_nested_meta(|meta| choice.take(&meta))?;
        }
        if choice.private && choice.default.is_none() {
            return Err(Error::new_spanned(field, "a private field needs a `default`"));
        }
        Ok(choice)
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let key = meta.path.require_ident()?.to_string();
        match key.as_str() {
            "default" => self.default = Some(until_comma(meta.value()?)?),
            "limit" => self.limit = Some(Limit::parse(meta.value()?)?),
            "from" => self.from = Some(meta.value()?.parse()?),
            "private" => self.private = true,
            "quiet" => self.quiet = true,
            "positional" => self.positional = true,
            _ => {
                return Err(meta
                    .error("an option has `default`, `limit`, `from`, `private`, `quiet` and `positional`"));
            }
        }
        Ok(())
    }

    /// Whether it is a parameter of the constructor.
    pub(crate) fn is_required(&self) -> bool {
        self.default.is_none()
    }

    /// The first paragraph of its documentation.
    pub(crate) fn summary(&self) -> String {
        let lines = self.docs.iter().filter_map(|doc| match &doc.meta {
            Meta::NameValue(MetaNameValue {
                value: Expr::Lit(ExprLit {
                    lit: Lit::Str(line), ..
                }),
                ..
            }) => Some(line.value()),
            _ => None,
        });
        let lines: Vec<String> = lines
            .map(|line| line.trim().to_owned())
            .take_while(|line| !line.is_empty())
            .collect();
        lines.join(" ")
    }

    /// The name as it is printed: `r#type` is `type`.
    pub(crate) fn bare_name(&self) -> String {
        self.name.unraw().to_string()
    }

    /// The parameter of its name, in the constructor or the setter.
    pub(crate) fn parameter(&self) -> TokenStream {
        let (name, ty) = (&self.name, self.given_type());
        match &self.from {
            Some(Type::Reference(from)) => quote!(#name: #from),
            Some(from) => quote!(#name: impl ::core::convert::Into<#from>),
            None => quote!(#name: #ty),
        }
    }

    /// The expression of the parameter in the type that it stands for.
    pub(crate) fn given(&self) -> TokenStream {
        let name = &self.name;
        match &self.from {
            Some(from) => quote!(::core::convert::Into::<#from>::into(#name)),
            None => quote!(#name),
        }
    }

    /// The statements that make the field's value of the parameter, and refuse what is outside the limit.
    pub(crate) fn conversion(&self, of: &str) -> TokenStream {
        let (name, ty, given) = (&self.name, self.given_type(), self.given());
        let convert = self
            .from
            .as_ref()
            .map(|_| quote!(let #name: #ty = ::core::convert::From::from(#given);));
        let check = self.limit.as_ref().map(|limit| {
            let (limit, option) = (limit.value(), self.bare_name());
            quote!(#limit.check(#of, #option, ::core::clone::Clone::clone(&#name));)
        });
        let wrap = self
            .optional()
            .filter(|_| !self.is_required())
            .map(|_| quote!(let #name = ::core::option::Option::Some(#name);));
        quote!(#convert #check #wrap)
    }

    /// The type that a caller gives: `T` for an `Option<T>` that may be left out.
    fn given_type(&self) -> &Type {
        match self.optional() {
            Some(inner) if !self.is_required() => inner,
            _ => &self.ty,
        }
    }

    /// The `T` of an `Option<T>`.
    fn optional(&self) -> Option<&Type> {
        // What a macro hands on as a type stands in a group.
        let mut ty = &self.ty;
        while let Type::Group(group) = ty {
            ty = &group.elem;
        }
        let Type::Path(path) = ty else {
            return None;
        };
        let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
        match &last.arguments {
            PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
                GenericArgument::Type(inner) => Some(inner),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The type as it is written: one that a macro passes on stands in a group that nobody sees.
fn written(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => written(&group.elem),
        ty => ty,
    }
}

/// The attributes of that name.
fn named<'a>(attributes: &'a [Attribute], name: &'static str) -> impl Iterator<Item = &'a Attribute> {
    attributes
        .iter()
        .filter(move |attribute| attribute.path().is_ident(name))
}

/// An expression, which ends where the next option begins.
fn until_comma(input: ParseStream<'_>) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    if tokens.is_empty() {
        return Err(input.error("expected the default"));
    }
    Ok(tokens)
}
