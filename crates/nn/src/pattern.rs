//! Parameters chosen by patterns of paths and types.

use autograd::Error;

use crate::module::Module;
use crate::parameter::Parameter;
use crate::seen::Seen;
use crate::visitor::Visitor;
use crate::walk;

/// Whether `text` is what `pattern` says: `*` stands for any characters, dots too, and `?` for one.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut seen) = (0, 0);
    // Where the last star is, and how much of the text it stands for.
    let mut star: Option<(usize, usize)> = None;
    while seen < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[seen] => {
                at += 1;
                seen += 1;
            }
            _ => match &mut star {
                Some((begin, taken)) => {
                    *taken += 1;
                    (at, seen) = (*begin + 1, *taken);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|&byte| byte == b'*')
}

/// The parameters of `module` whose paths match, each once.
///
/// # Panics
/// If there is none.
#[track_caller]
pub(crate) fn parameters_at(module: &dyn Seen, pattern: &str) -> Vec<Parameter> {
    let (chosen, others): (Vec<_>, Vec<_>) = walk::named_parameters(module)
        .into_iter()
        .partition(|(path, _)| matches(pattern, path));
    if chosen.is_empty() {
        let paths: Vec<String> = others.into_iter().map(|(path, _)| path).collect();
        Error::argument(format!(
            "no parameter of {} matches `{pattern}`; there are {}",
            module.type_name(),
            paths.join(", ")
        ))
        .raise();
    }
    chosen.into_iter().map(|(_, parameter)| parameter).collect()
}

/// The own parameters of all modules in `module` whose type and whose names match, each once.
pub(crate) fn parameters_of(module: &dyn Seen, layer: &str, name: &str) -> Vec<Parameter> {
    let mut chosen = Chosen {
        layer,
        name,
        inside: matches(layer, &module.type_name()),
        found: Vec::new(),
    };
    module.visit(&mut chosen);
    chosen.found
}

struct Chosen<'a> {
    layer: &'a str,
    name: &'a str,
    /// Whether the module that is visited is of the type.
    inside: bool,
    found: Vec<Parameter>,
}

impl Visitor for Chosen<'_> {
    fn parameter(&mut self, name: &str, parameter: &Parameter) {
        if self.inside && matches(self.name, name) && !self.found.iter().any(|seen| seen.is_same(parameter)) {
            self.found.push(parameter.tied());
        }
    }

    fn module(&mut self, _: &str, module: &dyn Module) {
        let outside = std::mem::replace(&mut self.inside, matches(self.layer, &module.type_name()));
        module.visit(self);
        self.inside = outside;
    }
}

#[cfg(test)]
mod tests {
    use super::matches;
    use crate::{LSTM, Linear, Module, ReLU, sequential};

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("*.bias", "body.0.bias", true),
            ("body.*", "body.0.bias", true),
            ("body.?.bias", "body.0.bias", true),
            ("body.?.bias", "body.10.bias", false),
            ("*b*c", "abbcbc", true),
            ("a*", "ba", false),
            ("weight", "weight_hh", false),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn types_and_names() {
        let model = sequential![Linear::new(2, 3), sequential![ReLU, Linear::new(3, 4)]];
        let weights = model.parameters_of("Linear", "weight");
        let shapes: Vec<&[usize]> = weights.iter().map(|weight| weight.shape()).collect();
        assert_eq!(shapes, [[3, 2], [4, 3]]);
        assert_eq!(LSTM::new(2, 3).parameters_of("LSTM", "weight_*").len(), 2);
        assert!(model.parameters_of("Conv2d", "*").is_empty());
    }

    #[test]
    #[should_panic(
        expected = "no parameter of Sequential matches `bodi.*`; there are body.weight, body.bias"
    )]
    fn a_path_that_is_not_there_is_refused() {
        let _ = sequential![body: Linear::new(1, 1)].parameters_at("bodi.*");
    }
}
