//! A program that needs the whole.

use flambeau as _;

fn main() {}
