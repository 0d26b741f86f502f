//! Samplers and splits by the corpus's names, from the default generator or a given one.

use flambeau::data::{
    RandomSampler, Sampler, SequentialSampler, Subset, SubsetRandomSampler, VecDataset,
    WeightedRandomSampler, random_split, random_split_with,
};
use flambeau::{Generator, Scalar};

use crate::options::set;
use crate::outcome::{Trouble, unsupported};
use crate::reading::Args;

/// The samples of a case: the numbers from 0 to its `n`.
pub(crate) fn samples(args: &Args<'_>) -> Result<Vec<i64>, Trouble> {
    Ok((0..args.get("n")?).collect())
}

/// A split by numbers of samples or by fractions.
pub(crate) fn split(
    args: &Args<'_>,
    generator: Option<&Generator>,
) -> Result<Vec<Subset<VecDataset<i64>>>, Trouble> {
    let samples = samples(args)?;
    let lengths: Vec<Scalar> = args.get("lengths")?;
    if lengths.iter().any(|length| matches!(length, Scalar::Float(_))) {
        let fractions: Vec<f64> = args.get("lengths")?;
        return Ok(match generator {
            Some(generator) => random_split_with(samples, fractions, generator),
            None => random_split(samples, fractions),
        });
    }
    let counts: Vec<usize> = args.get("lengths")?;
    Ok(match generator {
        Some(generator) => random_split_with(samples, counts, generator),
        None => random_split(samples, counts),
    })
}

/// A sampler of `n` indices by the name of its class.
pub(crate) fn build(
    name: &str,
    n: usize,
    args: &Args<'_>,
    generator: Option<&Generator>,
) -> Result<Box<dyn Sampler<Item = usize>>, Trouble> {
    Ok(match name {
        "SequentialSampler" => Box::new(SequentialSampler::new(n)),
        "RandomSampler" => Box::new(random(n, args, generator)?),
        "SubsetRandomSampler" => {
            let sampler = SubsetRandomSampler::new(args.get::<Vec<usize>>("indices")?);
            Box::new(match generator {
                Some(generator) => sampler.generator(generator),
                None => sampler,
            })
        }
        "WeightedRandomSampler" => Box::new(weighted(args, generator)?),
        other => return Err(unsupported(format!("the sampler {other} does not exist here"))),
    })
}

fn random(n: usize, args: &Args<'_>, generator: Option<&Generator>) -> Result<RandomSampler, Trouble> {
    let sampler = set!(RandomSampler::new(n), args, replacement, num_samples);
    Ok(match generator {
        Some(generator) => sampler.generator(generator),
        None => sampler,
    })
}

fn weighted(args: &Args<'_>, generator: Option<&Generator>) -> Result<WeightedRandomSampler, Trouble> {
    let weights: Vec<f64> = args.get("weights")?;
    let sampler = WeightedRandomSampler::new(weights, args.get("num_samples")?);
    let sampler = set!(sampler, args, replacement);
    Ok(match generator {
        Some(generator) => sampler.generator(generator),
        None => sampler,
    })
}
