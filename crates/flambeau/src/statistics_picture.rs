//! The picture of what is inside of a model's layers.

use crate::nn::{LayerStatistics, Statistics};
use crate::plot::{Chart, Grid};

/// What the layers give, their dead units and the gradients that arrive at them, one layer after the other.
///
/// ```
/// use flambeau::prelude::*;
/// use flambeau::statistics_picture;
///
/// let model = sequential![Linear::new(4, 8), ReLU, Linear::new(8, 1)];
/// let statistics = Statistics::of(&model);
/// model.forward(&Tensor::randn([16, 4])).sum().backward();
/// let svg = statistics_picture(&statistics, "before training").to_svg();
/// assert!(svg.contains("dead units"));
/// ```
pub fn statistics_picture(statistics: &Statistics<'_>, title: impl Into<String>) -> Grid {
    let layers = statistics.layers();
    let of = |number: fn(&LayerStatistics) -> f64| layers.iter().map(number).collect::<Vec<_>>();
    let chart = |title: &str| Chart::new(title).x_label("layer, counted from 0");
    let activations = chart("what the layers give")
        .curve("mean", of(|layer| layer.activations.mean()))
        .curve("deviation", of(|layer| layer.activations.deviation()));
    let dead = chart("dead units")
        .y_label("share")
        .y_range(0.0..1.05)
        .curve("", of(LayerStatistics::dead));
    let gradients = chart("gradients that arrive")
        .log_y()
        .curve("deviation", of(|layer| layer.gradients.deviation()));
    Grid::new(3)
        .title(title)
        .add(activations)
        .add(dead)
        .add(gradients)
}
