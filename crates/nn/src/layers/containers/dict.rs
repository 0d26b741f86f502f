//! [`ModuleDict`], [`ParameterDict`]: fields by names.

use std::fmt;
use std::ops::Index;

use crate::copying;
use crate::field::Field;
use crate::group::Holds;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::parameter::Parameter;
use crate::tree::{parameter_lines, write_tree};

/// Modules by names, in the order in which they were put in: `torch.nn.ModuleDict`.
///
/// Modules of several types are a dictionary of [`Layer`](crate::Layer)s. A field may also be a plain `BTreeMap`, which is
/// in the order of its keys.
///
/// ```
/// use nn::{Forward, Linear, Module, ModuleDict, Tensor};
///
/// #[derive(Module)]
/// struct Heads {
///     heads: ModuleDict<Linear>,
/// }
///
/// let model = Heads { heads: ModuleDict::from([("mean", Linear::new(4, 1)), ("logits", Linear::new(4, 3))]) };
/// assert_eq!(model.heads["logits"].forward(&Tensor::ones([2, 4])).shape(), [2, 3]);
/// assert_eq!(model.state_dict().keys().next(), Some("heads.mean.weight"));
/// ```
pub type ModuleDict<M> = Dict<M>;

/// Parameters by names, in the order in which they were put in: `torch.nn.ParameterDict`, which sorts those of a plain
/// Python dictionary.
///
/// ```
/// use nn::{Module, Parameter, ParameterDict, Tensor};
/// let mut parameters = ParameterDict::from([("w", Parameter::new(Tensor::ones([2, 3])))]);
/// parameters.insert("b", Parameter::new(Tensor::zeros(2)));
/// assert_eq!(parameters["w"].shape(), [2, 3]);
/// assert_eq!(parameters.state_dict().keys().collect::<Vec<_>>(), ["w", "b"]);
/// ```
pub type ParameterDict = Dict<Parameter>;

/// What [`ModuleDict`] and [`ParameterDict`] are: fields by names, in the order in which they were put in.
#[derive(Debug)]
pub struct Dict<F>(Vec<(String, F)>);

impl<F> Dict<F> {
    /// One without fields.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Puts a field under a name, and gives back the one that was there; a new name comes last.
    ///
    /// # Panics
    /// If the name is empty or contains a dot.
    #[track_caller]
    pub fn insert(&mut self, name: impl Into<String>, field: F) -> Option<F> {
        let name = name.into();
        assert!(
            !name.is_empty() && !name.contains('.'),
            "a name in a dictionary must not be empty nor contain a dot, as `{name}` does: paths are joined by dots"
        );
        match self.get_mut(&name) {
            Some(old) => Some(std::mem::replace(old, field)),
            None => {
                self.0.push((name, field));
                None
            }
        }
    }

    /// Takes out what is under a name, if something is.
    pub fn remove(&mut self, name: &str) -> Option<F> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.remove(at).1)
    }

    /// What is under a name.
    pub fn get(&self, name: &str) -> Option<&F> {
        self.iter().find(|(own, _)| *own == name).map(|(_, field)| field)
    }

    /// What is under a name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut F> {
        let mut fields = self.0.iter_mut();
        fields.find(|(own, _)| own == name).map(|(_, field)| field)
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and fields in their order: PyTorch's `items`.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &F)> + ExactSizeIterator {
        self.0.iter().map(|(name, field)| (&**name, field))
    }

    /// The names in their order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.iter().map(|(name, _)| name)
    }

    /// The fields in their order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &F> + ExactSizeIterator {
        self.iter().map(|(_, field)| field)
    }
}

impl<F> Default for Dict<F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F> Index<&str> for Dict<F> {
    type Output = F;

    /// # Panics
    /// If nothing has this name.
    #[track_caller]
    fn index(&self, name: &str) -> &F {
        match self.get(name) {
            Some(field) => field,
            None => panic!(
                "nothing is called `{name}` in a dictionary of {}",
                self.keys().collect::<Vec<_>>().join(", ")
            ),
        }
    }
}

impl<K: Into<String>, F> Extend<(K, F)> for Dict<F> {
    fn extend<I: IntoIterator<Item = (K, F)>>(&mut self, fields: I) {
        for (name, field) in fields {
            self.insert(name, field);
        }
    }
}

impl<K: Into<String>, F> FromIterator<(K, F)> for Dict<F> {
    fn from_iter<I: IntoIterator<Item = (K, F)>>(fields: I) -> Self {
        let mut dict = Self::new();
        dict.extend(fields);
        dict
    }
}

impl<K: Into<String>, F, const N: usize> From<[(K, F); N]> for Dict<F> {
    fn from(fields: [(K, F); N]) -> Self {
        fields.into_iter().collect()
    }
}

impl<F: Field + Send + Sync> Module for Dict<F> {
    fn visit(&self, visitor: &mut dyn Visitor) {
        for (name, field) in &self.0 {
            field.visit_field(name, visitor);
        }
    }

    fn type_name(&self) -> String {
        F::HOLDS.dict().to_owned()
    }

    fn extra_repr(&self) -> Option<String> {
        (F::HOLDS == Holds::Parameters)
            .then(|| parameter_lines(&self.type_name(), &|visitor| self.visit(visitor)))
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        let copies = self.0.iter().map(|(name, field)| {
            let copy = copying::field(field, name)?;
            Ok((name.clone(), copy))
        });
        copies.collect::<Result<_, LayerError>>().map(Self)
    }
}

impl<F: Field + Send + Sync> fmt::Display for Dict<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Layer, Linear, Module, ModuleDict, Parameter, ParameterDict, ReLU, Tensor};

    #[test]
    fn a_dictionary_prints_as_pytorchs() {
        let modules = ModuleDict::from([("conv", Layer::new(Linear::new(1, 2))), ("act", Layer::new(ReLU))]);
        let expected =
            "ModuleDict(\n  (conv): Linear(in_features=1, out_features=2, bias=True)\n  (act): ReLU()\n)";
        assert_eq!(modules.to_string(), expected);
        assert_eq!(modules.deep_copy().to_string(), expected);
        let parameters = ParameterDict::from([("a", Parameter::new(Tensor::zeros(2)))]);
        let expected = "ParameterDict(  (a): Parameter containing: [torch.FloatTensor of size 2])";
        assert_eq!(parameters.to_string(), expected);
    }

    #[test]
    fn a_name_is_there_once() {
        let mut dict = ParameterDict::new();
        for size in [2, 3] {
            dict.insert("a", Parameter::new(Tensor::zeros(size)));
        }
        assert_eq!((dict.len(), dict["a"].numel()), (1, 3));
        assert!(dict.remove("a").is_some() && dict.is_empty());
    }

    #[test]
    #[should_panic(expected = "nothing is called `b` in a dictionary of a")]
    fn a_name_that_is_not_there_is_refused() {
        let _ = &ModuleDict::from([("a", ReLU)])["b"];
    }
}
