//! [`summary`]: the layers of a model, what they make of an input, and what they cost.

mod call;
mod layers;

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use nn::{Event, Example, Forward, LayerError, Module, check_call, observe_all};
use show::Table;

use call::Call;
use layers::layers;

/// The layers of `model`, and what they make of an input and cost, as the package `torchinfo` shows them.
///
/// `input` is a shape, of which zeros are fed, or an example, as for [`check_input`](Forward::check_input): the model
/// runs in evaluation, without recording, and is not changed.
///
/// ```
/// use monitor::summary;
/// use nn::{Linear, ReLU, sequential};
///
/// let model = sequential![Linear::new(4, 16), ReLU, Linear::new(16, 3)];
/// let summary = summary(&model, &[10, 4])?;
/// assert_eq!((summary.parameters(), summary.multiply_adds()), (131, 1120));
/// assert_eq!(
///     summary.to_string(),
///     "\
/// path  layer       output shape  parameters  multiply-adds    memory
///       Sequential  [10, 3]              131           1120  1.924 kB
/// 0     Linear      [10, 16]              80            640     960 B
/// 1     ReLU        [10, 16]               0              0     640 B
/// 2     Linear      [10, 3]               51            480     324 B
/// 131 parameters, 131 of them trainable"
/// );
/// # Ok::<(), nn::LayerError>(())
/// ```
///
/// # Errors
/// If a layer does not fit its input.
#[track_caller]
pub fn summary<M: Forward + ?Sized>(model: &M, input: &dyn Example) -> Result<Summary, LayerError> {
    let (result, calls) = observed(model, || model.check_input(input));
    let output = result?;
    let mut summary = Summary::new(model, &calls);
    // The forward of a model of one's own says nothing of itself.
    let whole = &mut summary.layers[0];
    whole.output_shape.get_or_insert_with(|| output.to_vec());
    Ok(summary)
}

/// [`summary`] of a model of any signature, which `call` runs.
///
/// ```
/// use monitor::summary_of_call;
/// use nn::{Forward, Linear, Module, Tensor};
///
/// #[derive(Module)]
/// struct Siamese {
///     embed: Linear,
/// }
///
/// impl Siamese {
///     fn forward(&self, a: &Tensor, b: &Tensor) -> Tensor {
///         (self.embed.forward(a) - self.embed.forward(b)).abs()
///     }
/// }
///
/// let model = Siamese { embed: Linear::new(3, 8) };
/// let (a, b) = (Tensor::zeros([2, 3]), Tensor::zeros([2, 3]));
/// let summary = summary_of_call(&model, || model.forward(&a, &b))?;
/// assert_eq!(summary.multiply_adds(), 2 * (2 * 3 * 8)); // it is called twice
/// # Ok::<(), nn::LayerError>(())
/// ```
///
/// # Errors
/// If a layer does not fit its input.
pub fn summary_of_call<M: Module + ?Sized, R>(
    model: &M,
    call: impl FnOnce() -> R,
) -> Result<Summary, LayerError> {
    let (result, calls) = observed(model, || check_call(model, call));
    result?;
    Ok(Summary::new(model, &calls))
}

/// What `run` gives, and the calls of the model's layers in it.
fn observed<M: Module + ?Sized, R>(model: &M, run: impl FnOnce() -> R) -> (R, Vec<Call>) {
    let calls = Rc::<RefCell<Vec<Call>>>::default();
    let heard = Rc::clone(&calls);
    let observation = observe_all(model, move |event: &Event<'_>| {
        heard.borrow_mut().extend(Call::of(event));
    });
    let result = run();
    drop(observation);
    (result, calls.take())
}

/// The layers of a model, what they make of an input, and what they cost; made by [`summary`]. It prints as a table.
#[derive(Clone, Debug)]
pub struct Summary {
    layers: Vec<LayerSummary>,
    trainable: usize,
}

/// A module of a model, with all modules inside of it.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerSummary {
    /// Where it is in the model; empty if it is the model.
    pub path: String,
    /// The name of its type.
    pub type_name: String,
    /// The shape of its result, of several calls that of the first; none if it does not say that it runs, as the forward
    /// of a module of your own.
    pub output_shape: Option<Vec<usize>>,
    /// How many numbers its parameters are; a parameter that is shared counts where it comes first.
    pub parameters: usize,
    /// The multiplications of its products with weights, each with an addition: linear maps, convolutions, recurrent
    /// layers and projections of attention. What is elementwise, scores of attention, and operations that no layer makes
    /// are not counted.
    pub multiply_adds: u64,
    /// The bytes of its parameters, and of the results of its innermost layers.
    pub bytes: usize,
}

impl Summary {
    fn new<M: Module + ?Sized>(model: &M, calls: &[Call]) -> Self {
        Self {
            layers: layers(model, calls),
            trainable: model.num_parameters(),
        }
    }

    /// The model, and all modules in it, parents before their children.
    pub fn layers(&self) -> &[LayerSummary] {
        &self.layers
    }

    /// How many numbers the parameters are.
    pub fn parameters(&self) -> usize {
        self.layers[0].parameters
    }

    /// How many of them require a gradient.
    pub fn trainable_parameters(&self) -> usize {
        self.trainable
    }

    /// The multiply-adds of all layers.
    pub fn multiply_adds(&self) -> u64 {
        self.layers[0].multiply_adds
    }

    /// The bytes of the parameters and of all innermost layers' results.
    pub fn bytes(&self) -> usize {
        self.layers[0].bytes
    }

    fn table(&self) -> Table {
        let table = Table::new().text("path").text("layer").text("output shape");
        let mut table = table
            .number("parameters")
            .number("multiply-adds")
            .number("memory");
        for layer in &self.layers {
            let shape = layer.output_shape.as_ref();
            table.row([
                layer.path.clone(),
                layer.type_name.clone(),
                shape.map_or_else(String::new, |shape| format!("{shape:?}")),
                layer.parameters.to_string(),
                layer.multiply_adds.to_string(),
                in_bytes(layer.bytes),
            ]);
        }
        table.remark(format!(
            "{} parameters, {} of them trainable",
            self.parameters(),
            self.trainable
        ));
        table
    }

    /// Shows its table below the cell of a notebook: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        self.table().evcxr_display();
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table().fmt(f)
    }
}

/// A number of bytes with its unit, a power of 1000.
fn in_bytes(bytes: usize) -> String {
    let thousands = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    let unit = thousands.iter().find(|(size, _)| bytes as f64 >= *size);
    match unit {
        Some((size, unit)) => format!("{:.3} {unit}", bytes as f64 / size),
        None => format!("{bytes} B"),
    }
}
