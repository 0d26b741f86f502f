//! The text of a tensor, as Python's `print` writes it.
//!
//! The rules are those of `torch/_tensor_str.py`, with the [`PrintOptions`] of the thread. Only the elements that are
//! shown are read.

mod options;
mod python;
mod style;
mod table;
#[cfg(test)]
mod tests;

use std::fmt;

pub use options::{PrintOptions, printoptions, set_printoptions, with_printoptions};
pub use python::python_float;
use style::Style;
pub use table::{in_notebook, table};

use crate::array::Array;
use crate::dtype::Scalar;

const PREFIX: &str = "tensor(";

/// Writes one element as Python writes the number that `item()` returns: what `f"{t}"` gives for a 0-d tensor.
///
/// ```
/// use tensor_core::{Scalar, print::item};
///
/// assert_eq!(item(Scalar::Float(1.0)), "1.0");
/// assert_eq!(item(Scalar::Int(-3)), "-3");
/// assert_eq!(item(Scalar::Bool(true)), "True");
/// ```
#[must_use]
pub fn item(element: Scalar) -> String {
    match element {
        Scalar::Float(value) => python_float(value),
        Scalar::Int(value) => value.to_string(),
        Scalar::Bool(true) => "True".to_owned(),
        Scalar::Bool(false) => "False".to_owned(),
    }
}

/// Writes an array as Python's `print` writes a tensor, with `remarks` behind the values, such as
/// `requires_grad=True` or `grad_fn=<MulBackward0>`.
///
/// ```
/// use tensor_core::{Array, print::array};
///
/// let weights = Array::from([[0.5, 2.0], [-1.25, 100.0]]);
/// assert_eq!(
///     array(&weights, &["requires_grad=True"]),
///     "tensor([[  0.5000,   2.0000],\n        [ -1.2500, 100.0000]], requires_grad=True)"
/// );
/// ```
#[must_use]
pub fn array(array: &Array, remarks: &[&str]) -> String {
    array_with(array, remarks, None)
}

/// [`array()`] with so many digits after the point, if a number is given: as after `torch.set_printoptions(precision=..)`.
///
/// ```
/// use tensor_core::{Array, print::array_with};
///
/// assert_eq!(array_with(&Array::from([1.0, 2.5]), &[], Some(2)), "tensor([1.00, 2.50])");
/// ```
#[must_use]
pub fn array_with(array: &Array, remarks: &[&str], precision: Option<usize>) -> String {
    let mut options = printoptions();
    if let Some(digits) = precision {
        options = options.precision(digits);
    }
    tensor(array.shape(), array.dtype().name(), remarks, &options, |index| {
        element(array, index)
    })
}

/// The element at an index per axis.
fn element(array: &Array, index: &[usize]) -> Scalar {
    let places = index.iter().zip(array.strides());
    array.scalar_at(places.map(|(at, stride)| at * stride).sum())
}

impl Array {
    /// Shows it below the cell of a notebook, a vector or a matrix as a table: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        in_notebook(self, &[]);
    }
}

impl fmt::Display for Array {
    /// What Python prints for a tensor with these values: `tensor([1., 2.])`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&array_with(self, &[], f.precision()))
    }
}

/// Writes a tensor of any layout, given a function that fetches the element at an index per axis.
///
/// `dtype` is the bare name (`"float32"`, `"int64"`); it is mentioned only where a reader could not guess it.
fn tensor(
    shape: &[usize],
    dtype: &str,
    remarks: &[&str],
    options: &PrintOptions,
    element: impl Fn(&[usize]) -> Scalar,
) -> String {
    let mut all_remarks = implied_remarks(shape, dtype);
    all_remarks.extend(remarks.iter().map(|&remark| remark.to_owned()));
    let values = values(shape, options, &element);
    with_remarks(format!("{PREFIX}{values}"), &all_remarks, options.linewidth)
}

/// What the values alone do not tell: the shape of an empty tensor, and a dtype that is not the usual one.
fn implied_remarks(shape: &[usize], dtype: &str) -> Vec<String> {
    let mut remarks = Vec::new();
    let empty = shape.contains(&0);
    if empty && shape.len() != 1 {
        let sizes: Vec<String> = shape.iter().map(ToString::to_string).collect();
        remarks.push(format!("size=({})", sizes.join(", ")));
    }
    // Without elements, nothing shows that a tensor holds integers or bools.
    let evident = dtype == "float32" || (!empty && matches!(dtype, "int64" | "bool"));
    if !evident {
        remarks.push(format!("dtype=torch.{dtype}"));
    }
    remarks
}

