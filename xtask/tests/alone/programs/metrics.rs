//! A program that needs metrics only.

use metrics::{AccuracyScore, Tensor, confusion_matrix};

fn main() {
    let (truth, prediction) = (Tensor::from([0, 1, 1]), Tensor::from([0, 1, 0]));
    let mut accuracy = AccuracyScore::new();
    accuracy.update(&truth, &prediction);
    assert_eq!(accuracy.compute(), 2.0 / 3.0);
    println!("{}", confusion_matrix(&truth, &prediction));
}
