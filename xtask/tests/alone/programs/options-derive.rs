//! A program that has the derive only. What it derives stands on `autograd`, so it has nothing to derive without that
//! crate; it must resolve and build.

#[allow(unused_imports, reason = "that the name exists is what is tested")]
use options_derive::Options;

fn main() {}
