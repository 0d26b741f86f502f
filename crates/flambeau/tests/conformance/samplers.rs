//! Samplers and splits by the corpus's names, from the default generator or a given one.

use flambeau::Generator;
use flambeau::data::{
    RandomSampler, Sampler, SequentialSampler, Subset, SubsetRandomSampler, VecDataset,
    WeightedRandomSampler, random_split, random_split_with,
};
use serde_json::Value;

use crate::outcome::{Trouble, unspellable, unsupported};
use crate::reading::{Args, indices, list, number};

/// The samples of a case: the numbers from 0 to its `n`.
pub(crate) fn samples(args: Args<'_>) -> Vec<i64> {
    (0..args.int("n").unwrap_or(0)).collect()
}

/// A split by numbers of samples or by fractions.
pub(crate) fn split(
    args: Args<'_>,
    generator: Option<&Generator>,
) -> Result<Vec<Subset<VecDataset<i64>>>, Trouble> {
    let lengths = list(&args.0["lengths"]);
    let samples = samples(args);
    if lengths.iter().any(Value::is_f64) {
        let fractions: Vec<f64> = lengths.iter().filter_map(number).collect();
        return Ok(match generator {
            Some(generator) => random_split_with(samples, fractions, generator),
            None => random_split(samples, fractions),
        });
    }
    let counts: Option<Vec<usize>> = lengths.iter().map(|n| n.as_u64().map(|n| n as usize)).collect();
    let counts = counts.ok_or_else(|| unspellable("a negative number of samples"))?;
    Ok(match generator {
        Some(generator) => random_split_with(samples, counts, generator),
        None => random_split(samples, counts),
    })
}

/// A sampler of `n` indices by the name of its class.
pub(crate) fn build(
    name: &str,
    n: usize,
    args: Args<'_>,
    generator: Option<&Generator>,
) -> Result<Box<dyn Sampler<Item = usize>>, Trouble> {
    Ok(match name {
        "SequentialSampler" => Box::new(SequentialSampler::new(n)),
        "RandomSampler" => Box::new(random(n, args, generator)?),
        "SubsetRandomSampler" => {
            let sampler = SubsetRandomSampler::new(indices(&args.0["indices"]));
            Box::new(match generator {
                Some(generator) => sampler.generator(generator),
                None => sampler,
            })
        }
        "WeightedRandomSampler" => Box::new(weighted(args, generator)?),
        other => return Err(unsupported(format!("the sampler {other} does not exist here"))),
    })
}

fn num_samples(args: Args<'_>) -> Result<usize, Trouble> {
    args.size("num_samples")
        .ok_or_else(|| unspellable("a negative number of samples"))
}

fn random(n: usize, args: Args<'_>, generator: Option<&Generator>) -> Result<RandomSampler, Trouble> {
    let mut sampler = RandomSampler::new(n).replacement(args.bool("replacement"));
    if args.get("num_samples").is_some() {
        sampler = sampler.num_samples(num_samples(args)?);
    }
    Ok(match generator {
        Some(generator) => sampler.generator(generator),
        None => sampler,
    })
}

fn weighted(args: Args<'_>, generator: Option<&Generator>) -> Result<WeightedRandomSampler, Trouble> {
    let weights: Vec<f64> = list(&args.0["weights"]).iter().filter_map(number).collect();
    let replacement = args.get("replacement").is_none() || args.bool("replacement");
    let sampler = WeightedRandomSampler::new(weights, num_samples(args)?).replacement(replacement);
    Ok(match generator {
        Some(generator) => sampler.generator(generator),
        None => sampler,
    })
}
