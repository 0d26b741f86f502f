//! Sequences of different lengths in one tensor: padded, or packed step by step.

use autograd::{Array, Error, OrRaise, Scalar, Tensor, scratch};

/// Sequences of different lengths as a recurrent network reads them: the rows of the first step, then those of the second, and
/// so on, the longest sequence's row first. [`pack_padded_sequence`] and [`pack_sequence`] make one.
#[derive(Clone, Debug)]
pub struct PackedSequence {
    /// `[rows, ..]`.
    pub data: Tensor,
    /// How many sequences have a row at each step.
    pub batch_sizes: Vec<usize>,
    /// The places in the batch, from the longest sequence to the shortest; none if they are in that order.
    pub sorted_indices: Option<Tensor>,
    /// The places among the sorted ones, in the order of the batch.
    pub unsorted_indices: Option<Tensor>,
}

impl PackedSequence {
    /// The same sequences with other rows.
    #[must_use]
    pub fn with_data(&self, data: Tensor) -> Self {
        Self { data, ..self.clone() }
    }

    /// The lengths, in the order of the batch.
    pub fn lengths(&self) -> Vec<usize> {
        let batch = self.batch_sizes.first().copied().unwrap_or(0);
        let sorted: Vec<usize> = (0..batch)
            .map(|at| self.batch_sizes.iter().filter(|size| **size > at).count())
            .collect();
        match &self.unsorted_indices {
            Some(unsorted) => unsorted
                .to_vec::<i64>()
                .iter()
                .map(|at| sorted[*at as usize])
                .collect(),
            None => sorted,
        }
    }
}

/// Packs sequences that are padded to one length: PyTorch's `nn.utils.rnn.pack_padded_sequence`.
///
/// # Shape
/// `[steps, N, ..]`, or `[N, steps, ..]` if the batch comes first.
///
/// Gradient: to the elements that are not padding.
///
/// ```
/// use nn::{Tensor, pack_padded_sequence};
/// let x = Tensor::from([[1, 2, 3], [4, 0, 0]]);
/// let packed = pack_padded_sequence(&x.unsqueeze(-1), &[3, 1], true, true);
/// assert_eq!(packed.data.to_vec::<i64>(), [1, 4, 2, 3]);
/// assert_eq!(packed.batch_sizes, [2, 1, 1]);
/// ```
///
/// # Panics
/// If there are not as many lengths as sequences, one is 0 or longer than the tensor, or they are to be sorted and are not.
#[track_caller]
pub fn pack_padded_sequence(
    x: &Tensor,
    lengths: &[usize],
    batch_first: bool,
    enforce_sorted: bool,
) -> PackedSequence {
    let x = if batch_first && x.rank() > 1 {
        x.transpose(0, 1)
    } else {
        x.clone()
    };
    let order = order(x.shape(), lengths, enforce_sorted).or_raise();
    let (batch, longest) = (lengths.len(), lengths.iter().copied().max().unwrap_or(0));
    let (mut rows, mut batch_sizes) = (Vec::new(), Vec::new());
    for step in 0..longest {
        let before = rows.len();
        let present = order.iter().take_while(|at| lengths[**at] > step);
        rows.extend(present.map(|at| (step * batch + at) as i64));
        batch_sizes.push(rows.len() - before);
    }
    let flat = x.reshape([&[x.shape()[0] * batch], &x.shape()[2..]].concat());
    let (sorted_indices, unsorted_indices) = if order.is_sorted() {
        (None, None)
    } else {
        let mut unsorted = vec![0; batch];
        order
            .iter()
            .enumerate()
            .for_each(|(at, of)| unsorted[*of] = at as i64);
        let sorted: Vec<i64> = order.iter().map(|at| *at as i64).collect();
        (Some(Tensor::from(sorted)), Some(Tensor::from(unsorted)))
    };
    PackedSequence {
        data: flat.index_select(0, &Tensor::from(rows)),
        batch_sizes,
        sorted_indices,
        unsorted_indices,
    }
}

/// The sequences of `[steps, batch, ..]` from the longest to the shortest, equal ones as they come.
fn order(shape: &[usize], lengths: &[usize], enforce_sorted: bool) -> Result<Vec<usize>, Error> {
    let [steps, batch, ..] = *shape else {
        return Err(Error::shape(format!(
            "pack_padded_sequence: the sequences have shape {shape:?}, and need steps and a batch"
        )));
    };
    if lengths.len() != batch {
        return Err(Error::argument(format!(
            "pack_padded_sequence: {} lengths of {batch} sequences",
            lengths.len()
        )));
    }
    if let Some(length) = lengths.iter().find(|length| **length == 0 || **length > steps) {
        return Err(Error::argument(format!(
            "pack_padded_sequence: a length is {length}, and must be from 1 to the {steps} steps there are"
        )));
    }
    if enforce_sorted && !lengths.is_sorted_by(|one, next| one >= next) {
        return Err(Error::argument(format!(
            "pack_padded_sequence: lengths are {lengths:?}, and with enforce_sorted none may be longer than the one before"
        )));
    }
    let mut order: Vec<usize> = (0..batch).collect();
    order.sort_by_key(|at| std::cmp::Reverse(lengths[*at]));
    Ok(order)
}

