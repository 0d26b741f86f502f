//! Pruning: weights that stay zero while the others are trained, as `torch.nn.utils.prune` has it.
//!
//! A layer is made ready by [`identity`], which computes its weight from `weight_orig`, which is trained, and `weight_mask`, of ones
//! to begin with. The functions here set more of the mask to zero, by the path of the weight in a module. They can be called again
//! at any time; what was pruned stays so, and amounts count what is left.
//!
//! ```
//! use nn::{Forward, Linear, Module, ReLU, Tensor, prune, sequential};
//!
//! let model = sequential![
//!     prune::identity(Linear::new(8, 16), "weight"),
//!     ReLU,
//!     prune::identity(Linear::new(16, 2), "weight"),
//! ];
//! // Train, take away the smaller half of the first layer's weights, and train on.
//! prune::l1_unstructured(&model, "0.weight", 0.5, None);
//! let mask = model.get_buffer("0.weight_mask").unwrap();
//! assert_eq!(mask.sum().item(), 64.0);
//! model.forward(&Tensor::ones([1, 8])).sum().backward();
//! let grad = model.get_parameter("0.weight_orig").unwrap().grad().unwrap();
//! assert_eq!(grad.masked_select(&mask.eq(0)).abs().sum().item(), 0.0);
//!
//! // A fifth of what is left in both layers, 64 and 32 weights.
//! let both = [(&model as &dyn Module, "0.weight"), (&model, "2.weight")];
//! prune::global_unstructured(&both, prune::Unstructured::L1, 0.2, None);
//! let left = both.map(|(model, name)| model.get_buffer(&format!("{name}_mask")).unwrap().sum().item());
//! assert_eq!(left.iter().sum::<f64>(), 96.0 - 19.0);
//! ```
//!
//! PyTorch changes a layer in place, which has another type here: so the layers that are to be pruned are made by [`identity`] before
//! the first training, and [`Pruned::remove`] gives back what it was made of. The norm `nuc` of [`ln_structured`] is left out: singular values
//! are in `linalg`, which this crate does not need otherwise. Weights are measured as they are when a function is called, not as they
//! were in the last forward pass.

mod amount;
mod mask;
mod pruned;
mod structured;
mod unstructured;

pub use amount::Amount;
pub use mask::{custom_from_mask, is_pruned};
pub use pruned::{Pruned, identity};
pub use structured::{ln_structured, random_structured};
pub use unstructured::{Unstructured, global_unstructured, l1_unstructured, random_unstructured};

#[cfg(test)]
mod tests {
    use autograd::random::set_default_generator;
    use autograd::{Generator, Tensor};

    use super::{Pruned, Unstructured, identity};
    use crate::{Linear, Module, prune};

    fn mask(layer: &Pruned<Linear>) -> Vec<f32> {
        layer.mask().to_vec()
    }

    #[test]
    fn pytorchs_draws() {
        set_default_generator(Generator::pytorch(0));
        let layer = identity(Linear::new(4, 3), "weight");
        prune::random_unstructured(&layer, "weight", 5);
        let single = [[1.0, 0.0, 0.0, 1.0], [1.0, 1.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0]];
        assert_eq!(mask(&layer), single.concat());
        prune::random_structured(&layer, "weight", 0.5, 1);
        let channels = [[0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]];
        assert_eq!(mask(&layer), channels.concat());
    }

    #[test]
    fn pytorchs_figures_of_pruning_what_is_left() {
        let [a, b] = [3, 2].map(|inputs| identity(Linear::new(inputs, 2), "weight"));
        a.original()
            .set_data(Tensor::from([[0.1, -0.2, 0.3], [0.4, -0.5, 0.6]]));
        b.original().set_data(Tensor::from([[-0.15, 0.25], [0.35, -0.7]]));
        prune::ln_structured(&a, "weight", 1, f64::INFINITY, 1, None);
        assert_eq!(mask(&a), [0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
        let both: [(&dyn Module, &str); 2] = [(&a, "weight"), (&b, "weight")];
        prune::global_unstructured(&both, Unstructured::L1, 0.5, None);
        assert_eq!(mask(&a), [0.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
        assert_eq!(mask(&b), [0.0, 0.0, 1.0, 1.0]);
        prune::ln_structured(&a, "weight", 0.5, 1, -1, None);
        assert_eq!(mask(&a), [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        let scores = Tensor::from([[1.0, 2.0], [3.0, -0.5]]);
        prune::l1_unstructured(&b, "weight", 1, Some(&scores));
        assert_eq!(mask(&b), [0.0, 0.0, 1.0, 0.0]);
        prune::global_unstructured(&both, Unstructured::Random, 2, None);
        assert_eq!([mask(&a), mask(&b)].concat(), [0.0; 10]);
    }

    #[test]
    #[should_panic(expected = "prune::ln_structured: a parameter of shape [2] has no channels")]
    fn a_vector_has_no_channels() {
        let layer = identity(Linear::new(2, 2), "bias");
        prune::ln_structured(&layer, "bias", 1, 2, 0, None);
    }

    #[test]
    #[should_panic(expected = "prune::l1_unstructured: 3 cannot be pruned where 2 are left")]
    fn more_than_is_left_is_refused() {
        let layer = identity(Linear::new(2, 2), "weight");
        prune::l1_unstructured(&layer, "weight", 2, None);
        prune::l1_unstructured(&layer, "weight", 3, None);
    }

    #[test]
    #[should_panic(
        expected = "prune::l1_unstructured: importance scores of shape [4] are not one for each element of shape [2, 2]"
    )]
    fn scores_of_another_shape_are_refused() {
        let layer = identity(Linear::new(2, 2), "weight");
        prune::l1_unstructured(&layer, "weight", 2, Some(&Tensor::ones(4)));
    }
}
