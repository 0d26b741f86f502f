//! What is known of a chain of layers before it runs: which sizes they take and give.

use autograd::Error;

use crate::LayerError;

/// What a layer does to the size of the last dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Features {
    /// It cannot be told.
    Unknown,
    /// It stays.
    Kept,
    /// It must be `input`, and becomes `output`.
    Changed {
        /// What the layer takes.
        input: usize,
        /// What the layer gives.
        output: usize,
    },
}

/// A layer in a chain, chains in the chain being taken apart.
#[derive(Clone, Debug)]
pub struct Link {
    pub(crate) path: String,
    pub(crate) layer: String,
    pub(crate) features: Features,
}

/// The last of `links` that decides the size of the last dimension, and that size, if it is known.
pub(crate) fn giver(links: &[Link]) -> Option<(String, usize)> {
    let link = links.iter().rev().find(|link| link.features != Features::Kept)?;
    match link.features {
        Features::Changed { output, .. } => Some((link.path.clone(), output)),
        Features::Unknown | Features::Kept => None,
    }
}

/// Refuses the first of `links` that takes another size than it is given.
pub(crate) fn check(links: &[Link]) -> Result<(), LayerError> {
    for (at, link) in links.iter().enumerate() {
        let (Features::Changed { input, .. }, Some((giver, size))) = (link.features, giver(&links[..at]))
        else {
            continue;
        };
        if input != size {
            let reason = Error::shape(format!("the last dimension of its input must be {input}"));
            return Err(LayerError::of(link.layer.clone(), reason)
                .within(&link.path)
                .given_by(Some((giver, size))));
        }
    }
    Ok(())
}