/// The sequences padded to one length with a number, and their lengths: PyTorch's `nn.utils.rnn.pad_packed_sequence`. They are as
/// long as the longest, or `total_length`.
///
/// # Shape
/// `[steps, N, ..]`, or `[N, steps, ..]` if the batch comes first.
///
/// Gradient: to the rows.
///
/// ```
/// use nn::{Tensor, pack_sequence, pad_packed_sequence};
/// let packed = pack_sequence(&[Tensor::from([1, 2]), Tensor::from([3])], true);
/// let (padded, lengths) = pad_packed_sequence(&packed, true, 0, None);
/// assert_eq!((padded.to_vec::<i64>(), lengths), (vec![1, 2, 3, 0], vec![2, 1]));
/// ```
///
/// # Panics
/// If a sequence is longer than `total_length`.
#[track_caller]
pub fn pad_packed_sequence(
    packed: &PackedSequence,
    batch_first: bool,
    padding_value: impl Into<Scalar>,
    total_length: Option<usize>,
) -> (Tensor, Vec<usize>) {
    let longest = packed.batch_sizes.len();
    let steps = total_length.unwrap_or(longest);
    if steps < longest {
        Error::argument(format!(
            "pad_packed_sequence: total_length is {steps}, and the longest sequence has {longest} steps"
        ))
        .raise();
    }
    let lengths = packed.lengths();
    let (batch, rows) = (lengths.len(), packed.data.shape()[0]);
    // One row more, of padding.
    let mut index = scratch::filled(rows as i64, steps.saturating_mul(batch));
    let mut row = 0;
    for (step, size) in packed.batch_sizes.iter().enumerate() {
        for at in 0..*size {
            index[step * batch + at] = row;
            row += 1;
        }
    }
    let rest = &packed.data.shape()[1..];
    let padding = Array::full([&[1], rest].concat(), padding_value.into(), packed.data.dtype());
    let all = Tensor::cat(&[packed.data.clone(), Tensor::from(padding)], 0);
    let padded = all
        .index_select(0, &Tensor::from(index))
        .reshape([&[steps, batch], rest].concat());
    let padded = match &packed.unsorted_indices {
        Some(unsorted) => padded.index_select(1, unsorted),
        None => padded,
    };
    (
        if batch_first {
            padded.transpose(0, 1)
        } else {
            padded
        },
        lengths,
    )
}

/// Sequences below each other, padded to the longest with a number: PyTorch's `nn.utils.rnn.pad_sequence`.
///
/// # Shape
/// Sequences `[steps, ..]` to `[longest, N, ..]`, or `[N, longest, ..]` if the batch comes first.
///
/// Gradient: to the sequences.
///
/// ```
/// use nn::{Tensor, pad_sequence};
/// let padded = pad_sequence(&[Tensor::from([1, 2]), Tensor::from([3])], true, 9);
/// assert_eq!(padded.to_vec::<i64>(), [1, 2, 3, 9]);
/// ```
///
/// # Panics
/// If there are none, or their other sizes differ.
#[track_caller]
pub fn pad_sequence(sequences: &[Tensor], batch_first: bool, padding_value: impl Into<Scalar>) -> Tensor {
    let value = padding_value.into();
    let longest = sequences
        .iter()
        .map(|sequence| sequence.size(0))
        .max()
        .unwrap_or(0);
    let padded: Vec<Tensor> = sequences
        .iter()
        .map(|sequence| {
            let mut pad = vec![0; 2 * sequence.rank()];
            if let Some(behind) = pad.last_mut() {
                *behind = (longest - sequence.size(0)) as isize;
            }
            sequence.pad_with(pad, value)
        })
        .collect();
    Tensor::stack(&padded, if batch_first { 0 } else { 1 })
}

