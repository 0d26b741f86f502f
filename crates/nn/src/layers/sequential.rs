//! [`Sequential`]: layers one after the other.

use std::fmt;
use std::ops::Index;
use std::panic::Location;

use autograd::listen::{is_heard, is_observed};
use autograd::{Error, Tensor};

use crate::forward::Forward;
use crate::giver::{Step, giver};
use crate::layer_error::{LayerError, join};
use crate::module::{Module, Visitor};
use crate::observe::{Running, heard};
use crate::preflight;
use crate::tree::write_tree;

/// Layers that run one after the other, each on the result of the one before. Without layers it gives its input.
///
/// [`sequential!`](crate::sequential!) makes one from a list; the methods build one step by step. If a layer does not
/// fit what it is given, the message names its path, both sizes, and the layer that gives the wrong one.
///
/// ```
/// use nn::{Forward, Linear, ReLU, Sequential, Tensor};
///
/// let mut model = Sequential::new();
/// for width in [20, 20] {
///     model.push(Linear::new(20, width));
///     model.push(ReLU);
/// }
/// assert_eq!(model.len(), 4);
/// assert_eq!(model[1].to_string(), "ReLU()");
/// assert_eq!(model.forward(&Tensor::zeros([10, 20])).shape(), [10, 20]);
/// ```
#[derive(Default)]
pub struct Sequential {
    layers: Vec<Named>,
}

impl Sequential {
    /// One without layers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a layer at the end, under the number of its place.
    ///
    /// # Panics
    /// If another layer was given that number as its name.
    #[track_caller]
    pub fn push(&mut self, layer: impl Forward + 'static) {
        self.push_named(self.len().to_string(), layer);
    }

    /// Adds a layer at the end, under a name.
    ///
    /// # Panics
    /// If the name is empty, contains a dot, or is another layer's.
    #[track_caller]
    pub fn push_named(&mut self, name: impl Into<String>, layer: impl Forward + 'static) {
        let name = name.into();
        assert!(!name.is_empty(), "the name of a layer must not be empty");
        assert!(
            !name.contains('.'),
            "the name of a layer must not contain a dot, as `{name}` does: paths are joined by dots"
        );
        assert!(self.get(&name).is_none(), "two layers are named `{name}`");
        self.layers.push((name, Box::new(layer)));
    }

    /// Puts another layer in the place of one, and gives that back; the name stays.
    ///
    /// ```
    /// use nn::{Forward, Linear, ReLU, Tensor, sequential};
    /// let mut model = sequential![Linear::new(8, 4), ReLU, Linear::new(4, 10)];
    /// let old = model.replace("2", Linear::new(4, 3));
    /// assert_eq!(old.to_string(), "Linear(in_features=4, out_features=10, bias=True)");
    /// assert_eq!(model.forward(&Tensor::zeros([1, 8])).shape(), [1, 3]);
    /// ```
    ///
    /// # Panics
    /// If no layer has this name.
    #[track_caller]
    pub fn replace(&mut self, name: &str, layer: impl Forward + 'static) -> Box<dyn Forward> {
        match self.layers.iter_mut().find(|(own, _)| own == name) {
            Some((_, old)) => std::mem::replace(old, Box::new(layer)),
            None => panic!("there is no layer `{name}` in a Sequential of {}", self.len()),
        }
    }

    /// How many layers there are.
    pub fn len(&self) -> usize {
        self.layers.len()
    }

    /// Whether there are no layers.
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// The layer of that name, if there is one; those without a name of their own have the number of their place.
    pub fn get(&self, name: &str) -> Option<&dyn Forward> {
        self.layers
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, layer)| &**layer)
    }

    /// The layers in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &dyn Forward> + ExactSizeIterator {
        self.layers.iter().map(|(_, layer)| &**layer)
    }

    /// Runs layer `at`, and the activation after it if one operation does both: how many layers that were, and their
    /// result.
    #[inline]
    fn step(
        &self,
        at: usize,
        x: &Tensor,
        line: &'static Location<'static>,
    ) -> (usize, Result<Tensor, LayerError>) {
        if is_heard() {
            return self.step_heard(at, x, line);
        }
        self.step_fused(at, x, line)
    }

    #[inline(always)]
    fn step_fused(
        &self,
        at: usize,
        x: &Tensor,
        line: &'static Location<'static>,
    ) -> (usize, Result<Tensor, LayerError>) {
        let layer = &*self.layers[at].1;
        let next = self
            .layers
            .get(at + 1)
            .and_then(|(_, next)| (**next).activation());
        match next.and_then(|activation| layer.try_forward_activated(x, line, activation)) {
            Some(y) => (2, y),
            None => (1, layer.try_forward(x, line)),
        }
    }

    /// [`step`](Self::step), where somebody listens: layers that are observed run one by one.
    #[cold]
    #[inline(never)]
    fn step_heard(
        &self,
        at: usize,
        x: &Tensor,
        line: &'static Location<'static>,
    ) -> (usize, Result<Tensor, LayerError>) {
        let (name, layer) = &self.layers[at];
        let running = Running::begin(&**layer, Some(name));
        let (count, mut y) = if is_observed() {
            (1, layer.try_forward(x, line))
        } else {
            self.step_fused(at, x, line)
        };
        if let (Some(running), Ok(y)) = (running, &mut y) {
            running.ran(&[x], y);
        }
        (count, y)
    }

    #[inline]
    fn run(&self, x: &Tensor, line: &'static Location<'static>) -> Result<Tensor, LayerError> {
        let mut result: Option<Tensor> = None;
        let mut at = 0;
        while at < self.layers.len() {
            let (count, y) = self.step(at, result.as_ref().unwrap_or(x), line);
            match y {
                Ok(y) => result = Some(y),
                Err(error) => return Err(self.locate(at, x, error)),
            }
            at += count;
        }
        Ok(result.unwrap_or_else(|| x.clone()))
    }

    /// `error` of layer `at`, seen from here. If a size is wrong, the layers before are run once more on `x`, to find
    /// the one that has given it.
    #[cold]
    fn locate(&self, at: usize, x: &Tensor, error: LayerError) -> LayerError {
        let error = error.within(&self.layers[at].0);
        let Some(dim) = error.unexplained_dim() else {
            return error;
        };
        let steps = preflight::examine(|| {
            let mut steps = Vec::new();
            trace(&self.layers[..at], x, "", &mut steps)?;
            Ok(steps)
        });
        error.given_by(steps.and_then(|steps| giver(&steps, dim)))
    }
}

