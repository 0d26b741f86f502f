//! LeNet with batch norms: the shapes after each layer.

use flambeau::prelude::*;

#[test]
fn lenet() {
    let net = sequential![
        Conv2d::options(1, 6, 5).padding(2).build(),
        BatchNorm2d::new(6),
        Sigmoid,
        AvgPool2d::new(2).stride(2),
        Conv2d::new(6, 16, 5),
        BatchNorm2d::new(16),
        Sigmoid,
        AvgPool2d::new(2).stride(2),
        Flatten::new(),
        Linear::new(16 * 5 * 5, 120),
        Sigmoid,
        Linear::new(120, 84),
        Sigmoid,
        Linear::new(84, 10)
    ];
    let mut x = Tensor::rand([1, 1, 28, 28]);
    let mut shapes = Vec::new();
    for layer in net.iter() {
        x = layer.forward(&x);
        shapes.push(format!("{} {:?}", layer.type_name(), x.shape()));
    }
    assert_eq!(shapes[3], "AvgPool2d [1, 6, 14, 14]");
    assert_eq!(shapes[8], "Flatten [1, 400]");
    assert_eq!(shapes[13], "Linear [1, 10]");
}
