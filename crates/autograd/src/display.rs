//! Printing, as Python prints.

use std::fmt;

use tensor_core::print;

use crate::tensor::{Repr, Tensor};

impl fmt::Display for Tensor {
    /// What Python's `print` writes: `tensor([1., 2.], requires_grad=True)`. `{:.2}` writes two digits after the point, as
    /// after `torch.set_printoptions(precision=2)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let remark = self.remark();
        let remarks: Vec<&str> = remark.as_deref().into_iter().collect();
        f.write_str(&print::array_with(&self.value(), &remarks, f.precision()))
    }
}

impl Tensor {
    /// What is printed behind the elements of a tensor that is in a graph.
    fn remark(&self) -> Option<String> {
        match &self.0 {
            Repr::Value(_) => None,
            Repr::Traced { .. } => self.grad_fn().map(|name| format!("grad_fn=<{name}>")),
            Repr::Leaf(leaf) => leaf.requires_grad().then(|| "requires_grad=True".to_owned()),
        }
    }

    /// Shows it below the cell of a notebook, a vector or a matrix as a table: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        let remark = self.remark();
        let remarks: Vec<&str> = remark.as_deref().into_iter().collect();
        print::in_notebook(&self.value(), &remarks);
    }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn digits_that_are_asked_for() {
        let x = Tensor::from([1.0, 2.5]).requires_grad_(true);
        assert_eq!(format!("{x:.2}"), "tensor([1.00, 2.50], requires_grad=True)");
        assert_eq!(
            format!("{:.1}", &x * 2.1),
            "tensor([2.1, 5.2], grad_fn=<MulBackward0>)"
        );
    }
}
