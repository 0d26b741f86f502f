//! Whether the ranks have the same model: its names, shapes and types when training begins, its bits then and later.

use std::hash::{DefaultHasher, Hasher};

use autograd::Tensor;
use nn::{Module, Parameter};

use crate::call::Kind;
use crate::process_group::ProcessGroup;

/// Compares the models of all ranks, and gives all of them the parameters and buffers of rank 0.
///
/// # Panics
/// If names, shapes, element types or what is trained differ.
pub(crate) fn unify(group: &ProcessGroup, model: &(impl Module + ?Sized)) {
    if group.world_size() == 1 {
        return;
    }
    let tensors = state(model);
    compare_descriptions(group, &tensors);
    let sums = checksums(tensors.iter().map(|(_, tensor)| tensor));
    let all: Vec<Vec<i64>> = group
        .all_gather_as(Kind::Models, &Tensor::from(sums))
        .iter()
        .map(Tensor::to_vec)
        .collect();
    let mut different = Vec::new();
    for (place, (name, tensor)) in tensors.iter().enumerate() {
        if all.iter().any(|sums| sums[place] != all[0][place]) {
            different.push(&name[..]);
            tensor.set_data(group.broadcast_as(Kind::Models, tensor, 0));
        }
    }
    if group.rank() == 0
        && let Some(first) = different.first()
    {
        eprintln!(
            "DistributedDataParallel: the ranks began with different elements in {} of {} tensors, `{first}` first; all \
             have those of rank 0 now",
            different.len(),
            tensors.len()
        );
    }
}

/// Compares the parameters of all ranks.
///
/// # Panics
/// If they differ.
pub(crate) fn compare_parameters(
    group: &ProcessGroup,
    step: u64,
    names: &[String],
    parameters: &[Parameter],
) {
    let sums = checksums(parameters.iter().map(AsRef::as_ref));
    let all: Vec<Vec<i64>> = group
        .all_gather_as(Kind::Checksums { step }, &Tensor::from(sums))
        .iter()
        .map(Tensor::to_vec)
        .collect();
    for (place, name) in names.iter().enumerate() {
        let others: Vec<usize> = (0..all.len())
            .filter(|rank| all[*rank][place] != all[0][place])
            .collect();
        if !others.is_empty() {
            panic!(
                "before step {step} the parameter `{name}` differs from that of rank 0 on the ranks {others:?}: was it \
                 changed outside of the optimizer, or do the ranks have different optimizers?"
            );
        }
    }
}

/// The parameters and buffers of a model by their names.
fn state(model: &(impl Module + ?Sized)) -> Vec<(String, Tensor)> {
    let parameters = model
        .named_parameters()
        .into_iter()
        .map(|(name, it)| (name, Tensor::from(it)));
    let buffers = model
        .named_buffers()
        .into_iter()
        .map(|(name, it)| (name, Tensor::from(&it)));
    parameters.chain(buffers).collect()
}

/// # Panics
/// If this rank's model is another one than that of rank 0.
fn compare_descriptions(group: &ProcessGroup, tensors: &[(String, Tensor)]) {
    let lines: Vec<String> = tensors
        .iter()
        .map(|(name, tensor)| {
            let trained = if tensor.requires_grad() {
                "trained"
            } else {
                "not trained"
            };
            format!(
                "`{name}` of shape {:?} and type {}, {trained}",
                tensor.shape(),
                tensor.dtype()
            )
        })
        .collect();
    let own = lines.join("\n");
    let length_and_sum = Tensor::from(vec![own.len() as i64, checksum(own.as_bytes())]);
    let all = group.all_gather_as(Kind::Models, &length_and_sum);
    if all
        .iter()
        .all(|other| other.to_vec::<i64>() == length_and_sum.to_vec::<i64>())
    {
        return;
    }
    let length = all[0].to_vec::<i64>()[0] as usize;
    let mut bytes = own.into_bytes();
    bytes.resize(length, 0);
    let first = group
        .broadcast_as(Kind::Models, &Tensor::from(bytes), 0)
        .to_vec::<u8>();
    let first = String::from_utf8_lossy(&first).into_owned();
    let mut first = first.lines();
    for line in &lines {
        match first.next() {
            Some(other) if other == line => {}
            other => refuse(group.rank(), other, Some(line)),
        }
    }
    if let Some(other) = first.next() {
        refuse(group.rank(), Some(other), None);
    }
    // The rank that differs ends the job, and rank 0 with it.
    group.all_gather_as(Kind::Models, &length_and_sum);
}

fn refuse(rank: usize, first: Option<&str>, own: Option<&str>) -> ! {
    let nothing = "nothing";
    panic!(
        "DistributedDataParallel: the ranks have different models: where rank 0 has {}, rank {rank} has {}",
        first.unwrap_or(nothing),
        own.unwrap_or(nothing)
    )
}

fn checksums<'t>(tensors: impl Iterator<Item = &'t Tensor>) -> Vec<i64> {
    tensors
        .map(|tensor| checksum(&tensor.value().le_bytes()))
        .collect()
}

/// A number that differs where bytes do, but for one case in 2^64.
fn checksum(bytes: &[u8]) -> i64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish().cast_signed()
}
