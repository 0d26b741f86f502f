//! A program that needs loaders only.

use data as _;

fn main() {}
