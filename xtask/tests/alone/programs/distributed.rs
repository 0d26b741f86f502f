//! A program that needs ranks only, and has no MPI: one rank.

use distributed::{Backend, ReduceOp, Tensor, init_process_group};

fn main() {
    let group = init_process_group(Backend::Single).expect("it needs no MPI");
    let mut x = Tensor::from([1.0, 2.0]);
    group.all_reduce(&mut x, ReduceOp::Avg);
    assert_eq!((group.rank(), x.to_vec::<f32>()), (0, vec![1.0, 2.0]));
    assert!(init_process_group(Backend::Mpi).is_err());
}