type Named = (String, Box<dyn Forward>);

/// Runs `layers` one after the other, and notes in `steps` what each makes of its input.
fn trace(layers: &[Named], x: &Tensor, path: &str, steps: &mut Vec<Step>) -> Result<Tensor, LayerError> {
    layers.iter().try_fold(x.clone(), |x, (name, layer)| {
        layer.trace(&x, &join(path, name), steps)
    })
}

impl Index<usize> for Sequential {
    type Output = dyn Forward;

    /// # Panics
    /// If there is no such layer.
    #[track_caller]
    fn index(&self, at: usize) -> &Self::Output {
        match self.layers.get(at) {
            Some((_, layer)) => &**layer,
            None => panic!("there is no layer {at} in a Sequential of {}", self.len()),
        }
    }
}

impl<L: Forward + 'static> Extend<L> for Sequential {
    fn extend<I: IntoIterator<Item = L>>(&mut self, layers: I) {
        for layer in layers {
            self.push(layer);
        }
    }
}

impl<L: Forward + 'static> FromIterator<L> for Sequential {
    fn from_iter<I: IntoIterator<Item = L>>(layers: I) -> Self {
        let mut sequential = Self::new();
        sequential.extend(layers);
        sequential
    }
}

impl Forward for Sequential {
    #[track_caller]
    fn forward(&self, x: &Tensor) -> Tensor {
        let line = Location::caller();
        match Error::raise_memory_here(|| self.try_forward(x, line)) {
            Ok(y) => y,
            Err(error) => preflight::raise(error, self),
        }
    }

    fn try_forward(&self, x: &Tensor, line: &'static Location<'static>) -> Result<Tensor, LayerError> {
        heard(self, &[x], || self.run(x, line))
    }

    fn trace(&self, x: &Tensor, path: &str, steps: &mut Vec<Step>) -> Result<Tensor, LayerError> {
        trace(&self.layers, x, path, steps)
    }
}

impl Module for Sequential {
    fn visit(&self, visitor: &mut dyn Visitor) {
        for (name, layer) in &self.layers {
            visitor.module(name, layer);
        }
    }

    fn type_name(&self) -> String {
        "Sequential".to_owned()
    }
}

impl fmt::Display for Sequential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

/// A [`Sequential`] from a list of layers, all named or none.
///
/// ```
/// use nn::{Linear, Module, Tanh, sequential};
/// let plain = sequential![Linear::new(2, 3), Tanh, Linear::new(3, 1)];
/// assert!(plain.state_dict().get("0.weight").is_some());
///
/// let named = sequential![fc: Linear::new(2, 1), act: Tanh];
/// assert_eq!(named.to_string(), "\
/// Sequential(
///   (fc): Linear(in_features=2, out_features=1, bias=True)
///   (act): Tanh()
/// )");
/// ```
///
/// ```compile_fail
/// # use nn::{Linear, ReLU, sequential};
/// let _ = sequential![fc: Linear::new(2, 1), ReLU]; // name every layer or none
/// ```
#[macro_export]
macro_rules! sequential {
    () => { $crate::Sequential::new() };
    ($($name:ident: $layer:expr),+ $(,)?) => {{
        let mut sequential = $crate::Sequential::new();
        $(sequential.push_named(stringify!($name), $layer);)+
        sequential
    }};
    ($($layer:expr),+ $(,)?) => {{
        let mut sequential = $crate::Sequential::new();
        $(sequential.push($layer);)+
        sequential
    }};
    ($($layers:tt)*) => {
        compile_error!("name every layer or none: `sequential![a, b]` or `sequential![first: a, second: b]`")
    };
}
