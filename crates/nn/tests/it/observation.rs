//! Layers are seen by their paths, whatever holds and calls them, and the numbers stay the same.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use autograd::{Error, detect_anomaly, no_grad, profile};
use nn::{
    Dropout, Event, Forward, LSTM, Linear, Module, MultiheadAttention, Observation, ReLU, Sequential, Tanh,
    Tensor, TransformerEncoderLayer, init, name_layers, observe, observe_all, run_layer, sequential,
};

/// What was seen: paths, with the sum of the result or of the gradient.
type Seen = Rc<RefCell<Vec<(String, f64)>>>;

fn note(seen: &Seen) -> impl FnMut(&Event<'_>) + 'static {
    let seen = seen.clone();
    move |event| {
        let entry = match event {
            Event::Forward { path, outputs, .. } => ((*path).to_owned(), outputs[0].sum().item()),
            Event::Backward { path, gradient, .. } => (format!("backward {path}"), gradient.sum().item()),
            _ => return,
        };
        seen.borrow_mut().push(entry);
    }
}

fn spy<'m>(model: &'m impl Module, path: &str) -> (Seen, Observation<'m>) {
    let seen = Seen::default();
    let observation = observe(model, path, note(&seen));
    (seen, observation)
}

fn paths(seen: &Seen) -> Vec<String> {
    seen.borrow().iter().map(|(path, _)| path.clone()).collect()
}

#[derive(Module)]
struct Net {
    fc1: Linear,
    act1: ReLU,
    act2: ReLU,
    blocks: Vec<Block>,
    rest: Sequential,
}

impl Net {
    fn new() -> Self {
        Self {
            fc1: Linear::new(2, 3),
            act1: ReLU,
            act2: ReLU,
            blocks: vec![Block::new(), Block::new()],
            rest: sequential![ReLU, Linear::new(3, 3), ReLU, Block::new()],
        }
    }
}

impl Forward for Net {
    fn forward(&self, x: &Tensor) -> Tensor {
        let x = self.act1.forward(&self.fc1.forward(x));
        let x = self.blocks.iter().fold(x, |x, block| block.forward(&x));
        self.rest.forward(&self.act2.forward(&x))
    }
}

/// A module with a forward that nobody hears of.
#[derive(Module)]
struct Block {
    inner: Linear,
}

impl Block {
    fn new() -> Self {
        Self {
            inner: Linear::new(3, 3),
        }
    }
}

impl Forward for Block {
    fn forward(&self, x: &Tensor) -> Tensor {
        x + self.inner.forward(x)
    }
}

#[test]
fn every_layer_is_seen_by_its_path() {
    let net = Net::new();
    let x = Tensor::rand([4, 2]);
    for path in [
        "fc1",
        "blocks.1.inner",
        "rest",
        "rest.0",
        "rest.1",
        "rest.2",
        "rest.3",
        "rest.3.inner",
    ] {
        let (seen, observation) = spy(&net, path);
        net.forward(&x).sum().backward();
        assert_eq!(paths(&seen), [path.to_owned(), format!("backward {path}")]);
        drop(observation);
        net.forward(&x);
        assert_eq!(seen.borrow().len(), 2, "{path} is still observed");
    }
}

#[test]
fn a_chain_gives_the_same_observed_or_not() {
    let model = sequential![
        Linear::new(4, 8),
        ReLU,
        Linear::new(8, 8),
        Tanh,
        Linear::new(8, 1)
    ];
    let x = Tensor::randn([16, 4]);
    let run = || {
        model.zero_grad();
        let y = model.forward(&x);
        y.square().sum().backward();
        let grads = model
            .parameters()
            .iter()
            .map(|p| p.grad().unwrap().to_vec::<f32>())
            .collect::<Vec<_>>();
        (y.to_vec::<f32>(), grads)
    };
    let alone = run();
    let seen = Seen::default();
    let observation = observe_all(&model, note(&seen));
    assert_eq!(run(), alone);
    drop(observation);
    assert_eq!(run(), alone);
    let forward: Vec<String> = paths(&seen)
        .into_iter()
        .filter(|path| !path.starts_with("backward"))
        .collect();
    assert_eq!(forward, ["0", "1", "2", "3", "4", ""]);
}

