//! Printing, as Python prints.

use std::fmt;

use tensor_core::print;

use crate::tensor::{Repr, Tensor};

impl fmt::Display for Tensor {
    /// What Python's `print` writes: `tensor([1., 2.], requires_grad=True)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let remark = match &self.0 {
            Repr::Value(_) => None,
            Repr::Traced { .. } => self.grad_fn().map(|name| format!("grad_fn=<{name}>")),
            Repr::Leaf(leaf) => leaf.requires_grad().then(|| "requires_grad=True".to_owned()),
        };
        let remarks: Vec<&str> = remark.as_deref().into_iter().collect();
        f.write_str(&print::array(&self.value(), &remarks))
    }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
