//! Printing modules as Python does.

use expect_test::expect;
use nn::{Forward, Linear, Module, Parameter, ReLU, Sequential, Tensor, sequential};

#[derive(Module)]
struct Inner {
    body: Sequential,
}

#[derive(Module)]
struct Outer {
    inner: Inner,
    head: Option<Linear>,
    missing: Option<Linear>,
    sizes: Vec<usize>,
}

#[test]
fn modules_in_modules() {
    let outer = Outer {
        inner: Inner {
            body: sequential![Linear::new(4, 4), ReLU],
        },
        head: Some(Linear::new(4, 1)),
        missing: None,
        sizes: vec![4, 1],
    };
    expect![[r#"
        Outer(
          (inner): Inner(
            (body): Sequential(
              (0): Linear(in_features=4, out_features=4, bias=True)
              (1): ReLU()
            )
          )
          (head): Linear(in_features=4, out_features=1, bias=True)
        )"#]]
    .assert_eq(&outer.to_string());
    assert!(outer.missing.is_none() && outer.sizes.len() == 2);
}

#[derive(Module)]
struct Lists {
    layers: Vec<Linear>,
    acts: [ReLU; 2],
    boxed: Vec<Box<dyn Forward>>,
    weights: Vec<Parameter>,
    empty: Vec<Linear>,
}

#[test]
fn lists_fold_what_repeats() {
    let lists = Lists {
        layers: vec![Linear::new(2, 2), Linear::new(2, 2), Linear::new(2, 3)],
        acts: [ReLU, ReLU],
        boxed: vec![Box::new(sequential![ReLU]), Box::new(sequential![ReLU])],
        weights: vec![Parameter::new(Tensor::zeros([2]))],
        empty: vec![],
    };
    expect![[r#"
        Lists(
          (layers): ModuleList(
            (0-1): 2 x Linear(in_features=2, out_features=2, bias=True)
            (2): Linear(in_features=2, out_features=3, bias=True)
          )
          (acts): ModuleList(
            (0-1): 2 x ReLU()
          )
          (boxed): ModuleList(
            (0-1): 2 x Sequential(
              (0): ReLU()
            )
          )
          (weights): ParameterList(  (0): Parameter containing: [torch.float32 of size 2])
          (empty): ModuleList()
        )"#]]
    .assert_eq(&lists.to_string());
    assert_eq!(lists.state_dict().keys().next(), Some("layers.0.weight"));
    assert_eq!(lists.state_dict().keys().last(), Some("weights.0"));
}

#[test]
fn chains_do_not_fold() {
    assert_eq!(sequential![].to_string(), "Sequential()");
    assert_eq!(
        sequential![ReLU, ReLU].to_string(),
        "Sequential(\n  (0): ReLU()\n  (1): ReLU()\n)"
    );
    assert_eq!(
        sequential![first: ReLU, second: ReLU].to_string(),
        "Sequential(\n  (first): ReLU()\n  (second): ReLU()\n)"
    );
}

#[derive(Module)]
#[module(extra_repr)]
struct Block {
    scale: f64,
    act: ReLU,
}

impl Block {
    fn extra_repr(&self) -> String {
        format!("scale={}\nand more", self.scale)
    }
}

#[test]
fn remarks_stand_before_children() {
    assert_eq!(
        Block {
            scale: 0.5,
            act: ReLU
        }
        .to_string(),
        "Block(\n  scale=0.5\n  and more\n  (act): ReLU()\n)"
    );
}
