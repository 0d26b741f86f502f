//! The cells of the lecture's notebook are one program, which compiles, runs and shows as many pictures as are stored.
//!
//! It needs no Jupyter, and is what fails when the library changes and the notebook does not.

use std::fs;

use serde_json::Value;

const NOTEBOOK: &str = "docs/lecture.ipynb";
const PICTURE: &str = "image/svg+xml";

#[test]
fn the_notebook_works() {
    let root = super::root();
    let text = fs::read_to_string(root.join(NOTEBOOK)).expect("the notebook can be read");
    let notebook: Value = serde_json::from_str(&text).expect("the notebook is JSON");
    let cells = code_cells(&notebook);
    let path = root.join("crates/flambeau");
    let dependency = format!("flambeau = {{ path = {path:?}, features = [\"plot\"] }}");
    let printed = super::run(&root, "notebook", &dependency, &program(&cells));
    let printed = printed.unwrap_or_else(|error| panic!("{error}"));
    let shown = printed
        .matches(&format!("EVCXR_BEGIN_CONTENT {PICTURE}\n"))
        .count();
    assert!(shown > 0, "no picture is shown:\n{printed}");
    // A notebook whose outputs were cleared is whole, too.
    if cells.iter().any(|cell| outputs(cell).next().is_some()) {
        let stored = cells.iter().filter(|cell| has_picture(cell)).count();
        assert_eq!(
            shown, stored,
            "`cargo xtask notebook --save` stores the outputs anew"
        );
    }
}

fn code_cells(notebook: &Value) -> Vec<&Value> {
    let cells = notebook["cells"].as_array().expect("a notebook has cells");
    cells.iter().filter(|cell| cell["cell_type"] == "code").collect()
}

/// The code of a cell, without the kernel's own commands.
fn code(cell: &Value) -> String {
    let lines = cell["source"].as_array().into_iter().flatten();
    let lines = lines.filter_map(Value::as_str);
    lines.filter(|line| !line.starts_with(':')).collect()
}

/// All cells, one after the other. What ends with a value shows it, as in a notebook.
fn program(cells: &[&Value]) -> String {
    let statements = cells.iter().map(|cell| {
        let code = code(cell);
        match code.trim_end().chars().last() {
            None | Some(';' | '}') => code,
            Some(_) => format!("{code}.evcxr_display();"),
        }
    });
    format!(
        "fn main() {{\n{}\n}}\n",
        statements.collect::<Vec<_>>().join("\n")
    )
}

fn outputs(cell: &Value) -> impl Iterator<Item = &Value> {
    cell["outputs"].as_array().into_iter().flatten()
}

fn has_picture(cell: &Value) -> bool {
    outputs(cell).any(|output| output["data"].get(PICTURE).is_some())
}
