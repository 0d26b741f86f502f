//! What a rank says that it is doing: every collective begins by comparing this, so that ranks that do different things
//! stop with a sentence instead of waiting for each other for ever.

use std::fmt::Write;
use std::panic::Location;

use tensor_core::DType;

use crate::reduce_op::ReduceOp;

/// A collective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Barrier,
    AllReduce(ReduceOp),
    Broadcast {
        src: usize,
    },
    AllGather,
    /// The gradients of a step, bucket by bucket.
    Gradients {
        step: u64,
    },
    /// The comparison of models before training.
    Models,
    /// The comparison of parameters after so many steps.
    Checksums {
        step: u64,
    },
    /// The group is dropped: the program is over.
    End,
}

/// One rank's call of a collective.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    pub(crate) kind: Kind,
    pub(crate) dtype: DType,
    pub(crate) numel: usize,
    /// How many collectives this rank has called before.
    pub(crate) number: u64,
    pub(crate) place: &'static Location<'static>,
}

/// The bytes of a call. What must be equal on all ranks comes first.
pub(crate) const CARD: usize = 128;
const COMPARED: usize = 40;
const FILE: usize = 46;

pub(crate) type Card = [u8; CARD];

impl Call {
    pub(crate) fn card(&self) -> Card {
        let (kind, op, detail) = match self.kind {
            Kind::Barrier => (0, ReduceOp::Sum, 0),
            Kind::AllReduce(op) => (1, op, 0),
            Kind::Broadcast { src } => (2, ReduceOp::Sum, src as u64),
            Kind::AllGather => (3, ReduceOp::Sum, 0),
            Kind::Gradients { step } => (4, ReduceOp::Sum, step),
            Kind::Models => (5, ReduceOp::Sum, 0),
            Kind::Checksums { step } => (6, ReduceOp::Sum, step),
            Kind::End => (7, ReduceOp::Sum, 0),
        };
        let mut card = [0; CARD];
        card[0] = kind;
        card[1] = op as u8;
        card[2] = self.dtype as u8;
        card[8..16].copy_from_slice(&detail.to_le_bytes());
        card[16..24].copy_from_slice(&(self.numel as u64).to_le_bytes());
        card[24..32].copy_from_slice(&self.number.to_le_bytes());
        card[COMPARED..44].copy_from_slice(&self.place.line().to_le_bytes());
        // The end of a path says more than its beginning.
        let file = self.place.file().as_bytes();
        let file = &file[file.len().saturating_sub(CARD - FILE)..];
        card[44] = file.len() as u8;
        card[FILE..FILE + file.len()].copy_from_slice(file);
        card
    }
}

/// Whether two ranks are in the same collective with the same arguments.
pub(crate) fn agree(a: &[u8], b: &[u8]) -> bool {
    a[..COMPARED] == b[..COMPARED]
}

/// What the rank that sent this card is doing.
pub(crate) fn describe(card: &[u8]) -> String {
    let number = |at: usize| u64::from_le_bytes(std::array::from_fn(|i| card[at + i]));
    let elements = || format!("{} elements of {}", number(16), DType::from_code(card[2]));
    let mut text = match card[0] {
        0 => "barrier".to_owned(),
        1 => format!(
            "all_reduce to the {} of {}",
            ReduceOp::ALL[usize::from(card[1])].name(),
            elements()
        ),
        2 => format!("broadcast from rank {} of {}", number(8), elements()),
        3 => format!("all_gather of {}", elements()),
        4 => format!(
            "the exchange of {} of gradients in backward of step {}",
            elements(),
            number(8)
        ),
        5 => "DistributedDataParallel::new".to_owned(),
        6 => format!("the comparison of parameters in step {}", number(8)),
        _ => return "the end of its program".to_owned(),
    };
    let line = u32::from_le_bytes(std::array::from_fn(|i| card[COMPARED + i]));
    if !matches!(card[0], 4 | 6) {
        let file = String::from_utf8_lossy(&card[FILE..FILE + usize::from(card[44])]).into_owned();
        write!(text, " at {file}:{line}").unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(kind: Kind, numel: usize) -> Card {
        Call {
            kind,
            dtype: DType::F32,
            numel,
            number: 3,
            place: Location::caller(),
        }
        .card()
    }

    #[test]
    fn calls_agree_wherever_they_are_written() {
        let [here, there] = [call(Kind::Barrier, 0), call(Kind::Barrier, 0)];
        assert!(agree(&here, &there));
        assert!(!agree(&here, &call(Kind::AllGather, 0)));
        assert!(!agree(&call(Kind::AllGather, 4), &call(Kind::AllGather, 5)));
        let [src, other] = [0, 1].map(|src| call(Kind::Broadcast { src }, 4));
        assert!(!agree(&src, &other));
    }

    #[test]
    fn a_card_says_what_is_done_and_where() {
        let text = describe(&call(Kind::AllReduce(ReduceOp::Max), 10));
        assert!(
            text.starts_with("all_reduce to the greatest of 10 elements of float32 at "),
            "{text}"
        );
        assert!(text.contains("call.rs:"), "{text}");
        assert_eq!(
            describe(&call(Kind::Gradients { step: 7 }, 2)),
            "the exchange of 2 elements of float32 of gradients in backward of step 7"
        );
        assert_eq!(describe(&call(Kind::End, 0)), "the end of its program");
    }
}
