//! Loaders, splits, samplers, collation.

use flambeau::data::{
    BatchSampler, Collate, ConcatDataset, DataLoader, Dataset, DistributedSampler, Sampler,
    SequentialSampler, Subset, TensorDataset, VecDataset,
};
use flambeau::manual_seed;
use serde_json::Value;

use super::refusals::check_sentence;
use crate::compare::plain;
use crate::options::set;
use crate::outcome::{Trouble, attempt, failed, unsupported};
use crate::reading::{Args, Case, Precision, base, list, sizes};
use crate::samplers::{self, samples};
use crate::tagged::Tagged;

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    if case.expected()["error"].is_null() {
        return check(case, &|what, got| {
            plain(what, got, sizes(&case.expected()[what])?)
        });
    }
    match attempt(|| check(case, &|_, _| Ok(()))) {
        Ok(Ok(())) => Err(failed("it was not refused")),
        Ok(Err(Trouble::Unspellable(_))) => Ok(()),
        Ok(Err(trouble)) => Err(trouble),
        Err(message) => check_sentence(&message),
    }
}

/// Compares a list of numbers with the expected one of a name.
type Compare<'a> = &'a dyn Fn(&str, Vec<usize>) -> Result<(), Trouble>;

fn check(case: &Case, compare: Compare<'_>) -> Result<(), Trouble> {
    let args = &case.args();
    match case.op() {
        "dataloader_len" => {
            let loader = set!(DataLoader::new(samples(args)?), args, batch_size, drop_last);
            count("len", loader.len(), case)?;
            compare("batch_sizes", loader.iter().map(|batch| batch.len()).collect())
        }
        "dataloader_batches" => batches(case),
        "random_split" => compare(
            "lengths",
            samplers::split(args, None)?.iter().map(Dataset::len).collect(),
        ),
        "collate" => {
            let items = case
                .list("items")
                .iter()
                .map(Tagged::read)
                .collect::<Result<Vec<_>, _>>()?;
            Tagged::collate(items)?.compare("the batch", &case.expected()["batch"])
        }
        "sampler" => sampler(case, args, compare),
        "distributed_sampler" => {
            let sampler = DistributedSampler::new(args.get("n")?, args.get("world")?, args.get("rank")?);
            let sampler = set!(sampler.shuffle(false), args, drop_last);
            count("len", Sampler::len(&sampler), case)?;
            compare("indices", sampler.iter().collect())
        }
        "subset" => {
            let all = (0..args.get("n")?).map(|i: usize| 10 * i).collect();
            let subset = Subset::new(VecDataset(all), args.get::<Vec<usize>>("indices")?);
            count("len", subset.len(), case)?;
            compare("items", subset.iter().collect())
        }
        "concat_dataset" => {
            let part = |(j, size): (usize, &usize)| (0..*size).map(|k| 100 * j + k).collect::<Vec<_>>();
            let sizes: Vec<usize> = args.get("sizes")?;
            let concatenated = ConcatDataset::new(sizes.iter().enumerate().map(part));
            count("len", concatenated.len(), case)?;
            compare("items", concatenated.iter().collect())
        }
        other => Err(unsupported(format!(
            "this runner does not know the operation {other}"
        ))),
    }
}

/// Compares one number with the expected one of its name.
fn count(what: &str, got: usize, case: &Case) -> Result<(), Trouble> {
    plain(what, Some(got as u64), case.expected()[what].as_u64())
}

fn batches(case: &Case) -> Result<(), Trouble> {
    let inputs = case.list("inputs").iter();
    let tensors = inputs
        .map(|json| base(json, &Value::Null, Precision::Declared))
        .collect::<Result<Vec<_>, _>>()?;
    let args = case.args();
    let loader = DataLoader::new(TensorDataset::new(tensors));
    let loader = set!(loader, args, batch_size, drop_last);
    let expected = list(&case.expected()["batches"]);
    plain("the number of batches", loader.len(), expected.len())?;
    loader
        .iter()
        .zip(expected)
        .enumerate()
        .try_for_each(|(at, (batch, expected))| {
            let batch = Tagged::List(batch.into_iter().map(Tagged::Tensor).collect());
            batch.compare(&format!("batch {at}"), expected)
        })
}

fn sampler(case: &Case, args: &Args<'_>, compare: Compare<'_>) -> Result<(), Trouble> {
    manual_seed(0);
    let n = args.or("n", 0)?;
    match args.get("sampler")? {
        "BatchSampler" => {
            let sampler = BatchSampler::new(SequentialSampler::new(n), args.get("batch_size")?);
            let sampler = set!(sampler, args, drop_last);
            let got: Vec<Vec<usize>> = sampler.iter().collect();
            count("len", Sampler::len(&sampler), case)?;
            let expected = list(&case.expected()["batches"]).iter().map(sizes);
            let expected = expected.collect::<Result<Vec<_>, _>>()?;
            plain("batches", got, expected)
        }
        name => {
            let sampler = samplers::build(name, n, args, None)?;
            let got: Vec<usize> = sampler.iter().collect();
            count("len", sampler.len(), case)?;
            plain("the number of indices", got.len(), sampler.len())?;
            properties(case, got, compare)
        }
    }
}

/// What can be said of indices, random or not.
fn properties(case: &Case, got: Vec<usize>, compare: Compare<'_>) -> Result<(), Trouble> {
    let expected = case.expected();
    let mut sorted = got.clone();
    sorted.sort_unstable();
    let mut distinct = sorted.clone();
    distinct.dedup();
    if expected["all_distinct_expected"] == true && distinct.len() != got.len() {
        return Err(failed(format!("{got:?} are not distinct")));
    }
    let possible = sizes(&expected["possible_indices"])?;
    if !possible.is_empty() && !distinct.iter().all(|index| possible.contains(index)) {
        return Err(failed(format!("{got:?} are not all among {possible:?}")));
    }
    if !expected["sorted_indices"].is_null() {
        compare("sorted_indices", sorted)?;
    }
    if expected["indices"].is_null() {
        Ok(())
    } else {
        compare("indices", got)
    }
}
