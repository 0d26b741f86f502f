//! Printing optimizers as Python prints them.

use std::fmt;

use crate::algorithm::Core;
use crate::options::Value;

/// The name, and for each group its options in alphabetical order.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, core: &Core) -> fmt::Result {
    writeln!(f, "{} (", core.kind.name)?;
    for (at, group) in core.groups.iter().enumerate() {
        writeln!(f, "Parameter Group {at}")?;
        let mut options: Vec<(&str, Value)> = group.options().collect();
        options.sort_by_key(|(name, _)| *name);
        for (name, value) in options {
            writeln!(f, "    {name}: {value}")?;
        }
    }
    f.write_str(")")
}
