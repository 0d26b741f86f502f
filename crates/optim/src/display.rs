//! Printing optimizers as Python prints them.

use std::fmt;

use autograd::options::OptionValue;

use crate::Group;

/// The name, and for each group its options in alphabetical order.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, name: &str, groups: &[Group]) -> fmt::Result {
    writeln!(f, "{name} (")?;
    for (at, group) in groups.iter().enumerate() {
        writeln!(f, "Parameter Group {at}")?;
        let mut options: Vec<(&str, OptionValue)> = group.options().collect();
        if let Some(initial_lr) = group.initial_lr() {
            options.push(("initial_lr", initial_lr.into()));
        }
        options.sort_by_key(|(name, _)| *name);
        for (name, value) in options {
            match value {
                // PyTorch's defaults are the integer.
                OptionValue::Number(0.0) => writeln!(f, "    {name}: 0")?,
                value => writeln!(f, "    {name}: {value}")?,
            }
        }
    }
    f.write_str(")")
}