/// Appends the remarks and the closing parenthesis, starting a new line where one would grow too long.
fn with_remarks(mut text: String, remarks: &[String], linewidth: usize) -> String {
    // PyTorch counts two characters more than the last line has; so do we, to break lines where it does.
    let mut line = text.len() - text.rfind('\n').map_or(0, |newline| newline + 1) + 2;
    for remark in remarks {
        if line + remark.len() + 2 > linewidth {
            text += ",\n";
            text += &" ".repeat(PREFIX.len());
            line = PREFIX.len() + remark.len();
        } else {
            text += ", ";
            line += remark.len() + 2;
        }
        text += remark;
    }
    text.push(')');
    text
}

/// The nested brackets, without `tensor(`.
fn values(shape: &[usize], options: &PrintOptions, element: &impl Fn(&[usize]) -> Scalar) -> String {
    if shape.contains(&0) {
        return "[]".to_owned();
    }
    let axes = Axes {
        shape,
        options,
        summarised: shape.iter().product::<usize>() > options.threshold,
    };
    let mut shown = Vec::new();
    axes.visit(&mut Vec::with_capacity(shape.len()), &mut |index| {
        shown.push(element(index));
    });
    let style = Style::of(&shown, options);
    let mut texts = shown.iter().map(|&element| style.format(element));
    axes.nest(0, style.width(), &mut texts)
}

/// Which elements are shown, and how they are arranged.
struct Axes<'a> {
    shape: &'a [usize],
    options: &'a PrintOptions,
    summarised: bool,
}

impl Axes<'_> {
    /// The positions shown along an axis, with `None` where the rest is left out.
    fn positions(&self, axis: usize) -> impl Iterator<Item = Option<usize>> + use<> {
        let length = self.shape[axis];
        let ends = self.options.edgeitems;
        let cut = self.summarised && length > ends.saturating_mul(2);
        let (head, tail) = if cut {
            (ends, length - ends)
        } else {
            (length, length)
        };
        (0..head)
            .map(Some)
            .chain(cut.then_some(None))
            .chain((tail..length).map(Some))
    }

    /// Calls `see` with the index of every shown element, in order.
    fn visit(&self, index: &mut Vec<usize>, see: &mut impl FnMut(&[usize])) {
        if index.len() == self.shape.len() {
            return see(index);
        }
        for position in self.positions(index.len()).flatten() {
            index.push(position);
            self.visit(index, see);
            index.pop();
        }
    }

    /// Arranges the texts of the shown elements in brackets, from this axis inwards.
    fn nest(&self, axis: usize, width: usize, texts: &mut impl Iterator<Item = String>) -> String {
        let inner = self.shape.len() - axis;
        // Below the first bracket, which stands behind the prefix and the brackets of the outer axes.
        let indent = " ".repeat(PREFIX.len() + axis + 1);
        match inner {
            0 => texts.next().unwrap_or_default(),
            1 => self.row(axis, width, &indent, texts),
            _ => {
                let blocks: Vec<String> = self
                    .positions(axis)
                    .map(|position| match position {
                        Some(_) => self.nest(axis + 1, width, texts),
                        None => "...".to_owned(),
                    })
                    .collect();
                let separator = format!(",{}{indent}", "\n".repeat(inner - 1));
                format!("[{}]", blocks.join(&separator))
            }
        }
    }

    /// Arranges the innermost axis in lines of as many elements as fit.
    fn row(
        &self,
        axis: usize,
        width: usize,
        indent: &str,
        texts: &mut impl Iterator<Item = String>,
    ) -> String {
        let items: Vec<String> = self
            .positions(axis)
            .map(|position| match position {
                Some(_) => texts.next().unwrap_or_default(),
                None => " ...".to_owned(),
            })
            .collect();
        let room = self.options.linewidth.saturating_sub(PREFIX.len() + axis);
        let per_line = (room / (width + ", ".len())).max(1);
        let lines: Vec<String> = items.chunks(per_line).map(|line| line.join(", ")).collect();
        format!("[{}]", lines.join(&format!(",\n{indent}")))
    }
}
