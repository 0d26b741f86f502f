//! The walk over the modules of a model.

use nn::{Module, Parameter, Visitor};

use super::LayerSummary;
use super::call::Call;

/// The model, and all modules in it.
pub(super) fn layers<M: Module + ?Sized>(model: &M, calls: &[Call]) -> Vec<LayerSummary> {
    let mut walk = Walk {
        calls,
        counted: Vec::new(),
        layers: Vec::new(),
    };
    walk.enter(String::new(), &model);
    walk.layers
}

struct Walk<'a> {
    calls: &'a [Call],
    /// The parameters that count already.
    counted: Vec<Parameter>,
    layers: Vec<LayerSummary>,
}

impl Walk<'_> {
    /// Adds a module and all in it. Gives the place of its line, and the bytes of the results of its innermost layers.
    fn enter(&mut self, path: String, module: &dyn Module) -> (usize, usize) {
        let (mut layer, own_results) = self.itself(path, module);
        let at = self.layers.len();
        self.layers.push(layer.clone());
        let mut results = 0;
        for (inner, inner_results) in self.inside(&layer.path, module) {
            let inner = &self.layers[inner];
            layer.parameters += inner.parameters;
            layer.multiply_adds += inner.multiply_adds;
            layer.bytes += inner.bytes;
            results += inner_results;
        }
        if results == 0 {
            results = own_results;
            layer.bytes += own_results;
        }
        self.layers[at] = layer;
        (at, results)
    }

    /// The module without those inside of it and without its results, and the bytes of these.
    fn itself(&mut self, path: String, module: &dyn Module) -> (LayerSummary, usize) {
        let mut own = Own::default();
        module.visit(&mut own);
        let calls = self.calls;
        let calls: Vec<&Call> = calls.iter().filter(|call| call.path == path).collect();
        let type_name = module.type_name();
        let shapes = own.0.iter().map(|parameter| parameter.shape().to_vec());
        let weights: Vec<Vec<usize>> = shapes.filter(|shape| shape.len() > 1).collect();
        let multiply_adds = calls.iter().map(|call| call.multiply_adds(&type_name, &weights));
        let mut layer = LayerSummary {
            output_shape: calls.first().and_then(|call| call.outputs.first().cloned()),
            parameters: 0,
            multiply_adds: multiply_adds.sum(),
            bytes: 0,
            path,
            type_name,
        };
        for parameter in &own.0 {
            if !self.counted.iter().any(|counted| counted.is_same(parameter)) {
                layer.parameters += parameter.numel();
                layer.bytes += parameter.numel() * parameter.dtype().size();
                self.counted.push(parameter.tied());
            }
        }
        (layer, calls.iter().map(|call| call.bytes).sum())
    }

    /// Adds the modules directly inside of one, and gives what [`enter`](Self::enter) does for each.
    fn inside(&mut self, path: &str, module: &dyn Module) -> Vec<(usize, usize)> {
        let mut children = Children {
            walk: self,
            path,
            entered: Vec::new(),
        };
        module.visit(&mut children);
        children.entered
    }
}

/// The parameters of a module itself.
#[derive(Default)]
struct Own(Vec<Parameter>);

impl Visitor for Own {
    fn parameter(&mut self, _: &str, parameter: &Parameter) {
        self.0.push(parameter.tied());
    }

    fn module(&mut self, _: &str, _: &dyn Module) {}
}

struct Children<'a, 'b> {
    walk: &'a mut Walk<'b>,
    path: &'a str,
    entered: Vec<(usize, usize)>,
}

impl Visitor for Children<'_, '_> {
    fn module(&mut self, name: &str, module: &dyn Module) {
        let path = match self.path {
            "" => name.to_owned(),
            outer => format!("{outer}.{name}"),
        };
        self.entered.push(self.walk.enter(path, module));
    }
}

#[cfg(test)]
mod tests {
    use autograd::Tensor;
    use nn::{Conv2d, ConvTranspose2d, Flatten, LSTM, Linear, MultiheadAttention, ReLU, sequential};

    use crate::{summary, summary_of_call};

    #[test]
    fn convolutions_count_each_weight_at_each_place() {
        let model = sequential![
            features: sequential![Conv2d::new(1, 6, 5), ReLU],
            flat: Flatten::new(),
            head: Linear::new(6 * 24 * 24, 10),
        ];
        let summary = summary(&model, &[2, 1, 28, 28]).expect("the layers fit");
        let rows: Vec<_> = summary
            .layers()
            .iter()
            .map(|layer| (layer.path.as_str(), layer.multiply_adds))
            .collect();
        let convolution = 2 * 6 * 25 * 24 * 24;
        let linear = 2 * 6 * 24 * 24 * 10;
        let expected = [
            ("", convolution + linear),
            ("features", convolution),
            ("features.0", convolution),
            ("features.1", 0),
            ("flat", 0),
            ("head", linear),
        ];
        assert_eq!(rows, expected);
        let convolved = &summary.layers()[2];
        assert_eq!(convolved.output_shape.as_deref(), Some(&[2, 6, 24, 24][..]));
        assert_eq!(
            (convolved.parameters, convolved.bytes),
            (156, 4 * (156 + 2 * 6 * 24 * 24))
        );
        assert_eq!(summary.layers()[1].bytes, convolved.bytes + 4 * 2 * 6 * 24 * 24);
        assert_eq!(summary.parameters(), 156 + 34570);
    }

    #[test]
    fn other_products_are_counted_by_their_weights() {
        let upwards = ConvTranspose2d::new(3, 4, 2);
        let counted = summary(&upwards, &[1, 3, 5, 5]).expect("it fits").multiply_adds();
        assert_eq!(counted, 3 * 4 * 4 * 25);
        let lstm = LSTM::new(3, 8);
        let x = Tensor::zeros([7, 2, 3]);
        let counted = summary_of_call(&lstm, || lstm.forward(&x))
            .expect("it fits")
            .multiply_adds();
        assert_eq!(counted, 7 * 2 * 4 * 8 * (3 + 8));
        let attention = MultiheadAttention::new(8, 2);
        let (query, key) = (Tensor::zeros([5, 2, 8]), Tensor::zeros([3, 2, 8]));
        let call = || attention.forward(&query, &key, &key);
        let summary = summary_of_call(&attention, call).expect("it fits");
        assert_eq!(summary.multiply_adds(), 64 * 2 * (5 + 3 + 3 + 5));
        let whole = &summary.layers()[0];
        assert_eq!(whole.output_shape.as_deref(), Some(&[5, 2, 8][..]));
        // Four projections with biases, and the result.
        assert_eq!(whole.bytes, 4 * (4 * (64 + 8) + 5 * 2 * 8));
    }

    #[test]
    fn frozen_parameters_are_not_trainable_and_what_does_not_fit_is_refused() {
        let model = sequential![body: Linear::new(4, 8), head: Linear::new(8, 2)];
        nn::Module::requires_grad_where(&model, &|path| path.starts_with("body."), false);
        let summarised = summary(&model, &[3, 4]).expect("it fits");
        assert_eq!(
            (summarised.parameters(), summarised.trainable_parameters()),
            (58, 18)
        );
        assert!(
            summarised
                .to_string()
                .ends_with("58 parameters, 18 of them trainable")
        );
        let error = summary(&model, &[3, 5]).expect_err("it takes 4 features");
        assert_eq!(error.path(), "body");
    }
}
