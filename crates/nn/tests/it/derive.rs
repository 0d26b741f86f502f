//! What `#[derive(Module)]` finds.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

use expect_test::expect;
use nn::{Buffer, Field, Forward, Linear, Module, Parameter, ReLU, Sequential, Tensor, Training, sequential};

fn names(module: &dyn Module) -> Vec<String> {
    module
        .named_parameters()
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

fn scalar() -> Parameter {
    Parameter::new(Tensor::zeros([1]))
}

#[derive(Module)]
struct Pair(Linear, Parameter);

#[test]
fn fields_of_tuples_are_numbered_and_own_parameters_come_first() {
    assert_eq!(
        names(&Pair(Linear::new(1, 1), scalar())),
        ["1", "0.weight", "0.bias"]
    );
}

#[derive(Module)]
struct Raw {
    r#type: Parameter,
}

#[test]
fn raw_names_are_bare() {
    assert_eq!(names(&Raw { r#type: scalar() }), ["type"]);
}

type Alias = Option<Vec<Option<Parameter>>>;

#[derive(Module)]
struct Everything<'a, M, T: ?Sized, const N: usize> {
    generic: M,
    list: Vec<M>,
    array: [Linear; N],
    alias: Alias,
    buffer: Buffer,
    training: Training,
    shared: Arc<Linear>,
    borrowed: &'a Linear,
    boxed: Box<dyn Forward>,
    marker: PhantomData<T>,
    activation: fn(&Tensor) -> Tensor,
    label: String,
    width: usize,
    #[module(skip)]
    cache: Option<Tensor>,
}

#[test]
fn every_kind_of_field_is_visited_or_holds_nothing() {
    let outside = Linear::options(1, 1).bias(false).build();
    let bare = || Linear::options(1, 1).bias(false).build();
    let all = Everything::<_, str, 2> {
        generic: bare(),
        list: vec![bare()],
        array: [bare(), bare()],
        alias: Some(vec![None, Some(scalar())]),
        buffer: Buffer::new([1.0]),
        training: Training::default(),
        shared: Arc::new(bare()),
        borrowed: &outside,
        boxed: Box::new(sequential![bare()]),
        marker: PhantomData,
        activation: Tensor::relu,
        label: "a".to_owned(),
        width: 3,
        cache: None,
    };
    assert_eq!(
        names(&all),
        [
            "generic.weight",
            "list.0.weight",
            "array.0.weight",
            "array.1.weight",
            "alias.1",
            "shared.weight",
            "borrowed.weight",
            "boxed.0.weight"
        ]
    );
    assert_eq!(all.named_buffers().len(), 1);
    assert_eq!(all.state_dict().keys().next(), Some("buffer"));
    all.eval();
    assert!(!all.training.get());
    all.train();
    assert!(all.training.get());
    assert!(all.cache.is_none() && all.width == 3 && all.label == "a");
    assert_eq!((all.activation)(&Tensor::from([-1.0])).item(), 0.0);
}

#[derive(Module)]
enum Block<M> {
    Module(M),
    Chain(Sequential),
    Identity,
}

impl<M: Forward> Forward for Block<M>
where
    Self: Module,
{
    fn forward(&self, x: &Tensor) -> Tensor {
        match self {
            Block::Module(module) => module.forward(x),
            Block::Chain(chain) => chain.forward(x),
            Block::Identity => x.clone(),
        }
    }
}

#[test]
fn an_enum_is_its_variant() {
    let block = Block::Module(Linear::new(2, 3));
    assert_eq!(names(&block), ["weight", "bias"]);
    assert_eq!(
        block.to_string(),
        "Linear(in_features=2, out_features=3, bias=True)"
    );
    let chain: Block<ReLU> = Block::Chain(sequential![Linear::new(1, 2), Linear::new(3, 1)]);
    assert_eq!(chain.check_input(&[1, 1]).unwrap_err().path(), "1");
    assert_eq!(Block::<ReLU>::Identity.to_string(), "Identity()");
    assert_eq!(Block::<ReLU>::Identity.num_parameters(), 0);
}

#[derive(Module)]
struct Grouped {
    pair: (Linear, ReLU),
    heads: BTreeMap<String, Linear>,
    scales: BTreeMap<&'static str, Parameter>,
    sizes: (usize, usize),
    limits: BTreeMap<String, f64>,
}

#[test]
fn tuples_and_maps_hold_modules() {
    let grouped = Grouped {
        pair: (Linear::new(1, 2), ReLU),
        heads: ["value", "policy"]
            .map(|name| (name.to_owned(), Linear::new(2, 1)))
            .into(),
        scales: [("s", scalar())].into(),
        sizes: (1, 2),
        limits: BTreeMap::new(),
    };
    assert_eq!(
        names(&grouped),
        [
            "pair.0.weight",
            "pair.0.bias",
            "heads.policy.weight",
            "heads.policy.bias",
            "heads.value.weight",
            "heads.value.bias",
            "scales.s"
        ]
    );
    expect![[r#"
        Grouped(
          (pair): ModuleList(
            (0): Linear(in_features=1, out_features=2, bias=True)
            (1): ReLU()
          )
          (heads): ModuleDict(
            (policy): Linear(in_features=2, out_features=1, bias=True)
            (value): Linear(in_features=2, out_features=1, bias=True)
          )
          (scales): ParameterDict(  (s): Parameter containing: [torch.FloatTensor of size 1])
        )"#]]
    .assert_eq(&grouped.to_string());
    assert!(grouped.limits.is_empty() && grouped.sizes == (1, 2));
}

/// A wrapper that is generic over what it wraps, as a user writes it.
#[derive(Module)]
struct Residual<M> {
    inner: M,
}

impl<M: Forward> Forward for Residual<M>
where
    M: Field,
{
    fn forward(&self, x: &Tensor) -> Tensor {
        self.inner.forward(x) + x
    }
}

#[test]
fn generic_modules_are_layers() {
    let model = sequential![
        Residual {
            inner: Linear::new(2, 2)
        },
        Residual { inner: ReLU }
    ];
    assert_eq!(model.forward(&Tensor::zeros([3, 2])).shape(), [3, 2]);
    assert_eq!(names(&model), ["0.inner.weight", "0.inner.bias"]);
}

#[test]
fn tied_parameters_are_trained_once_and_saved_under_both_names() {
    let first = Linear::new(2, 2);
    let mut second = Linear::new(2, 2);
    second.weight = first.weight.tied();
    let model = sequential![first, second];
    assert_eq!(names(&model), ["0.weight", "0.bias", "1.bias"]);
    assert_eq!(model.num_parameters(), 4 + 2 + 2);
    assert_eq!(
        model.state_dict().keys().collect::<Vec<_>>(),
        ["0.weight", "0.bias", "1.weight", "1.bias"]
    );
    model.forward(&Tensor::ones([1, 2])).sum().backward();
    let [weight, ..] = &model.parameters()[..] else {
        panic!("there are parameters")
    };
    assert!(weight.grad().is_some());
}

#[test]
fn modules_cross_threads() {
    let model = Arc::new(sequential![Linear::new(1, 2), ReLU]);
    let shapes: Vec<usize> = std::thread::scope(|scope| {
        let run = || model.forward(&Tensor::zeros([5, 1])).shape()[1];
        let threads = [scope.spawn(run), scope.spawn(run)];
        threads
            .map(|thread| thread.join().expect("no thread panics"))
            .to_vec()
    });
    assert_eq!(shapes, [2, 2]);
}

#[test]
fn buffers_are_of_any_type() {
    let count = Buffer::new(Tensor::from(3));
    count.set_data(&*count + 1);
    assert_eq!(count.to_vec::<i64>(), [4]);
    assert!(!count.requires_grad());
}