/// Packs sequences of different lengths: PyTorch's `nn.utils.rnn.pack_sequence`.
///
/// Gradient: to the sequences.
///
/// ```
/// use nn::{Tensor, pack_sequence};
/// let packed = pack_sequence(&[Tensor::from([1, 2]), Tensor::from([3])], true);
/// assert_eq!(packed.data.to_vec::<i64>(), [1, 3, 2]);
/// ```
///
/// # Panics
/// If there are none, one is empty, their other sizes differ, or they are to be sorted and are not.
#[track_caller]
pub fn pack_sequence(sequences: &[Tensor], enforce_sorted: bool) -> PackedSequence {
    let lengths: Vec<usize> = sequences.iter().map(|sequence| sequence.size(0)).collect();
    pack_padded_sequence(
        &pad_sequence(sequences, false, 0),
        &lengths,
        false,
        enforce_sorted,
    )
}

/// The sequences of a padded tensor, without the padding, in the order of the batch: PyTorch's `nn.utils.rnn.unpad_sequence`.
///
/// # Shape
/// `[steps, N, ..]`, or `[N, steps, ..]` if the batch comes first, to `N` sequences `[length, ..]`.
///
/// Gradient: to the elements that are not padding.
///
/// ```
/// use nn::{Tensor, unpad_sequence};
/// let sequences = unpad_sequence(&Tensor::from([[1, 2, 3], [4, 0, 0]]), &[3, 1], true);
/// assert_eq!(sequences[1].to_vec::<i64>(), [4]);
/// ```
///
/// # Panics
/// If there are not as many lengths as sequences, or one is longer than the tensor.
#[track_caller]
pub fn unpad_sequence(padded: &Tensor, lengths: &[usize], batch_first: bool) -> Vec<Tensor> {
    let of_batch = isize::from(!batch_first);
    if padded.rank() < 2 || padded.size(of_batch) != lengths.len() {
        Error::argument(format!(
            "unpad_sequence: {} lengths of sequences of shape {:?}",
            lengths.len(),
            padded.shape()
        ))
        .raise();
    }
    let sequence = |(at, length): (usize, &usize)| padded.select(of_batch, at as isize).narrow(0, 0, *length);
    lengths.iter().enumerate().map(sequence).collect()
}

/// The sequences that were packed, in the order of the batch: PyTorch's `nn.utils.rnn.unpack_sequence`.
///
/// Gradient: to the rows.
///
/// ```
/// use nn::{Tensor, pack_sequence, unpack_sequence};
/// let packed = pack_sequence(&[Tensor::from([1]), Tensor::from([2, 3])], false);
/// assert_eq!(unpack_sequence(&packed)[1].to_vec::<i64>(), [2, 3]);
/// ```
#[track_caller]
pub fn unpack_sequence(packed: &PackedSequence) -> Vec<Tensor> {
    let (padded, lengths) = pad_packed_sequence(packed, true, 0, None);
    unpad_sequence(&padded, &lengths, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpacking_gives_back_what_was_packed() {
        let sequences = [1, 3, 2].map(|length| Tensor::randn([length, 2]).requires_grad_(true));
        let unpacked = unpack_sequence(&pack_sequence(&sequences, false));
        for (one, other) in unpacked.iter().zip(&sequences) {
            assert!(one.equal(other));
        }
        unpacked[1].square().sum().backward();
        assert!(sequences[1].grad().unwrap().equal(&(sequences[1].detach() * 2.0)));
    }

    #[test]
    #[should_panic(expected = "unpad_sequence: 1 lengths of sequences of shape [3, 2]")]
    fn a_length_for_each_sequence() {
        unpad_sequence(&Tensor::zeros([3, 2]), &[1], false);
    }

    #[test]
    fn packing_and_padding_are_inverse() {
        let sequences = [3, 1, 2].map(|length| Tensor::randn([length, 2]).requires_grad_(true));
        let packed = pack_sequence(&sequences, false);
        assert_eq!(packed.batch_sizes, [3, 2, 1]);
        let (padded, lengths) = pad_packed_sequence(&packed, true, 0.0, Some(4));
        assert_eq!((padded.shape(), &lengths[..]), (&[3, 4, 2][..], &[3, 1, 2][..]));
        for (at, sequence) in sequences.iter().enumerate() {
            let row = padded.select(0, at as isize).narrow(0, 0, lengths[at]);
            assert_eq!(row.to_vec::<f32>(), sequence.to_vec::<f32>());
        }
        padded.sum().backward();
        assert_eq!(sequences[1].grad().unwrap().to_vec::<f32>(), [1.0, 1.0]);
    }

    #[test]
    #[should_panic(expected = "with enforce_sorted none may be longer than the one before")]
    fn unsorted_lengths_are_refused() {
        pack_padded_sequence(&Tensor::zeros([3, 2, 1]), &[1, 3], false, true);
    }
}
