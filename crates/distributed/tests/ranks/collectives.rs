//! Collectives give what their documentation says, in every element type and at odd sizes.

use autograd::{DType, Tensor};
use distributed::{Backend, ProcessGroup, ReduceOp, init_process_group};
use mpi::collective::{CommunicatorCollectives, SystemOperation};
use mpi::topology::SimpleCommunicator;

/// From nothing over what fits beside a card to what is cut into pieces; few divide evenly.
const SIZES: [usize; 9] = [0, 1, 2, 3, 7, 255, 513, 2049, 9_001];

/// Numbers that a rank has: small, so that they are exact in every type.
fn numbers(rank: usize, size: usize, dtype: DType) -> Tensor {
    let values: Vec<i64> = (0..size).map(|i| ((i * 7 + rank * 3) % 5) as i64).collect();
    Tensor::from(values).to_dtype(dtype)
}

pub(crate) fn every_type_size_and_operation(group: &ProcessGroup) {
    for &dtype in DType::ALL {
        for size in SIZES {
            reduce(group, dtype, size);
            let mine = numbers(group.rank(), size, dtype);
            let all = group.all_gather(&mine);
            for src in [0, group.world_size() - 1] {
                let theirs = numbers(src, size, dtype);
                let mut tensor = mine.clone();
                group.broadcast(&mut tensor, src);
                assert_eq!(
                    tensor.to_le_bytes(),
                    theirs.to_le_bytes(),
                    "broadcast of {size} {dtype} from {src}"
                );
                assert_eq!(
                    all[src].to_le_bytes(),
                    theirs.to_le_bytes(),
                    "all_gather of {size} {dtype}"
                );
            }
        }
    }
    group.barrier();
}

fn reduce(group: &ProcessGroup, dtype: DType, size: usize) {
    for op in [
        ReduceOp::Sum,
        ReduceOp::Product,
        ReduceOp::Min,
        ReduceOp::Max,
        ReduceOp::Avg,
    ] {
        if op == ReduceOp::Avg && !dtype.is_float() || dtype == DType::Bool && op == ReduceOp::Product {
            continue;
        }
        let parts: Vec<Tensor> = (0..group.world_size())
            .map(|rank| numbers(rank, size, dtype))
            .collect();
        let expected = combined(&parts, op).to_dtype(dtype);
        let mut tensor = parts[group.rank()].clone();
        group.all_reduce(&mut tensor, op);
        assert_eq!(tensor.shape(), [size]);
        assert_eq!(
            tensor.to_le_bytes(),
            expected.to_le_bytes(),
            "{op:?} of {size} {dtype}"
        );
        let untouched = numbers(group.rank(), size, dtype);
        assert_eq!(
            parts[group.rank()].to_le_bytes(),
            untouched.to_le_bytes(),
            "a clone was changed"
        );
    }
}

/// What one process makes of the parts, in their order.
fn combined(parts: &[Tensor], op: ReduceOp) -> Tensor {
    let mut total = parts[0].clone();
    for part in &parts[1..] {
        total = match op {
            ReduceOp::Sum | ReduceOp::Avg => &total + part,
            ReduceOp::Product => &total * part,
            ReduceOp::Min => total.minimum(part),
            _ => total.maximum(part),
        };
    }
    if op == ReduceOp::Avg {
        total / parts.len() as f64
    } else {
        total
    }
}

/// Sums of numbers of very different sizes, whose bits show the order.
pub(crate) fn sums_are_in_rank_order(group: &ProcessGroup) {
    for size in [5, 10_007] {
        let part = |rank: usize| {
            let values: Vec<f32> = (0..size)
                .map(|i| ((i * 31 + rank * 17) as f32).sin() * 10_f32.powi((rank * 3) as i32))
                .collect();
            Tensor::from(values)
        };
        let parts: Vec<Tensor> = (0..group.world_size()).map(part).collect();
        let mut sum = part(group.rank());
        group.all_reduce(&mut sum, ReduceOp::Sum);
        assert_eq!(sum.to_le_bytes(), combined(&parts, ReduceOp::Sum).to_le_bytes());
        let mut mean = part(group.rank());
        group.all_reduce(&mut mean, ReduceOp::Avg);
        assert_eq!(mean.to_le_bytes(), combined(&parts, ReduceOp::Avg).to_le_bytes());
        compare_with_mpi(&parts, group.rank(), &sum);
    }
}

/// MPI's own sum has the same bits at two ranks; from three on it takes them in another order, and rounds otherwise.
fn compare_with_mpi(parts: &[Tensor], rank: usize, sum: &Tensor) {
    let mine = parts[rank].to_vec::<f32>();
    let mut of_mpi = vec![0.0_f32; mine.len()];
    SimpleCommunicator::world().all_reduce_into(&mine[..], &mut of_mpi[..], SystemOperation::sum());
    let of_mpi = Tensor::from(of_mpi);
    if parts.len() <= 2 {
        assert_eq!(sum.to_le_bytes(), of_mpi.to_le_bytes());
    }
    let sizes = Tensor::stack(parts, 0).abs().sum_dim(0, false);
    let rounding = sizes * (parts.len() as f64 * f64::from(f32::EPSILON));
    assert!((sum - of_mpi).abs().le(&rounding).all().item() == 1.0);
}

pub(crate) fn ranks_know_their_places(group: &ProcessGroup) {
    // All ranks of this test are on one machine.
    assert_eq!(group.local_rank(), group.rank());
    let ranks = group.all_gather(&Tensor::from(vec![group.rank() as i64]));
    assert!(
        ranks
            .iter()
            .enumerate()
            .all(|(place, rank)| rank.item() == place as f64)
    );
    assert!(init_process_group(Backend::Mpi).is_err());
    let single = init_process_group(Backend::Single).expect("it needs nothing");
    assert_eq!(
        (single.rank(), single.world_size(), single.local_rank()),
        (0, 1, 0)
    );
}
