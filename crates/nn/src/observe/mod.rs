//! Observation: what a program is told of the layers of a model while it runs, without changing the model.
//!
//! A layer that is run says so where anybody listens ([`Running`]), by its address; what listens knows the paths
//! ([`Registration`]). Nobody listening costs one look at a byte.

mod event;
mod registered;
mod running;

use std::marker::PhantomData;

pub use event::Event;
use registered::{Observer, Registration};
pub(crate) use running::{Running, heard};

use crate::module::Module;
use crate::place::{check, places};

/// Tells `see` of the layer at `path` in `model` each time that it runs, and each time that a backward pass has
/// computed the gradient of its result: PyTorch's `register_forward_hook` and `register_full_backward_hook`. It ends
/// when what is returned is dropped.
///
/// What is seen: all layers of this crate and what is chained by [`Sequential`](crate::Sequential) or lies in a `Box` or
/// `Arc`, however it is called. The forward of a module of your own is a plain function, which nobody hears of; one that
/// is written with [`run_layer`](crate::run_layer()) is heard. Calls of the thread that observes are seen, others not. In
/// a chain, layers run one by one while something is observed, with the same numbers.
///
/// `see` looks on: what it computes is not recorded, nor observed itself. A gradient is changed by
/// [`register_hook`](autograd::Tensor::register_hook) on a tensor.
///
/// ```
/// use std::sync::mpsc::channel;
/// use nn::{Event, Forward, Linear, ReLU, Tensor, observe, sequential};
///
/// let model = sequential![Linear::new(4, 8), ReLU, Linear::new(8, 1)];
/// let (sender, seen) = channel();
/// let observation = observe(&model, "1", move |event| {
///     sender.send(match event {
///         Event::Forward { outputs, .. } => ("positive", outputs[0].gt(0).float().mean().item()),
///         Event::Backward { gradient, .. } => ("gradient", gradient.abs().max().item()),
///         _ => return,
///     }).unwrap();
/// });
/// model.forward(&Tensor::randn([32, 4])).sum().backward();
/// drop(observation);
/// model.forward(&Tensor::randn([32, 4]));
/// let seen: Vec<_> = seen.iter().map(|(what, _)| what).collect();
/// assert_eq!(seen, ["positive", "gradient"]);
/// ```
///
/// # Panics
/// If nothing in the model has this path (the model itself has the empty one), or the layer there cannot be told from
/// another: both without parameters, as fields of one struct. While the model runs: if a layer inside of the observed
/// module does, and the module has not said that it does.
#[track_caller]
pub fn observe<'m, M: Module + ?Sized>(
    model: &'m M,
    path: &str,
    see: impl FnMut(&Event<'_>) + 'static,
) -> Observation<'m> {
    let places = places("", &model);
    check(&places, path);
    register(Registration::new(places, Some(Observer::new(Some(path), see))))
}

/// [`observe`] for every layer of `model` that says that it runs.
///
/// ```
/// use nn::{Event, Forward, Linear, ReLU, Tensor, observe_all, sequential};
/// let model = sequential![body: Linear::new(4, 8), act: ReLU];
/// let _observation = observe_all(&model, |event| {
///     if let Event::Forward { path, outputs, .. } = event {
///         println!("{path}: {:?}", outputs[0].shape());
///     }
/// });
/// model.forward(&Tensor::zeros([1, 4])); // body: [1, 8], act: [1, 8], and of the whole, whose path is empty
/// ```
pub fn observe_all<'m, M: Module + ?Sized>(
    model: &'m M,
    see: impl FnMut(&Event<'_>) + 'static,
) -> Observation<'m> {
    register(Registration::new(
        places("", &model),
        Some(Observer::new(None, see)),
    ))
}

/// Gives the layers of `model` their paths, `prefix` before them, wherever layers are named on this thread: in what
/// [`detect_anomaly`](autograd::detect_anomaly) finds and in profiles. It ends when what is returned is dropped.
///
/// Without, a layer is named as it prints.
///
/// ```
/// use autograd::detect_anomaly;
/// use nn::{Forward, Linear, Module, Tensor, init, name_layers};
///
/// #[derive(Module)]
/// struct Net {
///     first: Linear,
///     second: Linear,
/// }
///
/// let net = Net { first: Linear::new(2, 3), second: Linear::new(3, 1) };
/// init::constant_(&net.second.weight, 1e38);
/// let _names = name_layers("", &net);
/// let x = Tensor::full([1, 2], 1e3);
/// let anomaly = detect_anomaly(|| net.second.forward(&net.first.forward(&x).abs())).unwrap_err();
/// assert_eq!(anomaly.layer(), Some("second"));
/// ```
pub fn name_layers<'m, M: Module + ?Sized>(prefix: &str, model: &'m M) -> Observation<'m> {
    register(Registration::new(places(prefix, &model), None))
}

fn register<'m>(registration: Registration) -> Observation<'m> {
    Observation {
        id: registered::add(registration),
        model: PhantomData,
    }
}

/// An observation, which ends when this is dropped. Meanwhile the model stays where it is.
#[must_use = "the observation ends when this is dropped, which is at once if it has no name"]
pub struct Observation<'m> {
    id: u64,
    /// Borrowed, since layers are known by their addresses; and of this thread.
    model: PhantomData<(&'m (), *const ())>,
}

impl Drop for Observation<'_> {
    fn drop(&mut self) {
        registered::remove(self.id);
    }
}
