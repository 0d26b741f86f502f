//! Whether a refusal says what it refuses.

use serde_json::Value;

use crate::outcome::{Trouble, failed};
use crate::reading::{Case, entries, list};

/// What the corpus calls by another name than the library's sentences.
const SYNONYMS: [(&str, &str); 9] = [
    ("bce", "binary_cross_entropy"),
    ("bce_with_logits", "binary_cross_entropy_with_logits"),
    ("call_backward_on", "backward"),
    ("div_mode", "div: "),
    ("myMultiLayerPerceptron_1", "Linear"),
    ("sdpa", "scaled_dot_product_attention"),
    ("shift_left", "bitwise_left_shift"),
    ("shift_right", "bitwise_right_shift"),
    ("tensor", "nested"),
];

/// A sentence has to name the operation, the class or an argument, or what is wrong with them: the shapes or the
/// element types of the operands, or an argument's value. A program's sentence is about one of its steps.
pub(super) fn check(case: &Case, message: &str) -> Result<(), Trouble> {
    let op = case
        .op()
        .trim_start_matches("scalar_")
        .trim_end_matches("_scalar");
    let classes = ["module", "optimizer", "scheduler"].map(|key| case.text(key));
    let names = [op].into_iter().chain(classes).filter(|name| name.len() > 1);
    let named = names.into_iter().any(|name| {
        let mut synonyms = SYNONYMS.iter().filter(|(own, _)| *own == name);
        // `linalg_inv` is `linalg::inv` here.
        let path = name.replacen("linalg_", "linalg::", 1);
        message.contains(name)
            || message.contains(&path)
            || synonyms.any(|(_, other)| message.contains(other))
    });
    let inputs = case.list("inputs");
    let all = |text: fn(&Value) -> String| {
        let found = inputs
            .iter()
            .filter(|input| message.contains(&text(input)))
            .count();
        found > 0 && found >= inputs.len().min(2)
    };
    let shapes = all(|input| input["shape"].to_string().replace(',', ", "));
    let dtypes = all(|input| input["dtype"].as_str().unwrap_or_default().to_owned());
    if op == "program" || named || shapes || dtypes || has_argument(&case.json["args"], message) {
        return Ok(());
    }
    Err(failed(format!("it was refused without a name of it: {message}")))
}

/// Whether the message has the name or the value of an argument.
fn has_argument(json: &Value, message: &str) -> bool {
    match json {
        Value::Object(_) => {
            entries(json).any(|(name, value)| message.contains(name) || has_argument(value, message))
        }
        Value::Array(_) => list(json).iter().any(|value| has_argument(value, message)),
        Value::Number(number) => message.contains(&number.to_string()),
        Value::String(text) => message.contains(text),
        _ => false,
    }
}
