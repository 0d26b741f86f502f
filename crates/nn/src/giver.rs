//! Which layer of a chain has given the size that a later one does not take.

use autograd::{Shape, Tensor};

use crate::seen::Seen;
use crate::walk;

/// What one layer of a chain made of its input, when the chain ran once more to be examined.
#[derive(Debug)]
pub struct Step {
    path: String,
    before: Shape,
    after: Shape,
    /// The sizes of its parameters' dimensions.
    sizes: Vec<usize>,
}

impl Step {
    /// The layer at `path` has made `y` of `x`.
    pub(crate) fn new(path: &str, layer: &dyn Seen, x: &Tensor, y: &Tensor) -> Self {
        let parameters = walk::parameters(layer);
        Self {
            path: path.to_owned(),
            before: Shape::from(x.shape()),
            after: Shape::from(y.shape()),
            sizes: parameters
                .iter()
                .flat_map(|parameter| parameter.shape().to_vec())
                .collect(),
        }
    }

    /// The size of dimension `dim` of the result, if it is of this layer's making: its input has another one, or one
    /// of its parameters has the very size.
    fn gives(&self, dim: isize) -> Option<usize> {
        let given = size(&self.after, dim)?;
        let changed = size(&self.before, dim) != Some(given);
        (changed || self.sizes.contains(&given)).then_some(given)
    }
}

/// The last of `steps` that has made the size of dimension `dim`: its path, and that size.
pub(crate) fn giver(steps: &[Step], dim: isize) -> Option<(String, usize)> {
    let mut from_the_last = steps.iter().rev();
    from_the_last.find_map(|step| Some((step.path.clone(), step.gives(dim)?)))
}

fn size(shape: &[usize], dim: isize) -> Option<usize> {
    let at = if dim < 0 { dim + shape.len() as isize } else { dim };
    shape.get(usize::try_from(at).ok()?).copied()
}
