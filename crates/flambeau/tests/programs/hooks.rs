//! Statistics of activations and gradients, as Dive into Deep Learning and makemore look at them.

use std::sync::mpsc::channel;

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

use crate::reaches;

#[test]
fn hooks() {
    set_default_generator(Generator::pytorch(1));
    let net = sequential![Linear::new(4, 8), Tanh, Linear::new(8, 2)];
    for parameter in net[0].parameters() {
        parameter.set_data(parameter.detach() * 3);
    }
    let (sender, seen) = channel();
    let handle = observe(&net, "1", move |event| {
        let figures = match event {
            Event::Forward { inputs, outputs, .. } => {
                [outputs[0].abs().gt(0.97).float().mean(), inputs[0].std()]
            }
            Event::Backward { gradient, .. } => [gradient.std(), gradient.mean()],
            _ => return,
        };
        sender.send(figures.map(|figure| figure.item())).unwrap();
    });
    let out = net.forward(&Tensor::randn([32, 4]));
    let (spread, of_out) = channel();
    out.register_hook(move |grad| {
        spread.send(grad.std().item()).unwrap();
        None
    });
    let loss = out.square().sum();
    loss.backward();
    drop(handle);
    net.forward(&Tensor::randn([32, 4]));

    let seen: Vec<[f64; 2]> = seen.iter().collect();
    let expected = [
        [0.2734375, 1.9477518796920776],
        [0.353147953748703, -0.015428722836077213],
    ];
    assert_eq!(seen.len(), expected.len());
    for (seen, expected) in seen.as_flattened().iter().zip(expected.as_flattened()) {
        reaches(*seen, *expected);
    }
    reaches(of_out.recv().unwrap(), 0.9790143966674805);
    reaches(loss.item(), 15.105521202087402);
}