#[test]
fn inputs_outputs_and_gradients_are_the_layers_own() {
    let model = sequential![Linear::new(2, 2), ReLU];
    let seen: Rc<RefCell<Vec<Tensor>>> = Rc::default();
    let kept = seen.clone();
    let _observation = observe(&model, "1", move |event| match event {
        Event::Forward { inputs, outputs, .. } => {
            kept.borrow_mut()
                .extend([inputs[0].detach(), outputs[0].detach()]);
        }
        Event::Backward {
            gradient, output: 0, ..
        } => kept.borrow_mut().push((*gradient).clone()),
        _ => panic!("one result"),
    });
    let x = Tensor::randn([3, 2]);
    let y = model.forward(&x);
    (&y * 3).sum().backward();
    let seen = seen.borrow();
    let before = no_grad(|| model[0].forward(&x));
    assert_eq!(seen[0].to_vec::<f32>(), before.to_vec::<f32>());
    assert_eq!(seen[1].to_vec::<f32>(), y.to_vec::<f32>());
    assert_eq!(seen[2].to_vec::<f32>(), [3.0; 6]);
}

#[test]
fn what_passes_its_input_on_has_gradients_of_its_own() {
    let model = sequential![Linear::new(2, 2), Dropout::new(0.5)];
    model.eval();
    let (seen, _observation) = spy(&model, "1");
    let hidden = model[0].forward(&Tensor::ones([1, 2]));
    // The input is used elsewhere too: that gradient is not the layer's.
    let y = model[1].forward(&hidden).sum() + (&hidden * 10).sum();
    y.backward();
    assert_eq!(seen.borrow()[1], ("backward 1".to_owned(), 2.0));
}

#[test]
fn layers_of_other_signatures_are_seen() {
    #[derive(Module)]
    struct Model {
        lstm: LSTM,
        attention: MultiheadAttention,
        encoder: TransformerEncoderLayer,
    }
    let model = Model {
        lstm: LSTM::new(4, 4),
        attention: MultiheadAttention::new(4, 2),
        encoder: TransformerEncoderLayer::new(4, 2),
    };
    let x = Tensor::randn([3, 2, 4]);
    let counts: Rc<RefCell<Vec<(String, usize, usize)>>> = Rc::default();
    let kept = counts.clone();
    let observation = observe_all(&model, move |event| {
        if let Event::Forward {
            path,
            inputs,
            outputs,
        } = event
        {
            kept.borrow_mut()
                .push(((*path).to_owned(), inputs.len(), outputs.len()));
        }
    });
    let (y, _) = model.lstm.forward(&x);
    model.attention.forward(&y, &y, &y);
    drop(observation);
    assert_eq!(
        *counts.borrow(),
        [("lstm".to_owned(), 1, 3), ("attention".to_owned(), 3, 1)]
    );
    let (seen, _observation) = spy(&model, "encoder.self_attn");
    model.encoder.forward(&x).sum().backward();
    assert_eq!(paths(&seen), ["encoder.self_attn", "backward encoder.self_attn"]);
}

#[test]
fn shared_and_boxed_layers_are_seen() {
    #[derive(Module)]
    struct Model {
        shared: Arc<Linear>,
        again: Arc<Linear>,
        boxed: Box<dyn Forward>,
    }
    let shared = Arc::new(Linear::new(2, 2));
    let model = Model {
        shared: shared.clone(),
        again: shared,
        boxed: Box::new(Block {
            inner: Linear::new(2, 2),
        }),
    };
    let x = Tensor::ones([1, 2]);
    for path in ["shared", "again"] {
        let (seen, _observation) = spy(&model, path);
        no_grad(|| (model.shared.forward(&x), model.again.forward(&x)));
        assert_eq!(paths(&seen), [path, path]);
    }
    let (seen, _observation) = spy(&model, "boxed");
    no_grad(|| model.boxed.forward(&x));
    assert_eq!(paths(&seen), ["boxed"]);
}

