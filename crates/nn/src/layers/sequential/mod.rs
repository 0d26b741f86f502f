//! [`Sequential`]: layers one after the other.

mod edit;
mod layer;
mod place;
mod slice;

use std::fmt;
use std::ops::{Index, IndexMut};
use std::panic::Location;

use autograd::Tensor;

pub use self::layer::Layer;
pub use self::place::Place;
pub use self::slice::Layers;

use crate::copying;
use crate::forward::{Forward, forward_here};
use crate::giver::Step;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::observe::heard;
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

type Named = (String, Layer);

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
        assert!(self.get(&*name).is_none(), "two layers are named `{name}`");
        self.layers.push((name, Layer::new(layer)));
    }

    /// How many layers there are.
    pub fn len(&self) -> usize {
        self.layers.len()
    }

    /// Whether there are no layers.
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// The layer in a place, if there is one: a number, a name (those without one of their own have the number of their place),
    /// or a path to a layer of a chain inside.
    pub fn get(&self, place: impl Place) -> Option<&dyn Forward> {
        place.find(self).map(|(chain, at)| chain.layers[at].1.inner())
    }

    /// The layer in a place, as what it is.
    ///
    /// ```
    /// use nn::{Linear, ReLU, Tensor, sequential};
    /// let model = sequential![body: sequential![Linear::new(2, 3), ReLU], head: Linear::new(3, 1)];
    /// assert_eq!(model.layer::<Linear>("body.0").weight.shape(), [3, 2]);
    /// assert_eq!(model.layer::<Linear>(1).weight.shape(), [1, 3]);
    /// ```
    ///
    /// # Panics
    /// If there is no such layer, or it is no `L`.
    #[track_caller]
    pub fn layer<L: Forward + 'static>(&self, place: impl Place) -> &L {
        let Some((chain, at)) = place.find(self) else {
            self.lacks(&place);
        };
        let layer = &chain.layers[at].1;
        layer.get().unwrap_or_else(|| other_type::<L>(&place, layer))
    }

    /// [`layer`](Self::layer), to be changed.
    ///
    /// ```
    /// use nn::{Forward, Linear, ReLU, Tensor, sequential};
    /// let mut model = sequential![Linear::new(2, 3), ReLU, Linear::new(3, 2)];
    /// model.layer_mut::<Linear>("2").bias = None;
    /// let shared = model.layer::<Linear>("0").bias.as_ref().unwrap().tied();
    /// model.layer_mut::<Linear>("0").bias = Some(shared);
    /// ```
    ///
    /// # Panics
    /// If there is no such layer, or it is no `L`.
    #[track_caller]
    pub fn layer_mut<L: Forward + 'static>(&mut self, place: impl Place) -> &mut L {
        if place.find(self).is_none() {
            self.lacks(&place);
        }
        let (chain, at) = place.find_mut(self).expect("the layer was there");
        let layer = &mut chain.layers[at].1;
        if !layer.is::<L>() {
            other_type::<L>(&place, layer);
        }
        layer.get_mut().expect("the layer is an `L`")
    }

    /// The layers in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &dyn Forward> + ExactSizeIterator {
        self.layers.iter().map(|(_, layer)| layer.inner())
    }

    /// The layers in their order, with their names: PyTorch's `named_children`.
    pub fn named_layers(&self) -> impl DoubleEndedIterator<Item = (&str, &Layer)> + ExactSizeIterator {
        self.layers.iter().map(|(name, layer)| (&**name, layer))
    }

    #[cold]
    #[track_caller]
    fn lacks(&self, place: &impl Place) -> ! {
        let names: Vec<&str> = self.layers.iter().map(|(name, _)| &**name).collect();
        panic!(
            "there is no layer `{place}` in a Sequential of {}",
            names.join(", ")
        )
    }
}

#[cold]
#[track_caller]
fn other_type<L>(place: &impl Place, layer: &Layer) -> ! {
    panic!(
        "layer `{place}` is a {}, not a {}",
        layer.type_path(),
        std::any::type_name::<L>()
    )
}

impl Index<usize> for Sequential {
    type Output = Layer;

    /// # Panics
    /// If there is no such layer.
    #[track_caller]
    fn index(&self, at: usize) -> &Layer {
        match self.layers.get(at) {
            Some((_, layer)) => layer,
            None => panic!("there is no layer {at} in a Sequential of {}", self.len()),
        }
    }
}

impl IndexMut<usize> for Sequential {
    /// # Panics
    /// If there is no such layer.
    #[track_caller]
    fn index_mut(&mut self, at: usize) -> &mut Layer {
        let len = self.len();
        match self.layers.get_mut(at) {
            Some((_, layer)) => layer,
            None => panic!("there is no layer {at} in a Sequential of {len}"),
        }
    }
}

/// The layers in their order, without their names.
impl IntoIterator for Sequential {
    type Item = Layer;
    type IntoIter = std::iter::Map<std::vec::IntoIter<Named>, fn(Named) -> Layer>;

    fn into_iter(self) -> Self::IntoIter {
        self.layers.into_iter().map(|(_, layer)| layer)
    }
}

/// Layers are added at the end, also those of another chain: PyTorch's `extend`.
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
        forward_here(self, x)
    }

    fn try_forward(&self, x: &Tensor, line: &'static Location<'static>) -> Result<Tensor, LayerError> {
        heard(self, &[x], || Layers(&self.layers).run(x, line))
    }

    fn trace(&self, x: &Tensor, path: &str, steps: &mut Vec<Step>) -> Result<Tensor, LayerError> {
        Layers(&self.layers).trace(x, path, steps)
    }
}

impl Module for Sequential {
    fn visit(&self, visitor: &mut dyn Visitor) {
        Layers(&self.layers).visit(visitor);
    }

    fn type_name(&self) -> String {
        "Sequential".to_owned()
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        let copies = self.layers.iter().map(|(name, layer)| {
            let copy = copying::field(layer, name)?;
            Ok((name.clone(), copy))
        });
        Ok(Self {
            layers: copies.collect::<Result<_, LayerError>>()?,
        })
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
