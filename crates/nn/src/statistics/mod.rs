//! [`Statistics`]: what is in the activations and gradients of each layer.

mod moments;

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use autograd::Tensor;
use autograd::short::short;
use show::Table;

pub use moments::Moments;

use crate::module::Module;
use crate::observe::{Event, Observation, observe_all};
use crate::place::places;

/// Mean and deviation of what each layer gives and of the gradients that arrive there, and the share of its units that
/// are dead: of all batches since it was made, or [`reset`](Self::reset).
///
/// It [observes](crate::observe()) the layers that hold no others. A unit is dead if what it gives was exactly 0 for every
/// sample, as those of a ReLU are that no longer learn. Units lie along dimension 1 of results of rank 4 and more (the
/// channels of pictures), else along the last.
///
/// ```
/// use nn::{Forward, Linear, Module, ReLU, Statistics, Tensor, init, sequential};
///
/// let model = sequential![Linear::new(4, 8), ReLU, Linear::new(8, 2)];
/// let statistics = Statistics::of(&model);
/// let x = Tensor::rand([32, 4]);
/// model.forward(&x).sum().backward();
/// let layers = statistics.layers();
/// assert_eq!(layers.iter().map(|layer| &*layer.path).collect::<Vec<_>>(), ["0", "1", "2"]);
/// assert_eq!(layers[2].gradients.mean(), 1.0);
///
/// for (_, parameter) in model.named_parameters() {
///     init::constant_(&parameter, -1.0); // positive inputs, negative sums
/// }
/// statistics.reset();
/// model.forward(&x);
/// assert_eq!(statistics.layers()[1].dead(), 1.0);
/// println!("{statistics}");
/// ```
pub struct Statistics<'m> {
    layers: Rc<RefCell<Vec<LayerStatistics>>>,
    _observation: Observation<'m>,
}

impl<'m> Statistics<'m> {
    /// Of the layers of `model`, which is borrowed meanwhile.
    pub fn of<M: Module + ?Sized>(model: &'m M) -> Self {
        let leaves = places("", &model).into_iter().filter(|place| place.is_leaf);
        let layers = leaves.map(|place| LayerStatistics::new(place.path, place.type_name));
        let layers = Rc::new(RefCell::new(layers.collect::<Vec<_>>()));
        let kept = layers.clone();
        let observation = observe_all(model, move |event| {
            let mut layers = kept.borrow_mut();
            if let Some(layer) = layers.iter_mut().find(|layer| layer.path == event.path()) {
                layer.add(event);
            }
        });
        Self {
            layers,
            _observation: observation,
        }
    }

    /// The layers that have run, in the model's order.
    pub fn layers(&self) -> Vec<LayerStatistics> {
        let layers = self.layers.borrow();
        layers.iter().filter(|layer| layer.calls > 0).cloned().collect()
    }

    /// Forgets all numbers, to begin anew.
    pub fn reset(&self) {
        for layer in &mut *self.layers.borrow_mut() {
            *layer = LayerStatistics::new(std::mem::take(&mut layer.path), std::mem::take(&mut layer.layer));
        }
    }
}

impl Statistics<'_> {
    fn table(&self) -> Table {
        let names = [
            "layer",
            "type",
            "mean",
            "deviation",
            "dead",
            "gradient mean",
            "gradient deviation",
        ];
        Table::report(names, self.layers().iter().map(LayerStatistics::row))
    }

    /// Shows its table below the cell of a notebook: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        self.table().evcxr_display();
    }
}

impl fmt::Display for Statistics<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table().fmt(f)
    }
}

/// The statistics of one layer.
#[derive(Clone, Debug)]
pub struct LayerStatistics {
    /// Where it is in the model.
    pub path: String,
    /// The name of its type.
    pub layer: String,
    /// How often it has run.
    pub calls: usize,
    /// Of what it gave: the first tensor, where it gives several.
    pub activations: Moments,
    /// Of the gradients that arrived at that.
    pub gradients: Moments,
    /// Whether each of its units has ever given another number than 0.
    alive: Vec<bool>,
}

impl LayerStatistics {
    fn new(path: String, layer: String) -> Self {
        Self {
            path,
            layer,
            calls: 0,
            activations: Moments::default(),
            gradients: Moments::default(),
            alive: Vec::new(),
        }
    }

    /// The share of its units that gave nothing but 0.
    pub fn dead(&self) -> f64 {
        let dead = self.alive.iter().filter(|alive| !**alive).count();
        dead as f64 / self.alive.len().max(1) as f64
    }

    fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Forward { outputs: [y, ..], .. } => {
                self.calls += 1;
                if y.dtype().is_float() {
                    self.activations.add(y);
                    self.note_alive(&y.detach());
                }
            }
            Event::Backward {
                output: 0, gradient, ..
            } => self.gradients.add(gradient),
            _ => {}
        }
    }

    fn note_alive(&mut self, y: &Tensor) {
        if y.rank() == 0 || y.is_empty() {
            return;
        }
        let units = if y.rank() > 3 { 1 } else { y.rank() as isize - 1 };
        let by_unit = y.ne(0).transpose(0, units).flatten(1, -1);
        let by_unit = by_unit.reshape([by_unit.shape()[0], by_unit.numel() / by_unit.shape()[0]]);
        let alive = by_unit.any_dim(1, false).to_vec::<bool>();
        if alive.len() != self.alive.len() {
            self.alive = alive;
            return;
        }
        for (ever, now) in self.alive.iter_mut().zip(alive) {
            *ever |= now;
        }
    }

    fn row(&self) -> [String; 7] {
        let of = |moments: &Moments, number: fn(&Moments) -> f64| match moments.count() {
            0 => "-".to_owned(),
            _ => short(number(moments)),
        };
        [
            self.path.clone(),
            self.layer.clone(),
            of(&self.activations, Moments::mean),
            of(&self.activations, Moments::deviation),
            format!("{:.1}%", self.dead() * 100.0),
            of(&self.gradients, Moments::mean),
            of(&self.gradients, Moments::deviation),
        ]
    }
}
