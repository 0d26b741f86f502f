//! A program that needs arrays only.

use tensor_core::Array;

fn main() {
    let x = Array::from([[1.0, 2.0], [3.0, 4.0]]);
    assert_eq!(x.matmul(&x.transpose(0, 1)).to_string(), "tensor([[ 5., 11.],\n        [11., 25.]])");
}
