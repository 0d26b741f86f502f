//! A program that needs the derive only.

use nn_derive as _;

fn main() {}
