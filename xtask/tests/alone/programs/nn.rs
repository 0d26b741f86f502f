//! A program that needs modules only.

use nn as _;

fn main() {}
