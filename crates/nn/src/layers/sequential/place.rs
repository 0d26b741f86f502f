//! [`Place`]: which layer of a chain.

use std::fmt::Display;

use super::Sequential;

/// What says which layer of a [`Sequential`] is meant: its number, its name, or a path to a layer of a chain inside, such as
/// `body.0`.
pub trait Place: Display {
    /// The chain, which may lie inside, and the number of the layer there.
    #[doc(hidden)]
    fn find<'a>(&self, chain: &'a Sequential) -> Option<(&'a Sequential, usize)>;

    /// [`find`](Place::find), to change it.
    #[doc(hidden)]
    fn find_mut<'a>(&self, chain: &'a mut Sequential) -> Option<(&'a mut Sequential, usize)>;
}

impl Place for usize {
    fn find<'a>(&self, chain: &'a Sequential) -> Option<(&'a Sequential, usize)> {
        (*self < chain.len()).then_some((chain, *self))
    }

    fn find_mut<'a>(&self, chain: &'a mut Sequential) -> Option<(&'a mut Sequential, usize)> {
        (*self < chain.len()).then_some((chain, *self))
    }
}

impl Place for &str {
    fn find<'a>(&self, chain: &'a Sequential) -> Option<(&'a Sequential, usize)> {
        match self.split_once('.') {
            None => Some((chain, position(chain, self)?)),
            Some((outer, inner)) => Place::find(&inner, chain.layers[position(chain, outer)?].1.get()?),
        }
    }

    fn find_mut<'a>(&self, chain: &'a mut Sequential) -> Option<(&'a mut Sequential, usize)> {
        match self.split_once('.') {
            None => position(chain, self).map(|at| (chain, at)),
            Some((outer, inner)) => {
                let at = position(chain, outer)?;
                Place::find_mut(&inner, chain.layers[at].1.get_mut()?)
            }
        }
    }
}

fn position(chain: &Sequential, name: &str) -> Option<usize> {
    chain.layers.iter().position(|(own, _)| own == name)
}
