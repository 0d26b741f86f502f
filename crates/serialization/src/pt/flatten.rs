//! Nested values as a state of names, and back.

use std::collections::HashMap;

use autograd::StateDict;

use super::value::Value;
use crate::error::Problem;

/// The tensors of a value by the path that leads to them, and everything else as remarks.
pub(super) fn state_dict(value: &Value) -> Result<StateDict, Problem> {
    let mut state = StateDict::new();
    let mut with_tensors = HashMap::new();
    // What is still to be added, the next one last.
    let mut left = vec![(String::new(), value)];
    while let Some((path, value)) = left.pop() {
        match value {
            Value::Dict(entries) if !entries.is_empty() => {
                let named = entries.iter().rev().map(|(key, value)| match key {
                    Value::Str(name) => (below(&path, name), value),
                    other => (below(&path, &other.to_string()), value),
                });
                left.extend(named);
            }
            Value::List(items) | Value::Tuple(items) if has_tensors(value, &mut with_tensors) => {
                let named = items.iter().enumerate().rev();
                left.extend(named.map(|(at, item)| (below(&path, &at.to_string()), item)));
            }
            single => add(&mut state, path, single)?,
        }
    }
    Ok(state)
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Adds a tensor, or a remark.
fn add(state: &mut StateDict, path: String, value: &Value) -> Result<(), Problem> {
    if state.contains(&path) || state.metadata().contains_key(&path) {
        return Err(Problem::invalid(format!(
            "two of its values have the path {path:?}"
        )));
    }
    match value {
        Value::Tensor(tensor) => {
            state.insert(path, tensor);
        }
        Value::Str(text) => {
            state.metadata_mut().insert(path, text.clone());
        }
        other => {
            state.metadata_mut().insert(path, other.to_string());
        }
    }
    Ok(())
}

/// Whether there is a tensor in this. What has been found out of a value stays known by its address, so that one in many
/// others is looked through once.
fn has_tensors(value: &Value, known: &mut HashMap<*const Value, bool>) -> bool {
    let items: Vec<&Value> = match value {
        Value::Tensor(_) => return true,
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => items.iter().collect(),
        Value::Dict(entries) => entries.iter().map(|(_, value)| value).collect(),
        _ => return false,
    };
    if let Some(known) = known.get(&std::ptr::from_ref(value)) {
        return *known;
    }
    let has = items.into_iter().any(|item| has_tensors(item, known));
    known.insert(value, has);
    has
}

/// The dict that [`super::save`] writes.
pub(super) fn value(state: &StateDict) -> Result<Value, Problem> {
    if let Some(name) = state.metadata().keys().find(|name| state.contains(name)) {
        return Err(Problem::unsupported(format!(
            "a tensor and a remark are both called {name:?}, and a dict has one value for each name"
        )));
    }
    let Value::Dict(mut entries) = Value::from(state) else {
        return Ok(Value::None);
    };
    let remarks = state.metadata().iter();
    entries.extend(remarks.map(|(name, text)| (name.as_str().into(), text.as_str().into())));
    Ok(Value::Dict(entries))
}

#[cfg(test)]
mod tests {
    use super::*;
    use autograd::Tensor;

    fn dict(entries: Vec<(Value, Value)>) -> Value {
        Value::Dict(entries)
    }

    #[test]
    fn tensors_have_the_path_that_leads_to_them() {
        let tensor = || Value::from(Tensor::zeros(1));
        let value = dict(vec![
            ("model".into(), dict(vec![("w".into(), tensor())])),
            ("epoch".into(), 3.into()),
            ("betas".into(), Value::Tuple(vec![0.9.into(), 0.999.into()])),
            ("history".into(), Value::List(vec![tensor(), "half".into()])),
            ("state".into(), dict(vec![(0.into(), tensor())])),
        ]);
        let state = state_dict(&value).expect("all paths differ");
        assert_eq!(
            state.keys().collect::<Vec<_>>(),
            ["model.w", "history.0", "state.0"]
        );
        let remarks: Vec<_> = state
            .metadata()
            .iter()
            .map(|(name, text)| format!("{name}={text}"))
            .collect();
        assert_eq!(remarks, ["betas=(0.9, 0.999)", "epoch=3", "history.1=half"]);
        assert_eq!(
            state_dict(&tensor())
                .expect("one path")
                .keys()
                .collect::<Vec<_>>(),
            [""]
        );
    }

    #[test]
    fn two_values_of_one_path_are_refused() {
        let tensor = || Value::from(Tensor::zeros(1));
        let inner = |value| dict(vec![("b".into(), value)]);
        for (first, second) in [
            (tensor(), tensor()),
            (tensor(), 1.into()),
            (1.into(), tensor()),
            (1.into(), 2.into()),
        ] {
            let value = dict(vec![("a".into(), inner(first)), ("a.b".into(), second)]);
            assert!(state_dict(&value).is_err());
        }
    }
}
