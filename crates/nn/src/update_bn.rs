//! [`update_bn`]: running figures for averaged weights.

use std::cell::Cell;

use autograd::no_grad;

use crate::buffer::Buffer;
use crate::module::Module;
use crate::seen::Seen;
use crate::visitor::Visitor;
use crate::walk::{Found, set_training, walk};

thread_local! {
    static AVERAGING: Cell<bool> = const { Cell::new(false) };
}

/// Whether running figures become the mean of all batches, whatever momentum a layer has.
pub(crate) fn is_averaging() -> bool {
    AVERAGING.get()
}

/// Computes the running figures of all [`BatchNorm`](crate::BatchNorm1d) layers of a model anew, as means over the batches that `pass`
/// gives to it: `torch.optim.swa_utils.update_bn`. Averaged weights need it, since the figures of the training are those of
/// other weights. The model trains meanwhile, without recording, and is as it was afterwards.
///
/// A model without such layers is not called.
///
/// ```
/// use nn::{BatchNorm1d, Forward, Module, Tensor, sequential, update_bn};
/// let model = sequential![BatchNorm1d::new(1)];
/// let batches = [Tensor::from([[1.0], [3.0]]), Tensor::from([[5.0], [7.0]])];
/// model.eval();
/// update_bn(&model, || {
///     for x in &batches {
///         model.forward(x);
///     }
/// });
/// assert_eq!(model.get_buffer("0.running_mean").unwrap().item(), 4.0);
/// ```
pub fn update_bn<M: Module + ?Sized>(model: &M, pass: impl FnOnce()) {
    let mut reset = Reset {
        inside: model.type_name().starts_with("BatchNorm"),
        found: false,
    };
    model.visit(&mut reset);
    if reset.found {
        let _before = Averaging::begin(&model);
        no_grad(pass);
    }
}

/// Sets the figures of batch norms to what they begin with.
struct Reset {
    /// Whether the module that is visited is one.
    inside: bool,
    found: bool,
}

impl Visitor for Reset {
    fn buffer(&mut self, name: &str, buffer: &Buffer) {
        if self.inside {
            self.found = true;
            buffer.set_data(if name == "running_var" {
                buffer.ones_like()
            } else {
                buffer.zeros_like()
            });
        }
    }

    fn module(&mut self, _: &str, module: &dyn Module) {
        let outside = std::mem::replace(&mut self.inside, module.type_name().starts_with("BatchNorm"));
        module.visit(self);
        self.inside = outside;
    }
}

/// Puts back on drop, so also when a panic passes, what was before.
struct Averaging<'a> {
    model: &'a dyn Seen,
    training: Vec<bool>,
    outer: bool,
}

impl<'a> Averaging<'a> {
    fn begin(model: &'a dyn Seen) -> Self {
        let mut training = Vec::new();
        walk(model, &mut |_, found| {
            if let Found::Training(flag) = found {
                training.push(flag.get());
            }
        });
        set_training(model, true);
        Self {
            model,
            training,
            outer: AVERAGING.replace(true),
        }
    }
}

impl Drop for Averaging<'_> {
    fn drop(&mut self) {
        AVERAGING.set(self.outer);
        let mut before = self.training.iter();
        walk(self.model, &mut |_, found| {
            if let Found::Training(flag) = found
                && let Some(&training) = before.next()
            {
                flag.set(training);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::update_bn;
    use crate::{BatchNorm1d, Dropout, Forward, Linear, Module, Tensor, sequential};

    /// PyTorch's figures.
    #[test]
    fn figures_are_means_of_all_batches() {
        let linear = Linear::options(1, 2).bias(false).build();
        linear.weight.set_data(Tensor::from([[1.0], [2.0]]));
        let model = sequential![
            linear,
            BatchNorm1d::options(2).momentum(0.5).build(),
            Dropout::new(0.5)
        ];
        model.forward(&Tensor::from([[100.0], [200.0]]));
        model.eval();
        update_bn(&model, || {
            for x in [[[1.0], [3.0]], [[2.0], [6.0]]] {
                model.forward(&Tensor::from(x));
            }
        });
        let figures = |name| model.get_buffer(name).unwrap().to_vec::<f32>();
        assert_eq!(figures("1.running_mean"), [3.0, 6.0]);
        assert_eq!(figures("1.running_var"), [5.0, 20.0]);
        assert_eq!(figures("1.num_batches_tracked"), [2.0]);
        let x = Tensor::ones([1, 1]);
        assert_eq!(
            model.forward(&x).to_vec::<f32>(),
            model.forward(&x).to_vec::<f32>()
        );
    }

    #[test]
    fn a_model_without_norms_is_not_called() {
        update_bn(&Linear::new(1, 1), || panic!("it has no figures"));
    }
}
