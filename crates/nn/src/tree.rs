//! Printing a module as a tree, as Python's `print` does.

use std::fmt;

use autograd::DType;

use crate::module::{Module, Visitor};
use crate::parameter::Parameter;
use crate::seen::Seen;

/// Writes what Python prints for a module: its name, what it says of itself, and its children, one to a line.
///
/// `#[derive(Module)]` calls it in the `Display` that it derives; a `Module` implemented by hand does the same.
///
/// # Errors
/// If the formatter fails.
pub fn write_tree<M: Module + ?Sized>(module: &M, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write(&module, &children(&module), f)
}

/// As [`write_tree`], but children in a row that print the same are written once: `(0-1): 2 x ReLU()`.
pub(crate) fn write_list<M: Module + ?Sized>(module: &M, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write(&module, &folded(&children(&module)), f)
}

/// What PyTorch says of the parameters in a `ParameterList` or `ParameterDict`, which `visit` shows: one to a line.
pub(crate) fn parameter_lines(holder: &str, visit: &dyn Fn(&mut dyn Visitor)) -> String {
    let mut lines = ParameterLines {
        legacy: holder == "ParameterDict",
        lines: Vec::new(),
    };
    visit(&mut lines);
    lines.lines.join("\n")
}

struct ParameterLines {
    /// Whether the element type has the name of PyTorch's older type of tensor.
    legacy: bool,
    lines: Vec<String>,
}

impl Visitor for ParameterLines {
    fn parameter(&mut self, name: &str, parameter: &Parameter) {
        let dtype = match (self.legacy, parameter.dtype()) {
            (true, DType::F32) => "FloatTensor".to_owned(),
            (true, DType::F64) => "DoubleTensor".to_owned(),
            (true, DType::F16) => "HalfTensor".to_owned(),
            (true, DType::BF16) => "BFloat16Tensor".to_owned(),
            (_, dtype) => dtype.to_string(),
        };
        let sizes: Vec<String> = parameter.shape().iter().map(usize::to_string).collect();
        let size = sizes.join("x");
        self.lines.push(format!(
            "  ({name}): Parameter containing: [torch.{dtype} of size {size}]"
        ));
    }

    fn module(&mut self, _: &str, _: &dyn Module) {}
}

/// Children in a row that have the same text as one.
fn folded(children: &[(String, String)]) -> Vec<(String, String)> {
    children
        .chunk_by(|(_, a), (_, b)| a == b)
        .map(|run| match run {
            [(name, text)] => (name.clone(), text.clone()),
            _ => {
                let (first, last) = (&run[0], &run[run.len() - 1]);
                (
                    format!("{}-{}", first.0, last.0),
                    format!("{} x {}", run.len(), first.1),
                )
            }
        })
        .collect()
}

fn write(module: &dyn Seen, children: &[(String, String)], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let extra = module.extra_repr().unwrap_or_default();
    write!(f, "{}(", module.type_name())?;
    if children.is_empty() && !extra.contains('\n') {
        return write!(f, "{extra})");
    }
    for line in extra.lines() {
        write!(f, "\n  {line}")?;
    }
    for (name, text) in children {
        write!(f, "\n  ({name}): {}", text.replace('\n', "\n  "))?;
    }
    f.write_str("\n)")
}

/// The names and texts of the children.
fn children(module: &dyn Seen) -> Vec<(String, String)> {
    struct Children(Vec<(String, String)>);
    impl Visitor for Children {
        fn module(&mut self, name: &str, module: &dyn Module) {
            self.0.push((name.to_owned(), module.to_string()));
        }
    }
    let mut children = Children(Vec::new());
    module.visit(&mut children);
    children.0
}
