//! A program that needs distributions only.

use distributions::{Distribution, Normal, kl_divergence};

fn main() {
    let (p, q) = (Normal::new(0.0, 1.0), Normal::new(1.0, 1.0));
    assert_eq!(kl_divergence(&p, &q).item(), 0.5);
    assert_eq!(p.sample([2, 3]).shape(), [2, 3]);
}
