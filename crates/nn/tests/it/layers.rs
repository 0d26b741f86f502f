//! The layers without parameters: what they print, keep and refuse.

use autograd::with_generator;
use nn::{
    DType, Dropout, ELU, Flatten, Forward, GELU, Generator, Identity, LeakyReLU, Linear, Module, ReLU, SiLU,
    Sigmoid, Tanh, Tensor, sequential,
};

#[test]
fn layers_print_as_in_python() {
    let layers: [(&dyn Module, &str); 10] = [
        (&ReLU, "ReLU()"),
        (&Sigmoid, "Sigmoid()"),
        (&Tanh, "Tanh()"),
        (&SiLU, "SiLU()"),
        (&Identity, "Identity()"),
        (&Dropout::new(0.5), "Dropout(p=0.5, inplace=False)"),
        (
            &LeakyReLU::new().negative_slope(0.1),
            "LeakyReLU(negative_slope=0.1)",
        ),
        (&GELU::new(), "GELU(approximate='none')"),
        (&Flatten::new(), "Flatten(start_dim=1, end_dim=-1)"),
        (&ELU::new().alpha(0.5), "ELU(alpha=0.5)"),
    ];
    for (layer, text) in layers {
        assert_eq!(layer.to_string(), text);
    }
}

#[test]
fn dropout_keeps_what_pytorch_keeps() {
    // torch.manual_seed(9); nn.Linear(2, 2); F.dropout(torch.ones(6), 0.5)
    let kept = with_generator(&Generator::pytorch(9), || {
        drop(Linear::new(2, 2));
        Dropout::new(0.5).forward(&Tensor::ones([6]))
    });
    assert_eq!(kept.to_vec::<f32>(), [2.0, 2.0, 0.0, 2.0, 2.0, 2.0]);
}

#[test]
fn dropout_draws_only_what_is_random() {
    let generator = Generator::new(0);
    let before = generator.get_state();
    let x = Tensor::from([1.0, -2.0]);
    with_generator(&generator, || {
        for (p, expected) in [(0.0, [1.0, -2.0]), (1.0, [0.0, -0.0])] {
            assert_eq!(Dropout::new(p).forward(&x).to_vec::<f32>(), expected, "p = {p}");
        }
        let dropout = Dropout::new(0.5);
        assert!(dropout.check_input(&[2]).is_ok());
        dropout.eval();
        assert_eq!(dropout.forward(&x).to_vec::<f32>(), [1.0, -2.0]);
    });
    assert!(generator.get_state() == before);
}

#[test]
fn gradients_pass_where_elements_do() {
    let x = Tensor::ones([100]).requires_grad_(true);
    let y = Dropout::new(0.25).forward(&x);
    y.sum().backward();
    let grad = x.grad().expect("x requires a gradient").to_vec::<f32>();
    assert_eq!(grad, y.to_vec::<f32>());
    assert!(grad.contains(&0.0) && grad.contains(&(1.0 / 0.75)));
}

#[test]
#[should_panic(expected = "Dropout: p must be between 0 and 1, but is 1.5")]
fn impossible_probabilities_are_refused() {
    let _ = Dropout::new(1.5);
}

#[test]
fn layers_refuse_what_they_cannot_do_by_name() {
    let integers = Tensor::from([1, 2]);
    let model = sequential![first: Identity, act: GELU::new()];
    let error = model.check_input(&integers).expect_err("GELU is of floats");
    assert_eq!(
        error.to_string(),
        "act (GELU(approximate='none')): input is int64, and must be floating point"
    );
    assert!(Flatten::new().check_input(&[3]).is_err());
    assert!(Sigmoid.forward(&integers).dtype() == DType::F32);
}
