//! A program that needs gradients only.

use autograd as _;

fn main() {}
