//! Sizes that no memory holds and no integer counts, wherever a size can be given: every call gives a value or refuses
//! in a sentence at the line of the program.

mod creation;
mod hostile;
mod indexing;
mod laws;
mod layers;
mod lazy;
mod matrices;
mod order;
mod programs;
mod twins;
mod views;
mod watch;
mod windows;

use std::collections::BTreeMap;

use flambeau::prelude::*;

use self::hostile::Hostile;
use self::watch::Watch;
use crate::panics::caught;
use crate::rounds::rounds;

/// A call with hostile numbers, and the tensor that it gives, if it is one.
type Call = (&'static str, fn(&mut Hostile) -> Option<Tensor>);

const CALLS: [&[Call]; 12] = [
    creation::CALLS,
    views::CALLS,
    indexing::CALLS,
    order::CALLS,
    matrices::CALLS,
    layers::CALLS,
    windows::CALLS,
    programs::CALLS,
    laws::CALLS,
    laws::SHAPED,
    lazy::CALLS,
    twins::CALLS,
];

#[test]
fn no_size_wraps_or_hangs() {
    let watch = Watch::begin();
    let mut rounds = rounds("sizes", 6000);
    let (mut values, mut refusals) = (0, 0);
    let mut faults: BTreeMap<&str, String> = BTreeMap::new();
    for random in rounds.by_ref() {
        let mut hostile = Hostile::new(random);
        let calls = *hostile.random.pick(&CALLS);
        let (name, call) = *hostile.random.pick(calls);
        watch.calls(name, hostile.random.seed);
        let seed = hostile.random.seed;
        match caught(|| call(&mut hostile).as_ref().map(examine)) {
            Ok(Some(Err(fault))) => drop(faults.insert(name, format!("seed {seed}: {fault}"))),
            Ok(_) => values += 1,
            Err(panicked) if panicked.names_the_user() => refusals += 1,
            Err(panicked) => drop(faults.insert(name, format!("seed {seed}: {panicked:?}"))),
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(
        values > 500 && refusals > 500,
        "{values} values, {refusals} refusals"
    );
    rounds.tell(format_args!("{values} values, {refusals} refusals"));
}

/// Whether there are as many elements as the sizes multiply to, and the last one can be read.
fn examine(x: &Tensor) -> Result<(), String> {
    let sizes = x.shape();
    let count = sizes
        .iter()
        .try_fold(1_u128, |count, size| count.checked_mul(*size as u128));
    let count = if sizes.contains(&0) { Some(0) } else { count };
    if count != Some(x.numel() as u128) {
        return Err(format!("shape {sizes:?} with {} elements", x.numel()));
    }
    if x.numel() > 0 {
        let last: Vec<usize> = sizes.iter().map(|size| size - 1).collect();
        x.value().at(&last);
    }
    Ok(())
}
