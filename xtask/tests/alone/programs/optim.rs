//! A program that needs optimizers only.

use optim as _;

fn main() {}