#[test]
fn a_module_that_says_that_it_runs_is_seen() {
    #[derive(Module)]
    struct Heard {
        inner: Linear,
    }
    impl Forward for Heard {
        #[track_caller]
        fn forward(&self, x: &Tensor) -> Tensor {
            run_layer(self, &[x], || Ok(self.inner.forward(x) + 1.0))
        }
    }
    let model = Heard {
        inner: Linear::new(2, 2),
    };
    let (seen, _observation) = spy(&model, "");
    no_grad(|| model.forward(&Tensor::ones([1, 2])));
    assert_eq!(paths(&seen), [""]);
}

#[test]
fn an_observer_may_run_the_model_and_end_observations() {
    let model = Arc::new(sequential![Linear::new(2, 2), ReLU]);
    let (inner, calls) = (model.clone(), Rc::new(RefCell::new(0)));
    let count = calls.clone();
    let _observation = observe(&*model, "0", move |_| {
        *count.borrow_mut() += 1;
        assert!(!inner.forward(&Tensor::ones([1, 2])).requires_grad());
    });
    model.forward(&Tensor::ones([1, 2]));
    assert_eq!(*calls.borrow(), 1);
}

#[test]
fn what_cannot_be_observed_is_refused() {
    let net = Net::new();
    let refusal = |path: &str| {
        let observing = || drop(observe(&net, path, |_| {}));
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(observing)).unwrap_err();
        caught.downcast_ref::<String>().unwrap().clone()
    };
    assert_eq!(
        refusal("block.0.inner"),
        "nothing to observe at `block.0.inner`: the model has no such module; `blocks.0.inner` is there"
    );
    assert!(refusal("act1").starts_with("`act1` cannot be told from `act2` when it runs: both are a ReLU"));

    let _observation = observe(&net, "blocks.0", |_| {});
    let run = || net.forward(&Tensor::ones([1, 2]));
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_err();
    let told = caught.downcast_ref::<String>().unwrap();
    let expected = "`blocks.0` is observed, and `blocks.0.inner` inside of it runs without it: the forward of Block must";
    assert!(told.starts_with(expected), "{told}");
}

#[test]
fn after_a_panic_in_a_layer_paths_are_right() {
    let net = Net::new();
    let (seen, _observation) = spy(&net, "fc1");
    assert!(Error::catch(|| net.forward(&Tensor::ones([1, 5]))).is_err());
    no_grad(|| net.forward(&Tensor::ones([1, 2])));
    assert_eq!(paths(&seen), ["fc1"]);
}

#[test]
fn anomalies_and_profiles_have_paths() {
    let net = Net::new();
    for (path, parameter) in net.named_parameters() {
        init::constant_(&parameter, if path == "rest.1.weight" { 3e38 } else { 1.0 });
    }
    let _names = name_layers("net", &net);
    let run = || net.forward(&Tensor::ones([1, 2]));
    let anomaly = detect_anomaly(run).unwrap_err();
    assert_eq!(anomaly.layer(), Some("net.rest.1"), "{anomaly}");

    let (_, profile) = profile(|| run().sum().backward());
    let layers = profile.layers();
    let paths: Vec<&str> = layers.iter().map(|layer| &*layer.path).collect();
    // A chain runs a linear layer and its activation as one, under the first's name.
    let expected = [
        "net.fc1",
        "net.act1 or net.act2",
        "net.blocks.0.inner",
        "net.blocks.1.inner",
        "net.rest",
        "net.rest.0",
        "net.rest.1",
        "net.rest.3",
        "net.rest.3.inner",
    ];
    assert_eq!(paths, expected);
    assert!(
        layers
            .iter()
            .filter(|layer| layer.path.contains("inner"))
            .all(|layer| !layer.backward.is_zero())
    );
}
