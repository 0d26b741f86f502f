//! [`ModuleList`], [`ParameterList`]: fields in a row.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::field::{Field, copies};
use crate::group::Holds;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::parameter::Parameter;
use crate::tree::{parameter_lines, write_list};

/// Modules in a row: `torch.nn.ModuleList`. They are called `0`, `1` …, and are the model's own to run as it likes.
///
/// It is a `Vec`, and a field that is a plain `Vec` has the same names and prints the same; this one is a module by itself,
/// with [`parameters`](Module::parameters) and [`state_dict`](Module::state_dict). Modules of several types are a list of
/// [`Layer`](crate::Layer)s, or a tuple.
///
/// ```
/// use nn::{Forward, Linear, Module, ModuleList, Tensor};
///
/// #[derive(Module)]
/// struct Residuals {
///     layers: ModuleList<Linear>,
/// }
///
/// impl Forward for Residuals {
///     fn forward(&self, x: &Tensor) -> Tensor {
///         self.layers.iter().fold(x.clone(), |x, layer| layer.forward(&x).relu() + &x)
///     }
/// }
///
/// let model = Residuals { layers: (0..3).map(|_| Linear::new(4, 4)).collect() };
/// assert_eq!(model.forward(&Tensor::ones([2, 4])).shape(), [2, 4]);
/// assert_eq!(model.state_dict().keys().next(), Some("layers.0.weight"));
/// assert_eq!(model.layers.to_string(), "\
/// ModuleList(
///   (0-2): 3 x Linear(in_features=4, out_features=4, bias=True)
/// )");
/// ```
pub type ModuleList<M> = List<M>;

/// Parameters in a row: `torch.nn.ParameterList`. They are called `0`, `1` …
///
/// It is a `Vec`, and a field that is a plain `Vec` has the same names and prints the same; this one is a module by itself.
///
/// ```
/// use nn::{Module, Parameter, ParameterList, Tensor};
/// let scales: ParameterList = (1..=2).map(|size| Parameter::new(Tensor::ones(size))).collect();
/// assert_eq!(scales.num_parameters(), 3);
/// assert_eq!(scales.state_dict().keys().collect::<Vec<_>>(), ["0", "1"]);
/// ```
pub type ParameterList = List<Parameter>;

/// What [`ModuleList`] and [`ParameterList`] are: a `Vec` that is a module.
#[derive(Debug)]
pub struct List<F>(Vec<F>);

impl<F> List<F> {
    /// One without fields.
    pub const fn new() -> Self {
        Self(Vec::new())
    }
}

impl<F> Default for List<F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F> Deref for List<F> {
    type Target = Vec<F>;

    fn deref(&self) -> &Vec<F> {
        &self.0
    }
}

impl<F> DerefMut for List<F> {
    fn deref_mut(&mut self) -> &mut Vec<F> {
        &mut self.0
    }
}

impl<F> From<Vec<F>> for List<F> {
    fn from(fields: Vec<F>) -> Self {
        Self(fields)
    }
}

impl<F, const N: usize> From<[F; N]> for List<F> {
    fn from(fields: [F; N]) -> Self {
        Self(fields.into())
    }
}

impl<F> FromIterator<F> for List<F> {
    fn from_iter<I: IntoIterator<Item = F>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl<F> Extend<F> for List<F> {
    fn extend<I: IntoIterator<Item = F>>(&mut self, fields: I) {
        self.0.extend(fields);
    }
}

impl<F> IntoIterator for List<F> {
    type Item = F;
    type IntoIter = std::vec::IntoIter<F>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, F> IntoIterator for &'a List<F> {
    type Item = &'a F;
    type IntoIter = std::slice::Iter<'a, F>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<F: Field + Send + Sync> Module for List<F> {
    fn visit(&self, visitor: &mut dyn Visitor) {
        for (at, field) in self.0.iter().enumerate() {
            field.visit_field(&at.to_string(), visitor);
        }
    }

    fn type_name(&self) -> String {
        F::HOLDS.list().to_owned()
    }

    fn extra_repr(&self) -> Option<String> {
        (F::HOLDS == Holds::Parameters)
            .then(|| parameter_lines(&self.type_name(), &|visitor| self.visit(visitor)))
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        copies(&self.0).map(Self)
    }
}

impl<F: Field + Send + Sync> fmt::Display for List<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(self, f)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Linear, Module, ModuleList, Parameter, ParameterList, Tensor};

    #[test]
    fn a_list_prints_as_pytorchs() {
        assert_eq!(ModuleList::<Linear>::new().to_string(), "ModuleList()");
        assert_eq!(ParameterList::new().to_string(), "ParameterList()");
        let two = ParameterList::from([[2, 3], [1, 2]].map(|shape| Parameter::new(Tensor::zeros(shape))));
        let expected = "ParameterList(\n    (0): Parameter containing: [torch.float32 of size 2x3]\n    (1): Parameter \
                        containing: [torch.float32 of size 1x2]\n)";
        assert_eq!(two.to_string(), expected);
    }

    #[derive(Module)]
    struct Lists {
        list: ParameterList,
        plain: Vec<Parameter>,
    }

    #[test]
    fn a_list_in_a_module_is_a_plain_vector() {
        let made = || Parameter::new(Tensor::zeros(2));
        let lists = Lists {
            list: [made()].into(),
            plain: vec![made()],
        };
        let line = "ParameterList(  (0): Parameter containing: [torch.float32 of size 2])";
        assert_eq!(
            lists.to_string(),
            format!("Lists(\n  (list): {line}\n  (plain): {line}\n)")
        );
        assert_eq!(
            lists.state_dict().keys().collect::<Vec<_>>(),
            ["list.0", "plain.0"]
        );
        let copy = lists.deep_copy();
        assert!(!copy.list[0].is_same(&lists.list[0]) && copy.plain.len() == 1);
    }
}
